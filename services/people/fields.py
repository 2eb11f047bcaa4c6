"""The fields of a form about a person: read one by one, refused all at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from services.errors import BadField, BadForm

T = TypeVar("T")
_SPACES = re.compile(r"\s+")
_SHOWN_NOWHERE = {"Cc", "Cf", "Co", "Cs", "Cn"}
_ADDRESS_LIKE = re.compile(r"[/:@<>]|\bwww\.|\w{2,}\.\w{2,}", re.IGNORECASE)


class Reading:
    """Reads a form field by field and keeps what is wrong, so that all is said at once."""

    def __init__(self) -> None:
        self.problems: list[BadField] = []

    def take(self, parse: Callable[..., T], *args: Any, **settings: Any) -> T | None:
        """Give what `parse` reads, or None after keeping its BadField."""
        try:
            return parse(*args, **settings)
        except BadField as problem:
            self.problems.append(problem)
            return None

    def refuse(self, field: str, problem: str, **values: Any) -> None:
        """Keep a problem that was found otherwise."""
        self.problems.append(BadField(field, problem, **values))

    def settle(self) -> None:
        """Raise BadForm with everything kept, in the order of the form; nothing if all is well."""
        if self.problems:
            raise BadForm(self.problems)


def bare(text: str) -> str:
    """Take from a pasted number what only dresses it: blanks, dots, hyphens, slashes, brackets."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(
        letter
        for letter in normal
        if letter not in ".-/()" and not letter.isspace() and unicodedata.category(letter) != "Cf"
    )


def parse_text(text: str, *, field: str, longest: int, required: bool = True) -> str:
    """Read a line of words: composed, blanks single, nothing invisible. Raises BadField."""
    line = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if required and not line:
        raise BadField(field, "missing")
    if any(unicodedata.category(letter) in _SHOWN_NOWHERE for letter in line):
        raise BadField(field, "unreadable")
    if len(line) > longest:
        raise BadField(field, "too_long", longest=longest)
    return line


def parse_person_name(text: str, *, field: str = "name") -> str:
    """Read the full name of a human being. Raises BadField.

    Two words at least; no address, because the name stands in mails to an address that may be
    somebody else's.
    """
    name = parse_text(text, field=field, longest=255)
    if _ADDRESS_LIKE.search(name) or not any(letter.isalpha() for letter in name):
        raise BadField(field, "name.not_a_name")
    if len(name.split()) < 2:
        raise BadField(field, "name.whole")
    return name


def parse_choice(text: str, *, field: str, among: Collection[str]) -> str:
    """Read which of the words offered was chosen. Raises BadField."""
    chosen = text.strip()
    if not chosen:
        raise BadField(field, "missing")
    if chosen not in among:
        raise BadField(field, "not_offered")
    return chosen


def parse_yes(text: str) -> bool:
    """Read a box that is ticked or not: on, true, yes, sim, 1; anything else is no."""
    return text.strip().lower() in {"on", "true", "yes", "sim", "1"}
