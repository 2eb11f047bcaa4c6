"""The letters that tell people what became of their money."""

from __future__ import annotations

from sqlalchemy import text

from services.database import Transaction
from services.mail import Mails
from services.mail.letters import said_moment, said_money

_OWNER = text("""
    select u.user_id, u.name, u.email, coalesce(s.language, 'pt-BR') as language, p.amount,
           p.opening_datetime
    from payments p join users u using (user_id) left join settings s using (user_id)
    where p.payment_id = :payment
""")


def tell_owner(
    work: Transaction, mails: Mails, kind: str, payment_id: int, **values: object
) -> None:
    """Write the letter of a kind to whose payment it is, in the transaction of what it tells.

    Its places: name, amount and when it was asked for, beside `values`.
    """
    owner = work.connection.execute(_OWNER, {"payment": payment_id}).one()
    mails.send_letter(
        work,
        kind,
        email=owner.email,
        language=owner.language,
        path=f"/payments/{payment_id}",
        user_id=owner.user_id,
        name=owner.name,
        amount=said_money(owner.amount, owner.language),
        when=said_moment(owner.opening_datetime, owner.language),
        **values,
    )
