"""Top-ups and withdrawals as their owners see them, from their rows and the gateway's word."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, text

from models import Method, PaymentState
from services.database import Database
from services.errors import NotFound
from services.people.documents import format_cnpj, format_cpf
from services.views import TopUpView, Visitor, WaitingLine, WithdrawalView

WAYS = {Method.PIX: "pix", Method.TICKET: "boleto", Method.CREDIT_CARD: "card"}
_ROW = """
    select p.payment_id, p.kind, p.amount, p.opening_datetime, p.due_datetime,
           p.confirmation_datetime, p.payment_method_id, p.payment_status_id, p.flag,
           c.state as charge, c.billing_type, c.last_error, c.settled_on, c.credit_on,
           c.pix_payload, c.boleto_line, c.bar_code, c.invoice_url, c.bank_slip_url,
           t.state as transfer, t.tries as sent_tries, t.gateway_id as sent_as,
           t.pix_key, t.pix_key_type, t.closed_at as ended_at, t.fail_reason
    from payments p
    left join lateral (select * from charges c where c.payment_id = p.payment_id
                       order by c.charge_id desc limit 1) c on true
    left join transfers t on t.payment_id = p.payment_id
    where p.user_id = :user and p.kind in ('top_up', 'withdrawal')
"""
_ONE = text(f"{_ROW} and p.payment_id = :payment and p.kind = :kind")
_WAITING = text(f"""
    {_ROW} and (p.payment_status_id = :pending
                or p.kind = 'top_up' and p.payment_status_id = :paid and c.settled_on is null
                   and c.charge_id is not null)
    order by p.payment_id desc limit 20
""")


class Waiting:
    """Shows one top-up or withdrawal to whose it is."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def top_up(self, payment_id: int, visitor: Visitor) -> TopUpView:
        """Show a person's own top-up. Raises NotFound for any other."""
        return top_up_of(self._read(payment_id, visitor, "top_up"))

    def withdrawal(self, payment_id: int, visitor: Visitor) -> WithdrawalView:
        """Show a person's own withdrawal. Raises NotFound for any other."""
        return withdrawal_of(self._read(payment_id, visitor, "withdrawal"))

    def _read(self, payment_id: int, visitor: Visitor, kind: str) -> RowMapping:
        asked = {"user": visitor.user_id, "payment": payment_id, "kind": kind}
        with self._database.transaction() as work:
            row = work.connection.execute(_ONE, asked).mappings().one_or_none()
        if row is None:
            raise NotFound
        return row


def read_waiting(connection: Connection, user_id: int) -> tuple[WaitingLine, ...]:
    """List what somebody paid in or asked back that has not come to its end, newest first."""
    states = {"user": user_id, "pending": PaymentState.PENDING, "paid": PaymentState.PAID}
    lines = []
    for row in connection.execute(_WAITING, states).mappings():
        seen = top_up_of(row) if row["kind"] == "top_up" else withdrawal_of(row)
        lines.append(
            WaitingLine(
                payment_id=row["payment_id"],
                kind=row["kind"],
                way=WAYS.get(row["payment_method_id"], "pix"),
                state=seen.state,
                amount=row["amount"],
                opened_at=row["opening_datetime"],
            )
        )
    return tuple(lines)


def top_up_of(row: RowMapping) -> TopUpView:
    """Picture a top-up."""
    return TopUpView(
        payment_id=row["payment_id"],
        way=WAYS.get(row["payment_method_id"], "pix"),
        state=_top_up_state(row),
        amount=row["amount"],
        opened_at=row["opening_datetime"],
        due_at=row["due_datetime"],
        paid_at=row["confirmation_datetime"],
        expected_on=row["credit_on"],
        code=row["pix_payload"] or "",
        line=row["boleto_line"] or "",
        bar_code=row["bar_code"] or "",
        invoice_url=row["invoice_url"] or "",
        slip_url=row["bank_slip_url"] or "",
        refusal=row["last_error"] or "" if row["charge"] == "closed" else "",
    )


def withdrawal_of(row: RowMapping) -> WithdrawalView:
    """Picture a withdrawal."""
    shown = format_cnpj if row["pix_key_type"] == "CNPJ" else format_cpf
    return WithdrawalView(
        payment_id=row["payment_id"],
        state=_withdrawal_state(row),
        amount=row["amount"],
        asked_at=row["opening_datetime"],
        pix_key=shown(row["pix_key"]),
        pix_key_type=row["pix_key_type"],
        ended_at=row["ended_at"],
        reason=row["fail_reason"] or "",
    )


def _top_up_state(row: RowMapping) -> str:
    status, flag = row["payment_status_id"], row["flag"]
    if flag == "quarantined":
        return "checked"
    if status == PaymentState.PAID:
        return "received" if row["settled_on"] or row["charge"] is None else "confirmed"
    if status == PaymentState.PENDING:
        if flag == "under_analysis":
            return "analysis"
        return "processing" if row["charge"] in ("wanted", "unknown", None) else "waiting"
    ends = {PaymentState.FAILED: "refused", PaymentState.REVERSED: "returned"}
    return ends.get(status, "canceled")


def _withdrawal_state(row: RowMapping) -> str:
    status = row["payment_status_id"]
    if status == PaymentState.PENDING:
        if row["flag"] == "under_analysis":
            return "analysis"
        return {"open": "sending", "checking": "checking"}.get(row["transfer"], "asked")
    if status == PaymentState.PAID:
        return "done"
    never_sent = not row["sent_tries"] and row["sent_as"] is None
    return "refused" if never_sent else "failed"
