"""What a browser keeps of opened letters: each found by its own mark, the latest four."""

from __future__ import annotations

from services.people.opened_letters import drop, find, keep, mark_of


def test_each_letter_is_found_by_its_own_mark_until_it_is_put_away() -> None:
    kept = keep(keep("", "one"), "two")
    assert [find(kept, mark_of(token)) for token in ("one", "two", "three")] == ["one", "two", ""]
    assert keep(kept, "one") == "two.one", "opened again it is kept once"
    left = drop(kept, mark_of("one"))
    assert (find(left, mark_of("one")), find(left, mark_of("two"))) == ("", "two")
    assert drop(left, mark_of("two")) == ""


def test_the_oldest_of_more_than_four_is_let_go() -> None:
    kept = ""
    for number in range(6):
        kept = keep(kept, f"token-{number}")
    assert kept == "token-2.token-3.token-4.token-5"


def test_nonsense_in_the_cookie_opens_nothing() -> None:
    for kept in ("", "...", "." * 999, "\udcff", "one" * 999):
        assert find(kept, mark_of("one")) == ""
        assert find(keep(kept, "one"), mark_of("one")) == "one"
