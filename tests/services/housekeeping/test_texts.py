"""The house says some things in its own words, and takes them back."""

from __future__ import annotations

import pytest

from services.errors import BadField
from services.housekeeping import Housekeeping

KEY = "page.404.title"


def change(keeping: Housekeeping, admin: int, words: str, *, seen: int = 0) -> None:
    keeping.texts.change(
        admin, "pt-BR", KEY, words, places={"reference"}, seen=seen, why="Outro tom"
    )


def test_a_sentence_says_what_it_was_given_last(keeping: Housekeeping, admin: int) -> None:
    before = keeping.texts.mark()
    change(keeping, admin, "Sumiu")
    change(keeping, admin, "Sumiu mesmo", seen=1)
    assert keeping.texts.changed() == {"pt-BR": {KEY: "Sumiu mesmo"}}
    assert keeping.texts.mark() > before
    told = [version.content["words"] for version in keeping.texts.history("pt-BR", KEY)]
    assert told == ["Sumiu mesmo", "Sumiu"]


def test_without_words_it_says_again_what_it_came_with(keeping: Housekeeping, admin: int) -> None:
    change(keeping, admin, "Sumiu")
    change(keeping, admin, "  ", seen=1)
    assert keeping.texts.changed() == {}
    assert keeping.texts.versions()[f"text:pt-BR:{KEY}"].version == 2


@pytest.mark.parametrize("words", ["Código {reference}", "Sem lugar"])
def test_places_of_its_own_may_stay_or_go(keeping: Housekeeping, admin: int, words: str) -> None:
    change(keeping, admin, words)
    assert keeping.texts.changed()["pt-BR"][KEY] == words


@pytest.mark.parametrize(
    "words", ["{name}", "{reference.__class__}", "{0}", "{", "}", "{{x}}", "{reference!r}"]
)
def test_no_other_place_is_taken(keeping: Housekeeping, admin: int, words: str) -> None:
    with pytest.raises(BadField) as refused:
        change(keeping, admin, words)
    assert refused.value.problem == "text.places"


@pytest.mark.parametrize("words", ["a\0b", "a\u202eb", "x" * 4_001])
def test_what_cannot_be_read_is_refused(keeping: Housekeeping, admin: int, words: str) -> None:
    with pytest.raises(BadField):
        change(keeping, admin, words)
