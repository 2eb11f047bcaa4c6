"""The security of an account on screen: password, second step, recovery codes, sessions, proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.codes import qr_code
from components.feedback import in_words, notice
from components.forms import sentences
from components.frame import document, settle
from components.google import is_google_offered
from components.templates import render
from components.words import knows, say
from services.errors import BadInput, DomainError
from services.views import (
    AppKey,
    IdentityView,
    ProofView,
    SecondFactorView,
    SessionView,
    Visitor,
)

_GROUP = 4


def security_response(
    request: Request,
    visitor: Visitor,
    factor: SecondFactorView,
    sessions: Sequence[SessionView],
    links: Sequence[IdentityView],
    *,
    done: str = "",
    problem: DomainError | None = None,
    link_problem: DomainError | None = None,
) -> HTMLResponse:
    """Answer with everything that keeps an account its person's; after an act, with what was done.

    `done` names a sentence; one there is not is said by nobody. `problem` is of the password,
    `link_problem` of the links to Google.
    """
    settle(visitor)
    said = notice("success", say(f"security.done.{done}")) if _is_known(done) else ""
    return _answer(
        request,
        visitor,
        "security.html",
        problem,
        status=link_problem.status if link_problem else 200,
        factor=factor,
        sessions=sessions,
        links=links,
        linkable=is_google_offered(),
        link_refusal=in_words(link_problem) if link_problem else "",
        notice=said,
    )


def app_response(
    request: Request, visitor: Visitor, key: AppKey, *, problem: DomainError | None = None
) -> HTMLResponse:
    """Answer with the picture an authenticator app reads, and the field for its first code."""
    settle(visitor)
    groups = [key.secret[at : at + _GROUP] for at in range(0, len(key.secret), _GROUP)]
    picture = qr_code(key.address)
    return _answer(
        request, visitor, "security_app.html", problem, key=key, groups=groups, picture=picture
    )


def codes_response(request: Request, visitor: Visitor, codes: Sequence[str]) -> HTMLResponse:
    """Answer with the recovery codes, which are shown this once."""
    settle(visitor)
    said = notice("success", say("security.done.codes"))
    return _answer(request, visitor, "security_codes.html", None, codes=codes, notice=said)


def proof_response(
    request: Request,
    visitor: Visitor,
    asked: ProofView,
    *,
    next_url: str = "",
    action: str = "",
    kept: Sequence[tuple[str, str]] = (),
    problem: DomainError | None = None,
    sent: bool = False,
) -> HTMLResponse:
    """Answer with the question who is there, before going on to `next_url`.

    Asked over a form, the answer goes to its `action` with the fields `kept` of it.
    """
    settle(visitor)
    said = notice("success", say("proof.sent", email=asked.email)) if sent else ""
    over: dict[str, Any] = {"asked": asked, "next": next_url, "action": action, "kept": kept}
    return _answer(request, visitor, "proof.html", problem, notice=said, **over)


def _answer(
    request: Request,
    visitor: Visitor,
    template: str,
    problem: DomainError | None,
    *,
    status: int = 200,
    **context: object,
) -> HTMLResponse:
    general = in_words(problem) if problem and not isinstance(problem, BadInput) else ""
    body = render(
        template,
        visitor=visitor,
        section="security",
        wrong=sentences(problem),
        general=general,
        **context,
    )
    status = problem.status if problem else status
    head = render("security_head.html")
    title = say("account.section.security")
    return document(title, visitor, request, body, head=head, status=status)


def _is_known(done: str) -> bool:
    return done.isidentifier() and knows(f"security.done.{done}")
