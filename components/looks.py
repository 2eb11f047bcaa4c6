"""What the form of looks shows: theme, language and comforts as they are, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from components.frame import settle
from services.views import Comfort, Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """How a page looks to whoever reads it; `here` is where its forms lead back."""

    here: str
    theme: str
    language: str
    comfort: Comfort


def looks_here(request: Request, visitor: Visitor) -> Looks:
    """Tell how this page looks to the visitor."""
    return Looks(
        here=request.url.path,
        theme=settle(visitor),
        language=visitor.language,
        comfort=visitor.comfort,
    )
