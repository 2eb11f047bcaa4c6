"""The house's live figures are said in words, and what wants looking at is said too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from components.admin.live import as_message
from components.words import speak
from services.views import LiveFigures, Queue

CALM = {
    "at": datetime(2026, 11, 27, 17, 5, 9, tzinfo=UTC),
    "processes": 2,
    "rooms": 3,
    "watchers": 1200,
    "sessions": 40,
    "lots_open": 36,
    "lots_closing": 1,
    "bids_per_minute": 30,
    "refusals_per_minute": 6,
    "batches_per_minute": 12,
    "requests_per_minute": 100,
    "errors": 0,
    "late_seconds": 0.25,
    "overdue_seconds": 0.0,
    "fan_out_seconds": 0.05,
    "pool_in_use": 1,
    "pool_size": 8,
    "queues": (Queue(name="mails", waiting=2, oldest_seconds=5.0),),
}


def told(**more: Any) -> dict[str, Any]:
    speak("pt-BR")
    return dict(as_message(LiveFigures(**{**CALM, **more})))


def test_a_calm_house_says_its_figures_and_marks_none() -> None:
    message = told()
    figures = message["figures"]
    assert (message["at"], message["troubles"], message["bids"]) == ("Às 14:05:09", "", 30)
    assert figures["watchers"]["written"] == "1.200"
    assert figures["late"]["written"] == "0,25 s"
    assert figures["batches"]["more"] == "3 por gravação"
    assert figures["queue_mails"]["more"] == "o mais antigo há 5,00 s"
    assert {one["mark"] for one in figures.values()} == {""}


@pytest.mark.parametrize(
    ("name", "more", "tone", "written"),
    [
        ("late", {"late_seconds": 150.0}, "wanting", "2 min"),
        ("overdue", {"overdue_seconds": 12.0}, "grave", "12 s"),
        ("errors", {"errors": 1}, "grave", "1"),
        ("pool", {"pool_in_use": 8}, "wanting", "8 de 8"),
        ("fan_out", {"fan_out_seconds": 1.0}, "wanting", "1,00 s"),
        (
            "queue_outbox",
            {"queues": (Queue(name="outbox", waiting=9, oldest_seconds=90_000.0),)},
            "wanting",
            "9",
        ),
    ],
)
def test_what_wants_looking_at_is_said_and_not_only_coloured(
    name: str, more: dict[str, Any], tone: str, written: str
) -> None:
    one = told(**more)["figures"][name]
    assert (one["tone"], one["written"]) == (tone, written)
    assert one["mark"] in ("Atenção", "Grave")


def test_what_the_house_cannot_work_without_is_named() -> None:
    assert told(not_ready=("bus",))["troubles"] == (
        "A casa não está pronta: avisos entre processos."
    )
