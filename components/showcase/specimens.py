"""What the gallery shows: sections of specimens, each of them one state of one component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from components.language import LANGUAGES, language
from components.showcase import boxes, tokens, whole
from components.showcase.boxes import Still
from components.showcase.markup import apart
from components.templates import render
from components.theme import TOKENS
from services.views import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """One state of one component under a name that does not change: its HTML, or a room to pose."""

    name: str
    html: Markup | None = None
    still: Still | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Specimens of a kind; `layout` is boxes, cards, small or whole."""

    name: str
    layout: str
    specimens: tuple[Specimen, ...]


def sections() -> tuple[Section, ...]:
    """Give all of the gallery in the page's language; drawn once for all who speak it."""
    return _sections(language.get())


@cache
def _sections(spoken: str) -> tuple[Section, ...]:
    assert spoken in LANGUAGES
    return (
        _posed("box", "boxes", boxes.bid_boxes()),
        _posed("bar", "boxes", boxes.bars()),
        _posed("clock", "boxes", boxes.clocks()),
        _posed("story", "boxes", boxes.stories()),
        _drawn("cards", "cards", whole.cards()),
        _drawn("listing", "whole", whole.listings()),
        _drawn("controls", "small", _controls()),
        _drawn("notices", "small", whole.notices()),
        _drawn("forms", "whole", whole.forms()),
        _drawn("money", "whole", whole.wallets()),
        _drawn("photos", "boxes", whole.galleries()),
        _drawn("lot", "whole", whole.lots()),
        _drawn("faults", "boxes", whole.faults()),
        _drawn("tokens", "whole", _tokens()),
    )


def _posed(name: str, layout: str, stills: Iterable[Still]) -> Section:
    posed = tuple(Specimen(name=still.name, still=still) for still in stills)
    return Section(name=name, layout=layout, specimens=posed)


def _drawn(name: str, layout: str, drawings: Iterable[tuple[str, Markup]]) -> Section:
    drawn = tuple(Specimen(name=state, html=apart(html, state)) for state, html in drawings)
    return Section(name=name, layout=layout, specimens=drawn)


def _controls() -> Iterator[tuple[str, Markup]]:
    yield "buttons", render("design_buttons.html")
    yield "badges", render("design_badges.html", badges=whole.badges())
    yield "chips", render("design_chips.html")
    yield "fields", render("design_fields.html")
    yield "clocks", render("design_clocks.html", clocks=whole.clocks())
    yield (
        "hearts",
        render(
            "design_hearts.html", none_watch=Watch(), many_watch=Watch(watched=True, watchers=12)
        ),
    )
    yield "corner-notices", render("design_toasts.html")
    yield "skeletons", render("design_skeletons.html")


def _tokens() -> Iterator[tuple[str, Markup]]:
    yield "colours", render("design_colours.html", colours=tokens.colours(), themes=list(TOKENS))
    yield "contrast", render("design_contrast.html", pairs=tokens.pairs(), themes=list(TOKENS))
    yield "type", render("design_type.html", sizes=tokens.sizes("text-"))
    yield "spacing", render("design_spacing.html", sizes=tokens.sizes("space-"))
    yield "icons", render("design_icons.html", names=tokens.icon_names())
