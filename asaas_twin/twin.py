"""The simulator as a whole: its books, its rules, its time, and the application that serves it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date, datetime, timedelta

from starlette.applications import Starlette
from starlette.routing import Mount

from asaas_twin import admin, api, pages
from asaas_twin.account import Account
from asaas_twin.books import Books, Numbers, load, save, written_books
from asaas_twin.charges import Charges
from asaas_twin.clock import Clock, at_night
from asaas_twin.customers import Customers
from asaas_twin.faults import Faults
from asaas_twin.life import Life
from asaas_twin.refunds import Refunds
from asaas_twin.sender import Sender, may_go
from asaas_twin.settings import Settings
from asaas_twin.transfers import Transfers
from asaas_twin.webhooks import Webhooks
from asaas_twin.wire import Json

LONGEST_SLEEP = 0.5
SAVED_EVERY = 1.0


class Twin:
    """One account at a house that is not Asaas; everything happens on one event loop.

    `app` serves it. A server that knows lifespans starts and stops it; whoever mounts the
    application in another calls `start` and `stop`.
    """

    def __init__(
        self, settings: Settings | None = None, *, real_time: Callable[[], float] | None = None
    ) -> None:
        self.settings = settings = settings or Settings()
        kept = settings.keep_in
        self.books = load(kept) if kept else Books()
        self.clock = Clock(real_time) if real_time else Clock()
        self.clock.ahead = self.books.ahead
        self.faults = Faults()
        self._tasks: list[asyncio.Task[None]] = []
        self._turn = asyncio.Lock()
        self._saved = b""
        numbers = Numbers(self.books, settings.seed)
        self.webhooks = Webhooks(
            self.books, self.clock, numbers, key=settings.key, wake=lambda: self.sender.wake()
        )
        self.sender = Sender(
            self.books,
            self.clock,
            self.webhooks,
            pace=settings.pace,
            seconds=settings.webhook_seconds,
        )
        self.account = Account(self.books, self.clock, numbers, settings.fees)
        self.customers = Customers(self.books, self.clock, numbers)
        desk = (self.books, self.clock, numbers, self.account)
        self.charges = Charges(*desk, self.webhooks, settings)
        self.life = Life(*desk, self.charges, settings)
        self.refunds = Refunds(*desk, self.charges, settings)
        self.transfers = Transfers(*desk, self.webhooks, settings)
        if not self.books.ledger:
            self.account.move("CREDIT", settings.opening_balance, "Saldo inicial")
        if not self.books.night:
            self.books.night = self.clock.today().isoformat()

    def app(self, *, drivers: bool = True) -> Starlette:
        """Build the application; without `drivers` nobody can move the clock or order faults."""
        routes = [Mount("/v3", routes=api.routes(self)), *pages.routes(self)]
        if drivers:
            routes.append(Mount("/_admin", routes=admin.routes(self)))
        unknown = {404: api.unknown, 405: api.unknown}
        return Starlette(routes=routes, lifespan=self._lifespan, exception_handlers=unknown)

    def listen(self, url: str, token: str) -> None:
        """Have all events sent to one address; an address known already keeps its queue."""
        for webhook in self.books.webhooks.values():
            if webhook["name"] == "house":
                webhook |= {"url": url, "_token": token}
                self.webhooks.remove_backoff(webhook["id"])
                webhook["interrupted"] = False
                return
        self.webhooks.create({"name": "house", "url": url, "authToken": token})

    def validate(self, url: str, token: str) -> None:
        """Have somebody asked before money is sent away."""
        self.books.validator = {"url": url, "token": token}

    async def start(self) -> None:
        """Begin to send events and to live by the clock; safe to call twice."""
        if not self._tasks:
            self._tasks = [
                asyncio.create_task(self.sender.run()),
                asyncio.create_task(self._live()),
                asyncio.create_task(self._keep()),
            ]

    async def stop(self) -> None:
        """Stop, and keep the books; safe to call twice."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._save()

    async def advance(self, by: timedelta) -> None:
        """Move the clock forward, doing on the way what falls due, each thing at its own time."""
        target = self.clock.now() + by
        await self._catch_up(target)
        self.clock.advance(target - self.clock.now())
        self.books.ahead = self.clock.ahead
        self.sender.wake()

    async def _live(self) -> None:
        while True:
            await self._catch_up(self.clock.now())
            await asyncio.sleep(LONGEST_SLEEP * min(1.0, self.settings.pace))

    async def _catch_up(self, until: datetime) -> None:
        async with self._turn:
            while True:
                night = at_night(date.fromisoformat(self.books.night) + timedelta(days=1))
                transfers = self.transfers.due()
                first = datetime.fromisoformat(transfers[0]["_at"]) if transfers else None
                if first is not None and first <= min(night, until):
                    await self._step(transfers[0], first)
                elif night <= until:
                    with self.clock.at(night):
                        self.books.night = self.clock.today().isoformat()
                        self.life.by_night()
                else:
                    return

    async def _step(self, transfer: Json, at: datetime) -> None:
        if transfer["_next"] != "validate":
            with self.clock.at(at):
                self.transfers.step(transfer, transfer["_next"])
            return
        transfer["_next"] = None
        said = await may_go(self.books, transfer, seconds=self.settings.webhook_seconds)
        with self.clock.at(max(at, self.clock.now())):
            self.transfers.validated(transfer, said)

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(SAVED_EVERY)
            self._save()

    def _save(self) -> None:
        if self.settings.keep_in is not None:
            facts = written_books(self.books)
            if facts != self._saved:
                save(facts, self.settings.keep_in)
                self._saved = facts

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        await self.start()
        try:
            yield
        finally:
            with suppress(asyncio.CancelledError):
                await self.stop()
