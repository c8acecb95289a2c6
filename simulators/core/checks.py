"""What a person should check before signing: sentences, never refusals. The contract's own rules stand elsewhere."""

from collections.abc import Iterator
from datetime import timedelta

from apprentissage.law import aid_windows, in_force
from simulators.core.aids import commits_to_quota
from simulators.core.hire import Hire, add_years, age_on
from simulators.core.money import euros
from simulators.core.pay import age_at_start, pay_for


def warnings(hire: Hire) -> list[str]:
    """What to check, in French sentences, the gravest first."""
    return [*_age(hire), *_duration(hire), *_pay(hire), *_aid(hire), *_unknown_law(hire)]


def _age(hire: Hire) -> Iterator[str]:
    moment = hire.moment(hire.starts_on.replace(day=1))
    lowest, highest = in_force("age_min", moment).table, in_force("age_max", moment).table
    age = age_at_start(hire)
    if age < lowest["college_finished"]:
        yield (
            f"L'apprenti aurait {age} ans au début du contrat : "
            f"il faut {lowest['standard']:f} ans, ou {lowest['college_finished']:f} ans avec la 3e terminée."
        )
    elif age < lowest["standard"]:
        yield f"À {age} ans, il faut avoir terminé la 3e."
    if age > highest["standard"] and not hire.disabled:
        limit = f"{highest['standard']:f} ans au plus"
        if age <= highest["exception"]:
            yield (
                f"L'âge limite est de {limit}. À {age} ans, il faut un cas prévu par la loi, "
                "par exemple un diplôme plus élevé que le précédent."
            )
        else:
            yield (
                f"L'âge limite est de {limit}. À {age} ans, il faut être reconnu travailleur handicapé, "
                "sportif de haut niveau, ou créer une entreprise."
            )


def _duration(hire: Hire) -> Iterator[str]:
    limits = in_force("duration", hire.moment(hire.starts_on.replace(day=1))).table
    longest = limits["max_disabled" if hire.disabled else "max"]
    after = hire.ends_on + timedelta(days=1)
    months = (
        (after.year - hire.starts_on.year) * 12 + after.month - hire.starts_on.month - (after.day < hire.starts_on.day)
    )
    if months < limits["min"]:
        yield f"Le contrat dure moins de {limits['min']:f} mois : c'est trop court pour un contrat d'apprentissage."
    elif after > add_years(hire.starts_on, int(longest) // 12):
        yield f"Le contrat dure plus de {longest:f} mois : c'est trop long pour un contrat d'apprentissage."


def _pay(hire: Hire) -> Iterator[str]:
    if hire.gross_monthly is not None:
        for day in (hire.starts_on, hire.last_day):
            pay = pay_for(hire, day, age_on(day, hire.starts_on) + 1 + hire.years_already_done)
            if hire.gross_monthly < pay.minimum:
                given, minimum = euros(hire.gross_monthly), euros(pay.minimum)
                yield f"Le {day:%d/%m/%Y}, le salaire de {given} est sous le minimum légal de {minimum}."
                break
    if hire.housing:
        yield "Le logement fourni n'est pas chiffré ici : sa valeur dépend du salaire et du nombre de pièces."


def _aid(hire: Hire) -> Iterator[str]:
    if hire.signed_on > hire.starts_on:
        yield "Le contrat serait signé après son premier jour : il doit l'être avant."
    ends = {window.starts_before for window in aid_windows() if window.starts_before}
    if not hire.is_public and any(hire.starts_on >= day for day in ends):
        last = max(ends) - timedelta(days=1)
        yield f"L'aide exceptionnelle n'est connue que pour les contrats qui commencent jusqu'au {last:%d/%m/%Y}."
    size = in_force("aid_size", hire.moment(hire.starts_on)).number
    if not hire.is_public and hire.headcount >= size and commits_to_quota(hire):
        yield "Si le quota d'alternants n'est pas atteint à l'échéance, l'aide est à rembourser."


def _unknown_law(hire: Hire) -> Iterator[str]:
    if hire.is_mayotte:
        yield "Les taux de cotisation de Mayotte ne sont pas connus ici : ce sont ceux de l'Hexagone qui sont comptés."
    elif hire.is_overseas:
        yield "Outre-mer, l'exonération Lodeom peut remplacer la réduction générale : elle n'est pas comptée ici."
