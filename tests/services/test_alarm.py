"""The alarm wakes somebody up, early or late but always, and decides nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.gateways.scheduler import SchedulerAlarm

NEVER = 3600.0


@pytest.fixture
def alarm() -> Iterator[SchedulerAlarm]:
    made = SchedulerAlarm()
    yield made
    made.stop()
    made.stop()


def in_seconds(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def test_it_rings_at_the_instant_it_was_set_to(alarm: SchedulerAlarm) -> None:
    rung = threading.Event()
    alarm.start(rung.set, sweep_seconds=NEVER)
    alarm.start(rung.set, sweep_seconds=NEVER)
    alarm.set(in_seconds(0.3))
    assert not rung.wait(0.1)
    assert rung.wait(5)


@pytest.mark.parametrize("late", [0, -3600])
def test_an_instant_that_has_passed_rings_at_once(alarm: SchedulerAlarm, late: float) -> None:
    rung = threading.Event()
    alarm.start(rung.set, sweep_seconds=NEVER)
    alarm.set(in_seconds(late))
    assert rung.wait(5)


def test_the_earlier_instant_counts(alarm: SchedulerAlarm) -> None:
    rung = threading.Event()
    alarm.start(rung.set, sweep_seconds=NEVER)
    alarm.set(in_seconds(NEVER))
    alarm.set(in_seconds(0.1))
    alarm.set(in_seconds(NEVER))
    assert rung.wait(5)


def test_a_ring_may_set_the_next(alarm: SchedulerAlarm) -> None:
    counted, done = [], threading.Event()

    def ring() -> None:
        counted.append(1)
        alarm.set(in_seconds(0.02)) if len(counted) < 4 else done.set()

    alarm.start(ring, sweep_seconds=NEVER)
    alarm.set(in_seconds(0.02))
    assert done.wait(5)


def test_it_sweeps_though_nobody_sets_it(alarm: SchedulerAlarm) -> None:
    rings = threading.Semaphore(0)
    alarm.start(rings.release, sweep_seconds=0.1)
    for _ in range(3):
        assert rings.acquire(timeout=5)


def test_a_ring_that_fails_is_not_the_last(alarm: SchedulerAlarm, said: list[Any]) -> None:
    counted, twice = [], threading.Event()

    def ring() -> None:
        counted.append(1)
        if len(counted) == 1:
            raise ValueError("a lot nobody can read")
        twice.set()

    alarm.start(ring, sweep_seconds=0.1)
    assert twice.wait(5)
    assert said[0]["event"] == "ring_failed"


def test_something_else_is_done_at_intervals(alarm: SchedulerAlarm) -> None:
    beats = threading.Semaphore(0)
    alarm.start(lambda: None, sweep_seconds=NEVER)
    alarm.every(0.05, beats.release, name="beat")
    for _ in range(3):
        assert beats.acquire(timeout=5)


def test_stopped_it_is_silent(alarm: SchedulerAlarm) -> None:
    rung = threading.Event()
    alarm.start(rung.set, sweep_seconds=0.05)
    assert rung.wait(5)
    alarm.stop()
    rung.clear()
    alarm.set(in_seconds(0))
    assert not rung.wait(0.2)
