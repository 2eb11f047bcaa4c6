"""Events reach who listens: in order, again and again, until the queue is interrupted."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from asaas_twin.sender import LADDER
from tests.asaas import PATIENCE, TOKEN, Listener, RunningTwin, listening


@pytest.fixture
def deaf() -> Iterator[Listener]:
    """Somebody who refuses what he is told until a test lets him."""
    with listening() as listener:
        listener.answer = lambda _: (500, {})
        yield listener


def until(true: Callable[[], Any]) -> Any:
    """Wait for something that comes by itself."""
    deadline = time.monotonic() + PATIENCE
    while not (found := true()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)
    return found


def webhook(twin: RunningTwin, number: str) -> Any:
    return twin.ask("GET", f"/webhooks/{number}").json()


def climb(twin: RunningTwin, deaf: Listener, tries: int) -> None:
    """Fail as often as is asked, the clock moved to each next try."""
    for tried in range(1, tries + 1):
        deaf.wait(tried)
        until(partial(tried_often, twin, tried))
        if tried <= len(LADDER):
            twin.advance(seconds=LADDER[tried - 1] * 0.01 + 0.001)


def tried_often(twin: RunningTwin, count: int) -> bool:
    return len(attempts(twin)) >= count


def attempts(twin: RunningTwin) -> list[Any]:
    waiting = twin.look("/deliveries")["waiting"]
    return list(waiting[0]["attempts"]) if waiting else []


def test_an_event_comes_as_asaas_sends_it(twin: RunningTwin, ear: Listener) -> None:
    charge = twin.charge()
    twin.pay(charge["id"])
    created, received = ear.wait(2)[:2]

    assert ear.events == ["PAYMENT_CREATED", "PAYMENT_RECEIVED"]
    assert created["payment"]["status"] == "PENDING"  # frozen as it was
    assert received["payment"]["status"] == "RECEIVED"
    assert received["id"].startswith("evt_d26e303b238e509335ac9ba210e51b0f&")
    assert int(received["id"].rpartition("&")[2]) == int(created["id"].rpartition("&")[2]) + 1
    headers = {name.lower(): value for name, value in ear.headers[0].items()}
    assert headers["asaas-access-token"] == TOKEN
    assert headers["user-agent"] == "Java/1.8.0_282"
    assert headers["content-type"] == "application/json"


def test_only_events_asked_for_are_sent(twin: RunningTwin, deaf: Listener) -> None:
    deaf.answer = lambda _: (200, {})
    twin.notify(deaf.url, events=["PAYMENT_RECEIVED"])
    twin.pay(twin.charge()["id"])
    deaf.wait(1)
    twin.pay(twin.charge()["id"])
    deaf.wait(2)
    assert set(deaf.events) == {"PAYMENT_RECEIVED"}


@pytest.mark.parametrize("status", [201, 204, 302, 400, 500])
def test_only_200_counts(twin: RunningTwin, deaf: Listener, status: int) -> None:
    deaf.answer = lambda _: (status, {})
    number = twin.notify(deaf.url)
    charge = twin.charge()
    deaf.wait(1)
    (tried,) = until(lambda: attempts(twin))[:1]
    assert tried["status"] == status
    deaf.answer = lambda _: (200, {})
    twin.ask("POST", f"/webhooks/{number}/removeBackoff")
    until(lambda: not twin.look("/deliveries")["waiting"])
    assert {body["payment"]["id"] for body in deaf.heard} == {charge["id"]}
    assert len({body["id"] for body in deaf.heard}) == 1  # the same event, the same number


def test_after_fifteen_failures_the_queue_is_interrupted_and_goes_on_in_order(
    twin: RunningTwin, deaf: Listener
) -> None:
    number = twin.notify(deaf.url)
    first = twin.charge()
    climb(twin, deaf, 15)
    told = until(lambda: (hook := webhook(twin, number))["interrupted"] and hook)
    assert (len(deaf.heard), told["penalizedRequestsCount"]) == (15, 15)

    twin.pay(first["id"])  # kept, and not sent
    deaf.answer = lambda _: (200, {})
    twin.advance(days=1)
    assert webhook(twin, number)["interrupted"] is True
    assert len(deaf.heard) == 15
    twin.ask("PUT", f"/webhooks/{number}", {"interrupted": False})
    deaf.wait(17)
    assert deaf.events[15:] == ["PAYMENT_CREATED", "PAYMENT_RECEIVED"]
    assert webhook(twin, number)["penalizedRequestsCount"] == 0


def test_what_an_interrupted_queue_keeps_is_gone_after_fourteen_days(
    twin: RunningTwin, deaf: Listener
) -> None:
    deaf.answer = lambda _: (200, {})
    number = twin.notify(deaf.url, interrupted=True)
    charge = twin.charge(dueDate="2099-01-01")
    twin.advance(days=15)
    twin.pay(charge["id"])
    twin.ask("PUT", f"/webhooks/{number}", {"interrupted": False})
    deaf.wait(1)
    assert deaf.events == ["PAYMENT_RECEIVED"]


def test_a_queue_in_order_waits_for_its_head_and_the_other_kind_does_not(
    twin: RunningTwin, deaf: Listener
) -> None:
    def refuse_the_first(body: dict[str, Any]) -> tuple[int, Any]:
        return (500 if body["event"] == "PAYMENT_CREATED" else 200), {}

    deaf.answer = refuse_the_first
    with listening() as other:
        other.answer = refuse_the_first
        twin.notify(deaf.url)
        twin.notify(other.url, sendType="NON_SEQUENTIALLY")
        charge = twin.charge()
        twin.pay(charge["id"])
        other.wait(2)
        until(lambda: "PAYMENT_RECEIVED" in other.events)
    assert "PAYMENT_RECEIVED" not in deaf.events


def test_events_can_be_doubled_and_turned_round(twin: RunningTwin, ear: Listener) -> None:
    twin.drive("/deliveries/hold")
    charge = twin.charge()
    twin.pay(charge["id"])
    again = twin.drive("/events/again")
    assert ear.events == []
    twin.drive("/deliveries/release", reversed=True)
    ear.wait(3)
    assert ear.events == ["PAYMENT_RECEIVED", "PAYMENT_RECEIVED", "PAYMENT_CREATED"]
    assert Counter(body["id"] for body in ear.heard)[again["id"]] == 2


def test_webhooks_are_kept_changed_and_taken_away(twin: RunningTwin) -> None:
    first = twin.notify("http://127.0.0.1:9/x", enabled=False)
    for _ in range(9):
        twin.notify("http://127.0.0.1:9/x", enabled=False)
    wrong = {"name": "x", "url": "http://127.0.0.1:9/x", "authToken": TOKEN}
    assert twin.ask("POST", "/webhooks", wrong).status_code == 400  # ten are the most
    told = webhook(twin, first)
    assert told["hasAuthToken"] is True
    assert "authToken" not in told
    assert not any(name.startswith("_") for name in told)
    assert twin.ask("DELETE", f"/webhooks/{first}").json() == {"deleted": True, "id": first}
    assert twin.ask("GET", f"/webhooks/{first}").status_code == 404
    for token in ("short", "x" * 256, "with a space and long enough, surely", ""):
        assert twin.ask("POST", "/webhooks", {**wrong, "authToken": token}).status_code == 400
