"""Sends events to webhooks, patiently and in order, and asks whether a withdrawal may go."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import httpx

from asaas_twin.books import Books
from asaas_twin.clock import Clock
from asaas_twin.webhooks import Webhooks
from asaas_twin.wire import Json, parsed, shown, written

USER_AGENT = "Java/1.8.0_282"
# Seconds from one try to the next; after the fifteenth the queue is interrupted.
LADDER = (30, 60, 210, 300, 900, 1500, 3600, 3600, 3600, 3600, 3600, 7200, 7200, 10800)
TRIES = len(LADDER) + 1
AT_ONCE = 10
LONGEST_SLEEP = 1.0


class Sender:
    """Works through the queues of all webhooks; only HTTP 200 counts, and no redirect is followed.

    `SEQUENTIALLY` waits for the head of a queue, `NON_SEQUENTIALLY` sends ten at once in any order.
    """

    def __init__(
        self, books: Books, clock: Clock, webhooks: Webhooks, *, pace: float, seconds: float
    ) -> None:
        self._books = books
        self._clock = clock
        self._webhooks = webhooks
        self._pace = pace
        self._seconds = seconds
        self._woken = asyncio.Event()
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self.held = False

    def wake(self) -> None:
        """Look at the queues again."""
        self._woken.set()

    async def run(self) -> None:
        """Send until cancelled."""
        client = httpx.AsyncClient(
            timeout=self._seconds,
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": USER_AGENT, "Content-Type": "application/json"},
        )
        async with client:
            try:
                while True:
                    self._woken.clear()
                    self._send_what_is_due(client)
                    try:
                        await asyncio.wait_for(self._woken.wait(), LONGEST_SLEEP * self._pace)
                    except TimeoutError:
                        continue
            finally:
                for task in self._under_way.values():
                    task.cancel()
                await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def _send_what_is_due(self, client: httpx.AsyncClient) -> None:
        if self.held:
            return
        now = self._clock.now()
        for webhook in list(self._books.webhooks.values()):
            if webhook["interrupted"] or not webhook["enabled"]:
                continue
            at_once = 1 if webhook["sendType"] == "SEQUENTIALLY" else AT_ONCE
            for one in self._webhooks.queue(webhook["id"])[:at_once]:
                if id(one) in self._under_way or datetime.fromisoformat(one["due"]) > now:
                    continue
                task = asyncio.create_task(self._send(client, webhook, one))
                self._under_way[id(one)] = task

    async def _send(self, client: httpx.AsyncClient, webhook: Json, one: Json) -> None:
        status, error = 0, ""
        try:
            answer = await client.post(
                webhook["url"],
                content=one["body"].encode(),
                headers={"asaas-access-token": webhook["_token"]},
            )
            status = answer.status_code
        except (httpx.HTTPError, httpx.InvalidURL) as failure:
            error = repr(failure)
        finally:
            self._under_way.pop(id(one), None)
        one["attempts"].append({"at": self._clock.stamp(), "status": status, "error": error})
        if status == 200:
            webhook["penalizedRequestsCount"] = 0
            self._books.waiting = [other for other in self._books.waiting if other is not one]
            self._books.delivered.append(one)
        else:
            self._put_back(webhook, one)
        self.wake()

    def _put_back(self, webhook: Json, one: Json) -> None:
        one["failures"] += 1
        webhook["penalizedRequestsCount"] += 1
        if one["failures"] >= TRIES:
            webhook["interrupted"] = True
            return
        pause = timedelta(seconds=LADDER[one["failures"] - 1] * self._pace)
        one["due"] = (self._clock.now() + pause).isoformat()


async def may_go(books: Books, transfer: Json, *, seconds: float) -> tuple[bool, str] | None:
    """Ask the validator whether a transfer may go; None if it gave no proper answer."""
    question = {"type": "TRANSFER", "transfer": shown(transfer)}
    headers = {
        "User-Agent": USER_AGENT,
        "Content-Type": "application/json",
        "asaas-access-token": books.validator.get("token", ""),
    }
    try:
        async with httpx.AsyncClient(timeout=seconds, trust_env=False) as client:
            answer = await client.post(
                books.validator["url"], content=written(question), headers=headers
            )
        said = parsed(answer.content) if answer.status_code == 200 else None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return None
    if not isinstance(said, dict) or said.get("status") not in ("APPROVED", "REFUSED"):
        return None
    return said["status"] == "APPROVED", str(said.get("refuseReason") or "")
