"""What the house says back to a person after an act: a notice on the page, refusals in words."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from components.templates import render
from components.words import say
from services.errors import DomainError

Kind = Literal["info", "success", "danger"]


def notice(kind: Kind, text: str) -> Markup:
    """Render a notice with its icon; bad news is announced at once."""
    return render("feedback.html", kind=kind, text=text)


def in_words(error: DomainError) -> str:
    """Say a refusal in the page's language, with its amounts."""
    return say(error.message_key, **error.values)
