"""A flag, and a question about a lot, on the house's desk."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.admin.console import sheet_console
from components.frame import settle
from components.words import knows, say
from services.errors import DomainError
from services.views import FlagSheet, QuestionSheet, Visitor


def flag_response(
    request: Request,
    visitor: Visitor,
    sheet: FlagSheet,
    *,
    refused: Refused | DomainError | None = None,
) -> HTMLResponse:
    """Answer with a flag, its facts, and the two verdicts while there is none."""
    settle(visitor)
    title, facts = say(f"admin.flags.kind.{sheet.kind}"), facts_in_words(sheet.facts)
    shown = {"one": sheet, "facts": facts, "done": "admin.done.flag"}
    return sheet_console(
        request, visitor, title, "admin_flag.html", section="flags", refused=refused, **shown
    )


def facts_in_words(facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """Give each fact with its name; one without a name of its own stands by its word."""
    return [(_named(name), _written(value)) for name, value in facts.items()]


def _named(name: str) -> str:
    key = f"admin.flag.fact.{name}"
    return say(key) if knows(key) else name.replace("_", " ")


def _written(value: object) -> str:
    if isinstance(value, bool):
        return say("lot.yes" if value else "lot.no")
    if isinstance(value, list | tuple):
        return ", ".join(_written(one) for one in value) or "–"
    if isinstance(value, Mapping):
        return ", ".join(f"{_named(str(name))}: {_written(one)}" for name, one in value.items())
    key = f"admin.flag.word.{value}"
    return "–" if value is None else say(key) if knows(key) else str(value)


def question_response(
    request: Request,
    visitor: Visitor,
    sheet: QuestionSheet,
    *,
    refused: Refused | DomainError | None = None,
) -> HTMLResponse:
    """Answer with a question, its answer, and the order that hides or shows them."""
    settle(visitor)
    title = say("admin.question.title", n=sheet.question_id)
    shown = {"one": sheet, "done": "admin.done.question"}
    return sheet_console(
        request,
        visitor,
        title,
        "admin_question.html",
        section="questions",
        refused=refused,
        **shown,
    )
