"""The frame of every page of the house's desk: its navigation, its search, its notices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from components.account import Refused
from components.admin.sections import sections_of
from components.feedback import in_words, notice
from components.frame import Crumb, document, settle
from components.templates import render
from components.words import knows, say
from services.errors import BadForm, DomainError
from services.views import Visitor


def console(
    request: Request,
    visitor: Visitor,
    title: str,
    template: str,
    *,
    section: str,
    crumbs: Sequence[Crumb] = (),
    refused: Refused | DomainError | None = None,
    done: str = "admin.done",
    head: str = "",
    **context: object,
) -> HTMLResponse:
    """Answer with a page of the desk, from a template that extends `admin.html`.

    `section` is the one to mark in the navigation, `crumbs` what stands between the desk and this
    page. A refusal is shown above and gives the status; `?done=x` shows the sentence `<done>.x`.
    """
    settle(visitor)
    told, status = _told(request, refused, done)
    body = render(
        template,
        visitor=visitor,
        notice=told,
        refused=refused if isinstance(refused, Refused) else None,
        sections=sections_of(visitor),
        section=section,
        asked=request.query_params.get("find", "")[:80],
        **context,
    )
    way = [*crumbs, (title, "")] if section != "board" else []
    return document(
        title,
        visitor,
        request,
        body,
        status=status,
        head=render("admin_head.html") + head,
        crumbs=[(say("admin.title"), "/admin" if way else ""), *way],
    )


def sheet_console(
    request: Request,
    visitor: Visitor,
    title: str,
    template: str,
    *,
    section: str,
    refused: Refused | DomainError | None,
    **context: Any,
) -> HTMLResponse:
    """Answer with one thing of a section's table, the way back to the table above it.

    Should be called once the reader's language is settled. `done` is as `console`'s.
    """
    crumbs = [(say(f"admin.section.{section}"), f"/admin/{section}")]
    return console(
        request,
        visitor,
        title,
        template,
        section=section,
        crumbs=crumbs,
        refused=refused,
        **context,
    )


def _told(
    request: Request, refused: Refused | DomainError | None, done: str
) -> tuple[Markup | str, int]:
    if isinstance(refused, Refused):
        return notice("danger", refused.whole or say("error.bad_form")), refused.error.status
    if refused is not None:
        wrong = refused.problems if isinstance(refused, BadForm) else (refused,)
        said = " ".join(dict.fromkeys(in_words(one) for one in wrong))
        return notice("danger", said), refused.status
    key = f"{done}.{request.query_params.get('done', '')}"
    return notice("success", say(key)) if knows(key) else "", 200
