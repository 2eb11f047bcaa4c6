"""Another house's word opens an account of its own, or one whose owner has proven to be that.

ASVS 6.8.1 (an identity cannot be spoofed by its e-mail), 10.x; the abuse catalogue's A32.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

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
from services.people.passwords import hashed
from services.ports import NoVoucher
from tests.house import House
from tests.services.other_house import ANA, OtherHouse

PASSWORD = "cavalo correto bateria"
HASH = hashed(PASSWORD)


@pytest.fixture
def other() -> OtherHouse:
    return OtherHouse()


@pytest.fixture
def house(fresh_database: str, other: OtherHouse) -> Iterator[House]:
    standing = House(fresh_database, provider=other)
    yield standing
    standing.leave()


def come(house: House, going_to: str = "/auction/7") -> Arrival:
    """Leave for the other house and come back, in one browser."""
    departure = house.identities.depart(going_to=going_to)
    state = departure.url.partition("state=")[2]
    back = {"state": state, "code": "c"}
    return house.identities.arrive(departure.attempt, back, language="en", ip="203.0.113.9")


def refused(house: House) -> str:
    with pytest.raises(NotVouched) as refusal:
        come(house)
    return refusal.value.reason


def do(house: House, statement: str) -> None:
    with house.database.transaction() as work:
        work.connection.execute(text(statement))


def letters(house: House) -> list[tuple[str, str]]:
    rows = house.rows("select email, subject from mails order by mail_id")
    return [(row["email"], row["subject"]) for row in rows]


def token_of(house: House) -> str:
    latest = house.one("select text from mails order by mail_id desc limit 1")
    found = re.search(r"/auth/confirm/(\S+)", latest)
    assert found
    return found[1]


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
