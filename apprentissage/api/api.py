"""The addresses of the API, and how it refuses."""

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import HttpError

from apprentissage.api.schema import MOST_HIRES, SIMULATION
from simulators.core.exchange import Problem, Refused, answer, month_asked, refusal

PROBLEM = "application/problem+json"

api = NinjaAPI(
    title="La bourse de l'apprentissage",
    version="1",
    description="Ce que coûte un apprenti, ce qu'il gagne, et pourquoi. Sans clé ni compte ; rien n'est enregistré.",
    docs_url=None,  # its page loads scripts from a third party
    openapi_url="/openapi.json",
)


@api.post(
    "/simulations/hiring",
    summary="Simuler une embauche, ou mille au plus",
    operation_id="simulate_hiring",
    openapi_extra=SIMULATION,
    tags=["simulations"],
)
def simulate_hiring(request: HttpRequest):
    """The answer to one question; to a list, the list of answers and refusals in the same order."""
    asked = _body(request)
    month = {"explain": request.GET["explain"]} if "explain" in request.GET else {}
    try:
        month_asked(month)  # wrong in the address, it is wrong for every question
        if isinstance(asked, list):
            return _json([_answer_or_refusal(question, month) for question in _bounded(asked)])
        return _json(answer(_explaining(asked, month)))
    except Refused as refused:
        return _problem(422, "Cette question ne peut pas être calculée.", refused.problems)


def public_urls():
    """The addresses of the API, open without an account; its errors are problems too."""
    patterns, application, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = login_not_required(pattern.callback)
    return patterns, application, namespace


@api.exception_handler(HttpError)
def refuse(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Any other refusal, in the same form."""
    return _problem(error.status_code, str(error))


def _body(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except RequestDataTooBig:
        raise HttpError(413, "Cette demande est trop longue. Envoyez-la en plusieurs fois.") from None
    except (ValueError, RecursionError):  # not JSON, not UTF-8, or nested without end
        raise HttpError(400, "Le corps de la demande n'est pas du JSON.") from None


def _bounded(questions: list[Any]) -> list[Any]:
    if len(questions) > MOST_HIRES:
        raise HttpError(413, f"{MOST_HIRES} embauches au plus par demande. Envoyez-les en plusieurs fois.")
    return questions


def _explaining(question: Any, month: dict[str, str]) -> Any:
    return question | month if isinstance(question, dict) else question


def _answer_or_refusal(question: Any, month: dict[str, str]) -> dict[str, Any]:
    try:
        return answer(_explaining(question, month))
    except Refused as refused:
        return refusal(question, refused)


def _json(content: Any, kind: str = "application/json", status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(content, ensure_ascii=False), content_type=kind, status=status)


def _problem(status: int, title: str, problems: list[Problem] | None = None) -> HttpResponse:
    content: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if problems is not None:
        content["errors"] = [{"field": problem.field, "message": problem.message} for problem in problems]
    return _json(content, PROBLEM, status)
