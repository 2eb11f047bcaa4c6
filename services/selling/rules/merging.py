"""A form that was open in two places: what each has changed is kept, and nothing is overwritten."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from services.selling.rules.lot_form import is_field, step_of

_MARK = re.compile(r"([a-z0-9_]{1,80}):([0-9a-f]{16})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What is to be written of a form, and what was changed elsewhere since it was shown: the
    fields with what they hold now. `marks` are what the form was shown with, from here on.
    """

    changes: Mapping[str, str]
    clashes: Mapping[str, str] = field(default_factory=dict)
    marks: str = ""


def marks(fields: Mapping[str, str], step: str) -> str:
    """Write down what a step's fields held when they were shown, without what it was."""
    return _written(
        {
            name: mark_of(text)
            for name, text in fields.items()
            if text and is_field(name) and step_of(name) == step
        }
    )


def read_marks(text: str) -> dict[str, str]:
    """Read marks as a form brings them back; what is none is left out."""
    found = (_MARK.fullmatch(one) for one in text.split()[:200])
    return {one[1]: one[2] for one in found if one}


def mark_of(text: str) -> str:
    """Give the mark of what a field holds; of nothing it is one too."""
    return sha256(_lines(text).encode("utf-8", "replace")).hexdigest()[:16]


def merge(stored: Mapping[str, str], typed: Mapping[str, str], was: str | None) -> Merged:
    """Tell what of a form is new since it was shown, and where another has been there meanwhile.

    A form that does not say what it was shown with, a program's, is written as it is.
    """
    if was is None:
        return Merged(changes=typed)
    shown = read_marks(was)
    changes, clashes = {}, {}
    for name, text in typed.items():
        before = shown.get(name, mark_of(""))
        now = stored.get(name, "")
        if mark_of(text) == before or _lines(text) == _lines(now):
            continue
        if mark_of(now) == before:
            changes[name] = text
        else:
            clashes[name] = now
    taken = {name: mark_of(text) for name, text in typed.items() if name not in clashes}
    return Merged(changes=changes, clashes=clashes, marks=_written(shown | taken))


def _written(kept: Mapping[str, str]) -> str:
    return " ".join(f"{name}:{mark}" for name, mark in kept.items())


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
