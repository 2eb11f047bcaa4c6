"""What a record is about, and where a sentence stands, in words."""

from __future__ import annotations

from components.papers import PAPERS
from components.words import knows, say

# Whose names are codes, and where their words are.
_NAMES = {"fees": "admin.auctions.type", "limit": "admin.limit", "table": "admin"}
_PAGES = {paper.name: path for path, paper in PAPERS.items()}


def thing(subject: str) -> str:
    """Say what a record is about: `auction:7`, `text:en:how.title`."""
    family, _, name = subject.partition(":")
    if not knows(f"admin.audit.about.{family}"):
        return subject
    said = say(f"admin.audit.about.{family}")
    language, _, key = name.partition(":")
    if family == "text" and knows(key):
        return f"{said}: {place_of(key)} ({say(f'admin.texts.language.{language}')})"
    if name in ("", "default"):
        return said
    key = f"{_NAMES.get(family, '')}.{name}"
    return f"{said}: {say(key)}" if knows(key) else f"{said} {name}"


def place_of(key: str) -> str:
    """Say where a sentence stands that the house may change: page, section, part."""
    family, *rest = key.split(".")
    return " › ".join([say(f"admin.texts.family.{family}"), *_within(family, rest)])


def page_of(key: str) -> str:
    """Give the address of the page where a sentence stands; none for the screens of errors."""
    return _PAGES.get(key.partition(".")[0], "")


def _part(name: str) -> str:
    key = f"admin.texts.part.{name}"
    return say(key if knows(key) else "admin.texts.part.note")


def _within(family: str, rest: list[str]) -> list[str]:
    first, part = rest[0], rest[-1]
    if family == "page":
        screen = first if len(rest) > 1 else "all"
        return [say(f"admin.texts.screen.{screen}"), _part(part)]
    if first == "cookie":
        return [say("admin.texts.cookies"), *_cookie(rest[1:])]
    if len(rest) == 1 and first in ("title", "lead"):
        return [say(f"admin.texts.part.{first}")]
    part = "text" if part == "text" else "heading"
    return [say(f"{family}.{first}"), say(f"admin.texts.part.{part}")]


def _cookie(rest: list[str]) -> list[str]:
    if not rest or rest[0] in ("for", "lasts"):
        return [say("admin.texts.part.column"), *map(_part, rest)]
    return [rest[0], _part("lasts" if rest[-1] == "lasts" else "for")]
