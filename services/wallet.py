"""The wallet: what a person has, what is on hold, and how it came to be."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import text

from services.bidding import CENTAVO
from services.config import Config
from services.database import Database
from services.errors import BadAmount, Forbidden, NotFound
from services.ports import Clock
from services.statements import PER_PAGE, lots_of, read_lines
from services.views import HoldLine, StatementFilter, StatementLine, WalletView
from services.waiting import read_waiting
from services.wallets import Leg, Movement, lock_wallets, move

LARGEST_TOP_UP = Decimal("1000000.00")
_PERSON = text("""
    select u.wallet, u.held,
           coalesce(sum(e.amount) filter (where e.account = 'incoming'), 0) as incoming,
           -coalesce(sum(e.amount) filter (where e.account = 'debt'), 0) as debt
    from users u
    left join ledger_entries e on e.user_id = u.user_id and e.account in ('incoming', 'debt')
    where u.user_id = :user group by u.user_id
""")
_HOLDS = text("""
    select h.product_id, p.product_name, h.payment_id, h.amount
    from holds h left join products p using (product_id)
    where h.user_id = :user and h.ended_at is null order by h.opened_at desc, h.hold_id desc
""")
LONGEST_STATEMENT = 10_000


class WalletService:
    """Shows wallets and fills them."""

    def __init__(self, database: Database, clock: Clock, config: Config) -> None:
        self._database = database
        self._clock = clock
        self._config = config

    def wallet(
        self, user_id: int, asked: StatementFilter | None = None, *, before: int | None = None
    ) -> WalletView:
        """Show a person's money with fifty movements, newest first, those older than `before`."""
        asked = asked or StatementFilter()
        with self._database.transaction() as work:
            connection = work.connection
            person = connection.execute(_PERSON, {"user": user_id}).one_or_none()
            if person is None:
                raise NotFound
            holds = connection.execute(_HOLDS, {"user": user_id}).all()
            lines = read_lines(connection, user_id, asked, before=before, most=PER_PAGE + 1)
            waiting = read_waiting(connection, user_id)
            lots = lots_of(connection, user_id)
        shown = lines[:PER_PAGE]
        return WalletView(
            balance=person.wallet,
            held=person.held,
            incoming=person.incoming,
            debt=person.debt,
            holds=tuple(
                HoldLine(
                    auction_id=h.product_id,
                    title=h.product_name or "",
                    payment_id=h.payment_id,
                    amount=h.amount,
                )
                for h in holds
            ),
            lines=shown,
            older=shown[-1].number if len(lines) > PER_PAGE else None,
            waiting=waiting,
            lots=lots,
            asked=asked,
        )

    def statement(self, user_id: int, asked: StatementFilter) -> tuple[StatementLine, ...]:
        """Give the movements asked for, newest first, the latest ten thousand of them."""
        with self._database.transaction() as work:
            return read_lines(work.connection, user_id, asked, most=LONGEST_STATEMENT)

    def available(self, user_id: int) -> Decimal:
        """Tell what a person may commit to new bids; nothing for somebody unknown."""
        with self._database.transaction() as work:
            person = work.connection.execute(_PERSON, {"user": user_id}).one_or_none()
        if person is None:
            return Decimal(0)
        free: Decimal = person.wallet - person.held - person.debt
        return max(free, Decimal(0))

    def demo_top_up(self, user_id: int, amount: Decimal, *, key: str) -> None:
        """Put play money into a wallet, once per `key`; `Forbidden` outside the demonstration."""
        if not self._config.demo:
            raise Forbidden
        if not amount.is_finite() or not 0 < amount <= LARGEST_TOP_UP:
            raise BadAmount
        if amount != amount.quantize(CENTAVO):
            raise BadAmount
        with self._database.transaction() as work:
            lock_wallets(work.connection, [user_id])
            move(work.connection, [top_up(user_id, amount, key=key, clock=self._clock)])


def top_up(user_id: int, amount: Decimal, *, key: str, clock: Clock) -> Movement:
    """Make the movement that puts money into a wallet; the house's cash is its other side."""
    return Movement(
        kind="deposit",
        business_key=f"top-up:{user_id}:{key}"[:80],
        at=clock.now(),
        legs=(
            Leg(account="wallet", amount=amount, user_id=user_id),
            Leg(account="cash", amount=-amount),
        ),
    )
