"""The house knows its people by a session of its own, revocable at once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from services.events import SessionEnded
from services.sessions import ABSOLUTE, IDLE, key_of
from tests.house import House


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock of the cache: the first item is what it shows."""
    shown = [1000.0]
    monkeypatch.setattr("services.sessions.time.monotonic", lambda: shown[0])
    return shown


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana")


def opened(house: House, person: int) -> str:
    return house.sessions.open(person, ip="203.0.113.9", user_agent="x" * 999)


def test_a_token_is_known_by_its_hash_alone(house: House, ana: int) -> None:
    token = opened(house, ana)
    assert len(token) >= 43
    [row] = house.rows("select * from sessions")
    assert row["token_hash"] == key_of(token) == sha256(token.encode()).hexdigest()
    assert token not in str(row)
    assert row["user_agent"] == "x" * 255
    assert row["expires_at"] == house.clock.now() + ABSOLUTE
    assert opened(house, ana) != token


def test_a_session_tells_who_is_asking(house: House) -> None:
    helena = house.person("helena", admin=True)
    house.change("insert into settings (user_id, language, theme) values (:u, 'en', 'dark')",
                 u=helena)  # fmt: skip
    token = opened(house, helena)
    visitor = house.sessions.find(token)
    assert visitor is not None
    assert (visitor.user_id, visitor.name, visitor.username) == (helena, "Helena", "helena")
    assert (visitor.admin, visitor.language, visitor.theme) == (True, "en", "dark")
    assert visitor.session_key == key_of(token)
    assert len(visitor.csrf) >= 43
    assert visitor.session_id == house.one("select session_id from sessions")
    assert house.sessions.still(visitor.session_key) == visitor


def test_a_session_tells_what_may_be_committed_and_nothing_beside_holds(house: House) -> None:
    rich = house.person("ana", money=1000)
    house.bid(rich, house.lot(house.person("dora")), 250)
    visitor = house.sessions.find(opened(house, rich))
    assert visitor is not None
    assert visitor.available == Decimal("750.00")


def test_who_has_chosen_nothing_reads_portuguese(house: House, ana: int) -> None:
    visitor = house.sessions.find(opened(house, ana))
    assert visitor is not None
    assert (visitor.admin, visitor.language, visitor.theme) == (False, "pt-BR", "system")


@pytest.mark.parametrize("token", ["", "no such token", "nul\0"])
def test_a_token_of_nobody_is_nobodys(house: House, ana: int, token: str) -> None:
    opened(house, ana)
    assert house.sessions.find(token) is None


def test_a_session_dies_of_idleness(house: House, ana: int, seconds: list[float]) -> None:
    token = opened(house, ana)
    for _ in range(3):  # used, it lives on
        house.told.goes_on(IDLE.total_seconds() - 1)
        seconds[0] += 10
        assert house.sessions.find(token) is not None
    house.told.goes_on(IDLE.total_seconds())
    seconds[0] += 10
    assert house.sessions.find(token) is None


def test_a_session_dies_of_age_however_much_it_is_used(
    house: House, ana: int, seconds: list[float]
) -> None:
    token = opened(house, ana)
    born = house.clock.now()
    while house.clock.now() < born + ABSOLUTE - timedelta(hours=7):
        house.told.goes_on(7 * 3600)
        seconds[0] += 10
        assert house.sessions.find(token) is not None
    house.told.shows(born + ABSOLUTE)
    seconds[0] += 10
    assert house.sessions.find(token) is None


def test_an_ended_session_is_felt_at_once_here_and_in_two_seconds_elsewhere(
    house: House, sister: House, ana: int, seconds: list[float]
) -> None:
    token = opened(house, ana)
    assert house.sessions.find(token) is not None
    assert sister.sessions.find(token) is not None
    house.sessions.end(key_of(token))
    assert house.sessions.find(token) is None
    assert house.news == [SessionEnded(session_key=key_of(token))]
    seconds[0] += 1.9
    assert sister.sessions.find(token) is not None
    seconds[0] += 0.1
    assert sister.sessions.find(token) is None


def test_all_sessions_of_a_person_end_together(house: House, ana: int) -> None:
    bia = house.person("bia")
    mine, too, hers = opened(house, ana), opened(house, ana), opened(house, bia)
    for token in (mine, too, hers):
        assert house.sessions.find(token) is not None
    house.sessions.end_all(ana)
    assert [house.sessions.find(token) for token in (mine, too)] == [None, None]
    assert house.sessions.find(hers) is not None
    assert {event.session_key for event in house.news} == {key_of(mine), key_of(too)}


def test_who_is_blocked_is_out(house: House, ana: int, seconds: list[float]) -> None:
    token = opened(house, ana)
    assert house.sessions.find(token) is not None
    house.change("update users set blocked_at = now()")
    seconds[0] += 2
    assert house.sessions.find(token) is None
    house.change("update users set blocked_at = null")


def test_a_person_who_changed_is_read_anew(house: House, ana: int, seconds: list[float]) -> None:
    token = opened(house, ana)
    house.sessions.find(token)
    house.accounts.prefer(ana, theme="dark")
    house.sessions.forget(key_of(token))
    visitor = house.sessions.find(token)
    assert visitor is not None
    assert visitor.theme == "dark"


def test_within_two_seconds_nobody_asks_the_database(
    house: House, ana: int, seconds: list[float]
) -> None:
    token = opened(house, ana)
    first = house.sessions.find(token)
    seen: Any = house.one("select seen_at from sessions")
    house.told.goes_on(60)
    seconds[0] += 1.9
    assert house.sessions.find(token) is first
    assert house.one("select seen_at from sessions") == seen
    seconds[0] += 0.2
    house.sessions.find(token)
    assert house.one("select seen_at from sessions") == house.clock.now()


def test_the_memory_of_sessions_is_bounded(
    house: House, ana: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.sessions._MOST_REMEMBERED", 2)
    tokens = [opened(house, ana) for _ in range(5)]
    assert all(house.sessions.find(token) for token in tokens)
    assert len(house.sessions._seen) <= 2
