"""Which language a screen speaks: the account's, the cookie's or the browser's, else Portuguese."""

from __future__ import annotations

from contextvars import ContextVar

LANGUAGES = ("pt-BR", "en")
DEFAULT = LANGUAGES[0]

language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def speak(name: str) -> None:
    """Use this language from here on in the current page; an unknown one becomes Portuguese."""
    language.set(name if name in LANGUAGES else DEFAULT)


def choose_language(*, account: str | None, cookie: str | None, accepted: str | None) -> str:
    """Pick the language: what the account says, then the cookie, then `Accept-Language`."""
    for said in (account, cookie):
        if said in LANGUAGES:
            return said
    for name in _by_preference(accepted or ""):
        for known in LANGUAGES:
            if known.split("-")[0] == name.split("-")[0].lower():
                return known
    return DEFAULT


def _by_preference(accepted: str) -> list[str]:
    weighed: list[tuple[float, str]] = []
    for part in accepted[:200].split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            value = float(weight) if weight else 1.0  # only compared, never money
        except ValueError:
            continue
        if name and value > 0:
            weighed.append((-value, name))
    return [name for _, name in sorted(weighed, key=lambda pair: pair[0])]
