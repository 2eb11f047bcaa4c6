"""Quiet hours go past midnight and end on the hour; the digest is due at eight, in Brasília."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.errors import BadField, BadInput
from services.people.browsers import parse_endpoint, parse_keys
from services.people.quiet import BRASILIA, last_digest, parse_hours, quiet_until


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=BRASILIA).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        ((22, 7), "04T21:59", "04T21:59"),
        ((22, 7), "04T22:00", "05T07:00"),
        ((22, 7), "05T03:30", "05T07:00"),
        ((22, 7), "05T06:59", "05T07:00"),
        ((22, 7), "05T07:00", "05T07:00"),
        ((12, 14), "05T13:10", "05T14:00"),
        ((12, 14), "05T14:00", "05T14:00"),
        ((0, 6), "05T00:00", "05T06:00"),
        (None, "05T03:30", "05T03:30"),
    ],
)
def test_what_can_wait_waits_for_the_end_of_the_quiet(
    hours: tuple[int, int] | None, now: str, until: str
) -> None:
    assert quiet_until(at(now), hours) == at(until)


@pytest.mark.parametrize("hours", [(7, 7), (-1, 7), (22, 24)])
def test_hours_that_are_none_are_refused(hours: tuple[int, int]) -> None:
    with pytest.raises(BadField):
        parse_hours(*hours)


@pytest.mark.parametrize(
    ("now", "due"),
    [("05T07:59", "04T08:00"), ("05T08:00", "05T08:00"), ("05T23:00", "05T08:00")],
)
def test_the_digest_gathers_from_eight_to_eight(now: str, due: str) -> None:
    assert last_digest(at(now)) == at(due)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://push.example/x",
        "https://push.example:8443/x",
        "https://user@push.example/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/x",
        "https://printer.local/x",
        "https://postgres/x",
        "https://push.example/ x",
        "https://push.example/\r\nX: y",
        "https://push.example/" + "x" * 1000,
        "https://push.example:port/x",
    ],
)
def test_only_a_public_https_address_is_one_of_a_push_service(address: str) -> None:
    with pytest.raises(BadInput):
        parse_endpoint(address)


def test_what_browsers_give_is_taken() -> None:
    address = "https://fcm.googleapis.com/fcm/send/abc:APA91"
    assert parse_endpoint(address) == address
    assert parse_keys("B" * 87, "A" * 22) == ("B" * 87, "A" * 22)
    for keys in (("B" * 86, "A" * 22), ("B" * 87, "A" * 21), ("é", "A" * 22), ("B" * 87, "!")):
        with pytest.raises(BadInput):
            parse_keys(*keys)
