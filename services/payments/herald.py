"""The herald: tells people by letter what became of a sale, in the transaction it became so."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import text

from services.database import Transaction
from services.mail import Mails
from services.mail.letters import said_moment, said_money

_PERSON = text("""
    select u.email, u.name, coalesce(s.language, 'pt-BR') as language
    from users u left join settings s using (user_id)
    where u.user_id = :user and u.erased_at is null
""")


class Herald:
    """Writes to people by their number, amounts and instants in their own language."""

    def __init__(self, mails: Mails) -> None:
        self._mails = mails

    def tell(
        self, work: Transaction, user_id: int, kind: str, *, path: str, **values: object
    ) -> None:
        """Write the letter of a kind to a person; an account that was erased reads nothing."""
        person = work.connection.execute(_PERSON, {"user": user_id}).one_or_none()
        if person is None:
            return
        self._mails.send_letter(
            work,
            kind,
            email=person.email,
            language=person.language,
            path=path,
            user_id=user_id,
            name=person.name,
            **{name: _said(value, person.language) for name, value in values.items()},
        )


def _said(value: object, language: str) -> object:
    if isinstance(value, Decimal):
        return said_money(value, language)
    return said_moment(value, language) if isinstance(value, datetime) else value
