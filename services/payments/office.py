"""The office: all that moves money between the house and the world, made once a process."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import text

from services.config import Config
from services.database import Database
from services.documents import Documents
from services.errors import NotFound
from services.hub import Hub
from services.lots import Increments
from services.news.herald import Herald
from services.payments.aftermath import Aftermath
from services.payments.cashier import Cashier
from services.payments.charging import Charging
from services.payments.checkout import Checkout
from services.payments.clearing import Clearing
from services.payments.defaults import Defaults
from services.payments.deliveries import Deliveries
from services.payments.history import History
from services.payments.hooks import Hooks
from services.payments.inbox import Inbox
from services.payments.messages import Messages
from services.payments.offers import Offers
from services.payments.reconciliation import Reconciliation
from services.payments.reminders import Reminders
from services.payments.sales import Sales
from services.payments.sending import Sending
from services.payments.top_ups import TopUps
from services.payments.validation import Validation
from services.payments.withdrawals import Withdrawals
from services.ports import Clock, PaymentGateway, Runner
from services.proofs import Proofs
from services.sessions import SessionService
from services.throttles import Throttles
from services.views import Visitor
from services.waiting import Waiting

LOOK_SECONDS, TIDY_SECONDS, TERM_SECONDS, RECONCILE_SECONDS = 5.0, 30.0, 60.0, 3600.0
Reader = Callable[[int, Visitor], object]
_KIND = text("select kind from payments where payment_id = :payment")


class Office:
    """Builds the capabilities of payments around one gateway and gives the cashier its jobs."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        hub: Hub,
        *,
        gateway: PaymentGateway,
        run: Runner,
        config: Config,
        herald: Herald,
        throttles: Throttles,
        proofs: Proofs,
        sessions: SessionService,
        increments: Increments,
    ) -> None:
        self._database = database
        self.gateway = gateway
        self.cashier = Cashier(hub)
        self.hooks = Hooks()
        self.charging = Charging(database, clock, gateway, run, base_url=config.base_url)
        self.inbox = Inbox(database, clock, run)
        self.clearing = Clearing(database, clock, gateway, run, inbox=self.inbox, hooks=self.hooks)
        self.messages = Messages(database, clock, sessions)
        self.history = History(database)
        self.validation = Validation(database, clock)
        self.top_ups = TopUps(database, clock, self.charging, throttles, run, config=config)
        self.withdrawals = Withdrawals(database, clock, throttles, proofs, herald, config=config)
        self.sending = Sending(database, clock, gateway, run, herald)
        self.waiting = Waiting(database)
        self.readers: dict[str, Reader] = {}
        self.readers["top_up"] = self.waiting.top_up
        self.readers["withdrawal"] = self.waiting.withdrawal
        self.hooks.on_transfer.append(self.sending.apply_transfer)
        self.cashier.job("charges", self.charging.ask_due, every=LOOK_SECONDS)
        self.cashier.job("clearing", self.clearing.clear_due, every=LOOK_SECONDS)
        self.cashier.job("transfers", self.sending.send_due, every=LOOK_SECONDS)
        self.cashier.job("top_ups", self.top_ups.take_back_due, every=TIDY_SECONDS)
        self._sell(database, clock, run, config, herald, sessions)
        self.readers["sale"] = self.sales.sale
        self._follow_up(database, clock, run, config, herald, sessions, increments)

    def _sell(
        self,
        database: Database,
        clock: Clock,
        run: Runner,
        config: Config,
        herald: Herald,
        sessions: SessionService,
    ) -> None:
        terms = {"look_days": config.look_days, "silent_days": config.silent_days}
        self.checkout = Checkout(database, clock, run, self.charging, self.hooks, sessions)
        self.deliveries = Deliveries(database, clock, herald, sessions, **terms)
        self.reminders = Reminders(database, clock, herald)
        self.sales = Sales(database, clock)
        self.hooks.on_paid.append(self.deliveries.open)
        self.hooks.on_reversed.append(self.deliveries.freeze)
        self.cashier.job("reminders", lambda: run(self.reminders.remind_due), every=LOOK_SECONDS)
        self.cashier.job("terms", lambda: run(self.deliveries.end_terms), every=TERM_SECONDS)

    def _follow_up(
        self,
        database: Database,
        clock: Clock,
        run: Runner,
        config: Config,
        herald: Herald,
        sessions: SessionService,
        increments: Increments,
    ) -> None:
        look_again = self.clearing.look_again
        self.defaults = Defaults(database, clock, run, self.charging, sessions, herald, look_again)
        self.offers = Offers(database, clock, increments, herald)
        self.aftermath = Aftermath(database, clock, increments)
        self.documents = Documents(database, clock, config)
        self.reconciliation = Reconciliation(
            database,
            clock,
            self.gateway,
            run,
            look_again,
            opening_balance=config.payment_opening_balance,
        )
        self.cashier.job("defaults", self.defaults.end_due, every=TIDY_SECONDS)
        self.cashier.job("offers", lambda: run(self.offers.lapse_due), every=TIDY_SECONDS)
        self.cashier.job("reconciliation", self.reconciliation.hourly, every=RECONCILE_SECONDS)

    def look(self, payment_id: int, visitor: Visitor) -> tuple[str, object]:
        """Give a payment's kind and what this visitor sees of it.

        Raises NotFound for one that is not there or not theirs to see.
        """
        with self._database.transaction() as work:
            found = work.connection.execute(_KIND, {"payment": payment_id}).scalar_one_or_none()
        if found is None or found not in self.readers:
            raise NotFound
        return found, self.readers[found](payment_id, visitor)

    async def open(self) -> None:
        """Begin on this event loop; safe to call twice."""
        await self.cashier.start()

    async def shut(self) -> None:
        """Let go of what waits and of the gateway; safe to call twice."""
        await self.cashier.stop()
        await self.gateway.close()
