"""What clients are told on `server_content`: who came, bids, extensions, endings, whole rooms."""

from __future__ import annotations

from typing import Any

from api.facts import Facts, bid_facts, instant, room_facts, username
from services.views import PublicRoom

CONTENT = "server_content"


def wrapped(body: Facts) -> Facts:
    """Give a message whose facts stand both in it and in its `response`."""
    return {**body, "response": body}


def presence(auction_id: int, came: list[Facts], present: int) -> list[Facts]:
    """Tell who came, each by themselves, and how many are in the room."""
    room: Facts = {"room_id": str(auction_id), "watchers": present}
    if not came:
        return [{"type": "presence", **room}]
    return [
        {"type": "entry", **room, "username": username(one), "paddle": one["paddle"]}
        for one in came
    ]


def snapshot(public: PublicRoom, *, now_ms: int, watchers: int) -> Facts:
    """Tell a whole room with its latest bids, newest first."""
    told = public.as_message()
    return {
        "type": "snapshot",
        "room_id": str(public.auction_id),
        **room_facts(told),
        "watchers": watchers,
        "server_now": instant(now_ms),
        "bids": [bid_facts(row) for row in told["rows"]],
    }


def news(message: Facts, since: int, after: int, status: str, ends_ms: int) -> list[Facts]:
    """Tell what changed in a room since version `since`, bid `after`, as it stood with that status
    and end: one message for each kind of news, all of them with the room as it is now.
    """
    rows = sorted((row for row in message["rows"] if row["n"] > after), key=lambda row: row["n"])
    common: Facts = {
        "room_id": str(message["auction"]),
        **room_facts(message),
        "since": since,
        "server_now": instant(message["now_ms"]),
    }
    said: list[Facts] = []
    if rows:
        latest = bid_facts(rows[-1])
        bids = [bid_facts(row) for row in rows]
        # The seed's `value` is a number; sums that matter are read from the strings beside it.
        told = {**latest, "value": float(latest["value"]), "bids": bids}
        said.append({"type": "bid", **common, **told})
    if ends_ms and message["ends_ms"] > ends_ms and message["status"] == "open":
        said.append({"type": "extended", **common, "ended_before_at": instant(ends_ms)})
    if status and message["status"] != status:
        said.append({"type": _CHANGES.get(message["status"], "snapshot"), **common})
    return said or [{"type": "snapshot", **common, "bids": []}]


_CHANGES: dict[str, str] = {
    "open": "opened",
    "finished": "closed",
    "canceled": "closed",
    "suspended": "suspended",
}


def refusal(about: str, problem: dict[str, Any]) -> Facts:
    """Tell one client that what it asked was refused."""
    return {"type": "error", "about": about, **problem}
