"""One payment on screen: each kind draws its own, and all are kept true in the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from services.errors import DomainError
from services.views import Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the page says of the last act: `done` names one that went well, `form` one refused."""

    done: str = ""
    form: str = ""
    refusal: DomainError | None = None
    typed: Mapping[str, str] = field(default_factory=dict)


Screen = Callable[[Request, Visitor, Any, Told], HTMLResponse]
SCREENS: dict[str, Screen] = {}
NOTHING = Told()


def mark_of(view: object) -> str:
    """Mark a view: another mark means that the screen shows what is no longer so."""
    return sha256(repr(view).encode()).hexdigest()[:16]
