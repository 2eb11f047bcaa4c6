"""A feature reads what people type, keeps it one way, and gives it back as they would type it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.catalogue.features import FeatureRule, canonical, number_of
from services.errors import BadField


def rule(kind: str, **more: Any) -> FeatureRule:
    return FeatureRule(id=7, name="Característica", kind=kind, category_id=1, **more)


METAL = rule("choice", choices=("Aço", "Ouro 18k"))


@pytest.mark.parametrize(
    ("asked", "typed", "kept"),
    [
        (rule("number"), "1.234,5", "1234.5"),
        (rule("number"), "1234.5", "1234.5"),
        (rule("number"), "1.234", "1234"),
        (rule("number"), "1.234.567,80", "1234567.8"),
        (rule("number"), "0.125", "0.125"),
        (rule("number"), "12,50", "12.5"),
        (rule("number"), " 48 320 ", "48320"),
        (rule("number"), "007", "7"),
        (rule("number"), "-0,0", "0"),
        (rule("number"), "-3,5", "-3.5"),
        (rule("number"), "+20", "20"),
        (rule("yes_no"), "Sim", "yes"),
        (rule("yes_no"), "on", "yes"),
        (rule("yes_no"), "Não", "no"),
        (rule("date"), "9/3/2026", "2026-03-09"),
        (rule("date"), "2026-03-09", "2026-03-09"),
        (METAL, " Ouro  18k ", "Ouro 18k"),
        (rule("text"), " óleo   sobre\ttela ", "óleo sobre tela"),
        (rule("text"), "", ""),
        (rule("number"), "  ", ""),
    ],
)
def test_what_is_typed_is_kept_one_way(asked: FeatureRule, typed: str, kept: str) -> None:
    assert asked.read(typed) == kept
    assert asked.read(asked.shown(kept)) == kept


@pytest.mark.parametrize(
    ("asked", "typed", "problem"),
    [
        (rule("text", required=True), "  ", "missing"),
        (rule("number", required=True), "", "missing"),
        (rule("text"), "x" * 256, "too_long"),
        (rule("text"), "a\u202eb", "unreadable"),
        (rule("number"), "1,234.5", "feature.number"),
        (rule("number"), "12.34,5", "feature.number"),
        (rule("number"), "1e9", "feature.number"),
        (rule("number"), "NaN", "feature.number"),
        (rule("number"), "١٢", "feature.number"),
        (rule("number"), "12 km", "feature.number"),
        (rule("number"), "1" * 13, "feature.digits"),
        (rule("number"), "0,1234567", "feature.digits"),
        (rule("number", low=Decimal(1900)), "1899", "feature.number_low"),
        (rule("number", high=Decimal(2100)), "2101", "feature.number_high"),
        (rule("date", low=Decimal(date(2020, 1, 1).toordinal())), "31/12/2019", "feature.date_low"),
        (rule("date", high=Decimal(date(2020, 1, 1).toordinal())), "2020-01-02",
         "feature.date_high"),
        (rule("date"), "31/02/2026", "date.shape"),
        (rule("date"), "0000-01-01", "date.shape"),
        (rule("date"), "hoje", "date.shape"),
        (rule("yes_no"), "talvez", "not_offered"),
        (METAL, "Prata", "not_offered"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_at_its_field(
    asked: FeatureRule, typed: str, problem: str
) -> None:
    with pytest.raises(BadField) as refused:
        asked.read(typed)
    assert (refused.value.field, refused.value.problem) == ("feature_7", problem)


def test_a_bound_is_told_as_people_write_it() -> None:
    with pytest.raises(BadField) as refused:
        rule("number", low=Decimal("0.5"), unit="t").read("0,25")
    assert refused.value.values == {"least": "0,5 t"}
    with pytest.raises(BadField) as refused:
        rule("date", high=Decimal(date(2026, 3, 9).toordinal())).read("10/03/2026")
    assert refused.value.values == {"most": "09/03/2026"}


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6))
def test_every_number_survives_its_form(value: Decimal) -> None:
    kept = rule("number").read(canonical(value).replace(".", ","))
    assert Decimal(kept) == value
    assert rule("number").read(rule("number").shown(kept)) == kept
    assert number_of("number", kept) == value


@given(st.text(max_size=40), st.sampled_from(["text", "number", "yes_no", "date"]))
def test_nothing_typed_breaks_it(typed: str, kind: str) -> None:
    asked = rule(kind)
    try:
        kept = asked.read(typed)
    except BadField:
        return
    assert len(kept) <= 255
    assert asked.read(asked.shown(kept)) == kept


def test_only_numbers_and_dates_are_put_in_order() -> None:
    assert number_of("date", "0001-01-02") == 2
    assert number_of("text", "12") is None
    assert number_of("choice", "12") is None
