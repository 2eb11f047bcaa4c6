"""JSON as Asaas writes it, and its refusals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

Json = dict[str, Any]
CENT = Decimal("0.01")


class Refusal(Exception):
    """An answer other than 200, with Asaas's words; without a code its body is empty."""

    def __init__(self, status: int, code: str = "", description: str = "") -> None:
        super().__init__(description)
        self.status = status
        self.code = code
        self.description = description

    def answer(self) -> Response:
        """Put it as Asaas does."""
        if not self.code:
            return Response(status_code=self.status)
        errors = [{"code": self.code, "description": self.description}]
        return answer({"errors": errors}, status=self.status)


class Dropped(Response):
    """An answer that breaks off: the caller learns nothing of what was done."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin, and hang up."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


def refused(code: str, description: str) -> Refusal:
    """Refuse as most refusals are: 400 with one error."""
    return Refusal(400, code, description)


def answer(body: object, status: int = 200) -> Response:
    """Answer with JSON."""
    return Response(written(body), status_code=status, media_type="application/json")


def written(body: object) -> bytes:
    """Write JSON, money as numbers with two places."""
    return orjson.dumps(body, default=_money)


def parsed(raw: bytes) -> Any:
    """Read JSON, fractions as decimals. Raises ValueError."""
    return json.loads(raw, parse_float=Decimal)


def shown(row: Mapping[str, Any]) -> Json:
    """Give what others may see of a row: what is ours alone begins with an underscore."""
    return {name: value for name, value in row.items() if not name.startswith("_")}


def amount(value: object) -> Decimal | None:
    """Read reais from a JSON number; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value).quantize(CENT, ROUND_HALF_UP)


def _money(value: object) -> orjson.Fragment:
    if isinstance(value, Decimal):
        return orjson.Fragment(f"{value:.2f}".encode())
    raise TypeError(type(value).__name__)
