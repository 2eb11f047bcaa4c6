"""A person sees where they are logged in, ends what is not theirs, and hears of new devices."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.errors import NotFound
from services.sessions import ABSOLUTE, ADMIN_ABSOLUTE, ADMIN_IDLE, IDLE, key_of
from tests.house import House
from tests.services.letters import latest, subjects

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36"
HOME, NEXT_DOOR, ABROAD = "203.0.113.9", "203.0.77.1", "198.51.100.4"


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana")


@pytest.fixture(autouse=True)
def _no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.sessions._FRESH_SECONDS", 0.0)


def opened(house: House, person: int, agent: str = FIREFOX, ip: str | None = HOME) -> str:
    house.told.goes_on(1)
    return house.sessions.open(person, ip=ip, user_agent=agent)


def test_sessions_are_listed_this_one_first(house: House, ana: int) -> None:
    """ASVS 7.5.2."""
    here, other = opened(house, ana), opened(house, ana, CHROME, NEXT_DOOR)
    opened(house, house.person("bia"))
    house.sessions.end(key_of(opened(house, ana)))
    listed = house.sessions.of(ana, here=key_of(here))
    assert [(one.device, one.ip, one.here) for one in listed] == [
        ("Firefox · Linux", HOME, True),
        ("Chrome · Windows", NEXT_DOOR, False),
    ]
    assert listed[0].began_at < listed[1].began_at == listed[1].seen_at
    house.told.goes_on(IDLE.total_seconds())
    assert house.sessions.of(ana, here=key_of(other)) == ()


def test_one_ends_one_or_all_others_but_never_somebody_elses(house: House, ana: int) -> None:
    """ASVS 7.5.2 and 8.2.2."""
    here, second, third = (opened(house, ana) for _ in range(3))
    hers = opened(house, house.person("bia"))
    numbers = {one.began_at: one.id for one in house.sessions.of(ana, here=key_of(here))}
    house.sessions.end_one(ana, sorted(numbers.items())[1][1])
    assert house.sessions.find(second) is None
    assert house.sessions.find(third) is not None
    foreign = house.one("select max(session_id) from sessions")
    for number in (foreign, sorted(numbers.items())[1][1], 999):
        with pytest.raises(NotFound):
            house.sessions.end_one(ana, number)
    house.sessions.end_all(ana, but=key_of(here))
    assert [house.sessions.find(one) is not None for one in (here, third, hers)] == [
        True, False, True,
    ]  # fmt: skip


def test_a_new_device_is_told_by_letter_the_first_of_all_is_not(house: House, ana: int) -> None:
    house.change("insert into settings (user_id, language) values (:u, 'en')", u=ana)
    opened(house, ana)
    opened(house, ana)
    opened(house, ana, FIREFOX, NEXT_DOOR)
    assert subjects(house) == []
    opened(house, ana, CHROME)
    assert subjects(house) == ["New log-in to your account"]
    assert "Chrome · Windows" in latest(house)
    assert "04 Mar 2026, 09:00 (Brasília time)" in latest(house)
    opened(house, ana, CHROME)
    opened(house, ana, CHROME, ABROAD)
    opened(house, ana, CHROME, None)
    opened(house, ana, CHROME, None)
    assert len(subjects(house)) == 3


def test_session_timeout_administrators_are_let_go_sooner(house: House) -> None:
    """ASVS 7.3.1 and 7.3.2."""
    helena = house.person("helena", admin=True)
    token = opened(house, helena)
    house.told.goes_on(ADMIN_IDLE.total_seconds() - 1)
    assert house.sessions.find(token) is not None
    house.told.goes_on(ADMIN_IDLE.total_seconds())
    assert house.sessions.find(token) is None
    token, born = opened(house, helena), house.clock.now()
    while house.clock.now() < born + ADMIN_ABSOLUTE - timedelta(minutes=29):
        house.told.goes_on(29 * 60)
        assert house.sessions.find(token) is not None
    house.told.shows(born + ADMIN_ABSOLUTE)
    assert house.sessions.find(token) is None
    assert ADMIN_ABSOLUTE < ABSOLUTE
