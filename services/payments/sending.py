"""Sending withdrawals: asked of the gateway once, and what it says of them applied once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import structlog
from sqlalchemy import RowMapping, text

from models import PaymentState
from services.billing.due import BRASILIA
from services.billing.gateway import PixKeyType, Transfer, TransferOrder
from services.database import Database, Transaction
from services.events import MoneyMoved
from services.news.herald import Herald
from services.payments.credits import debit
from services.payments.notices import tell_owner
from services.ports import Clock, GatewayAway, GatewayRefused, PaymentGateway, Runner
from services.wallets import Leg, Movement, lock_wallets, move

Result = Literal["applied", "nothing", "orphan", "quarantined"]
_LEASE = timedelta(minutes=2)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
_ASK_AGAIN = timedelta(minutes=10)  # how stands it? for when no event tells
_REFUSED = 400  # any other status is between the house and the gateway, not about this transfer
_DUE = text("""
    select transfer_id from transfers
    where closed_at is null and state <> 'checking' and next_try_at <= :now
    order by next_try_at limit 1
""")
_TAKE = text("""
    update transfers set tries = tries + 1, next_try_at = :lease,
        state = case when state = 'wanted' then 'unknown' else state end
    where transfer_id = :transfer and closed_at is null and state <> 'checking'
      and next_try_at <= :now
    returning *, tries > 1 as asked_before
""")
_LATER = text("""
    update transfers set next_try_at = :at, last_error = :error
    where transfer_id = :transfer and closed_at is null
""")
_FIND = text("""
    select t.transfer_id, p.user_id from transfers t join payments p using (payment_id)
    where t.gateway_id = :gateway_id or t.transfer_id = :transfer
    order by t.gateway_id = :gateway_id desc nulls last limit 1
""")
_LOCK = text("""
    select t.*, p.user_id, p.payment_status_id, p.amount
    from payments p join transfers t using (payment_id)
    where t.transfer_id = :transfer for no key update
""")
_READ = text("""
    update transfers set gateway_id = :gateway_id, gateway_status = :status, fee = :fee,
        fail_reason = :reason, last_error = null,
        state = case when :over then 'closed' else 'open' end,
        closed_at = case when :over then coalesce(closed_at, :now) end,
        next_try_at = :at
    where transfer_id = :transfer
""")
_NEVER = text("""
    update transfers set state = 'closed', closed_at = :now, last_error = null,
        fail_reason = :reason
    where transfer_id = :transfer and closed_at is null
""")
END_HOLD = text("""
    with ended as (
        update holds set ended_at = :now, ending = :ending, captured = :captured
        where payment_id = :payment and ended_at is null returning user_id, amount
    )
    update users u set held = u.held - ended.amount from ended where u.user_id = ended.user_id
""")
_STATE = text("""
    update payments set payment_status_id = :state, flag = null, confirmation_datetime = :confirmed
    where payment_id = :payment
""")
_FLAG = text("update payments set flag = :flag where payment_id = :payment")
_DISAGREE = text("""
    insert into discrepancies (kind, subject, ours, theirs, found_at, seen_at)
    values (:kind, :subject, :ours, :theirs, :now, :now)
    on conflict (kind, subject) where ended_at is null do update set
        theirs = excluded.theirs, seen_at = excluded.seen_at
""")
FAILED = {"FAILED", "CANCELLED", "REFUSED"}
log = structlog.get_logger(__name__)


class Sending:
    """Has the gateway send what withdrawals hold.

    After an answer that was lost the transfer is looked for by its reference before it is asked
    for again, so that nobody is paid twice.
    """

    def __init__(
        self, database: Database, clock: Clock, gateway: PaymentGateway, run: Runner, herald: Herald
    ) -> None:
        self._database = database
        self._clock = clock
        self._gateway = gateway
        self._run = run
        self._herald = herald

    async def send_due(self) -> int:
        """Send, or ask after, the transfer that has waited longest; returns how many: one or none.

        What goes wrong is written down and tried again later; nothing is raised.
        """
        row = await self._run(self._take)
        if row is None:
            return 0
        try:
            reading = await self._known(row) if row["asked_before"] else None
            if reading is None and row["state"] == "unknown" and row["approved_at"] is None:
                reading = await self._create(row)
            elif reading is None:
                await self._run(self._put_off, row, "not found at the gateway", _ASK_AGAIN)
            if reading is not None:
                await self._run(self._heard, reading)
        except (GatewayRefused, GatewayAway) as answer:
            await self._run(self._put_off, row, str(answer))
        return 1

    def apply_transfer(
        self, work: Transaction, reading: Transfer, *, blocked: bool = False
    ) -> Result:
        """Let a withdrawal stand as the gateway says it does; the same said twice changes nothing.

        Locks the owner's wallet, then the payment; takes no auction. `blocked` while the gateway
        keeps it back for a look. What it cannot mean (one never asked for, another sum, a second
        transfer of the same withdrawal, a return after the money was there) is noted for an
        administrator and moves nothing: `quarantined`. A transfer not of the house's withdrawals
        is an `orphan`.
        """
        connection = work.connection
        asked = {"gateway_id": reading.id, "transfer": number_of(reading.reference)}
        found = connection.execute(_FIND, asked).one_or_none()
        if found is None:
            return "orphan"
        lock_wallets(connection, [found.user_id])
        row = connection.execute(_LOCK, {"transfer": found.transfer_id}).mappings().one()
        strange = _strange(row, reading)
        if strange is not None:
            self._disagree(work, row, reading, strange)
            return "quarantined"
        paid, failed = reading.status == "DONE", reading.status in FAILED
        if row["closed_at"] is not None and not (paid or failed):
            return "nothing"  # an older word, overtaken
        over = row["payment_status_id"] == (PaymentState.PAID if paid else PaymentState.FAILED)
        if row["closed_at"] is not None and over:
            return "nothing"
        connection.execute(_READ, self._reading(row, reading, over=paid or failed))
        if paid:
            self._pay(work, row, reading)
        elif failed:
            self._fail(work, row, reading.fail_reason or "")
        elif not blocked and reading.status == row["gateway_status"]:
            return "nothing"
        else:
            flag = "under_analysis" if blocked else None
            connection.execute(_FLAG, {"flag": flag, "payment": row["payment_id"]})
        work.announce(MoneyMoved(user_id=row["user_id"], payment_id=row["payment_id"]))
        return "applied"

    async def _create(self, row: RowMapping) -> Transfer | None:
        try:
            return await self._gateway.create_transfer(_order(row))
        except GatewayRefused as refusal:
            if refusal.status != _REFUSED:
                raise
            await self._run(self._refused, row, refusal.description)
            return None

    async def _known(self, row: RowMapping) -> Transfer | None:
        if row["gateway_id"] is not None:
            return await self._gateway.transfer(row["gateway_id"])
        day = row["created_at"].astimezone(BRASILIA).date()
        made = await self._gateway.transfers_since(day)
        return next(
            (each for each in made if each.reference == reference(row["transfer_id"])), None
        )

    def _take(self) -> RowMapping | None:
        now = self._clock.now()
        with self._database.transaction() as work:
            due = work.connection.execute(_DUE, {"now": now}).scalar_one_or_none()
            values = {"transfer": due, "now": now, "lease": now + _LEASE}
            return work.connection.execute(_TAKE, values).mappings().one_or_none()

    def _heard(self, reading: Transfer) -> None:
        with self._database.transaction() as work:
            if self.apply_transfer(work, reading) == "nothing":
                return
        log.info("transfer_heard_of", reference=reading.reference, status=reading.status)

    def _refused(self, row: RowMapping, why: str) -> None:
        log.warning("transfer_refused", transfer=row["transfer_id"], why=why)
        with self._database.transaction() as work:
            owner = work.connection.execute(
                _FIND, {"gateway_id": None, "transfer": row["transfer_id"]}
            ).one()
            lock_wallets(work.connection, [owner.user_id])
            locked = work.connection.execute(_LOCK, {"transfer": row["transfer_id"]}).mappings()
            if locked.one()["closed_at"] is not None:
                return
            values = {"transfer": row["transfer_id"], "now": self._clock.now()}
            work.connection.execute(_NEVER, values | {"reason": why[:500]})
            self._fail(work, row, why)
            work.announce(MoneyMoved(user_id=owner.user_id, payment_id=row["payment_id"]))

    def _put_off(self, row: RowMapping, why: str, wait: timedelta | None = None) -> None:
        later = wait or min(_FIRST_WAIT * 2 ** min(row["tries"] - 1, 12), _LONGEST_WAIT)
        at: datetime = self._clock.now() + later
        with self._database.transaction() as work:
            values = {"transfer": row["transfer_id"], "at": at, "error": why[:500]}
            work.connection.execute(_LATER, values)
        log.warning("transfer_put_off", transfer=row["transfer_id"], until=at.isoformat(), why=why)

    def _reading(self, row: RowMapping, reading: Transfer, *, over: bool) -> dict[str, object]:
        now = self._clock.now()
        return {
            "transfer": row["transfer_id"],
            "gateway_id": reading.id,
            "status": reading.status[:40],
            "fee": reading.fee,
            "reason": (reading.fail_reason or "")[:500] or None,
            "over": over,
            "now": now,
            "at": now + _ASK_AGAIN,
        }

    def _pay(self, work: Transaction, row: RowMapping, reading: Transfer) -> None:
        """Let the money leave the wallet; after a release, what is free of it, the rest is owed."""
        value = row["value"]
        self._end_hold(work, row, "captured")
        legs = (
            *debit(work.connection, row["user_id"], value),
            Leg(account="cash", amount=value + reading.fee),
            Leg(account="fees", amount=-reading.fee),
        )
        movement = Movement(
            kind="withdrawal",
            business_key=f"withdrawal:{row['payment_id']}",
            at=self._clock.now(),
            payment_id=row["payment_id"],
            legs=legs,
        )
        move(work.connection, [movement])
        self._becomes(work, row, PaymentState.PAID)
        tell_owner(work, self._herald, "withdrawal_done", row["payment_id"])

    def _fail(self, work: Transaction, row: RowMapping, why: str) -> None:
        self._end_hold(work, row, "released")
        self._becomes(work, row, PaymentState.FAILED)
        tell_owner(work, self._herald, "withdrawal_failed", row["payment_id"], why=why or "—")

    def _end_hold(self, work: Transaction, row: RowMapping, ending: str) -> None:
        values = {
            "now": self._clock.now(),
            "ending": ending,
            "captured": row["value"] if ending == "captured" else 0,
            "payment": row["payment_id"],
        }
        work.connection.execute(END_HOLD, values)

    def _becomes(self, work: Transaction, row: RowMapping, state: PaymentState) -> None:
        confirmed = self._clock.now() if state is PaymentState.PAID else None
        values = {"state": state, "confirmed": confirmed, "payment": row["payment_id"]}
        work.connection.execute(_STATE, values)

    def _disagree(self, work: Transaction, row: RowMapping, reading: Transfer, kind: str) -> None:
        ours = f"{row['value']} {row['gateway_status'] or row['state']} {row['gateway_id'] or ''}"
        values = {
            "kind": kind,
            "subject": f"transfer:{row['transfer_id']}",
            "ours": ours.strip()[:200],
            "theirs": f"{reading.value} {reading.status} {reading.id}"[:200],
            "now": self._clock.now(),
        }
        work.connection.execute(_DISAGREE, values)
        log.error("transfer_disagrees", kind=kind, transfer=row["transfer_id"], theirs=reading.id)


def reference(transfer_id: int) -> str:
    """Name a transfer to the gateway: `transfer:17`."""
    return f"transfer:{transfer_id}"


def number_of(written: str | None) -> int | None:
    """Find the number of a transfer in its name; None in any other word."""
    kind, _, number = (written or "").partition(":")
    if kind != "transfer" or not (number.isascii() and number.isdigit()) or len(number) > 9:
        return None
    return int(number)


def _strange(row: RowMapping, reading: Transfer) -> str | None:
    if row["state"] == "checking":
        return "transfer_early"  # nobody has asked for it yet
    if row["gateway_id"] not in (None, reading.id):
        return "transfer_twice"
    if reading.value != row["value"]:
        return "transfer_value"
    if row["payment_status_id"] == PaymentState.PAID and reading.status in FAILED:
        return "transfer_returned"
    return None


def _order(row: RowMapping) -> TransferOrder:
    return TransferOrder(
        value=row["value"],
        pix_key=row["pix_key"],
        pix_key_type=PixKeyType(row["pix_key_type"]),
        description="Martelo",
        reference=reference(row["transfer_id"]),
    )
