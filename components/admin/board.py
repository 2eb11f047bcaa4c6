"""The desk's first page, and what its search finds."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.admin.console import console
from components.admin.sections import sections_of
from components.language import speak
from components.words import say
from services.views import BoardLine, Examined, Finding, Visitor


def board_response(
    request: Request,
    visitor: Visitor,
    lines: Sequence[BoardLine],
    own: Sequence[Examined],
) -> HTMLResponse:
    """Answer with what wants attention, what should not be first; and an auditor's `own` lots."""
    title = say("admin.title")
    speak(visitor.language)
    order = sorted(lines, key=lambda line: (not line.count, line.watched, not line.grave))
    return console(
        request, visitor, title, "admin_board.html", section="board", lines=order, own=own
    )


def found_response(
    request: Request, visitor: Visitor, words: str, found: Sequence[Finding]
) -> HTMLResponse:
    """Answer with the sections, auctions and people that a word finds."""
    speak(visitor.language)
    wanted = words.strip().casefold()
    ways = [
        (say(f"admin.section.{one.name}"), one.path)
        for _, group in sections_of(visitor)
        for one in group
    ]
    ways = [way for way in ways if wanted and wanted in way[0].casefold()]
    title = say("admin.find.title")
    kinds = [
        (kind, [one for one in found if one.kind == kind])
        for kind in dict.fromkeys(one.kind for one in found)
    ]
    return console(
        request, visitor, title, "admin_find.html", section="", words=words, ways=ways, kinds=kinds
    )
