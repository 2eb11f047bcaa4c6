"""How the house is doing now, in words: each figure, and whether it wants looking at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.admin.console import console
from components.format import HERE, decimal, number
from components.frame import settle
from components.templates import render
from components.words import say
from services.views import LiveFigures, Visitor

_UNITS = (("days", 86_400), ("hours", 3600), ("minutes", 60))
LATE_SECONDS, SLOW_SECONDS, OLD_SECONDS = 2.0, 0.5, 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure, named `admin.live.<name>`; `grave`, `wanting` or nothing is its `tone`."""

    name: str
    written: str
    tone: str = ""
    more: str = ""

    @property
    def mark(self) -> str:
        """Say the tone, for no colour says anything alone."""
        return say(f"admin.live.tone.{self.tone}") if self.tone else ""


def live_response(request: Request, visitor: Visitor, figures: LiveFigures) -> HTMLResponse:
    """Answer with all figures by their groups, as a page that keeps itself true."""
    settle(visitor)
    return console(
        request,
        visitor,
        say("admin.live"),
        "admin_live.html",
        section="live",
        head=render("admin_live_head.html"),
        groups=groups_of(figures),
        asked_at=_asked_at(figures),
        troubles=_troubles(figures),
    )


def as_message(figures: LiveFigures) -> Mapping[str, object]:
    """Give the same words as JSON, by the names of the figures; `bids` is the number itself."""
    found = [one for _, group in groups_of(figures) for one in group]
    return {
        "at": _asked_at(figures),
        "troubles": _troubles(figures),
        "bids": figures.bids_per_minute,
        "figures": {
            one.name: {"written": one.written, "tone": one.tone, "mark": one.mark, "more": one.more}
            for one in found
        },
    }


def groups_of(figures: LiveFigures) -> list[tuple[str, list[Figure]]]:
    """Give the figures in the groups and the order they are read in."""
    late, overdue = figures.late_seconds, figures.overdue_seconds
    rooms = [
        _count("rooms", figures.rooms),
        _count("watchers", figures.watchers),
        _count("sessions", figures.sessions),
        _count("lots_open", figures.lots_open),
        _count("lots_closing", figures.lots_closing),
    ]
    batches, bids = figures.batches_per_minute, figures.bids_per_minute
    judged = bids + figures.refusals_per_minute
    each = decimal(Decimal(judged) / batches if batches else Decimal(0))
    desk = [
        _count("bids", bids),
        _count("refusals", figures.refusals_per_minute),
        Figure(
            name="batches", written=number(batches), more=say("admin.live.batches.each", n=each)
        ),
        _seconds("fan_out", figures.fan_out_seconds, wanting=SLOW_SECONDS),
    ]
    clock = [
        _seconds("late", late, wanting=LATE_SECONDS),
        Figure(name="overdue", written=_in_seconds(overdue), tone="grave" if overdue else ""),
    ]
    queues = [
        Figure(
            name=f"queue_{queue.name}",
            written=number(queue.waiting),
            tone="wanting" if queue.oldest_seconds > OLD_SECONDS else "",
            more=say("admin.live.oldest", n=_in_seconds(queue.oldest_seconds))
            if queue.waiting
            else "",
        )
        for queue in figures.queues
    ]
    full = figures.pool_in_use >= figures.pool_size
    system = [
        _count("processes", figures.processes),
        _count("requests", figures.requests_per_minute),
        Figure(
            name="errors", written=number(figures.errors), tone="grave" if figures.errors else ""
        ),
        Figure(
            name="pool",
            written=say("admin.live.of", n=figures.pool_in_use, all=figures.pool_size),
            tone="wanting" if full else "",
        ),
    ]
    groups = {"room": rooms, "desk": desk, "clock": clock, "queues": queues, "system": system}
    return list(groups.items())


def _count(name: str, value: int) -> Figure:
    return Figure(name=name, written=number(value))


def _seconds(name: str, value: float, *, wanting: float) -> Figure:
    tone = "wanting" if value > wanting else ""
    return Figure(name=name, written=_in_seconds(value), tone=tone)


def _in_seconds(value: float) -> str:
    for unit, seconds in _UNITS:
        if value >= 2 * seconds:
            return say(f"admin.live.{unit}", n=number(int(value // seconds)))
    if value >= 10:
        return say("admin.live.seconds", n=number(round(value)))
    return say("admin.live.seconds", n=decimal(Decimal(f"{value:.2f}")))


def _asked_at(figures: LiveFigures) -> str:
    return say("admin.live.at", hour=f"{figures.at.astimezone(HERE):%H:%M:%S}")


def _troubles(figures: LiveFigures) -> str:
    if not figures.not_ready:
        return ""
    named = ", ".join(say(f"admin.live.part.{name}") for name in figures.not_ready)
    return say("admin.live.not_ready", parts=named)
