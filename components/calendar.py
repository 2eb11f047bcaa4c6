"""A lot's dates as calendars read them (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from components.words import say
from services.views import RoomView

SHOWN = timedelta(minutes=15)
_FOLD = 73
_BARE = "\\;,"


def calendar(view: RoomView, address: str) -> str:
    """Write when the lot opens, if it has not, and when it closes; both remind half an hour before.

    The end may move by late bids: what is written is the end as it is known now.
    """
    room = view.room
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Martelo//Martelo//PT", "METHOD:PUBLISH"]
    if room.status == "scheduled":
        lines += _event(view, address, "opens", room.starts_at, room.starts_at + SHOWN)
    lines += _event(view, address, "closes", room.ends_at - SHOWN, room.ends_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(view: RoomView, address: str, which: str, begins: datetime, ends: datetime) -> list[str]:
    lot = view.lot
    host = address.split("/")[2]
    place = ", ".join(part for part in (lot.district, lot.city, lot.state) if part)
    title = say(f"lot.calendar.{which}", title=lot.title)
    return [
        "BEGIN:VEVENT",
        f"UID:lot-{lot.auction_id}-{which}@{host}",
        f"SEQUENCE:{view.room.version}",
        f"DTSTAMP:{_stamp(view.now)}",
        f"DTSTART:{_stamp(begins)}",
        f"DTEND:{_stamp(ends)}",
        f"SUMMARY:{_bare(title)}",
        f"DESCRIPTION:{_bare(say('lot.calendar.note', address=address))}",
        *([f"LOCATION:{_bare(place)}"] if place else []),
        f"URL:{address}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_bare(title)}",
        "TRIGGER:-PT30M",
        "END:VALARM",
        "END:VEVENT",
    ]


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _bare(text: str) -> str:
    for sign in _BARE:
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.splitlines())


def _folded(line: str) -> str:
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > _FOLD:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
