"""What the house says back to a person after an act: a notice on the page, refusals in words."""

from __future__ import annotations

from typing import Literal

import structlog
from markupsafe import Markup

from components.templates import render
from components.words import knows, say
from services.errors import DomainError

Kind = Literal["info", "success", "danger"]
log = structlog.get_logger(__name__)


def notice(kind: Kind, text: str) -> Markup:
    """Render a notice with its icon; bad news is announced at once."""
    return render("feedback.html", kind=kind, text=text)


def in_words(error: DomainError) -> str:
    """Say a refusal in the page's language, with its amounts; one without words, as its kind is."""
    if knows(error.message_key):
        return say(error.message_key, **error.values)
    log.error("refusal_without_words", key=error.message_key)
    return say(error.key if knows(error.key) else DomainError.key)
