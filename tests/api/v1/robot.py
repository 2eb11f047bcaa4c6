"""A program with somebody's token, whose answers are held against the description."""

from __future__ import annotations

import json
import re
from typing import Any

from fastapi import FastAPI

from components.api_reference import description
from services.bootstrap import Services
from services.sessions import key_of
from services.views import Answer
from tests.api.conftest import Browser
from tests.house import House

ALL = ("read", "wallet-read", "bid", "watch", "sell-read")
KEY = {"Idempotency-Key": "once-and-only"}


class Robot(Browser):
    """A program with somebody's token."""

    def __init__(
        self, app: FastAPI, services: Services, person: int, *scopes: str, **more: Any
    ) -> None:
        key = key_of(services.sessions.open(person, ip=None, user_agent=None))
        made = services.reception.tokens.make(
            person, name="robot", scopes=scopes, days="30", session_key=key
        )
        super().__init__(app, headers={"Authorization": f"Bearer {made.secret}"}, **more)
        self.secret = made.secret

    async def told(self, path: str, **asked: Any) -> Any:
        answer = await self.get(f"/api/v1{path}", **asked)
        assert answer.status_code == 200, answer.text
        fits(answer.json(), f"/api/v1{path}", "GET", "200")
        return answer.json()


def fits(told: Any, path: str, method: str, status: str) -> None:
    """Hold an answer against the description."""
    whole = json.loads(description())
    path = path.partition("?")[0]
    place = next(p for p in whole["paths"] if re.fullmatch(re.sub(r"{\w+}", r"\\d+", p), path))
    answers = whole["paths"][place][method.lower()]["responses"]
    schema = answers[status]["content"]["application/json"]["schema"]
    check(told, schema, whole["components"]["schemas"], path)


def bid(services: Services, house: House, person: int, lot: int, amount: int) -> None:
    """Bid as a person does, at the services' own desk."""
    (answer,) = services.bids.place([house.request(person, lot, amount)])
    assert isinstance(answer, Answer), answer
    assert answer.accepted, answer


KINDS: dict[str, Any] = {
    "string": str, "integer": int, "boolean": bool, "number": (int, float), "object": dict,
    "array": list, "null": type(None),
}  # fmt: skip


def check(told: Any, schema: dict[str, Any], named: dict[str, Any], where: str) -> None:
    if "$ref" in schema:
        check(told, named[schema["$ref"].rpartition("/")[2]], named, where)
        return
    if "oneOf" in schema:
        if told is not None:
            check(told, schema["oneOf"][0], named, where)
        return
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert isinstance(told, tuple(KINDS[kind] for kind in kinds)), (where, told)
    if isinstance(told, dict) and "properties" in schema:
        assert set(told) == set(schema["properties"]), where
        for name, value in told.items():
            check(value, schema["properties"][name], named, f"{where}.{name}")
    elif isinstance(told, list):
        for one in told:
            check(one, schema["items"], named, where)
    elif isinstance(told, str):
        assert told in schema.get("enum", [told]), (where, told)
        assert re.search(schema.get("pattern", ""), told), (where, told)
