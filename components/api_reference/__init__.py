"""The page that tells programmers what the open doors are, drawn from their own description."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.frame import document, settle
from components.templates import render
from components.words import catalogue, language, say
from services import errors
from services.errors import DomainError
from services.views import SCOPES, Visitor

HERE = Path(__file__).parent
EVENTS = ("join_room", "leave_room", "emit_bid")
NEWS = (
    "snapshot", "entry", "presence", "bid", "extended", "opened", "suspended", "closed", "error",
)  # fmt: skip
REFUSALS: tuple[type[DomainError], ...] = (
    errors.NotLoggedIn,
    errors.BadToken,
    errors.Forbidden,
    errors.ScopeNeeded,
    errors.NotFound,
    errors.BadInput,
    errors.BadAmount,
    errors.BadForm,
    errors.KeyReused,
    errors.TooManyRequests,
    errors.TooManyRooms,
    errors.TooManySockets,
    errors.Unavailable,
    errors.NotOpen,
    errors.AuctionClosed,
    errors.NotQualified,
    errors.Impeded,
    errors.NotAboveOwnMaximum,
    errors.BidTooLow,
    errors.OverLimit,
    errors.NeedsConfirmation,
)


# What machines write is another matter than what people type; two are said by reason alone.
SAID: dict[type[DomainError], str] = {
    errors.BadAmount: "error.bad_sum",
    errors.BadForm: "api_docs.refusal.bad_form",
    errors.NotQualified: "api_docs.refusal.not_qualified",
    errors.Impeded: "api_docs.refusal.impeded",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing a program may ask, as the description has it."""

    name: str
    method: str
    path: str
    scope: str | None
    parameters: tuple[dict[str, Any], ...]
    body: str
    answer: str


@cache
def description() -> bytes:
    """Give the OpenAPI description as it is served."""
    told = json.loads((HERE / "openapi.json").read_bytes())
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def operations() -> Iterator[Operation]:
    """Read what the description has, in its order."""
    for path, methods in json.loads(description())["paths"].items():
        for method, about in methods.items():
            needs = about["security"]
            content = about.get("requestBody", {}).get("content", {})
            answers = [
                one["content"]["application/json"]["schema"]
                for status, one in about["responses"].items()
                if status.startswith("2")
            ]
            yield Operation(
                name=about["operationId"],
                method=method.upper(),
                path=path,
                scope=None if not needs else "".join(needs[0]["token"]),
                parameters=tuple(about["parameters"]),
                body=_name(content.get("application/json", {}).get("schema", {})),
                answer=_name(answers[0]),
            )


def reference_response(request: Request, visitor: Visitor, *, base_url: str) -> HTMLResponse:
    """Answer with the reference."""
    settle(visitor)
    sentences = catalogue(language.get())
    body = render(
        "api_docs.html",
        base_url=base_url,
        operations=tuple(operations()),
        schemas=json.loads(description())["components"]["schemas"],
        events=EVENTS,
        news=NEWS,
        scopes=SCOPES,
        refusals=[
            (kind.code, kind.status, sentences.get(SAID.get(kind, kind.key), ""))
            for kind in REFUSALS
        ],
    )
    head = render("api_tokens_head.html")
    return document(say("api_docs.title"), visitor, request, body, head=head)


def _name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
