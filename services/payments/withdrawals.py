"""Withdrawals: money of a wallet back to its owner, by Pix, to the own CPF or CNPJ and no other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from models import Method, PaymentState
from services.billing.gateway import PixKeyType
from services.billing.money import CENTAVO
from services.config import Config
from services.database import Database
from services.errors import AccountIncomplete, BadField, BadForm, NotFound
from services.events import GatewayWanted, MoneyMoved
from services.housekeeping.limits import limit_in_force
from services.news.herald import Herald
from services.payments.credits import standing
from services.payments.notices import tell_owner
from services.people.documents import format_cnpj, format_cpf
from services.ports import Clock
from services.proofs import Proofs
from services.throttles import Throttles
from services.views import WithdrawalForm
from services.wallets import lock_wallets

SMALLEST_WITHDRAWAL = Decimal("1.00")  # or all there is, if that is less
_MOST, _WITHIN = 10, timedelta(hours=1)
_PERSON = text("""
    select u.name, u.cpf, l.cnpj from users u left join legal_persons l using (user_id)
    where u.user_id = :user
""")
# What one person has asked back within a day counts as one: halves are no way around two people.
_LATELY = text("""
    select coalesce(sum(amount), 0) from payments
    where user_id = :user and kind = 'withdrawal' and opening_datetime > :since
      and payment_status_id in (:pending, :paid)
""")
_A_DAY = timedelta(days=1)
_ASKED = text("select payment_id from payments where user_id = :user and asked_key = :key")
_PAYMENT = text("""
    insert into payments (amount, payer, payee, opening_datetime, due_datetime, user_id,
                          payment_method_id, payment_status_id, kind, asked_key)
    values (:amount, :house, :name, :now, :now, :user, :method, :pending, 'withdrawal', :key)
    returning payment_id
""")
_HOLD = text("""
    with held as (update users set held = held + :amount where user_id = :user)
    insert into holds (user_id, payment_id, amount, opened_at)
    values (:user, :payment, :amount, :now)
""")
_TRANSFER = text("""
    insert into transfers (payment_id, value, pix_key, pix_key_type, state, created_at, next_try_at)
    values (:payment, :amount, :pix_key, :key_type, :state, :now, :now)
""")


class Withdrawals:
    """Takes the wish to withdraw: proved, held and written down before anybody is asked."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        throttles: Throttles,
        proofs: Proofs,
        herald: Herald,
        *,
        config: Config,
    ) -> None:
        self._database = database
        self._clock = clock
        self._throttles = throttles
        self._proofs = proofs
        self._herald = herald
        self._house = config.house.name or "Martelo"

    def form(self, user_id: int, session_key: str) -> WithdrawalForm:
        """Tell what may be withdrawn, to which key, and what proof is still asked for.

        Raises AccountIncomplete without a CPF.
        """
        with self._database.transaction() as work:
            person = work.connection.execute(_PERSON, {"user": user_id}).mappings().one_or_none()
            key, key_type = _own_key(person)
            free, owed = standing(work.connection, user_id)
        return WithdrawalForm(
            available=max(free - owed, Decimal(0)),
            pix_key=format_cnpj(key) if key_type is PixKeyType.CNPJ else format_cpf(key),
            pix_key_type=key_type.value,
            proof=self._proofs.lacking(user_id, session_key),
        )

    def ask(
        self, user_id: int, session_key: str, amount: Decimal, *, key: str, password: str = ""
    ) -> int:
        """Hold `amount` reais and want them sent to their owner; returns the payment, once per key.

        Above the house's limit `payout_approval`, counting what was asked within a day, it waits
        for two of its people (`Payouts`) before anything is sent.

        Raises BadForm for an amount that is not there, below R$ 1,00 or no sum of centavos;
        ProofNeeded, NotLoggedIn and BadForm for the proof; AccountIncomplete without a CPF;
        TooManyAttempts after ten in an hour.
        """
        problems = []
        if not amount.is_finite() or amount != amount.quantize(CENTAVO) or amount <= 0:
            problems.append(BadField("amount", "amount.unreadable"))
        try:
            self._proofs.demand(user_id, session_key, password)
        except BadForm as unproved:
            problems += unproved.problems
        if problems:
            raise BadForm(problems)
        self._throttles.count(f"withdrawal:{user_id}", most=_MOST, within=_WITHIN)
        asked = {"user": user_id, "key": f"withdrawal:{key}", "amount": amount}
        with self._database.transaction() as work:
            lock_wallets(work.connection, [user_id])
            before: int | None = work.connection.execute(_ASKED, asked).scalar_one_or_none()
            if before is not None:
                return before
            person = work.connection.execute(_PERSON, asked).mappings().one_or_none()
            pix_key, key_type = _own_key(person)
            free, owed = standing(work.connection, user_id)
            _refuse(amount, max(free - owed, Decimal(0)))
            values = asked | {
                "house": self._house,
                "name": person["name"] if person else "",
                "now": self._clock.now(),
                "method": Method.PIX,
                "pending": PaymentState.PENDING,
                "pix_key": pix_key,
                "key_type": key_type.value,
            }
            payment_id: int = work.connection.execute(_PAYMENT, values).scalar_one()
            values["payment"] = payment_id
            checked = _takes_two(work.connection, values)
            values["state"] = "checking" if checked else "wanted"
            work.connection.execute(_HOLD, values)
            work.connection.execute(_TRANSFER, values)
            told = "withdrawal_checked" if checked else "withdrawal_asked"
            tell_owner(work, self._herald, told, payment_id)
            if not checked:
                work.announce(GatewayWanted())
            work.announce(MoneyMoved(user_id=user_id, payment_id=payment_id))
        return payment_id


def _own_key(person: RowMapping | None) -> tuple[str, PixKeyType]:
    """Give the only Pix key money goes to: the company's CNPJ, else the person's CPF."""
    if person is None:
        raise NotFound
    if person["cpf"] is None:
        raise AccountIncomplete
    if person["cnpj"] is not None:
        return person["cnpj"], PixKeyType.CNPJ
    return person["cpf"], PixKeyType.CPF


def _takes_two(connection: Connection, asked: Mapping[str, Any]) -> bool:
    """Tell whether a withdrawal, its row written, is for two people; the wallet is locked."""
    values = {**asked, "since": asked["now"] - _A_DAY, "paid": PaymentState.PAID}
    lately: Decimal = connection.execute(_LATELY, values).scalar_one()
    return lately > limit_in_force(connection, "payout_approval")


def _refuse(amount: Decimal, available: Decimal) -> None:
    if amount > available:
        raise BadForm([BadField("amount", "amount.over", available=available)])
    if amount < min(SMALLEST_WITHDRAWAL, available):
        raise BadForm([BadField("amount", "amount.smallest", smallest=SMALLEST_WITHDRAWAL)])
