"""How a letter reads: its words by key, in Portuguese and English, as text and as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.catalogues import read_catalogue

HERE = Path(__file__).parent
LANGUAGES = ("pt-BR", "en")
BRASILIA = ZoneInfo("America/Sao_Paulo")
_SWAP = str.maketrans(",.", ".,")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter ready to be sent: one line of subject, the same content twice."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """What a letter may hold besides its words: `lines` with a link each, and at its foot where to
    have no more like it."""

    lines: Sequence[tuple[str, str]] = ()
    unsubscribe: str | None = None


def write(
    kind: str,
    language: str,
    enclosed: Enclosed = Enclosed(),
    /,
    *,
    house: str,
    link: str | None = None,
    **values: object,
) -> Letter:
    """Write the letter of a kind, its places filled with `values`, with one button to `link`.

    Its words are the keys `kind.subject`, `.lead`, `.button`, `.note`; any but the first may be
    missing. An unknown language reads Portuguese. What fills a place stays on its line.
    """
    words = catalogue(language if language in LANGUAGES else LANGUAGES[0])
    filling = {name: one_line(str(value)) for name, value in values.items()}

    def say(key: str) -> str:
        return words[key].format_map(filling) if key in words else ""

    parts = {part: say(f"{kind}.{part}") for part in ("lead", "button", "note")}
    context: dict[str, object] = {
        **parts,
        "language": language,
        "subject": words[f"{kind}.subject"].format_map(filling),
        "link": link,
        "house": house,
        "copy": words["letter.copy"],
        "foot": words["letter.foot"].format(house=house),
        "lines": [(one_line(line), to) for line, to in enclosed.lines],
        "unsubscribe": enclosed.unsubscribe,
        "refuse": words["letter.unsubscribe"],
    }
    return Letter(
        subject=str(context["subject"]),
        text=_texts().get_template("letter.txt").render(context),
        html=_pages().get_template("letter.html").render(context),
    )


def headline(kind: str, language: str, **values: object) -> str:
    """Say the news of a letter in one line, as the bell does: its `.bell`, or else its subject."""
    words = catalogue(language if language in LANGUAGES else LANGUAGES[0])
    filling = {name: one_line(str(value)) for name, value in values.items()}
    return words.get(f"{kind}.bell", words[f"{kind}.subject"]).format_map(filling)


def places(kind: str) -> frozenset[str]:
    """Tell which facts the one line of a kind of letter is worded from."""
    found = (catalogue(name) for name in LANGUAGES)
    lines = (words.get(f"{kind}.bell", words[f"{kind}.subject"]) for words in found)
    return frozenset(place for line in lines for _, place, _, _ in Formatter().parse(line) if place)


def one_line(text: str) -> str:
    """Put on one line what may have been written to look like more."""
    return _INVISIBLE.sub(" ", text).strip()


def said_moment(at: datetime, language: str) -> str:
    """Write date and time in Brasília, with the words of a language: `26/11/2026, 14h05`."""
    words = catalogue(language if language in LANGUAGES else LANGUAGES[0])
    return at.astimezone(BRASILIA).strftime(words["letter.moment"])


def said_money(amount: Decimal, language: str) -> str:
    """Write an amount as a language does: `R$ 1.234,56`, `R$ 1,234.56`."""
    digits = f"{amount:,.2f}"
    if language != "en":
        digits = digits.translate(_SWAP)
    return f"R$\N{NO-BREAK SPACE}{digits}"


def catalogue(language: str) -> Mapping[str, str]:
    """Read all words of letters in a language."""
    return read_catalogue(HERE / "locale" / language)


@cache
def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )


@cache
def _texts() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=False,  # noqa: S701  plain text, which nothing reads as HTML
        undefined=StrictUndefined,
    )
