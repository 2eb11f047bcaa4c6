"""Large withdrawals: two people of the house agree before the gateway is asked to send them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, text

from models import PaymentState
from services.administration import audit
from services.administration.approvals import Agreed, Approvals
from services.administration.orders import Order
from services.authority import demand
from services.database import Database, Transaction
from services.errors import DeskRefused, NotFound
from services.events import GatewayWanted, MoneyMoved
from services.news.herald import Herald
from services.payments.notices import tell_owner
from services.payments.payout_rows import STATE
from services.payments.sending import END_HOLD
from services.people.documents import format_cnpj, format_cpf
from services.people.rights import Right
from services.ports import Clock
from services.sessions import SessionService
from services.views import Consequence, PayoutAbout, PayoutSale, PayoutSheet
from services.wallets import lock_wallets

ACT, LAST_SALES = "payout", 6
_SHEET = text(f"""
    select p.payment_id, p.payee as name, p.amount, p.opening_datetime as asked_at, p.user_id,
           u.username, u.created_at as joined_at, u.wallet, u.held, t.pix_key, t.pix_key_type,
           t.gateway_id, t.gateway_status, t.fee, t.closed_at as ended_at, t.fail_reason as reason,
           t.last_error, {STATE} as state,
           (select a.approval_id from approvals a where a.action = '{ACT}'
            and a.subject = 'payment:' || p.payment_id and a.state = 'waiting') as approval_id,
           (select count(*) from payments o where o.user_id = p.user_id and o.kind = 'withdrawal'
            and o.payment_status_id = {PaymentState.PAID:d}) as paid_before
    from payments p join transfers t using (payment_id) join users u on u.user_id = p.user_id
    where p.payment_id = :payment
""")  # noqa: S608  our own words
_SALES = text("""
    select p.product_id as auction_id, p.product_name as title, e.amount as share,
           t.at as freed_at
    from ledger_entries e join ledger_transactions t using (ledger_transaction_id)
    left join payments y using (payment_id)
    join products p on p.product_id = coalesce(t.product_id, y.product_id)
    where e.user_id = :user and e.account = 'wallet' and t.kind = 'freed'
    order by e.ledger_entry_id desc limit :most
""")
_OWNER = text("""
    select user_id from payments where payment_id = :payment and kind = 'withdrawal'
""")
_LOCK = text("""
    select p.payment_id, p.user_id, p.amount, t.transfer_id, t.state
    from payments p join transfers t using (payment_id)
    where p.payment_id = :payment for no key update
""")
_REQUEST = text(f"""
    select approval_id from approvals
    where action = '{ACT}' and subject = :subject and state = 'waiting' for no key update
""")  # noqa: S608
_MOOT = text("""
    update approvals set state = case when asked_by = :actor then 'withdrawn' else 'refused' end,
        decided_by = :actor, decided_at = :now, note = :note
    where approval_id = :approval
""")
_SEND = text("""
    update transfers set state = 'wanted', next_try_at = :now where transfer_id = :transfer
""")
_CLOSE = text("""
    update transfers set state = 'closed', closed_at = :now, fail_reason = :why
    where transfer_id = :transfer
""")
_REFUSED = text("""
    update payments set payment_status_id = :failed, flag = null where payment_id = :payment
""")


class Payouts:
    """Shows withdrawals to the house, and lets those above the limit go or not.

    Locks are taken in one order: what was asked of a second person, the wallet, the payment.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        approvals: Approvals,
        herald: Herald,
        sessions: SessionService,
    ) -> None:
        self._database = database
        self._clock = clock
        self._approvals = approvals
        self._herald = herald
        self._sessions = sessions
        handles = approvals.handles(
            ACT, right=Right.MONEY, refused=self._refused, about=self._about
        )
        handles(self._released)

    def sheet(self, actor_id: int | None, payment_id: int) -> PayoutSheet:
        """Show a withdrawal with what its two people should know. Raises Forbidden, NotFound."""
        with self._database.transaction() as work:
            demand(work, actor_id, Right.MONEY)
            return self._sheet(work.connection, actor_id, payment_id)[0]

    @staticmethod
    def _sheet(
        connection: Connection, actor_id: int | None, payment_id: int
    ) -> tuple[PayoutSheet, int]:
        found = connection.execute(_SHEET, {"payment": payment_id})
        row = found.mappings().one_or_none()
        if row is None:
            raise NotFound
        company = row["pix_key_type"] == "CNPJ"
        shown = format_cnpj if company else format_cpf
        values = {name: value for name, value in row.items() if name != "user_id"}
        values["pix_key"] = shown(row["pix_key"])
        return PayoutSheet(**values, own=row["user_id"] == actor_id), row["user_id"]

    def _about(self, work: Transaction, asked: RowMapping) -> PayoutAbout:
        sheet, owner = self._sheet(work.connection, None, _number(asked["subject"]))
        last = work.connection.execute(_SALES, {"user": owner, "most": LAST_SALES})
        then: tuple[Consequence, ...] = ()
        if sheet.state == "checking":
            values = {"amount": sheet.amount, "key": sheet.pix_key, "name": sheet.name}
            then = (
                Consequence(name="money_leaves", values=values),
                Consequence(name="or_money_returns"),
            )
        sales = tuple(PayoutSale(**row) for row in last.mappings())
        return PayoutAbout(sheet=sheet, sales=sales, then=then)

    def ask(self, actor_id: int, payment_id: int, order: Order, *, session_key: str) -> int:
        """Ask a second person to let a withdrawal go; returns the number of what was asked.

        Raises Forbidden, NotFound, BadForm without a reason, ProofNeeded without a proof of the
        last five minutes, and DeskRefused: of one's own money, of what was asked already, or of
        what does not wait for two people.
        """
        with self._database.transaction() as work:
            demand(work, actor_id, Right.MONEY)
            reason = order.read()
            self._request(work.connection, payment_id)
            row = self._checking(work.connection, payment_id)
            _not_own(row, actor_id)
            self._sessions.demand_proof(work, session_key)
            return self._approvals.ask(
                work,
                actor_id,
                ACT,
                f"payment:{payment_id}",
                reason=reason,
                payload={"amount": row["amount"]},
            )

    def refuse(self, actor_id: int, payment_id: int, order: Order, *, session_key: str) -> None:
        """Give the money back to its owner, who is told why; what was asked of a second one ends.

        One person may do this: nothing leaves the house. Raises as `ask`.
        """
        with self._database.transaction() as work:
            demand(work, actor_id, Right.MONEY)
            reason = order.read()
            asked = self._request(work.connection, payment_id)
            row = self._checking(work.connection, payment_id)
            _not_own(row, actor_id)
            self._sessions.demand_proof(work, session_key)
            now = self._clock.now()
            if asked is not None:
                values = {"approval": asked, "actor": actor_id, "now": now, "note": reason}
                work.connection.execute(_MOOT, values)
            self._give_back(work, row, actor_id, reason)

    def _released(self, work: Transaction, agreed: Agreed) -> None:
        row = self._checking(work.connection, _number(agreed.subject))
        _not_own(row, agreed.decided_by)
        values = {"transfer": row["transfer_id"], "now": self._clock.now()}
        work.connection.execute(_SEND, values)
        work.announce(GatewayWanted())
        work.announce(MoneyMoved(user_id=row["user_id"], payment_id=row["payment_id"]))

    def _refused(self, work: Transaction, agreed: Agreed) -> None:
        row = self._checking(work.connection, _number(agreed.subject))
        _not_own(row, agreed.decided_by)
        self._give_back(work, row, agreed.decided_by, agreed.note)

    def _give_back(self, work: Transaction, row: RowMapping, actor_id: int, why: str) -> None:
        now, payment = self._clock.now(), row["payment_id"]
        values: dict[str, Any] = {"payment": payment, "transfer": row["transfer_id"], "now": now}
        work.connection.execute(_CLOSE, {**values, "why": why[:500] or None})
        work.connection.execute(END_HOLD, {**values, "ending": "released", "captured": 0})
        work.connection.execute(_REFUSED, {**values, "failed": PaymentState.FAILED})
        tell_owner(work, self._herald, "withdrawal_denied", payment, why=why or "—")
        work.announce(MoneyMoved(user_id=row["user_id"], payment_id=payment))
        subject = f"payment:{payment}"
        audit.record(work, "payout_refused", subject, actor=actor_id, at=now, reason=why)

    @staticmethod
    def _request(connection: Connection, payment_id: int) -> int | None:
        asked = {"subject": f"payment:{payment_id}"}
        found: int | None = connection.execute(_REQUEST, asked).scalar_one_or_none()
        return found

    @staticmethod
    def _checking(connection: Connection, payment_id: int) -> RowMapping:
        """Give a withdrawal that waits for two people, under its locks."""
        asked = {"payment": payment_id}
        owner = connection.execute(_OWNER, asked).scalar_one_or_none()
        if owner is None:
            raise NotFound
        lock_wallets(connection, [owner])
        row = connection.execute(_LOCK, asked).mappings().one()
        if row["state"] != "checking":
            raise DeskRefused(reason="not_now")
        return row


def _not_own(row: RowMapping, actor_id: int) -> None:
    if row["user_id"] == actor_id:
        raise DeskRefused(reason="own_money")


def _number(subject: str) -> int:
    return int(subject.removeprefix("payment:"))
