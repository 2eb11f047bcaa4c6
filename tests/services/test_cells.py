"""What a spreadsheet would calculate goes out as words (OWASP, CSV injection)."""

import pytest

from services.views import harmless

BEFORE = ("", " ", "\n ", "\u00a0")
FORMULAS = [
    *(f"{before}{sign}cmd()" for sign in "=+-@＝＋－＠﹦﹢﹣﹫" for before in BEFORE),
    "\tplain", "\rplain", "\nplain", "\u200b=1", "\ufeff@x", " \t=1", "\x01=1",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_however_it_is_dressed_is_words(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "Vaso", " Vaso", "3 - 2", "a=b", "'=1", "(=1)", "é@x"])
def test_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text
