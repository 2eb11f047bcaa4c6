"""The gallery's page: all specimens with an index, or one alone, and the rooms posed in them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from nicegui import ui

from components.language import LANGUAGES, language
from components.room.room import ROOM_SCRIPT, facts, icons, sentences
from components.showcase.boxes import Still
from components.showcase.fixtures import NOW
from components.showcase.specimens import Section, sections
from components.templates import render
from components.theme import THEMES
from services.errors import NotFound
from services.views import Visitor, milliseconds

PRESENT = 7


class Showcase(ui.element, component="showcase.js", dependencies=[ROOM_SCRIPT]):
    """Poses the rooms of a gallery in their places; they neither fetch nor listen nor send."""

    def __init__(self, shown: Sequence[Section]) -> None:
        super().__init__()
        stills = [one.still for section in shown for one in section.specimens if one.still]
        # One text: NiceGUI would wrap every value of a tree to see it change, and none does.
        self.props["start"] = json.dumps(
            {
                "shared": {
                    "words": sentences(language.get()),
                    "icons": icons(),
                    "language": language.get(),
                    "signin": "/login",
                    "completion": "/account/complete",
                    "atfirst": PRESENT,
                },
                "stills": [fed(still) for still in stills],
            }
        )


def fed(still: Still) -> dict[str, Any]:
    """Give what `room.js` is fed with for one still."""
    now_ms = milliseconds(NOW)
    return {
        "initial": {
            "room": still.room.as_message(),
            "you": still.you.as_message(),
            "now_ms": now_ms,
        },
        "lot": facts(still.lot),
        "still": {"at_ms": now_ms, "mark": still.name, "pose": still.pose},
    }


def chosen(only: str | None) -> tuple[Section, ...]:
    """Give all of the gallery, or the one specimen of that name alone; raises NotFound."""
    if only is None:
        return sections()
    for section in sections():
        for one in section.specimens:
            if one.name == only:
                return (Section(name=section.name, layout=section.layout, specimens=(one,)),)
    raise NotFound


def showcase_shell(shown: Sequence[Section], visitor: Visitor, *, only: str | None) -> Markup:
    """Draw the gallery with its index, and the choice of theme and language to see it in."""
    return render(
        "design.html",
        sections=shown,
        only=only,
        visitor=visitor,
        themes=THEMES,
        languages=LANGUAGES,
        spoken=language.get(),
    )


def showcase_head() -> Markup:
    """Write the head: the styles of what is shown; search engines have nothing to read here."""
    return render("design_head.html")
