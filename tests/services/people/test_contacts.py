"""Phones, e-mails, usernames, postal codes and birthdays as the house reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.errors import BadField, BadForm
from services.people.age import age_on, day_in_brasilia, parse_birth_date
from services.people.contacts import parse_email, parse_username
from services.people.fields import (
    Reading,
    parse_choice,
    parse_person_name,
    parse_text,
    parse_yes,
)
from services.people.phones import AREA_CODES, format_phone, parse_cellphone, parse_landline
from services.people.places import UFS, format_cep, parse_cep, parse_uf

TODAY = date(2026, 3, 4)


def problem(parse: Any, text: str, **more: Any) -> str:
    with pytest.raises(BadField) as refused:
        parse(text, **more)
    return refused.value.problem


@pytest.mark.parametrize(
    "written",
    ["(11) 98765-4321", "11987654321", "+55 11 98765-4321", "0055 (11)98765.4321", "011987654321"],
)
def test_a_cellphone_is_kept_as_the_world_dials_it(written: str) -> None:
    assert parse_cellphone(written) == "+5511987654321"


def test_the_area_code_55_is_not_the_country() -> None:
    assert parse_cellphone("55 98765-4321") == "+5555987654321"
    assert parse_landline("(55) 3333-4444") == "+555533334444"
    assert parse_landline("+55 55 3333-4444") == "+555533334444"


def test_phones_are_shown_as_people_write_them() -> None:
    assert format_phone("+5511987654321") == "(11) 98765-4321"
    assert format_phone("+556133334444") == "(61) 3333-4444"
    assert len(AREA_CODES) == 67


@pytest.mark.parametrize(
    ("parse", "written", "what"),
    [
        (parse_cellphone, "(20) 98765-4321", "phone.area_code"),
        (parse_cellphone, "(11) 88765-4321", "phone.not_cellphone"),
        (parse_cellphone, "(61) 3333-4444", "phone.not_cellphone"),
        (parse_landline, "(11) 1333-4444", "phone.not_landline"),
        (parse_landline, "(11) 98765-4321", "phone.not_landline"),
        (parse_cellphone, "98765-4321", "phone.shape"),
        (parse_cellphone, "+1 212 555 0100 99", "phone.shape"),
        (parse_cellphone, "", "missing"),
    ],
)
def test_other_phones_are_refused(parse: Any, written: str, what: str) -> None:
    assert problem(parse, written) == what


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Ana.Lima+leilao@Example.COM ", "Ana.Lima+leilao@example.com"),
        ("a@b.co", "a@b.co"),
        ("ana@ação.com.br", "ana@xn--ao-siap.com.br"),
        ("o'hara@example.com", "o'hara@example.com"),
    ],
)
def test_an_email_is_kept_in_ascii(written: str, kept: str) -> None:
    assert parse_email(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "ana", "@example.com", "ana@", "ana@localhost", "ana@exa mple.com", "a@@b.com",
        "ana@1.2.3.4",
        "ana\r\nBcc: x@y.com@example.com", "ana@example.com\r\nBcc: x@y.com",
        "ana@example.com, x@y.com",
        '"ana"@example.com', "ana@[127.0.0.1]", "a..b@example.com", ".a@example.com", "ana@-a.com",
        "Ana <ana@example.com>", "x" * 65 + "@example.com", "a@" + "b" * 250 + ".com",
        "ana@example..com",
        "joão@exemplo.com", "ana\0@example.com", "ana@" + "é" * 70 + ".com",
    ],
)  # fmt: skip
def test_what_could_break_a_header_is_no_email(written: str) -> None:
    assert problem(parse_email, written) == "email.shape"


@pytest.mark.parametrize("name", ["ana", "vinil77", "mar_aberto", "a.b-c", "X9z", "a" * 30])
def test_a_username_is_short_and_plain(name: str) -> None:
    assert parse_username(f" {name} ") == name


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("ab", "username.shape"), ("a" * 31, "username.shape"), ("ana@casa.com", "username.shape"),
        ("_ana", "username.shape"), ("ana_", "username.shape"), ("a__b", "username.shape"),
        ("ana lima", "username.shape"), ("аna", "username.shape"), ("", "missing"),
        ("Admin", "username.kept"), ("licitante7", "username.kept"),
        ("Martelo-2026", "username.kept"),
    ],
)  # fmt: skip
def test_other_usernames_are_refused(name: str, what: str) -> None:
    assert problem(parse_username, name) == what


def test_postal_codes_and_states() -> None:
    assert parse_cep("01310-100") == "01310100"
    assert format_cep(parse_cep(" 70.040-010 ")) == "70040-010"
    for wrong in ("0131-100", "00000-000", "00310-100", "99999-999", "0131010O"):
        assert problem(parse_cep, wrong) == "cep.shape"
    assert parse_uf(" sp ") == "SP"
    assert len(set(UFS)) == 27
    assert problem(parse_uf, "XX") == "uf.unknown"


def test_one_is_of_age_on_the_very_day() -> None:
    assert parse_birth_date("04/03/2008", today=TODAY) == date(2008, 3, 4)
    assert parse_birth_date("2008-03-04", today=TODAY) == date(2008, 3, 4)
    assert problem(parse_birth_date, "05/03/2008", today=TODAY) == "birth_date.minor"
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("", "missing"), ("31/02/1990", "date.shape"), ("1990", "date.shape"),
        ("1990-13-01", "date.shape"), ("01/01/0000", "date.shape"),
        ("01/01/1850", "birth_date.impossible"), ("01/01/2030", "birth_date.impossible"),
    ],
)  # fmt: skip
def test_other_birthdays_are_refused(written: str, what: str) -> None:
    assert problem(parse_birth_date, written, today=TODAY) == what


def test_the_day_is_brasilias() -> None:
    assert day_in_brasilia(datetime(2026, 3, 5, 2, 59, tzinfo=UTC)) == TODAY
    assert day_in_brasilia(datetime(2026, 3, 5, 3, 0, tzinfo=UTC)) == date(2026, 3, 5)


def test_a_line_is_tidied_and_hides_nothing() -> None:
    assert parse_text("  Rua\u00a0do \n Sol ", field="street_name", longest=20) == "Rua do Sol"
    assert parse_text("", field="apt", longest=5, required=False) == ""
    assert problem(parse_text, " ", field="x", longest=5) == "missing"
    assert problem(parse_text, "sixsix", field="x", longest=5) == "too_long"
    for hidden in ("a\0b", "a\u202eb", "a\x1bb", "a\ud800b"):
        assert problem(parse_text, hidden, field="x", longest=9) == "unreadable"


def test_a_person_is_called_by_a_name_and_no_address() -> None:
    assert parse_person_name(" Ana  Beatriz Lima") == "Ana Beatriz Lima"
    assert parse_person_name("J.P. d'Ávila Jr.") == "J.P. d'Ávila Jr."
    assert problem(parse_person_name, "Ana") == "name.whole"
    for wrong in ("Veja www.x", "Ana https://x.com", "Ana ganhe.com já", "Ana <b>", "12 34"):
        assert problem(parse_person_name, wrong) == "name.not_a_name"


def test_choices_and_boxes() -> None:
    assert parse_choice("b", field="x", among=("a", "b")) == "b"
    assert problem(parse_choice, "c", field="x", among=("a", "b")) == "not_offered"
    assert problem(parse_choice, "", field="x", among=("a", "b")) == "missing"
    assert [parse_yes(said) for said in ("on", "Sim", "", "false", "0")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_all_that_is_wrong_is_said_at_once() -> None:
    reading = Reading()
    assert reading.take(parse_uf, "SP", field="state") == "SP"
    assert reading.take(parse_email, "ana", field="email") is None
    assert reading.take(parse_cep, "1") is None
    reading.refuse("username", "taken")
    with pytest.raises(BadForm) as refused:
        reading.settle()
    assert [(each.field, each.problem) for each in refused.value.problems] == [
        ("email", "email.shape"), ("zip_code", "cep.shape"), ("username", "taken"),
    ]  # fmt: skip
    Reading().settle()
