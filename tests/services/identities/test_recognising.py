"""Who comes in on another house's word: newcomers, members, and their passwords."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from services.errors import (
    NotVouched,
    TooManyAttempts,
    WrongCredentials,
)
from services.identities import Arrival
from tests.house import House
from tests.services.identities.conftest import HASH, PASSWORD, come, do, letters, refused, token_of
from tests.services.other_house import ANA, OtherHouse


def test_a_newcomer_gets_an_account_without_a_password_and_a_letter(house: House) -> None:
    arrival = come(house)
    (user,) = house.rows("select * from users")
    assert arrival == Arrival(
        email="ana@example.com", going_to="/auction/7", user_id=user["user_id"]
    )
    assert (user["name"], user["email"], user["password"]) == (
        "Ana Souza",
        "ana@example.com",
        None,
    )
    assert (user["cpf"], user["photo"], user["admin_user"]) == (None, None, False)
    assert user["email_verified_at"] is not None
    assert re.fullmatch(r"ana-\d{4}", user["username"])
    assert house.one("select language from settings") == "en"
    agreed = house.rows("select document, host(ip) as ip from consents order by document")
    assert [(row["document"], row["ip"]) for row in agreed] == [
        ("privacy", "203.0.113.9"),
        ("terms", "203.0.113.9"),
    ]
    assert letters(house) == [("ana@example.com", "Your account is ready; a password is optional")]
    with house.database.transaction() as work:
        opened = house.tokens.peek(work, token_of(house))
    assert (opened.kind, opened.user_id) == ("set_password", user["user_id"])


def test_the_same_person_comes_back_to_the_same_account_whatever_the_email(
    house: House, other: OtherHouse
) -> None:
    first = come(house)
    other.voucher = replace(ANA, email="casada@example.com", email_verified=False, name="")
    assert come(house).user_id == first.user_id
    assert house.one("select count(*) from users") == 1
    assert len(letters(house)) == 1


def test_the_same_number_elsewhere_is_somebody_else(house: House, other: OtherHouse) -> None:
    first = come(house)
    other.voucher = replace(ANA, issuer="https://evil.example", email="eve@example.com")
    assert come(house).user_id != first.user_id


@pytest.mark.parametrize(
    "said",
    [
        {"email_verified": False},
        {"email": ""},
        {"email": "ana@example.com\r\nBcc: x@y.zz"},
        {"email": "ana"},
    ],
)
def test_an_email_nobody_verified_opens_nothing(
    house: House, other: OtherHouse, said: dict[str, object]
) -> None:
    other.voucher = replace(ANA, **said)  # type: ignore[arg-type]
    assert refused(house) == "unverified"
    assert house.one("select count(*) from users") == 0
    assert letters(house) == []


def test_an_email_that_has_an_account_is_linked_only_by_its_password(house: House) -> None:
    person = house.person("ana", password=HASH)
    arrival = come(house)
    assert (arrival.user_id, arrival.email) == (None, "ana@example.com")
    assert house.identities.wished(arrival.wish) == "ana@example.com"
    with pytest.raises(WrongCredentials):
        house.identities.link(arrival.wish, "not this one at all")
    assert house.one("select count(*) from identities") == 0
    assert letters(house) == []
    linked = house.identities.link(arrival.wish, PASSWORD)
    assert (linked.user_id, linked.going_to) == (person, "/auction/7")
    assert [address for address, _ in letters(house)] == ["ana@example.com"]
    assert come(house).user_id == person
    assert house.identities.link(arrival.wish, PASSWORD).user_id == person  # sent twice
    assert house.one("select count(*) from identities") == 1
    assert len(letters(house)) == 1


def test_the_password_is_guessed_no_more_often_than_at_the_log_in(house: House) -> None:
    house.person("ana", password=HASH)
    wish = come(house).wish
    for _ in range(10):
        with pytest.raises(WrongCredentials):
            house.identities.link(wish, "not this one at all")
    with pytest.raises(TooManyAttempts):
        house.identities.link(wish, PASSWORD)
    with pytest.raises(TooManyAttempts):
        house.accounts.log_in("ana@example.com", PASSWORD)


@pytest.mark.parametrize(
    "change",
    [
        "update users set email = 'other@example.com'",
        "update users set blocked_at = now()",
        "update users set erased_at = now()",
    ],
)
def test_a_wish_is_for_the_account_as_it_was(house: House, change: str) -> None:
    house.person("ana", password=HASH)
    wish = come(house).wish
    do(house, change)
    with pytest.raises(NotVouched):
        house.identities.link(wish, PASSWORD)


def test_a_wish_grows_old_and_cannot_be_forged(house: House) -> None:
    house.person("ana", password=HASH)
    wish = come(house).wish
    attempt = house.identities.depart(going_to="/").attempt
    for forged in ("", "x", "é", attempt, wish[:-2]):
        with pytest.raises(NotVouched, match="not_vouched"):
            house.identities.wished(forged)
    house.told.goes_on(30 * 60)
    with pytest.raises(NotVouched):
        house.identities.link(wish, PASSWORD)
