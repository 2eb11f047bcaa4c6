"""An owner links an account to Google and unlinks it: with a proof, by letter, never shut out.

ASVS 6.8.1, 7.4.3 (what one may end after a change), 7.5.1 (a proof before what is grave changes).
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from services.errors import LastWayIn, NotFound, NotVouched, ProofNeeded
from tests.house import House
from tests.services.letters import subjects
from tests.services.other_house import ANA, OtherHouse

LINKED, UNLINKED = "Sua conta foi vinculada ao Google", "Um Google foi desvinculado da sua conta"


@pytest.fixture
def other() -> OtherHouse:
    return OtherHouse(voucher=replace(ANA, email="ana.em.casa@example.net"))


@pytest.fixture
def house(fresh_database: str, other: OtherHouse) -> Iterator[House]:
    standing = House(fresh_database, provider=other)
    yield standing
    standing.leave()


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana", password="kept")


def key(house: House, person: int) -> str:
    token = house.sessions.open(person, ip=None, user_agent=None)
    found = house.sessions.find(token)
    assert found
    return found.session_key


def wish(house: House, session: str) -> str:
    """Leave for the other house and come back, in one session."""
    departure = house.identity_links.depart(session_key=session)
    state = departure.url.partition("state=")[2]
    back = {"state": state, "code": "c"}
    return house.identity_links.arrive(departure.attempt, back, session_key=session)


def linked(house: House, person: int) -> str:
    """Link somebody; returns the key of the session it was done in."""
    session = key(house, person)
    house.identity_links.link(person, wish(house, session), session_key=session)
    return session


def come_in(house: House) -> int | None:
    departure = house.identities.depart(going_to="/")
    back = {"state": departure.url.partition("state=")[2], "code": "c"}
    return house.identities.arrive(departure.attempt, back, language="pt-BR").user_id


def test_whoever_is_linked_comes_in_whatever_the_email_there(house: House, ana: int) -> None:
    session = key(house, ana)
    kept = wish(house, session)
    assert house.identity_links.wished(kept, session_key=session) == "ana.em.casa@example.net"
    assert house.identity_links.of(ana) == ()
    for _ in range(2):  # sent twice it is one link, and one letter
        house.identity_links.link(ana, kept, session_key=session)
    (one,) = house.identity_links.of(ana)
    assert (one.email, one.linked_at) == ("ana.em.casa@example.net", house.clock.now())
    assert come_in(house) == ana
    assert subjects(house) == [LINKED]


def test_linking_and_unlinking_ask_for_a_proof_of_the_last_five_minutes(
    house: House, ana: int
) -> None:
    session = linked(house, ana)
    kept = wish(house, session)
    house.told.goes_on(301)
    (one,) = house.identity_links.of(ana)
    for act in (
        lambda: house.identity_links.depart(session_key=session),
        lambda: house.identity_links.link(ana, kept, session_key=session),
        lambda: house.identity_links.unlink(ana, one.id, session_key=session),
    ):
        with pytest.raises(ProofNeeded):
            act()
    assert house.identity_links.of(ana) == (one,)


def test_what_one_session_asked_counts_in_no_other_and_for_nothing_else(
    house: House, ana: int, other: OtherHouse
) -> None:
    mine, elsewhere = key(house, ana), key(house, house.person("eve"))
    departure = house.identity_links.depart(session_key=mine)
    back = {"state": "s1", "code": "c"}
    for attempt, session in ((departure.attempt, elsewhere), ("", mine), ("x", mine)):
        with pytest.raises(NotVouched) as refusal:
            house.identity_links.arrive(attempt, back, session_key=session)
        assert refusal.value.reason == "stale"
    with pytest.raises(NotVouched):  # nor does it let anybody in
        house.identities.arrive(departure.attempt, back, language="en")
    assert other.held_against == []
    assert house.identity_links.begun(departure.attempt)
    assert not house.identity_links.begun(house.identities.depart(going_to="/").attempt)
    kept = wish(house, mine)
    with pytest.raises(NotVouched):
        house.identity_links.link(ana, kept, session_key=elsewhere)
    with pytest.raises(NotVouched):
        house.identities.wished(kept)
    house.told.goes_on(1800)
    with pytest.raises(NotVouched):
        house.identity_links.wished(kept, session_key=mine)
    assert house.one("select count(*) from identities") == 0


def test_a_google_opens_one_account_alone(house: House, ana: int) -> None:
    linked(house, ana)
    bia = house.person("bia", password="kept")
    with pytest.raises(NotVouched) as refusal:
        linked(house, bia)
    assert refusal.value.reason == "taken"
    assert come_in(house) == ana
    assert house.identity_links.of(bia) == ()


def test_who_is_unlinked_comes_in_no_more(house: House, ana: int) -> None:
    session = linked(house, ana)
    (one,) = house.identity_links.of(ana)
    eve = house.person("eve")
    with pytest.raises(NotFound):
        house.identity_links.unlink(eve, one.id, session_key=key(house, eve))
    house.identity_links.unlink(ana, one.id, session_key=session)
    assert house.identity_links.of(ana) == ()
    assert come_in(house) != ana
    assert subjects(house)[:2] == [LINKED, UNLINKED]
    with pytest.raises(NotFound):
        house.identity_links.unlink(ana, one.id, session_key=session)


def test_an_account_without_a_password_keeps_its_last_link(
    house: House, ana: int, other: OtherHouse
) -> None:
    house.change("update users set password = null")
    linked(house, ana)
    other.voucher = replace(other.voucher, subject="2")
    session = linked(house, ana)
    links = house.identity_links.of(ana)

    def unlink(number: int) -> str:
        try:
            house.identity_links.unlink(ana, number, session_key=session)
        except LastWayIn:
            return "last"
        return "gone"

    with ThreadPoolExecutor(2) as two:  # both at once leave one
        assert sorted(two.map(unlink, (one.id for one in links))) == ["gone", "last"]
    (left,) = house.identity_links.of(ana)
    house.change("update users set password = 'kept'")
    assert unlink(left.id) == "gone"
