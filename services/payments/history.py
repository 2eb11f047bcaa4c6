"""What happened to a payment, from its own record: for whom it is, and for administrators."""

from __future__ import annotations

from sqlalchemy import text

from services.authority import rights_in
from services.database import Database
from services.errors import NotFound
from services.people.rights import Right
from services.views import PaymentHistory, PaymentStep, Visitor

_PAYMENT = text("""
    select p.payment_id, p.user_id, p.kind, p.amount, p.opening_datetime as opened_at,
           u.username, d.product_name as title
    from payments p join users u using (user_id) left join products d using (product_id)
    where p.payment_id = :payment
""")
# The record, the charges and the ledger, as one: what was done at once stands in this order. Of a
# movement the owner's own part is told, where there is one. What the hammer moved is older than the
# payment and names the lot alone: of a sale, what touched its buyer.
_STEPS = text("""
    select at, kind, amount, subject, detail from (
        select c.created_at as at, 'charge.' || lower(c.billing_type) as kind, c.value as amount,
               c.gateway_id as subject, c.gateway_status as detail, 1 as place, c.charge_id as id
        from charges c where c.payment_id = :payment
        union all
        select t.created_at, 'transfer', t.value, t.gateway_id, t.gateway_status, 1, t.transfer_id
        from transfers t where t.payment_id = :payment
        union all
        select t.at, 'ledger.' || t.kind,
               coalesce(nullif(greatest(
                   sum(e.amount) filter (where e.amount > 0 and e.user_id = p.user_id),
                   -sum(e.amount) filter (where e.amount < 0 and e.user_id = p.user_id)), 0),
                   sum(e.amount) filter (where e.amount > 0)),
               t.business_key, null, 2, t.ledger_transaction_id
        from payments p
        join ledger_transactions t on t.payment_id = p.payment_id
            or (p.kind = 'sale'
                and t.business_key in ('sale:' || p.product_id, 'capture:' || p.product_id))
        join ledger_entries e using (ledger_transaction_id)
        where p.payment_id = :payment group by t.ledger_transaction_id
        having bool_or(e.user_id = p.user_id) or bool_or(t.payment_id is not null)
        union all
        select a.at, 'record.' || a.action, null, a.details ->> 'gateway_id',
               a.details ->> 'found', 3, a.audit_record_id
        from audit_records a where a.subject = 'payment:' || cast(:payment as text)
    ) steps order by at, place, id
""")


class History:
    """Tells a payment's story; nothing in it can be changed, for its parts cannot."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, payment_id: int, visitor: Visitor) -> PaymentHistory:
        """Tell all that happened to a payment, the first thing first.

        Raises NotFound for one that is another's; whoever looks after the house's money reads all.
        """
        asked = {"payment": payment_id}
        with self._database.transaction() as work:
            found = work.connection.execute(_PAYMENT, asked).mappings().one_or_none()
            own = found is not None and found["user_id"] == visitor.user_id
            house = Right.MONEY in rights_in(work, visitor.user_id)
            if found is None or not (own or house):
                raise NotFound
            steps = work.connection.execute(_STEPS, asked).mappings().all()
        return PaymentHistory(
            payment_id=payment_id,
            kind=found["kind"],
            amount=found["amount"],
            opened_at=found["opened_at"],
            username=found["username"],
            title=found["title"] or "",
            own=own,
            house=house,
            steps=tuple(PaymentStep(**step) for step in steps),
        )
