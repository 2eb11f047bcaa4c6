"""Payments and withdrawals as tables of the house's desk."""

from __future__ import annotations

from models import Method, PaymentState
from models.lookups import word_of
from services.administration.tables import Column, Source
from services.people.rights import Right
from services.views import Kind

# As the owner sees it (`services/waiting.py`), of a payment `p` and its transfer `t`.
STATE = f"""
    (case when p.payment_status_id = {PaymentState.PAID:d} then 'done'
        when p.payment_status_id <> {PaymentState.PENDING:d} then
            case when t.tries = 0 and t.gateway_id is null then 'refused' else 'failed' end
        when p.flag = 'under_analysis' then 'analysis' when t.state = 'checking' then 'checking'
        when t.state = 'open' then 'sending' else 'asked' end)
"""
_CHARGE = """
    left join lateral (select c.charge_id, c.gateway_id, c.gateway_status from charges c
        where c.payment_id = p.payment_id order by c.charge_id desc limit 1) c on true
"""


def _underscored(words: str) -> str:
    return f"replace({words}, ' ', '_')"


def _words(kind: type[Method] | type[PaymentState]) -> tuple[str, ...]:
    return tuple(word_of(one).replace(" ", "_") for one in kind)


PAYMENTS = Source(
    name="payments",
    right=Right.MONEY,
    rows="payments p join users u on u.user_id = p.user_id"
    " join payment_methods m using (payment_method_id)"
    " join payment_statuses s using (payment_status_id)"
    " left join products d on d.product_id = p.product_id"
    f" left join transfers t on t.payment_id = p.payment_id {_CHARGE}",
    key="p.payment_id",
    order="-id",
    search="position(lower(:words) in lower(u.username || ' ' || u.name || ' '"
    " || coalesce(d.product_name, ''))) > 0 or p.payment_id = :number"
    " or exists (select from charges e where e.payment_id = p.payment_id"
    " and (e.gateway_id = :words or 'charge:' || e.charge_id = :words))"
    " or t.gateway_id = :words or 'transfer:' || t.transfer_id = :words",
    columns=(
        Column(name="id", sql="p.payment_id", kind=Kind.NUMBER, link="/payments/{key}/history"),
        Column(name="kind", sql="p.kind", kind=Kind.WORD, filtered=True,
               choices=("sale", "top_up", "withdrawal")),
        Column(name="person", sql="u.username", filtered=True),
        Column(name="lot", sql="p.product_id", kind=Kind.NUMBER, nullable=True, filtered=True,
               link="/auction/{lot}"),
        Column(name="title", sql="d.product_name", nullable=True, shown=False),
        Column(name="amount", sql="p.amount", kind=Kind.MONEY, filtered=True),
        Column(name="method", sql=_underscored("m.payment_method_name"), kind=Kind.WORD,
               filtered=True, choices=_words(Method)),
        Column(name="state", sql=_underscored("s.payment_status_name"), kind=Kind.WORD,
               filtered=True, choices=_words(PaymentState)),
        Column(name="flag", sql="p.flag", kind=Kind.WORD, nullable=True, filtered=True, shown=False,
               choices=("overdue", "under_analysis", "refund_pending", "disputed", "quarantined")),
        Column(name="opened", sql="p.opening_datetime", kind=Kind.MOMENT, filtered=True),
        Column(name="due", sql="p.due_datetime", kind=Kind.MOMENT, filtered=True),
        Column(name="paid", sql="p.confirmation_datetime", kind=Kind.MOMENT, nullable=True,
               filtered=True),
        Column(name="gateway", sql="coalesce(t.gateway_id, c.gateway_id)", nullable=True,
               filtered=True),
        Column(name="there", sql="coalesce(t.gateway_status, c.gateway_status)", nullable=True,
               shown=False),
    ),
)  # fmt: skip
PAYOUTS = Source(
    name="payouts",
    right=Right.MONEY,
    rows="payments p join transfers t using (payment_id) join users u on u.user_id = p.user_id"
    " left join approvals a on a.action = 'payout' and a.state = 'waiting'"
    " and a.subject = 'payment:' || p.payment_id",
    where="p.kind = 'withdrawal'",
    key="p.payment_id",
    order="-id",
    search="position(lower(:words) in lower(u.username || ' ' || u.name)) > 0"
    " or p.payment_id = :number or t.gateway_id = :words",
    columns=(
        Column(name="id", sql="p.payment_id", kind=Kind.NUMBER, link="/admin/payouts/{key}"),
        Column(name="person", sql="u.username", filtered=True, link="/admin/payouts/{key}"),
        Column(name="amount", sql="p.amount", kind=Kind.MONEY, filtered=True),
        Column(name="state", sql=STATE, kind=Kind.WORD, filtered=True,
               choices=("checking", "asked", "sending", "analysis", "done", "failed", "refused")),
        Column(name="approval", sql="a.approval_id", kind=Kind.NUMBER, nullable=True,
               link="/admin/approvals/{approval}"),
        Column(name="asked", sql="t.created_at", kind=Kind.MOMENT, filtered=True),
        Column(name="ended", sql="t.closed_at", kind=Kind.MOMENT, nullable=True, filtered=True),
        Column(name="gateway", sql="t.gateway_id", nullable=True, filtered=True),
        Column(name="there", sql="t.gateway_status", nullable=True, shown=False),
        Column(name="tries", sql="t.tries", kind=Kind.NUMBER, shown=False),
        Column(name="error", sql="coalesce(t.last_error, t.fail_reason)", nullable=True,
               sorted=False, shown=False),
    ),
)  # fmt: skip
