"""How the house reaches and calls somebody: e-mail addresses and usernames."""

from __future__ import annotations

import re
import unicodedata

from services.errors import BadField

LONGEST_EMAIL, LONGEST_LOCAL = 254, 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?=[A-Za-z]){_LABEL}")
_USERNAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|[._-](?=[A-Za-z0-9])){2,29}")
# Names under which somebody could speak as the house, or pass for a pseudonym of the room.
_KEPT = re.compile(
    r"(?:admin|administra\w*|martelo\w*|suporte|support|atendimento|leiloeir[oa]|auctioneer|"
    r"licitante\w*|bidder\w*|casa|house|root|sistema|system|moderador\w*)[0-9._-]*"
)


def parse_email(text: str, *, field: str = "email") -> str:
    """Read an e-mail address as `local@domain` in ASCII, the domain in lower case. Raises BadField.

    Nothing that could end a header is ever part of one: no blanks, quotes, brackets or comments.
    """
    email = unicodedata.normalize("NFC", text).strip(" \t\r\n\u00a0\u200b\ufeff")
    if not email:
        raise BadField(field, "missing")
    local, _, domain = email.rpartition("@")
    try:
        domain = domain.encode("idna").decode().lower()
    except UnicodeError:
        raise BadField(field, "email.shape") from None
    fits = len(local) <= LONGEST_LOCAL and len(local) + len(domain) < LONGEST_EMAIL
    if not (fits and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise BadField(field, "email.shape")
    return f"{local}@{domain}"


def parse_username(text: str, *, field: str = "username") -> str:
    """Read a username: 3 to 30 letters, digits and single `. _ -` between them. Raises BadField.

    It never looks like an e-mail address, and never like the house or a pseudonym of a room.
    """
    username = unicodedata.normalize("NFKC", text).strip()
    if not username:
        raise BadField(field, "missing")
    if not _USERNAME.fullmatch(username):
        raise BadField(field, "username.shape")
    if _KEPT.fullmatch(username.lower()):
        raise BadField(field, "username.kept")
    return username
