"""What an offer may not say. Each list of words has its twin: what looks like it and is lawful."""

from datetime import date
from decimal import Decimal

import pytest

from offers.publishing.checks import RULES, OfferFacts, Severity, check

TODAY = date(2026, 11, 24)
MINIMUMS = (("avant 18 ans", Decimal("504.10")), ("de 18 à 20 ans", Decimal("802.82")))


def said(text, *, field="description", **facts):
    return check(OfferFacts(today=TODAY, texts={field: text}, **facts))


def rules(findings):
    return [finding.rule for finding in findings]


def only(findings):
    assert len(findings) == 1, findings
    return findings[0]


# -- discrimination ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nous recherchons un homme pour la livraison", "un homme"),
        ("Poste réservé aux femmes.", "Poste réservé aux femmes"),
        ("Femmes uniquement", "Femmes uniquement"),
        ("Profil masculin souhaité", "Profil masculin"),
        ("Pas de femme enceinte", "Pas de femme enceinte"),
        ("Célibataire de préférence", "Célibataire"),
        ("Idéalement sans enfant", "sans enfant"),
        ("Langue maternelle française", "Langue maternelle française"),
        ("Anglais langue maternelle", "langue maternelle"),
        ("Anglais natif", "Anglais natif"),
        ("De nationalité française", "De nationalité française"),
        ("Candidats d’origine européenne", "d’origine européenne"),
        ("Profil européen", "Profil européen"),
        ("Sans voile", "Sans voile"),
        ("Catholique bienvenu", "Catholique"),
        ("Non syndiqué", "Non syndiqué"),
        ("Sans opinions politiques", "opinions politiques"),
        ("Bonne présentation exigée", "Bonne présentation"),
        ("PRÉSENTATION SOIGNÉE", "PRÉSENTATION SOIGNÉE"),
        ("Physique agréable", "Physique agréable"),
        ("Pas de tatouage", "Pas de tatouage"),
        ("Non-fumeur", "Non-fumeur"),
        ("Être en bonne santé", "Être en bonne santé"),
        ("Sans problème de dos", "Sans problème de dos"),
        ("Pas de handicap", "Pas de handicap"),
        ("RQTH s'abstenir", "RQTH s'abstenir"),
        ("Habiter à proximité", "Habiter à proximité"),
        ("Jeune diplômé motivé", "Jeune diplômé"),
        ("Rejoignez une équipe jeune", "équipe jeune"),
    ],
)
def test_words_that_refuse_somebody_are_seen(text, words):
    finding = only(said(text))

    assert finding.rule == "says_whom_it_refuses"
    assert finding.words == words
    assert words in finding.sentence


@pytest.mark.parametrize(
    "text",
    [
        "Boulangère ou boulanger H/F",
        "Apprenti mécanicien (H/F)",
        "Nous recherchons un homme ou une femme",
        "Nous recherchons une femme de chambre ou un valet",
        "Salon de coiffure hommes et femmes",
        "Vente de prêt-à-porter féminin",
        "Auxiliaire auprès de jeunes enfants de moins de 6 ans",
        "Jeune entreprise créée il y a 12 ans",
        "Plantation de jeunes plants",
        "Bonne présentation des produits en vitrine",
        "Viande d'origine française, pain d'appellation d'origine",
        "Pose de voiles d'ombrage et de stores",
        "Personnes en situation de handicap bienvenues",
        "Accompagnement du handicap à domicile",
        "Chez Marie, boulangère depuis plus de 30 ans",
        "Français courant, anglais apprécié",
        "Santé et sécurité au travail",
        "Rayon vins blancs et rouges",
        "2 ans d'expérience au plus, débutants acceptés",
    ],
)
def test_lawful_words_that_look_alike_are_left_alone(text):
    assert said(text) == []


def test_the_correction_writes_the_field_again():
    finding = only(said("Équipe de quatre. Langue maternelle française exigée."))

    assert finding.severity == Severity.BLOCKS
    assert finding.fix == "Équipe de quatre. Français courant exigée."
    assert finding.fix_label == "Écrire « français courant »"


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        ("Candidat de moins de 25 ans", True),
        ("Âgé de 18 à 25 ans", True),
        ("25 ans maximum", True),
        ("Entre 18 et 26 ans révolus", True),
        ("De 16 à 29 ans révolus", False),  # the law's own bounds
        ("Pour les moins de 30 ans", False),
        ("Moins de 20 ans d'expérience", False),
        ("Prime pour un apprenti de moins de 26 ans", False),
        ("Animation pour un public de 16 à 25 ans", False),
        ("Bac + 2, contrat de 24 mois", False),
    ],
)
def test_an_age_at_which_one_is_too_old_is_not_the_employer_s_to_choose(text, is_seen):
    assert ("sets_an_age" in rules(said(text))) is is_seen


@pytest.mark.parametrize(
    ("age", "severity"),
    [(14, Severity.BLOCKS), (15, None), (16, None), (18, None), (19, Severity.REVIEW), (21, Severity.REVIEW)],
)
def test_a_minimum_age_needs_a_reason_of_the_law(age, severity):
    found = check(OfferFacts(today=TODAY, minimum_age=age))

    assert [finding.severity for finding in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("title", "fix"),
    [
        ("Homme d'entretien", "Agente ou agent d'entretien"),
        ("Femme de ménage", "Agente ou agent d'entretien"),
        ("Boulanger", "Boulangère ou boulanger"),
        ("Apprentie boulangère motivée", "Apprentie boulangère ou boulanger motivée"),
    ],
)
def test_a_title_of_one_sex_is_offered_both(title, fix):
    finding = only(said(title, field="titre", feminine="boulangère", masculine="boulanger"))

    assert (finding.severity, finding.fix) == (Severity.ADVICE, fix)


@pytest.mark.parametrize(
    "title",
    ["Homme d'entretien H/F", "Boulanger (H/F)", "Boulanger/boulangère", "Boulangère ou boulanger", "Vendeur·se"],
)
def test_a_title_that_speaks_to_both_is_left_alone(title):
    assert said(title, field="titre", feminine="boulangère", masculine="boulanger") == []


# -- honesty -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Écrivez à chef@fournil.fr", "chef@fournil.fr"),
        ("Appelez le 06 12 34 56 78", "06 12 34 56 78"),
        ("Tél +33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("Voir www.fournil.fr/emploi", "www.fournil.fr/emploi"),
        ("Voir fournil.com", "fournil.com"),
    ],
)
def test_a_contact_in_the_text_is_seen(text, words):
    finding = only(said(text))

    assert (finding.rule, finding.words, finding.severity) == ("gives_a_contact", words, Severity.BLOCKS)


@pytest.mark.parametrize("text", ["Contrat de 24 mois, 35 h", "Salaire 1 867,02 €", "Ouvert 7 h 30-19 h 30, M. Paul"])
def test_numbers_that_are_no_telephone_are_left_alone(text):
    assert said(text) == []


def test_removing_a_contact_removes_its_sentence():
    finding = only(said("On pétrit à la main. Appelez le 06 12 34 56 78. À bientôt."))

    assert finding.fix == "On pétrit à la main. À bientôt."


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        ("Frais d'inscription de 400 €", True),
        ("Prévoir une caution avant l'entrée", True),
        ("Scolarité payante", True),
        ("Frais de formation pris en charge par l'OPCO", False),
        ("Aucuns frais de dossier", False),
        ("Avec précaution", False),
        ("Frais de déplacement remboursés", False),
    ],
)
def test_an_apprentice_never_pays(text, is_seen):
    assert ("asks_for_money" in rules(said(text))) is is_seen


@pytest.mark.parametrize(
    "facts",
    [
        {"naf": "85.32Z"},
        {"employer_name": "École supérieure du commerce"},
        {"employer_name": "CFA du Périgord"},
        {"texts": {"description": "Notre école recrute pour une de ses entreprises partenaires."}},
    ],
)
def test_a_school_in_an_employer_s_clothes_is_read_by_somebody(facts):
    found = check(OfferFacts(today=TODAY, **facts))

    assert {finding.severity for finding in found} == {Severity.REVIEW}
    assert {finding.rule for finding in found} == {"is_a_school"}


def test_a_bakery_that_speaks_of_the_training_centre_is_no_school():
    assert said("Une semaine au CFA, trois au fournil.", employer_name="Le Fournil", naf="10.71C") == []


# -- safety ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    ["Travail en hauteur", "Montage d'échafaudages", "Conduite d'engins", "Scie circulaire", "Désamiantage : amiante"],
)
def test_hazardous_work_proposes_18_years(text):
    finding = only(said(text))

    assert (finding.rule, finding.severity) == ("is_hazardous_under_18", Severity.ADVICE)
    assert (finding.field, finding.fix) == ("age", "18")
    assert said(text, minimum_age=18) == []


def test_a_trade_of_heights_is_known_by_its_code():
    assert rules(said("Une équipe de cinq.", rome_code="F1610")) == ["is_hazardous_under_18"]


def test_nights_and_long_weeks_are_not_for_minors():
    assert rules(said("Travail de nuit", weekly_hours=Decimal("39"))) == ["works_at_night", "works_too_long"]
    assert said("Travail de nuit", weekly_hours=Decimal("39"), minimum_age=18) == []


# -- pay and dates -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        ("Salaire : 400 € par mois", True),
        ("Gratification de 450 euros", True),
        ("504,10 € brut par mois", False),
        ("Salaire 1 200 € par mois", False),
        ("Panier moyen de 35 €", False),
    ],
)
def test_a_pay_under_the_minimum_is_seen(text, is_seen):
    assert ("pays_less_than_the_minimum" in rules(said(text, minimums=MINIMUMS))) is is_seen


@pytest.mark.parametrize(
    ("gross", "age", "severity"),
    [
        ("504.09", None, Severity.BLOCKS),
        ("504.10", None, Severity.ADVICE),  # enough before 18 years, not after
        ("802.82", None, None),
        ("802.81", 18, Severity.BLOCKS),
    ],
)
def test_the_pay_is_judged_to_the_cent_for_the_youngest_admitted(gross, age, severity):
    found = check(OfferFacts(today=TODAY, gross_monthly=Decimal(gross), minimum_age=age, minimums=MINIMUMS))

    assert [finding.severity for finding in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("months", "severity"),
    [(5, Severity.BLOCKS), (6, None), (36, None), (37, Severity.ADVICE), (48, Severity.ADVICE), (49, Severity.BLOCKS)],
)
def test_a_contract_lasts_what_the_law_says(months, severity):
    found = check(OfferFacts(today=TODAY, months=months))

    assert [finding.severity for finding in found] == ([severity] if severity else [])


def test_a_place_does_not_start_in_the_past():
    assert rules(check(OfferFacts(today=TODAY, starts_on=date(2026, 11, 23)))) == ["starts_in_the_past"]
    assert check(OfferFacts(today=TODAY, starts_on=TODAY)) == []


# -- the whole ---------------------------------------------------------------------------------------------------------
def test_every_finding_bears_its_rule_and_its_source():
    found = said("Recherche un homme, jeune diplômé, 06 12 34 56 78, travail en hauteur")

    assert [finding.severity for finding in found] == sorted(
        [finding.severity for finding in found], key=list(Severity).index
    )
    assert all(
        finding.source == RULES[next(rule for rule in RULES if rule.__name__ == finding.rule)] for finding in found
    )


def test_a_long_text_is_read_quickly():
    text = "Nous recherchons une personne motivée, âgée de peu, " * 400

    assert isinstance(said(text), list)
