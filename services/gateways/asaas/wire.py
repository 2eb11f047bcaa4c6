"""What goes over the wire to Asaas and back: headers, money, patience, and what a silence means."""

from __future__ import annotations

import json
import random
import ssl
from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
import structlog

from services.gateways.asaas.breaker import Breaker
from services.ports import GatewayAway, GatewayRefused

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0
TRIES = 4
FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 8.0
# Nothing of the request can have left this machine.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_REPEATABLE = {"GET", "DELETE"}
log = structlog.get_logger(__name__)


class Wire:
    """Speaks Asaas's protocol with one account.

    A POST is repeated only where it cannot have been heard: no connection, or 429. What reads or
    deletes is repeated after a lost answer and an error of the server's, too. Every pause is longer
    than the one before and a little random; a 429 gets the seconds it asks for, if they are few.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        user_agent: str,
        client: httpx.AsyncClient,
        breaker: Breaker,
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._base = base_url.rstrip("/")
        self._headers = {
            "access_token": api_key,
            "User-Agent": user_agent,
            "Accept": "application/json",
        }
        self._client = client
        self._breaker = breaker
        self._pause = pause

    async def get(self, path: str, **query: str | int) -> dict[str, Any]:
        """Read one thing. Raises GatewayRefused and GatewayAway."""
        return await self._ask("GET", path, query=query)

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Ask for something to be done, at most once. Raises GatewayRefused and GatewayAway."""
        return await self._ask("POST", path, body=body)

    async def delete(self, path: str) -> dict[str, Any]:
        """Ask for something to be gone. Raises GatewayRefused and GatewayAway."""
        return await self._ask("DELETE", path)

    async def close(self) -> None:
        """Let connections go; safe to call twice."""
        await self._client.aclose()

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        changes = method != "GET"
        heard = False  # whether any try may have been acted on
        for tried in range(1, TRIES + 1):
            if not self._breaker.enter():
                raise GatewayAway("resting after failures", maybe_done=heard and changes)
            wait, why = None, ""
            try:
                answer = await self._send(method, path, query, body)
            except _NOT_SENT as error:
                self._breaker.failed()
                why, again = repr(error), True
            except httpx.HTTPError as error:
                self._breaker.failed()
                heard = True
                why, again = repr(error), method in _REPEATABLE
            except BaseException:
                self._breaker.gave_up()
                raise
            else:
                if answer.status_code == 429:
                    self._breaker.answered()
                    wait, why, again = asked_to_wait(answer), "too many requests", True
                elif answer.status_code >= 500:
                    self._breaker.failed()
                    heard = True
                    why, again = f"HTTP {answer.status_code}", method in _REPEATABLE
                else:
                    self._breaker.answered()
                    return self._read(answer, method, path)
            log.info("gateway_silent", method=method, path=path, why=why, tried=tried)
            pause = pause_after(tried) if wait is None else wait
            if not again or tried == TRIES or pause > LONGEST_PAUSE_SECONDS:
                raise GatewayAway(why, maybe_done=heard and changes)
            await self._pause(pause)
        raise AssertionError("unreachable")

    async def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str | int] | None,
        body: Mapping[str, Any] | None,
    ) -> httpx.Response:
        headers = self._headers
        if body is not None:
            headers = {**headers, "Content-Type": "application/json"}
        return await self._client.request(
            method,
            f"{self._base}{path}",
            params=dict(query) if query else None,
            content=None if body is None else written(body),
            headers=headers,
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            follow_redirects=False,
        )

    def _read(self, answer: httpx.Response, method: str, path: str) -> dict[str, Any]:
        body = parsed(answer.content)
        if answer.is_success:
            if body is None:
                raise GatewayAway("an answer that cannot be read", maybe_done=method != "GET")
            return body
        if answer.is_redirect:
            raise GatewayAway(f"sent elsewhere by HTTP {answer.status_code}", maybe_done=False)
        description, code = first_error(body)
        log.info("gateway_refused", method=method, path=path, status=answer.status_code, code=code)
        raise GatewayRefused(description, code=code, status=answer.status_code)


def pause_after(tried: int) -> float:
    """Wait between half and all of a time that doubles."""
    whole = FIRST_PAUSE_SECONDS * 2**tried
    return random.uniform(whole / 2, whole)  # noqa: S311  so that not all come back at once


def new_client(base_url: str) -> httpx.AsyncClient:
    """Open connections to Asaas, few enough for its limit of 50 at once."""
    secure = urlsplit(base_url).scheme == "https"
    limits = httpx.Limits(max_connections=20, max_keepalive_connections=5)
    return httpx.AsyncClient(verify=_trusted() if secure else False, limits=limits)


def written(body: Mapping[str, Any]) -> bytes:
    """Write JSON with money as numbers of two places, never by way of a float."""
    return orjson.dumps(body, default=_money)


def parsed(raw: bytes) -> dict[str, Any] | None:
    """Read a JSON object, its fractions as decimals; None if it is anything else, or empty."""
    try:
        body = json.loads(raw, parse_float=Decimal)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def first_error(body: dict[str, Any] | None) -> tuple[str, str]:
    """Take description and code of the first error; both empty where there is none."""
    errors = (body or {}).get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    if not isinstance(first, dict):
        return "", ""
    return str(first.get("description") or ""), str(first.get("code") or "")


def asked_to_wait(answer: httpx.Response) -> float | None:
    """Read for how many seconds a 429 asks."""
    said = answer.headers.get("RateLimit-Reset", "")
    return float(said) if said.isdecimal() else None


def _money(value: object) -> orjson.Fragment:
    if isinstance(value, Decimal):
        return orjson.Fragment(f"{value:.2f}".encode())
    raise TypeError


@cache
def _trusted() -> ssl.SSLContext:
    """Read once which certificates are believed; reading them takes longer than asking."""
    return ssl.create_default_context()
