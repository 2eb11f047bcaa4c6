"""The wallet: what a person has, what is on hold, and how it came to be."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import text

from services.bidding import CENTAVO
from services.config import Config
from services.database import Database
from services.errors import BadAmount, Forbidden, NotFound
from services.ports import Clock
from services.views import HoldLine, StatementLine, WalletView
from services.wallets import Leg, Movement, lock_wallets, move

LARGEST_TOP_UP = Decimal("1000000.00")
_PERSON = text("select wallet, held from users where user_id = :user")
_HOLDS = text("""
    select h.product_id, p.product_name, h.amount from holds h join products p using (product_id)
    where h.user_id = :user and h.ended_at is null order by h.opened_at desc
""")
_LINES = text("""
    select t.at, t.kind, e.amount, t.product_id, p.product_name,
           sum(e.amount) over (order by e.ledger_entry_id) as balance
    from ledger_entries e
    join ledger_transactions t using (ledger_transaction_id)
    left join products p on p.product_id = t.product_id
    where e.user_id = :user and e.account = 'wallet'
    order by e.ledger_entry_id desc limit 100
""")


class WalletService:
    """Shows wallets and fills them."""

    def __init__(self, database: Database, clock: Clock, config: Config) -> None:
        self._database = database
        self._clock = clock
        self._config = config

    def wallet(self, user_id: int) -> WalletView:
        """Show a person's money with the last hundred movements, newest first."""
        with self._database.transaction() as work:
            person = work.connection.execute(_PERSON, {"user": user_id}).one_or_none()
            if person is None:
                raise NotFound
            holds = work.connection.execute(_HOLDS, {"user": user_id}).all()
            lines = work.connection.execute(_LINES, {"user": user_id}).all()
        return WalletView(
            balance=person.wallet,
            held=person.held,
            holds=tuple(
                HoldLine(auction_id=h.product_id, title=h.product_name, amount=h.amount)
                for h in holds
            ),
            lines=tuple(
                StatementLine(
                    at=line.at,
                    kind=line.kind,
                    amount=line.amount,
                    balance=line.balance,
                    auction_id=line.product_id,
                    title=line.product_name,
                )
                for line in lines
            ),
        )

    def available(self, user_id: int) -> Decimal:
        """Tell what a person may commit to new bids; nothing for somebody unknown."""
        with self._database.transaction() as work:
            person = work.connection.execute(_PERSON, {"user": user_id}).one_or_none()
        return Decimal(0) if person is None else person.wallet - person.held

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
