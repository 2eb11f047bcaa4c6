"""What somebody finds in the letters of the house: codes to type and links to follow."""

from __future__ import annotations

import re

from tests.house import House


def subjects(house: House) -> list[str]:
    """List what was written, in order."""
    return [row["subject"] for row in house.rows("select subject from mails order by mail_id")]


def latest(house: House) -> str:
    """Read the latest letter."""
    text: str = house.one("select text from mails order by mail_id desc limit 1")
    return text


def code_in(letter: str) -> str:
    """Find the code of six digits."""
    found = re.search(r"\b\d{6}\b", letter)
    assert found, letter
    return found.group()


def token_in(letter: str) -> str:
    """Find the token of the link."""
    found = re.search(r"/auth/confirm/([\w-]+)", letter)
    assert found, letter
    return found.group(1)
