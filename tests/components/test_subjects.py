"""What an approval is about is said in words, with the way to it."""

from __future__ import annotations

import pytest

from components.admin.subjects import subject_of
from components.language import speak


@pytest.mark.parametrize(
    ("written", "said", "address"),
    [
        ("bid:12/3", "Lance nº 3 do leilão nº 12", "/admin/auctions/12/record"),
        ("payment:5", "Saque nº 5", "/admin/payouts/5"),
        ("another:7", "another:7", ""),
    ],
)
def test_a_subject_is_said_and_leads_to_what_it_names(
    written: str, said: str, address: str
) -> None:
    speak("pt-BR")
    assert subject_of(written) == (said, address)
