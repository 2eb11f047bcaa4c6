"""One step of a draft in two windows: each keeps what it changed, and what both changed is told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.selling.rules.merging import marks, merge

NAMES = st.sampled_from(["city", "pickup", "district", "street_name"])
FORMS = st.dictionaries(NAMES, st.text(max_size=6))


def test_what_only_this_window_changed_is_written_and_the_rest_is_let_be() -> None:
    was = marks({"city": "Betim", "pickup": "a"}, "place")
    stored = {"city": "Contagem", "pickup": "a", "district": "Centro"}
    merged = merge(stored, {"city": "Betim", "pickup": "b", "district": ""}, was)
    assert merged.changes == {"pickup": "b"}
    assert merged.clashes == {}


def test_what_both_changed_is_told_and_not_written_until_it_is_chosen() -> None:
    was = marks({"city": "Betim"}, "place")
    stored, typed = {"city": "Contagem"}, {"city": "Belo Horizonte", "pickup": "a"}
    merged = merge(stored, typed, was)
    assert merged.changes == {"pickup": "a"}
    assert merged.clashes == {"city": "Contagem"}
    assert merge(stored, typed, merged.marks).clashes == {"city": "Contagem"}
    chosen = merge(stored, typed, marks(stored, "place"))
    assert chosen.changes["city"] == "Belo Horizonte"


def test_a_form_without_marks_is_written_as_it_is() -> None:
    assert merge({"city": "a"}, {"city": "b"}, None).changes == {"city": "b"}


def test_line_ends_are_no_change_and_marks_that_are_none_hurt_nobody() -> None:
    was = marks({"pickup": "a\nb"}, "place")
    assert merge({"pickup": "a\nb"}, {"pickup": "a\r\nb"}, was).changes == {}
    assert merge({"pickup": "x"}, {"pickup": "y"}, "pickup:\0 <b> a:b:c").clashes == {"pickup": "x"}


@given(FORMS, FORMS, FORMS)
def test_nothing_of_either_window_is_lost(
    before: dict[str, str], one: dict[str, str], other: dict[str, str]
) -> None:
    was = marks(before, "place")
    stored = before | dict(merge(before, one, was).changes)
    merged = merge(stored, other, was)
    after = stored | dict(merged.changes)
    for name, text in other.items():
        same = text.replace("\r\n", "\n").replace("\r", "\n")
        assert name in merged.clashes or same in (
            _plain(before.get(name, "")),
            _plain(after.get(name, "")),
        )
    for name, text in one.items():
        changed = _plain(text) != _plain(before.get(name, ""))
        if changed and name not in merged.changes:
            assert _plain(after.get(name, "")) == _plain(text)
        assert not (changed and name in merged.changes and name not in other)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
