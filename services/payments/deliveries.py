"""From paid to received: the seller's share is freed once, by the buyer, a term or a ruling."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import RowMapping, text

from models import PaymentState
from services.administration import audit
from services.authority import demand
from services.billing.due import LOOK_DAYS, SILENT_DAYS, end_of_day
from services.database import Database, Transaction
from services.errors import NotFound, SaleRefused
from services.news.herald import Herald
from services.payments.credits import credit
from services.payments.sale_rows import (
    FROZEN,
    book,
    firm,
    locked_sale,
    read_sale,
    sellers_share,
    tell_screens,
)
from services.people.fields import Reading, parse_text
from services.people.rights import Right
from services.ports import Clock
from services.sessions import SessionService
from services.wallets import Leg

LONGEST_HOW, LONGEST_REASON = 200, 1000
RULINGS = ("seller", "buyer")
_OPEN = text("""
    insert into deliveries (payment_id, opened_at, confirm_by) values (:payment, :now, :by)
    on conflict (payment_id) do update
    set confirm_by = greatest(deliveries.confirm_by, :again)
    where deliveries.freed_at is null and deliveries.returned_at is null
    returning opened_at = :now
""")
_TOLD = text("update payments set reminders = 3 where payment_id = :payment")
_HAND_OVER = text("""
    update deliveries set handed_over_at = :now, handed_over_how = :how, confirm_by = :by
    where payment_id = :payment
""")
_DISPUTE = text("""
    update deliveries set disputed_at = :now, dispute = :reason where payment_id = :payment
""")
_RULE = text("""
    update deliveries set ruled_at = :now, ruling = :ruling where payment_id = :payment
""")
_FREE = text("""
    update deliveries set received_at = :now, received_by = :by, freed_at = :now
    where payment_id = :payment
""")
_RETURN = text("update deliveries set returned_at = :now where payment_id = :payment")
_DUE = text("""
    select d.payment_id from deliveries d join payments p using (payment_id)
    where d.confirm_by <= :now and d.freed_at is null and d.returned_at is null
      and d.disputed_at is null and p.payment_status_id = :paid and p.defaulted_at is null
      and coalesce(p.flag, '') <> all(:frozen)
    order by d.confirm_by limit 50
""")
_BOOKED = text("""
    select e.account, e.user_id, e.amount
    from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
    where t.kind = 'sale' and t.product_id = :lot and exists (
        select from ledger_entries owed
        where owed.ledger_transaction_id = t.ledger_transaction_id
          and owed.account = 'receivable' and owed.user_id = :buyer)
""")


class Deliveries:
    """Keeps lot and money where they are until the buyer has what was bought.

    Every step locks lot, people and payment; what two do at once happens once.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        herald: Herald,
        sessions: SessionService,
        *,
        look_days: int = LOOK_DAYS,
        silent_days: int = SILENT_DAYS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._herald = herald
        self._sessions = sessions
        self._look_days = look_days
        self._silent_days = silent_days

    def open(self, work: Transaction, payment: RowMapping) -> None:
        """Begin the delivery of a sale that is paid, and tell both; a hook of payments.

        One that was frozen goes on, and the buyer has time again to look. Of a judicial lot the
        court must have its price first.
        """
        if payment["kind"] != "sale" or payment["defaulted_at"] is not None:
            return
        if payment["by_guide"] and payment["guide_paid_at"] is None:
            return
        now = self._clock.now()
        values = {
            "payment": payment["payment_id"],
            "now": now,
            "by": end_of_day(now, after=self._silent_days),
            "again": end_of_day(now, after=self._look_days),
        }
        if work.connection.execute(_OPEN, values).scalar_one_or_none():
            sale = read_sale(work.connection, payment["payment_id"])
            tell_paid(self._herald, work, sale)
            work.connection.execute(_TOLD, values)

    def freeze(self, work: Transaction, payment: RowMapping) -> None:
        """Tell both that nothing is to be handed over for now; a hook of payments.

        Nothing is freed while the payment is not firm, which its own row says.
        """
        if payment["kind"] != "sale":
            return
        sale = read_sale(work.connection, payment["payment_id"])
        if sale["delivery_id"] is None or sale["freed_at"] or sale["returned_at"]:
            return
        for person in (sale["seller_id"], sale["user_id"]):
            self._tell(work, sale, person, "sale_frozen")

    def hand_over(self, seller_id: int, payment_id: int, *, how: str) -> None:
        """Note that the lot is handed over or waits to be fetched; the buyer has time to look.

        Raises NotFound for another's sale, BadForm for what cannot be read, SaleRefused.
        """
        reading = Reading()
        said = reading.take(parse_text, how, field="how", longest=LONGEST_HOW)
        with self._database.transaction() as work:
            sale = self._under_way(work, payment_id, seller_id=seller_id)
            if sale["handed_over_at"] is not None:
                raise SaleRefused(reason="over")
            reading.settle()
            now = self._clock.now()
            by = end_of_day(now, after=self._look_days)
            values = {"payment": payment_id, "now": now, "how": said, "by": by}
            work.connection.execute(_HAND_OVER, values)
            self._tell(work, sale, sale["user_id"], "sale_handed_over", how=said, until=by)
            tell_screens(work, sale)

    def confirm(self, buyer_id: int, payment_id: int) -> None:
        """Free the seller's share: the buyer has what was bought, and no dispute is possible.

        Said twice it counts once. Raises NotFound for another's sale, SaleRefused.
        """
        with self._database.transaction() as work:
            sale = locked_sale(work.connection, payment_id)
            if sale["user_id"] == buyer_id and sale["received_by"] == "buyer":
                return
            sale = self._under_way(work, payment_id, buyer_id=buyer_id)
            self._free(work, sale, by="buyer")

    def dispute(self, buyer_id: int, payment_id: int, *, reason: str) -> None:
        """Stop the clock: something is wrong with what was bought, and the house is to rule.

        Raises NotFound for another's sale, BadForm without a reason, SaleRefused after the time
        to look and for judicial lots, whose disputes are the court's. (CPC art. 903)
        """
        reading = Reading()
        said = reading.take(parse_text, reason, field="reason", longest=LONGEST_REASON)
        with self._database.transaction() as work:
            sale = self._under_way(work, payment_id, buyer_id=buyer_id)
            if sale["auction_type"] == "judicial":
                raise SaleRefused(reason="judicial")
            if self._clock.now() >= sale["confirm_by"]:
                raise SaleRefused(reason="look_over")
            reading.settle()
            values = {"payment": payment_id, "now": self._clock.now(), "reason": said}
            work.connection.execute(_DISPUTE, values)
            self._tell(work, sale, sale["seller_id"], "sale_disputed", reason=said)
            self._tell(work, sale, sale["user_id"], "sale_dispute_kept", reason=said)
            tell_screens(work, sale)

    def rule(
        self, admin_id: int, payment_id: int, *, ruling: str, why: str, session_key: str
    ) -> None:
        """End a dispute for the seller, who is freed, or the buyer, whose money comes back.

        It comes to the wallet, all of it: the house keeps no commission of a sale undone. Raises
        Forbidden, ProofNeeded, NotFound, BadForm, and SaleRefused where nothing is disputed.
        """
        reading = Reading()
        said = reading.take(parse_text, why, field="why", longest=LONGEST_REASON)
        if ruling not in RULINGS:
            reading.refuse("ruling", "not_offered")
        with self._database.transaction() as work:
            demand(work, admin_id, Right.MONEY)
            self._sessions.demand_proof(work, session_key)
            sale = locked_sale(work.connection, payment_id)
            if sale["delivery_id"] is None:
                raise NotFound
            if sale["disputed_at"] is None or sale["ruled_at"] is not None:
                raise SaleRefused(reason="not_disputed")
            if not firm(sale):
                raise SaleRefused(reason="frozen")
            reading.settle()
            now = self._clock.now()
            values = {"payment": payment_id, "now": now, "ruling": ruling}
            work.connection.execute(_RULE, values)
            audit.record(
                work,
                "dispute_ruled",
                f"payment:{payment_id}",
                actor=admin_id,
                at=now,
                ruling=ruling,
                why=said,
            )
            if ruling == "seller":
                self._free(work, sale, by="house")
            else:
                self._give_back(work, sale, now)
            for person in (sale["user_id"], sale["seller_id"]):
                self._tell(work, sale, person, f"sale_ruled_{ruling}", why=said)

    def end_terms(self) -> int:
        """Take silence for received where the time to look is over; returns how many."""
        asked = {
            "now": self._clock.now(),
            "paid": PaymentState.PAID,
            "frozen": sorted(FROZEN),
        }
        with self._database.transaction() as work:
            due = [row.payment_id for row in work.connection.execute(_DUE, asked)]
        return sum(self.end_term(payment_id) for payment_id in due)

    def end_term(self, payment_id: int) -> bool:
        """Free this sale if it is past its time to look and nothing stands against it."""
        with self._database.transaction() as work:
            sale = locked_sale(work.connection, payment_id)
            ended = sale["freed_at"] or sale["returned_at"] or sale["disputed_at"]
            if sale["delivery_id"] is None or ended or self._clock.now() < sale["confirm_by"]:
                return False
            if not firm(sale):
                return False
            self._free(work, sale, by="term")
            self._tell(work, sale, sale["user_id"], "sale_term_over")
        return True

    def _under_way(
        self,
        work: Transaction,
        payment_id: int,
        *,
        buyer_id: int | None = None,
        seller_id: int | None = None,
    ) -> RowMapping:
        """Lock a sale of this person's that is paid, not ended and not disputed."""
        sale = locked_sale(work.connection, payment_id)
        if buyer_id not in (None, sale["user_id"]) or seller_id not in (None, sale["seller_id"]):
            raise NotFound
        if not firm(sale):
            raise SaleRefused(reason="frozen")
        if sale["delivery_id"] is None or sale["freed_at"] or sale["returned_at"]:
            raise SaleRefused(reason="over")
        if sale["disputed_at"] is not None:
            raise SaleRefused(reason="disputed")
        return sale

    def _free(self, work: Transaction, sale: RowMapping, *, by: str) -> None:
        connection, now = work.connection, self._clock.now()
        share = sellers_share(connection, sale)
        values = {"payment": sale["payment_id"], "now": now, "by": by}
        connection.execute(_FREE, values)
        if share:
            theirs = Leg(account="pending", amount=-share, user_id=sale["seller_id"])
            freed = credit(connection, sale["seller_id"], share)
            book(connection, sale, "freed", (theirs, *freed), at=now)
            self._tell(work, sale, sale["seller_id"], "sale_freed", amount=share)
        tell_screens(work, sale)

    def _give_back(self, work: Transaction, sale: RowMapping, now: datetime) -> None:
        """Undo the sale's movement; what the buyer had paid comes to the wallet."""
        buyer = sale["user_id"]
        work.connection.execute(_RETURN, {"payment": sale["payment_id"], "now": now})
        asked = {"lot": sale["product_id"], "buyer": buyer}
        booked = work.connection.execute(_BOOKED, asked).all()
        undone = [
            Leg(account=line.account, amount=-line.amount, user_id=line.user_id)
            for line in booked
            if line.account != "receivable"
        ]
        back = credit(work.connection, buyer, -sum((leg.amount for leg in undone), Decimal(0)))
        book(work.connection, sale, "returned", (*undone, *back), at=now)
        tell_screens(work, sale)

    def _tell(
        self, work: Transaction, sale: RowMapping, person: int, kind: str, **values: object
    ) -> None:
        path = f"/payments/{sale['payment_id']}"
        self._herald.tell(work, person, kind, path=path, title=sale["title"], **values)


def tell_paid(herald: Herald, work: Transaction, sale: RowMapping) -> None:
    """Tell both sides of a sale that it is paid, and what comes next."""
    path, title = f"/payments/{sale['payment_id']}", sale["title"]
    buyer = "sale_paid_judicial" if sale["by_guide"] else "sale_paid"
    herald.tell(work, sale["user_id"], buyer, path=path, title=title, total=sale["amount"])
    herald.tell(work, sale["seller_id"], "sale_to_hand_over", path=path, title=title)
