"""A lot's form is read whole: what is right is kept exactly, what is wrong is said all at once."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from services.catalogue.features import FeatureRule
from services.errors import BadField, BadForm
from services.selling.rules import Begun, Known, Offered, read_lot, step_of
from services.selling.rules.calendar import easter, holidays, is_day_of_rest
from services.selling.rules.court import floor, parse_process_number
from services.selling.rules.lot_form import ORDER
from services.selling.rules.reading import parse_instant, parse_prose
from tests.lot_forms import JUDICIAL, TRUCK

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday noon in Brasília
PRIVATE = Known(categories={"arte": 7})
AUCTIONEER = Known(categories={"arte": 7}, official=True, photos=1)


def read(form: dict[str, str], known: Known = PRIVATE) -> Offered:
    return read_lot(form, known, now=NOW)


def wrong(form: dict[str, str], known: Known = PRIVATE) -> dict[str, str]:
    with pytest.raises(BadForm) as refused:
        read(form, known)
    return {one.field: one.problem for one in refused.value.problems}


def test_a_truck_is_read_as_its_company_means_it() -> None:
    lot = read(TRUCK | {"reserve": "180.000", "buy_now": "R$ 250.000,00", "conditional": "on"})
    assert (lot.name, lot.category_id, lot.auction_type) == (TRUCK["product_name"], 7, "commercial")
    assert lot.terms.opening == Decimal("150000.00")
    assert lot.terms.reserve == Decimal("180000.00")
    assert lot.terms.buy_now == Decimal("250000.00")
    assert lot.terms.conditional
    assert (lot.terms.extend_mode, lot.terms.window_seconds) == ("reset", 120)
    assert (lot.terms.hold_policy, lot.terms.increment) == ("full_max", None)
    assert lot.times.starts_at == NOW
    assert lot.times.ends_at == NOW + timedelta(days=7)
    assert (lot.place.zip_code, lot.place.city, lot.place.state) == ("01310100", "São Paulo", "SP")
    assert lot.case is None
    assert lot.notice is None


def test_the_least_a_form_says_is_enough() -> None:
    lot = read({"category": "arte", "product_name": "Vaso", "min_bid": "1", "duration": "60"})
    assert lot.description == ""
    assert lot.place.city is None
    assert lot.times.ends_at - lot.times.starts_at == timedelta(hours=1)


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_steps() -> None:
    form = {
        "category": "barcos", "product_name": "--", "min_bid": "1.0,0", "reserve": "0",
        "estimate_low": "10", "duration": "3", "soft_close_minutes": "61",
        "hold_policy": "percent_of_max", "hold_value": "101", "zip_code": "1", "state": "XX",
    }  # fmt: skip
    with pytest.raises(BadForm) as refused:
        read(form)
    steps = [ORDER.index(step_of(one.field)) for one in refused.value.problems]
    assert steps == sorted(steps)
    assert {one.field: one.problem for one in refused.value.problems} == {
        "category": "not_offered", "product_name": "lot_name.empty", "min_bid": "amount.unreadable",
        "reserve": "amount.zero", "estimate_high": "estimate.half", "duration": "times.short",
        "soft_close_minutes": "count.bounds", "hold_value": "percent.bounds",
        "zip_code": "cep.shape", "city": "missing", "state": "uf.unknown",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"min_bid": ""}, "min_bid", "missing"),
        ({"min_bid": "1234.56"}, "min_bid", "amount.unreadable"),
        ({"min_bid": "-5"}, "min_bid", "amount.unreadable"),
        ({"min_bid": "10.000.000.000"}, "min_bid", "amount.unreadable"),
        ({"reserve": "150.000"}, "reserve", "reserve.low"),
        ({"buy_now": "150.000"}, "buy_now", "buy_now.low"),
        ({"reserve": "200.000", "buy_now": "199.999,99"}, "buy_now", "buy_now.below_reserve"),
        ({"estimate_low": "9", "estimate_high": "8"}, "estimate_high", "estimate.order"),
        ({"increments": "own"}, "increment", "missing"),
        ({"increment": "1.500.000,01"}, "increment", "increment.vast"),
        ({"increments": "eur"}, "increments", "not_offered"),
        ({"hold_policy": "all"}, "hold_policy", "not_offered"),
        ({"hold_policy": "fixed_deposit"}, "hold_value", "missing"),
        ({"extend_mode": "hard"}, "extend_mode", "not_offered"),
        ({"soft_close_minutes": "0"}, "soft_close_minutes", "count.bounds"),
        ({"soft_close_minutes": "2,5"}, "soft_close_minutes", "count.shape"),
        ({"starts": "at"}, "start_datetime", "missing"),
        ({"starts": "at", "start_datetime": "2026-11-23T11:00"}, "start_datetime", "times.past"),
        ({"starts": "at", "start_datetime": "2028-01-01T11:00"}, "start_datetime", "times.far"),
        ({"starts": "at", "start_datetime": "amanhã"}, "start_datetime", "instant.shape"),
        ({"ends": "at"}, "end_datetime", "missing"),
        ({"ends": "at", "end_datetime": "2026-11-23T12:00"}, "end_datetime", "times.backwards"),
        ({"ends": "at", "end_datetime": "2026-11-23T12:09"}, "end_datetime", "times.short"),
        ({"ends": "at", "end_datetime": "2027-02-22T12:00"}, "end_datetime", "times.long"),
        ({"duration": "99999999"}, "duration", "count.shape"),
        ({"duration": "129601"}, "duration", "count.bounds"),
        ({"state": "RJ"}, "state", "uf.not_of_cep"),
        ({"city": ""}, "city", "missing"),
        ({"auction_type": "official"}, "auction_type", "auction_type.auctioneers"),
        ({"auction_type": "royal"}, "auction_type", "not_offered"),
        ({"product_name": "a\u202eb"}, "product_name", "unreadable"),
        ({"product_name": "x" * 121}, "product_name", "too_long"),
        ({"description": "x" * 10_001}, "description", "too_long"),
    ],
)
def test_each_fault_is_told_beside_its_field(
    changes: dict[str, str], field: str, problem: str
) -> None:
    assert wrong(TRUCK | changes)[field] == problem


def test_what_is_typed_for_the_way_not_chosen_is_not_read() -> None:
    lot = read(
        TRUCK
        | {"starts": "now", "start_datetime": "?", "ends": "after", "end_datetime": "?"}
        | {"increments": "brl", "increment": "?", "hold_policy": "none", "hold_value": "?"}
    )
    assert lot.terms.increment is None


def test_a_minute_that_has_passed_while_writing_means_now() -> None:
    lot = read(TRUCK | {"starts": "at", "start_datetime": "2026-11-23T11:57"})
    assert lot.times.starts_at == NOW


def test_a_lot_that_is_open_keeps_its_start() -> None:
    began = NOW - timedelta(days=3)
    known = Known(categories={"arte": 7}, begun=Begun(starts_at=began, open=True))
    lot = read(TRUCK | {"starts": "at", "start_datetime": "?"}, known)
    assert lot.times == type(lot.times)(starts_at=began, ends_at=began + timedelta(days=7))
    late = {"ends": "at", "end_datetime": "2026-11-23T12:05"}
    assert wrong(TRUCK | late, known) == {"end_datetime": "times.short"}


def test_features_are_asked_as_their_category_asks() -> None:
    rules = (
        FeatureRule(id=3, name="Ano", kind="number", category_id=7, required=True),
        FeatureRule(id=4, name="Cor", kind="choice", category_id=7, choices=("azul",)),
    )
    known = Known(categories={"arte": 7}, rules=rules)
    assert wrong(TRUCK | {"feature_4": "rosa"}, known) == {
        "feature_3": "missing", "feature_4": "not_offered",
    }  # fmt: skip
    assert read(TRUCK | {"feature_3": "2.019"}, known).values == {3: "2019"}


def test_a_judicial_lot_is_read_with_its_case_and_its_notice() -> None:
    lot = read(JUDICIAL, AUCTIONEER)
    assert lot.case is not None
    assert lot.notice is not None
    assert lot.case.process_number == JUDICIAL["process_number"]
    assert (lot.terms.extend_mode, lot.terms.window_seconds) == ("add", 180)
    assert lot.notice.second_floor == Decimal("150000.00")
    assert lot.notice.second_date == datetime(2026, 12, 18, 17, 0, tzinfo=UTC)


def test_no_judicial_lot_without_all_the_law_asks_for() -> None:
    bare = {name: JUDICIAL[name] for name in ("category", "auction_type", "duration", "starts")}
    missing = wrong(bare, Known(categories={"arte": 7}, official=True))
    assert {
        "description", "photos", "min_bid", "increment", "city", "state", "process_number",
        "court", "plaintiff", "defendant", "judge_name", "appraisal", "second_date",
        "payment_terms", "goods_at", "visits", "burdens", "occupation", "debts",
    } <= missing.keys()  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"reserve": "400.000"}, "reserve", "reserve.judicial"),
        ({"buy_now": "400.000"}, "buy_now", "buy_now.judicial"),
        ({"increments": "brl"}, "increment", "increment.judicial"),
        ({"min_bid": "299.999,99"}, "min_bid", "opening.below_appraisal"),
        ({"soft_close_minutes": "2"}, "soft_close_minutes", "count.bounds"),
        ({"commission": "4,99"}, "commission", "percent.bounds"),
        ({"duration": "7199"}, "duration", "times.five_days"),
        ({"duration": "8640"}, "duration", "times.rest"),  # Sunday, 29 November
        ({"second_date": "2026-11-30T12:00"}, "second_date", "second_date.early"),
        ({"second_date": "2026-12-20T14:00"}, "second_date", "times.rest"),
        ({"second_date": "2026-12-25T14:00"}, "second_date", "times.rest"),
        ({"process_number": "0737906-41.2025.8.07.0000"}, "process_number", "process.wrong"),
        ({"occupation": ""}, "occupation", "missing"),
        ({"description": "Casa."}, "description", "description.short"),
        ({"minimum_percent": "0,5"}, "minimum_percent", "percent.bounds"),
        ({"case_type": "civil"}, "case_type", "not_offered"),
    ],
)
def test_the_law_is_kept_field_by_field(changes: dict[str, str], field: str, problem: str) -> None:
    assert wrong(JUDICIAL | changes, AUCTIONEER)[field] == problem


def test_five_days_to_the_minute_are_five_days() -> None:
    assert read(JUDICIAL | {"duration": "7200"}, AUCTIONEER).times.ends_at == NOW + timedelta(5)


@pytest.mark.parametrize(
    ("appraisal", "percent", "incapable", "least"),
    [
        ("300000.00", None, False, "150000.00"),
        ("300000.00", "60", False, "180000.00"),
        ("300000.00", None, True, "240000.00"),
        ("300000.00", "60", True, "240000.00"),
        ("333333.33", None, False, "166666.67"),
    ],
)
def test_the_second_date_has_a_floor_rounded_up(
    appraisal: str, percent: str | None, incapable: bool, least: str
) -> None:
    part = None if percent is None else Decimal(percent)
    assert floor(Decimal(appraisal), part, incapable=incapable) == Decimal(least)


@pytest.mark.parametrize(
    "number",
    [
        "0737906-40.2025.8.07.0000", "0002997-82.2020.2.00.0000", "5046512-94.2016.4.04.7000",
        "0069758-61.2015.4.01.3400", "5004712-67.2018.4.04.7016", "5281149-09.2019.8.09.0146",
        "0002080-25.2012.5.15.0049", "0001234-03.2026.8.26.0100", "0000042-59.2026.5.02.0001",
        "0500001-62.2025.4.03.6100",
    ],
)  # fmt: skip
def test_numbers_of_real_lawsuits_are_taken_masked_or_not(number: str) -> None:
    digits = "".join(filter(str.isdigit, number))
    assert parse_process_number(number) == parse_process_number(digits) == number


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("", "missing"), ("123", "process.shape"), ("0737906-40.2025.8.07.000٠", "process.wrong"),
        ("0737906-41.2025.8.07.0000", "process.wrong"),
        ("6847650-60.2023.3.03.0000", "process.wrong"),
        ("0000001-00.2026.8.26.0100", "process.wrong"),
    ],
)  # fmt: skip
def test_numbers_of_no_lawsuit_are_refused(number: str, problem: str) -> None:
    with pytest.raises(BadField) as refused:
        parse_process_number(number)
    assert refused.value.problem in (problem, "process.shape")


def test_easter_moves_the_holidays() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2038)] == [
        date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2038, 4, 25),
    ]  # fmt: skip
    rest = holidays(2026)
    assert {date(2026, 2, 16), date(2026, 2, 17), date(2026, 4, 3), date(2026, 6, 4)} <= rest
    assert date(2026, 11, 20) in rest
    assert is_day_of_rest(date(2026, 11, 29))
    assert not is_day_of_rest(date(2026, 11, 30))


def test_a_sunday_is_one_in_brasilia() -> None:
    late_saturday = {"ends": "at", "end_datetime": "2026-11-29T02:30+00:00"}
    assert read(JUDICIAL | late_saturday, AUCTIONEER).times.ends_at.day == 29
    early_sunday = {"ends": "at", "end_datetime": "2026-11-29T00:30"}
    assert wrong(JUDICIAL | early_sunday, AUCTIONEER) == {"end_datetime": "times.rest"}


@pytest.mark.parametrize("text", ["2026-12-01T14:30", "2026-12-01 14:30", "01/12/2026 14:30",
                                  "01/12/2026 às 14h30", "2026-12-01T17:30Z"])  # fmt: skip
def test_an_instant_is_read_as_forms_people_and_machines_write_it(text: str) -> None:
    assert parse_instant(text, field="x") == datetime(2026, 12, 1, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-12-01", "20261201", "31/02/2026 10:00", "0001-01-01T00:00",
                                  "9999-12-31T23:59", "2026-W01-1", "agora"])  # fmt: skip
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(BadField):
        parse_instant(text, field="x")


def test_prose_keeps_lines_and_families_and_nothing_hidden() -> None:
    assert parse_prose(" a\r\n\tb  \r\n👨‍👩‍👧 ", field="x", longest=99) == "a\n b\n👨‍👩‍👧"
    for hidden in ("a\u202eb", "a\x07b", "a\u2066b"):
        with pytest.raises(BadField):
            parse_prose(hidden, field="x", longest=99)


def test_an_end_is_said_in_one_way_or_by_which_it_is_chosen() -> None:
    both = TRUCK | {"ends": "", "duration": "1440", "end_datetime": "2026-11-30T14:00"}
    assert wrong(both) == {"duration": "times.both"}
    assert read(both | {"ends": "after"}).times.ends_at == NOW + timedelta(days=1)
    assert read(both | {"ends": "at"}).times.ends_at == datetime(2026, 11, 30, 17, tzinfo=UTC)
