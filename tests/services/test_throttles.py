"""Tries are counted by all processes together, in windows, and forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.errors import TooManyAttempts
from tests.house import House

HOUR = timedelta(hours=1)


def test_two_processes_count_together(house: House, sister: House) -> None:
    for counting in (house, sister, house):
        counting.throttles.count("mail:ana", most=3, within=HOUR)
    house.told.goes_on(600)
    with pytest.raises(TooManyAttempts) as refused:
        sister.throttles.count("mail:ana", most=3, within=HOUR)
    assert refused.value.minutes == 50
    house.throttles.count("mail:bia", most=3, within=HOUR)
    house.told.goes_on(3000)
    house.throttles.count("mail:ana", most=3, within=HOUR)


def test_what_is_refused_in_silence_only_says_no(house: House) -> None:
    said = [house.throttles.allows("reset:ana", most=2, within=HOUR) for _ in range(4)]
    assert said == [True, True, False, False]


def test_a_try_counts_even_if_what_follows_is_undone(house: House) -> None:
    def fails() -> None:
        with house.database.transaction():
            house.throttles.count("x", most=1, within=HOUR)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert not house.throttles.allows("x", most=1, within=HOUR)


def test_what_went_well_is_forgotten_with_it(house: House) -> None:
    house.throttles.count("x", most=1, within=HOUR)
    with house.database.transaction() as work:
        house.throttles.calm(work, "x")
    house.throttles.count("x", most=1, within=HOUR)


def test_long_subjects_are_counted_apart(house: House) -> None:
    beginning = "login:" + "x" * 300
    house.throttles.count(beginning + "a", most=1, within=HOUR)
    house.throttles.count(beginning + "b", most=1, within=HOUR)
    with pytest.raises(TooManyAttempts):
        house.throttles.count(beginning + "a\0", most=1, within=HOUR)


def test_old_counts_are_let_go(house: House) -> None:
    house.throttles.count("x", most=1, within=HOUR)
    house.told.goes_on(2 * 86_400 + 1)
    house.throttles.count("y", most=1, within=HOUR)
    house.throttles.forget_old()
    assert house.rows("select subject from throttles") == [{"subject": "y"}]
