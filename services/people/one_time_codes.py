"""Codes good once: an authenticator app's (TOTP, RFC 6238), a letter's, and those kept on paper."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from datetime import datetime

import pyotp

DIGITS = 6
STEP_SECONDS = 30
HOW_MANY_RECOVERY = 10
_DRIFT_STEPS = 1
_RECOVERY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is mistaken for another
_RECOVERY_LENGTH = 10


def new_secret() -> str:
    """Make the secret an app and the house share: 160 bits in base 32."""
    return pyotp.random_base32()


def app_address(secret: str, *, account: str, house: str) -> str:
    """Give the address an app reads from a picture: `otpauth://totp/...`."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=house)


def step_of(code: str, secret: str, *, now: datetime, after: int | None) -> int | None:
    """Tell for which half minute a code of the app is right, None if for none.

    Clocks may be half a minute apart. A code of the step `after`, or an older one, has been used.
    """
    right = None
    current = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in range(current - _DRIFT_STEPS, current + _DRIFT_STEPS + 1):
        same = hmac.compare_digest(totp.at(step * STEP_SECONDS), code)
        if same and (after is None or step > after):
            right = step
    return right


def code_of(secret: str, now: datetime) -> str:
    """Give the code an app shows at an instant."""
    return pyotp.TOTP(secret).at(now)


def new_letter_code() -> str:
    """Make the code of a letter: six random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def new_recovery_codes() -> tuple[str, ...]:
    """Make the codes to keep on paper, each as `abcde-fghjk`, of some 49 random bits."""
    return tuple(_new_recovery_code() for _ in range(HOW_MANY_RECOVERY))


def read_code(typed: str) -> str:
    """Read a code however it was typed or pasted: without blanks and hyphens, in small letters."""
    normal = unicodedata.normalize("NFKC", typed[:64]).casefold()
    return "".join(letter for letter in normal if letter.isascii() and letter.isalnum())


def is_of_an_app(code: str) -> bool:
    """Tell whether a code that was read can be an app's or a letter's; else it is a recovery's."""
    return len(code) == DIGITS and code.isdecimal()


def _new_recovery_code() -> str:
    letters = "".join(secrets.choice(_RECOVERY_LETTERS) for _ in range(_RECOVERY_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"
