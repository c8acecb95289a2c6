"""What the description of the API says of a simulation: a poster; ``simulators.core.exchange`` is the judge."""

from typing import Any

MOST_HIRES = 1000

DAY = {"type": "string", "format": "date"}
AMOUNT = {"type": "string", "pattern": r"^-?\d+\.\d{2}$", "description": "euros"}
NUMBER = {"oneOf": [{"type": "number"}, {"type": "string"}], "description": "un nombre, ou son écriture décimale"}
YES_NO = {"type": "boolean"}


def _field(kind: dict[str, Any], description: str) -> dict[str, Any]:
    return kind | {"description": description}


QUESTION = {
    "type": "object",
    "required": ["signed_on", "starts_on", "ends_on", "birth_date", "diploma_level", "headcount"],
    "additionalProperties": False,
    "properties": {
        "id": {"description": "texte libre, rendu avec la réponse"},
        "explain": {"type": "string", "pattern": r"^(\d{4}-\d{2})?$", "description": "mois dont on veut les lignes"},
        "signed_on": _field(DAY, "conclusion du contrat, à partir de 2019"),
        "starts_on": _field(DAY, "premier jour"),
        "ends_on": _field(DAY, "dernier jour, cinq ans plus tard au plus"),
        "birth_date": _field(DAY, "naissance de l'apprenti"),
        "diploma_level": {"type": "integer", "minimum": 3, "maximum": 8, "description": "3 (CAP) à 8 (doctorat)"},
        "headcount": _field(NUMBER, "effectif moyen de toute l'entreprise"),
        "department": {"type": "string", "description": "département du lieu de travail, 75 si absent"},
        "sector": {"enum": ["private", "public"]},
        "weekly_hours": _field(NUMBER, "35 si absent"),
        "gross_monthly": _field(NUMBER, "salaire brut mensuel ; le minimum légal si absent"),
        "conventional_minimum": _field(NUMBER, "minimum mensuel de la convention collective"),
        "atmp_rate": _field(NUMBER, "taux accidents du travail : 0.0208 pour 2,08 %"),
        "mobility_rate": _field(NUMBER, "taux du versement mobilité"),
        "work_study_share": _field(NUMBER, "part d'alternants"),
        "quota_commitment": _field(YES_NO, "engagement sur le quota d'alternants"),
        "disabled": _field(YES_NO, "apprenti reconnu travailleur handicapé"),
        "years_already_done": {"type": "integer", "minimum": 0, "maximum": 4},
        "vocational_licence": YES_NO,
        "related_diploma_supplement": YES_NO,
        "public_points": {"enum": [0, 10, 20]},
        "benefits_in_kind": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"meals": {"type": "integer", "minimum": 0, "maximum": 93}, "housing": YES_NO},
        },
        "health_cover": _field(NUMBER, "part de l'employeur à la mutuelle, par mois"),
        "previous_pay": _field(NUMBER, "dernière rémunération du contrat précédent"),
        "extended_from": _field(DAY, "prolongation après un échec, à partir de ce jour"),
        "broken_on": _field(DAY, "dernier jour en cas de rupture"),
        "after_break": _field(YES_NO, "un contrat précédent a été rompu"),
    },
}
TOTALS = {
    "type": "object",
    "properties": dict.fromkeys(
        ("gross", "net", "employer_contributions", "cost_before_aid", "aids", "cost_after_aid"), AMOUNT
    ),
}
ANSWER = {
    "type": "object",
    "required": ["periods", "months", "aids", "employer_share_of_training", "totals", "warnings"],
    "properties": {
        "id": {},
        "periods": {"type": "array", "items": {"type": "object"}},
        "months": {"type": "array", "items": {"type": "object"}},
        "aids": {"type": "array", "items": {"type": "object"}},
        "employer_share_of_training": {"type": "object"},
        "totals": {
            "type": "object",
            "properties": {"contract": TOTALS, "years": {"type": "object", "additionalProperties": TOTALS}},
        },
        "warnings": {"type": "array", "items": {"type": "string"}},
        "lines": {"type": "array", "items": {"type": "object"}},
    },
}
ERRORS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["field", "message"],
        "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
    },
}
REFUSAL = {"type": "object", "required": ["id", "errors"], "properties": {"id": {}, "errors": ERRORS}}
PROBLEM = {
    "type": "object",
    "required": ["title", "status"],
    "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}}
    | {"errors": ERRORS},
}


def _response(description: str, schema: dict[str, Any], kind: str = "application/problem+json") -> dict[str, Any]:
    return {"description": description, "content": {kind: {"schema": schema}}}


ANY_QUESTION = {"description": "Une question. Chacune est jugée seule : un refus prend la place de sa réponse."}
LIST = {"type": "array", "description": f"{MOST_HIRES} au plus"}
SIMULATION: dict[str, Any] = {
    "parameters": [
        {
            "in": "query",
            "name": "explain",
            "required": False,
            "schema": {"type": "string", "pattern": r"^(\d{4}-\d{2})?$"},
            "description": "Mois dont on veut chaque ligne, avec sa raison et sa source.",
        }
    ],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"oneOf": [QUESTION, LIST | {"items": ANY_QUESTION}]}}},
    },
    "responses": {
        "200": _response(
            "La réponse, ou la liste des réponses et des refus",
            {"oneOf": [ANSWER, LIST | {"items": {"oneOf": [ANSWER, REFUSAL]}}]},
            "application/json",
        ),
        "400": {
            "description": "Ce n'est pas du JSON ; ou l'adresse elle-même est illisible, et c'est une page qui le dit",
            "content": {"application/problem+json": {"schema": PROBLEM}, "text/html": {}},
        },
        "413": _response("Trop d'embauches d'un coup", PROBLEM),
        "422": _response("Une question qui ne peut pas être calculée, champ par champ", PROBLEM),
    },
}
