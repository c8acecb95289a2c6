"""What may be decided of an offer, as one table: buttons, mails, the steps that the offer takes, and the tests."""

from dataclasses import dataclass

from django.db import models

from offers.lifecycle import State

ON_SITE = (State.OPEN, State.PAUSED)


class Decision(models.TextChoices):
    DISMISS = "dismiss", "Ne rien changer"
    PUBLISH = "publish", "Publier"
    ADVISE = "advise", "Demander une correction"
    GIVE_BACK = "give-back", "Rendre pour correction"
    WITHDRAW = "withdraw", "Retirer l'offre"


class Ground(models.TextChoices):
    """The reason given to the employer, with the text it rests on (règlement UE 2022/2065, art. 17)."""

    DISCRIMINATION = "discrimination", "L'annonce écarte des personnes sans en avoir le droit"
    NOT_A_PLACE = "not-a-place", "Ce n'est pas une place d'apprenti chez un employeur"
    WRONG = "wrong", "Une information est fausse ou manque"
    FILLED = "filled", "La place est déjà prise"
    UNLAWFUL = "unlawful", "Le travail ou l'âge demandé n'est pas permis pour un apprenti"
    FRAUD = "fraud", "L'annonce cherche à tromper"
    CONTACT = "contact", "Des coordonnées figurent là où elles ne doivent pas être"
    OTHER = "other", "Autre raison"


LAW = {
    Ground.DISCRIMINATION: "Code du travail, art. L. 1132-1 et L. 5321-2",
    Ground.NOT_A_PLACE: "Code du travail, art. L. 6221-1",
    Ground.WRONG: "Code du travail, art. L. 5331-3",
    Ground.UNLAWFUL: "Code du travail, art. L. 6222-1 et L. 4153-8",
    Ground.FRAUD: "Code du travail, art. L. 5331-3",
}


@dataclass(frozen=True)
class Outcome:
    decision: Decision
    consequence: str  # the line under its button
    steps: dict[State, tuple[str, ...]]  # of the offer's life, by the state it is in; absent: not possible from there
    tells_employer: bool = True  # a reason and words are then required
    needs_organisation: bool = False  # somebody here who can act on it


OUTCOMES = {
    outcome.decision: outcome
    for outcome in [
        Outcome(
            Decision.DISMISS,
            "L'offre reste comme elle est.",
            {state: () for state in State if state not in (State.HELD, State.WITHDRAWN)},
            tells_employer=False,
        ),
        Outcome(
            Decision.PUBLISH,
            "L'offre paraît aussitôt.",
            {State.HELD: ("publish",)},
            tells_employer=False,
        ),
        Outcome(
            Decision.ADVISE,
            "L'offre reste en ligne ; l'employeur lit vos mots et la corrige.",
            dict.fromkeys(ON_SITE, ()),
            needs_organisation=True,
        ),
        Outcome(
            Decision.GIVE_BACK,
            "Hors du site tant que l'employeur ne l'a pas corrigée.",
            {State.HELD: ("give_back",), State.WAITING: ("give_back",)} | dict.fromkeys(ON_SITE, ("hold", "give_back")),
            needs_organisation=True,
        ),
        Outcome(
            Decision.WITHDRAW,
            "Hors du site pour de bon ; aucun import ne la ramène.",
            {state: ("withdraw",) for state in State if state != State.WITHDRAWN},
        ),
    ]
}


def possible(state: str, *, has_organisation: bool) -> list[Outcome]:
    """What may be decided of an offer in this state, in the order of the table."""
    return [
        outcome
        for outcome in OUTCOMES.values()
        if state in outcome.steps and (has_organisation or not outcome.needs_organisation)
    ]
