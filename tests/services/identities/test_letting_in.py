"""Letters, lost accounts, lies and names of those another house vouches for."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from services import identity_rows
from services.errors import (
    NobodyVouches,
    NotFound,
    NotVouched,
    TokenRefused,
    TooManyAttempts,
    WrongCredentials,
)
from services.identities import Arrival
from services.people.newcomers import name_vouched, username_for
from services.ports import NoVoucher
from tests.house import House
from tests.services.identities.conftest import HASH, PASSWORD, come, do, letters, refused, token_of
from tests.services.other_house import ANA, OtherHouse


def test_an_account_without_a_password_is_linked_by_a_letter(
    house: House, other: OtherHouse
) -> None:
    person = come(house).user_id
    other.voucher = replace(ANA, issuer="https://keycloak.example", subject="abc")
    arrival = come(house)
    assert (arrival.user_id, arrival.wish) == (None, "")
    token = token_of(house)
    house.identities.link_by_letter(token)
    assert come(house).user_id == person
    with pytest.raises(TokenRefused):
        house.identities.link_by_letter(token)


def test_letters_to_one_address_are_few(house: House, other: OtherHouse) -> None:
    come(house)
    other.voucher = replace(ANA, subject="2")
    for _ in range(8):
        assert come(house).user_id is None
    assert len(letters(house)) == 1 + 5


def test_an_account_nobody_proved_to_own_is_no_trap(house: House) -> None:
    """A32: somebody signs up with a victim's e-mail first, and waits for the victim."""
    attacker = house.person("ana", password=HASH, verified=False)
    session = house.sessions.open(attacker, ip=None, user_agent=None)
    arrival = come(house)
    assert arrival.user_id not in (None, attacker)
    assert house.sessions.find(session) is None
    with pytest.raises(WrongCredentials):
        house.accounts.log_in("ana@example.com", PASSWORD)
    (left,) = house.rows("select * from users where user_id = :user", user=attacker)
    assert left["blocked_at"] is not None
    assert "example.com" not in left["email"] + left["username"]
    assert (left["password"], left["cpf"]) == (None, None)


def test_an_account_nobody_proved_to_own_but_with_money_is_not_thrown_away(house: House) -> None:
    person = house.person("ana", password=HASH, verified=False, money=10)
    assert come(house).wish
    assert house.one("select email from users where user_id = :u", u=person) == "ana@example.com"


@pytest.mark.parametrize("how", ["blocked_at", "erased_at"])
def test_who_is_blocked_does_not_come_in_by_another_door(house: House, how: str) -> None:
    come(house)
    do(house, f"update users set {how} = now()")
    assert refused(house) == "blocked"
    do(house, "delete from identities")
    assert refused(house) == "blocked"


def test_what_comes_back_counts_only_where_it_left(house: House, other: OtherHouse) -> None:
    """ASVS 10.2.1: the state is bound to the browser, here by what it keeps sealed."""
    mine, yours = (house.identities.depart(going_to="/") for _ in range(2))
    for attempt, state in ((mine.attempt, "s2"), (mine.attempt, ""), ("", "s1"), ("x", "s1")):
        with pytest.raises(NotVouched) as refusal:
            house.identities.arrive(attempt, {"state": state, "code": "c"}, language="en")
        assert refusal.value.reason == "stale"
    assert other.held_against == []
    house.identities.arrive(yours.attempt, {"state": "s2", "code": "c"}, language="en")
    (held,) = other.held_against
    assert (held.nonce, held.verifier) == ("n2", "v2")
    house.told.goes_on(10 * 60)
    with pytest.raises(NotVouched):
        house.identities.arrive(mine.attempt, {"state": "s1", "code": "c"}, language="en")


@pytest.mark.parametrize(
    ("error", "reason"), [("access_denied", "denied"), ("server_error", "disbelieved")]
)
def test_a_no_of_the_other_house_is_a_no(
    house: House, other: OtherHouse, error: str, reason: str
) -> None:
    departure = house.identities.depart(going_to="/wallet")
    assert house.identities.going_to(departure.attempt) == "/wallet"
    with pytest.raises(NotVouched) as refusal:
        house.identities.arrive(
            departure.attempt, {"state": "s1", "error": error, "code": "c"}, language="en"
        )
    assert refusal.value.reason == reason
    assert other.held_against == []


def test_a_house_that_is_away_is_told_from_one_that_lies(house: House, other: OtherHouse) -> None:
    other.refusal = NoVoucher("bent", away=False)
    assert refused(house) == "disbelieved"
    other.refusal = NoVoucher("down", away=True)
    with pytest.raises(NobodyVouches) as refusal:
        come(house)
    assert refusal.value.status == 503


def test_nobody_is_asked_where_nobody_is_set(fresh_database: str) -> None:
    alone = House(fresh_database)
    try:
        assert not alone.identities.offered
        with pytest.raises(NotFound):
            alone.identities.depart(going_to="/")
        with pytest.raises(NotFound):
            alone.identities.arrive("", {}, language="en")
    finally:
        alone.leave()


def test_one_place_does_not_ask_without_end(house: House) -> None:
    for _ in range(40):
        house.identities.depart(going_to="/", ip="203.0.113.9")
    with pytest.raises(TooManyAttempts):
        house.identities.depart(going_to="/", ip="203.0.113.9")


def test_two_tabs_of_a_newcomer_open_one_account(house: House, other: OtherHouse) -> None:
    departures = [house.identities.depart(going_to="/") for _ in range(2)]
    other.gate = threading.Barrier(2)
    arrivals: list[Arrival] = []

    def arrive(number: int) -> None:
        back = {"state": f"s{number + 1}", "code": "c"}
        attempt = departures[number].attempt
        arrivals.append(house.identities.arrive(attempt, back, language="en"))

    threads = [threading.Thread(target=arrive, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({arrival.user_id for arrival in arrivals}) == 1
    assert len(arrivals) == 2
    assert house.one("select count(*) from users") == 1


def test_an_account_that_another_tab_opens_in_between_is_ones_own(
    house: House, other: OtherHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    departures = [house.identities.depart(going_to="/") for _ in range(2)]
    read, opened = identity_rows.of_subject, list[Arrival]()

    def meanwhile(*asked: Any) -> Any:
        monkeypatch.setattr(identity_rows, "of_subject", read)
        found = read(*asked)
        opened.append(arrive(1))
        return found

    def arrive(number: int) -> Arrival:
        back = {"state": f"s{number + 1}", "code": "c"}
        return house.identities.arrive(departures[number].attempt, back, language="en")

    monkeypatch.setattr(identity_rows, "of_subject", meanwhile)
    opened.append(arrive(0))
    assert [one.user_id for one in opened] == [1, 1]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("  Ana   Souza ", "Ana Souza"),
        ("Ana", "Ana"),
        ("visite www.evil.example", ""),
        ("\u202eana", ""),
        ("", ""),
        ("x" * 300, ""),
        ("1234", ""),
    ],
)
def test_a_name_is_taken_over_only_if_it_is_one(said: str, name: str) -> None:
    assert name_vouched(said) == name


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("João Silva", "joao-4821"),
        ("李 小龙", "pessoa-4821"),
        ("Admin Souza", "pessoa-4821"),
        ("", "pessoa-4821"),
        ("A" * 60, "aaaaaaaaaaaaaaaaaaaa-4821"),
    ],
)
def test_a_username_says_the_first_name_alone(name: str, username: str) -> None:
    assert username_for(name, 4821) == username
