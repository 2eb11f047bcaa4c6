"""Who comes with another house's word: a name to begin with, and one the others may see."""

from __future__ import annotations

import re
import unicodedata

from services.errors import BadField
from services.people.contacts import parse_email, parse_username
from services.people.fields import parse_person_name, parse_text

_NOT_OF_A_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST_FIRST = 20
_NAMELESS = "pessoa"


def email_vouched(text: str) -> str | None:
    """Read an e-mail somebody else says is verified; None for what could not be one here."""
    try:
        return parse_email(text)
    except BadField:
        return None


def name_vouched(text: str) -> str:
    """Read the name somebody else gives a person; a first name will do, what is no name will not.

    The whole name is asked for with the documents. Empty if there is nothing to go by.
    """
    try:
        line = parse_text(text, field="name", longest=255)
        parse_person_name(f"{line} {line}")
    except BadField:
        return ""
    return line


def username_for(name: str, number: int) -> str:
    """Make a username of a first name and a number; it says nothing of the e-mail."""
    words = unicodedata.normalize("NFKD", name.partition(" ")[0].casefold())
    first = _NOT_OF_A_NAME.sub("", words)[:_LONGEST_FIRST]
    try:
        return parse_username(f"{first}-{number}")
    except BadField:
        return f"{_NAMELESS}-{number}"
