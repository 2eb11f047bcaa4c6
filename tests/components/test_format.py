"""Amounts are read one way only; money, dates and the time left are written as people read them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.format import day, feature_value, moment, money, number, parse_amount, until
from components.language import language, speak
from services.errors import BadAmount
from services.views import Feature

NOW = datetime(2026, 11, 26, 17, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def portuguese() -> Iterator[None]:
    before = language.set("pt-BR")
    yield
    language.reset(before)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", "0.00"),
        ("7", "7.00"),
        ("1250", "1250.00"),
        ("1.250", "1250.00"),
        ("1250,5", "1250.50"),
        ("1.234,56", "1234.56"),
        ("12.345.678,90", "12345678.90"),
        ("9.999.999.999,99", "9999999999.99"),
        ("9999999999,99", "9999999999.99"),
        ("R$ 1.234,56", "1234.56"),
        ("R$\u00a01.234,56", "1234.56"),
        ("R$10", "10.00"),
        ("  500 ", "500.00"),
    ],
)
def test_amounts_as_brazilians_write_them_are_read(text: str, amount: str) -> None:
    read = parse_amount(text)
    assert read == Decimal(amount)
    assert read.as_tuple().exponent == -2


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "R$",
        "R$ R$ 5",
        "1234.56",
        "1,234.56",
        "1.23",
        "12.34,56",
        "1.2345,00",
        "1234.567",
        ".123",
        ",50",
        "1,",
        "1,234",
        "10,123",
        "-5",
        "+5",
        "R$ -5",
        "5-",
        "NaN",
        "Infinity",
        "-inf",
        "1e5",
        "0x10",
        "1 000",
        "1_000",
        "10\n",
        "\t10",
        "１２３",
        "٣",
        "10,5０",
        "10.000.000.000,00",
        "99999999999",
        "9" * 400,
        "R$ 1.234,56 reais",
    ],
)
def test_whatever_could_be_misread_is_refused(text: str) -> None:
    with pytest.raises(BadAmount):
        parse_amount(text)


@given(st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2))
def test_what_is_written_is_read_back(amount: Decimal) -> None:
    speak("pt-BR")
    assert parse_amount(money(amount)) == amount


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_refusal(text: str) -> None:
    try:
        assert 0 <= parse_amount(text) <= Decimal("9999999999.99")
    except BadAmount:
        return


def test_money_is_written_by_language_and_never_broken() -> None:
    assert money(Decimal("1234567.8")) == "R$\u00a01.234.567,80"
    assert money(Decimal("-1250.5")) == "-R$\u00a01.250,50"
    speak("en")
    assert money(Decimal("1234567.8")) == "R$\u00a01,234,567.80"
    assert number(12500) == "12,500"


def test_instants_are_written_in_brasilia() -> None:
    assert moment(NOW) == "26/11/2026 às 14h05"
    assert day(datetime(2026, 11, 27, 1, tzinfo=UTC)) == "26/11/2026"
    speak("en")
    assert moment(NOW) == "26 Nov 2026, 14:05"
    assert day(NOW) == "26 Nov 2026"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=3, hours=4, minutes=59), "3 dias e 4 h"),
        (timedelta(days=1, seconds=1), "1 dia e 0 h"),
        (timedelta(days=1), "24 h 00 min"),
        (timedelta(hours=5, minutes=12), "5 h 12 min"),
        (timedelta(hours=1), "1 h 00 min"),
        (timedelta(minutes=59, seconds=59), "59:59"),
        (timedelta(seconds=121), "2:01"),
        (timedelta(seconds=9.2), "0:10"),
        (timedelta(milliseconds=1), "0:01"),
        (timedelta(0), "Apurando"),
        (timedelta(seconds=-30), "Apurando"),
    ],
)
def test_the_time_left_grows_finer_and_is_never_negative(left: timedelta, words: str) -> None:
    assert until(NOW + left, NOW) == words


@pytest.mark.parametrize(
    ("kind", "value", "unit", "in_portuguese", "in_english"),
    [
        ("number", "48320", "km", "48.320\N{NO-BREAK SPACE}km", "48,320\N{NO-BREAK SPACE}km"),
        ("number", "1234.5", "m²", "1.234,5\N{NO-BREAK SPACE}m²", "1,234.5\N{NO-BREAK SPACE}m²"),
        ("number", "2021", None, "2021", "2021"),
        ("yes_no", "yes", None, "Sim", "Yes"),
        ("yes_no", "no", None, "Não", "No"),
        ("date", "2026-03-12", None, "12/03/2026", "12 Mar 2026"),
        ("text", "yes", None, "yes", "yes"),
    ],
)
def test_a_feature_is_written_as_its_kind_is_read(
    kind: str, value: str, unit: str | None, in_portuguese: str, in_english: str
) -> None:
    feature = Feature(name="", value=value, unit=unit, kind=kind)
    speak("pt-BR")
    assert feature_value(feature) == in_portuguese
    speak("en")
    assert feature_value(feature) == in_english
