"""What an address asks for: which thing, and which page of a list."""

from __future__ import annotations

from starlette.requests import Request

from asaas_twin.wire import Json

DEFAULT_LIMIT, LARGEST_LIMIT = 10, 100


def page(request: Request, rows: list[Json]) -> Json:
    """Give one page of a list."""
    query = request.query_params
    limit = min(max(number(query.get("limit"), DEFAULT_LIMIT), 1), LARGEST_LIMIT)
    offset = max(number(query.get("offset"), 0), 0)
    return {
        "object": "list",
        "hasMore": offset + limit < len(rows),
        "totalCount": len(rows),
        "limit": limit,
        "offset": offset,
        "data": rows[offset : offset + limit],
    }


def number(text: str | None, otherwise: int) -> int:
    """Read a number of an address."""
    return int(text) if text is not None and text.isascii() and text.isdecimal() else otherwise


def key(request: Request) -> str:
    """Take the number that an address names."""
    return str(request.path_params["id"])


def within(row: Json, query: dict[str, str], *names: str) -> bool:
    """Tell whether a row's days are in the ranges `name[ge]` and `name[le]` of a query."""
    for name in names:
        since, until = query.get(f"{name}[ge]"), query.get(f"{name}[le]")
        day = row.get(name) or ""
        if (since and day < since) or (until and not "" < day <= until):
            return False
    return True
