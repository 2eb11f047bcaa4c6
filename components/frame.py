"""The frame of every page: skip link, header, crumbs, content, footer; theme and language set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from nicegui import client as nicegui_client
from nicegui import ui
from nicegui.language import Language
from nicegui.translations import translations

from components import theme
from components.here import here_of
from components.language import LANGUAGES, language, speak
from components.lightening import lighten
from components.sheet import Hole, Sheet
from components.templates import render
from components.unread import unread_shown
from components.words import catalogue
from services.views import (
    COMFORT_WISHES,
    TEXT_SIZES,
    CategoryView,
    Comfort,
    House,
    Visitor,
)

NAME = "Martelo"
Crumb = tuple[str, str]

_LANGUAGE_PACKS: dict[str, Language] = {"pt-BR": "pt-BR", "en": "en-US"}


@dataclass(slots=True)
class _Setting:
    demo: bool = False
    house: House | None = None
    categories: tuple[CategoryView, ...] = ()


_setting = _Setting()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """What the header, the footer and the head need to know about the page."""

    title: str
    language: str
    theme: str
    comfort: Comfort
    here: str
    query: str
    demo: bool
    balance: Decimal | None
    indexed: bool
    first: bool = False

    @property
    def path(self) -> str:
        """Tell the place without what was asked there."""
        return self.here.partition("?")[0]

    @property
    def full_title(self) -> str:
        """Name the page and the house."""
        return f"{self.title} · {NAME}" if self.title else NAME


def configure(*, demo: bool, house: House | None = None) -> None:
    """Set what all pages share, once at the start; in demo mode every page says so."""
    _setting.demo = demo
    _setting.house = house
    theme.paint_quasar()
    lighten(nicegui_client.templates.env)
    prefix = "frame.popup."
    for name in LANGUAGES:
        translations[_LANGUAGE_PACKS[name]] = {
            key.removeprefix(prefix): text
            for key, text in catalogue(name).items()
            if key.startswith(prefix)
        }


def offer(categories: Sequence[CategoryView]) -> None:
    """Set what the menu of categories offers from here on; the house's, as last read."""
    _setting.categories = tuple(categories)


def offered() -> tuple[CategoryView, ...]:
    """Tell what the menu of categories offers."""
    return _setting.categories


def house() -> House | None:
    """Tell which company is behind the site."""
    return _setting.house


def settle(visitor: Visitor) -> str:
    """Speak the visitor's language from here on, and tell the theme."""
    speak(visitor.language)
    return visitor.theme if visitor.theme in theme.THEMES else theme.THEMES[0]


@contextmanager
def frame(
    title: str,
    visitor: Visitor,
    *,
    crumbs: Sequence[Crumb] = (),
    head: str = "",
    shell: str = "",
    wide: bool = False,
    balance: Decimal | None = None,
) -> Iterator[None]:
    """Build the skeleton around what is created inside.

    `shell` is the content as HTML, there before any script; a component of the page takes it over.
    `head` and `shell` must come from `render`, which escapes. `balance` shows in the header.
    """
    client = ui.context.client
    request = client.request
    chrome = _chrome(title, visitor, request, balance)
    client.page = copy(client.page)
    client.page.language = _LANGUAGE_PACKS[chrome.language]
    client.page.dark = theme.is_dark(chrome.theme)
    client.title = chrome.full_title
    width = "page page--wide" if wide else "page"
    client.content.classes(width)
    parts = (
        _top(chrome, visitor, crumbs),
        f'<div id="shell" class="{width}" role="main">{shell}</div>' if shell else "",
        _foot(chrome, visitor),
    )
    # As plain text: added to Markup, NiceGUI's own HTML would be escaped. Both parts come from
    # templates, which have escaped whatever people wrote.
    ui.add_head_html(f"{_head(chrome)}{head}")
    ui.add_body_html("".join(parts))
    yield


def document(
    title: str,
    visitor: Visitor,
    request: Request,
    body: Markup,
    *,
    status: int = 200,
    crumbs: Sequence[Crumb] = (),
    head: str = "",
    balance: Decimal | None = None,
    indexed: bool = False,
) -> HTMLResponse:
    """Answer with a page that needs no live connection: the same frame as plain HTML."""
    chrome = _chrome(title, visitor, request, balance, indexed=indexed)
    html = _document(chrome, visitor, body, crumbs, head)
    return HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-store"})


def bare(
    title: str, visitor: Visitor, request: Request, body: Markup, *, head: str = ""
) -> HTMLResponse:
    """Answer with a whole screen of its own, in the house's looks and without its frame."""
    chrome = _chrome(title, visitor, request, None, indexed=False)
    html = render("bare.html", chrome=chrome, head=_head(chrome) + head, body=body)
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})


def sheet(
    title: str,
    visitor: Visitor,
    request: Request,
    body: Markup,
    *,
    head: str = "",
    balance: Decimal | None = None,
    first: bool = False,
) -> Sheet:
    """Make a page like `document`'s that may be sent to others who look at it in the same way.

    On a `first` visit the styles stand in the page: the first paint waits for nothing else.

    The proof of the visitor's forms is left open; besides it, the page holds nothing of somebody
    without a session.
    """
    shown = replace(visitor, csrf=Hole.PROOF.value)
    chrome = _chrome(title, shown, request, balance, first=first)
    return Sheet(_document(chrome, shown, body, (), head))


def _document(
    chrome: Chrome, visitor: Visitor, body: Markup, crumbs: Sequence[Crumb], head: str
) -> Markup:
    return render(
        "document.html",
        chrome=chrome,
        head=_head(chrome) + head,
        top=_top(chrome, visitor, crumbs),
        body=body,
        footer=_foot(chrome, visitor),
    )


def _chrome(
    title: str,
    visitor: Visitor,
    request: Request,
    balance: Decimal | None,
    *,
    indexed: bool = True,
    first: bool = False,
) -> Chrome:
    chosen = settle(visitor)
    return Chrome(
        title=title,
        language=language.get(),
        theme=chosen,
        comfort=visitor.comfort,
        here=here_of(request),
        query=request.query_params.get("q", "")[:80] if request.url.path == "/" else "",
        demo=_setting.demo,
        balance=visitor.available if visitor.logged_in and balance is None else balance,
        indexed=indexed,
        first=first,
    )


def _head(chrome: Chrome) -> Markup:
    return render(
        "head.html",
        chrome=chrome,
        colours=Markup(theme.stylesheet(chrome.theme)),  # noqa: S704 the house's own tokens
        bar=theme.browser_colour(chrome.theme),
        bar_light=theme.browser_colour("light"),
        bar_dark=theme.browser_colour("dark"),
    )


def _top(chrome: Chrome, visitor: Visitor, crumbs: Sequence[Crumb]) -> Markup:
    return render(
        "header.html",
        chrome=chrome,
        visitor=visitor,
        crumbs=crumbs,
        categories=_setting.categories,
        unread_shown=unread_shown,
        **choices(),
    )


def _foot(chrome: Chrome, visitor: Visitor) -> Markup:
    return render("footer.html", chrome=chrome, visitor=visitor, house=_setting.house)


def choices() -> dict[str, Sequence[object]]:
    """List what a person may choose of looks, languages and comforts."""
    return {
        "themes": theme.THEMES,
        "languages": LANGUAGES,
        "sizes": TEXT_SIZES,
        "wishes": COMFORT_WISHES,
    }
