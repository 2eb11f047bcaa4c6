"""Being forgotten in two steps: asked with a proof and a letter, done after a time to think."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, text

from services.database import Database
from services.errors import DeletionBlocked, NotFound
from services.mail import Mails
from services.people.age import day_in_brasilia
from services.people.consents import DOCUMENTS
from services.photos.letting_go import let_go
from services.ports import Clock, PhotoStore
from services.privacy.consents import Consents, unread_of
from services.privacy.erasure import erase
from services.proofs import Proofs
from services.throttles import Throttles
from services.tokens import TokenKind, Tokens
from services.views import PrivacyView

GRACE = timedelta(days=15)
_MOST, _WITHIN = 3, timedelta(hours=1)
log = structlog.get_logger(__name__)
_PERSON = text("""
    select u.name, u.email, u.password is not null as has_password,
           coalesce(s.language, 'pt-BR') as language, d.asked_at, d.due_at
    from users u
    left join settings s using (user_id)
    left join deletion_requests d
        on d.user_id = u.user_id and d.cancelled_at is null and d.done_at is null
    where u.user_id = :user and u.erased_at is null for no key update of u
""")
_BLOCKERS = text("""
    select
        exists (select from products where leader_id = :user and outcome is null
                and product_status_id in (1, 2, 6)
                union all select from holds where user_id = :user and ended_at is null) as leading,
        exists (select from products where user_id = :user
                and (product_status_id in (1, 2, 6) or outcome = 'conditional')) as selling,
        exists (select from ledger_entries where user_id = :user and account <> 'wallet'
                group by account having sum(amount) <> 0)
            or exists (select from payments where user_id = :user and kind <> 'sale'
                       and payment_status_id = 1) as unsettled,
        (select wallet > 0 from users where user_id = :user) as money,
        (select admin_user from users where user_id = :user) as admin
""")
_OPEN = text("""
    insert into deletion_requests (user_id, asked_at, due_at) values (:user, :now, :due)
    on conflict do nothing
""")
_CANCEL = text("""
    update deletion_requests set cancelled_at = :now
    where user_id = :user and cancelled_at is null and done_at is null
""")
_DUE = text("""
    select user_id from deletion_requests
    where due_at <= :now and cancelled_at is null and done_at is null order by due_at
""")
_TAKE = text("""
    update deletion_requests set done_at = :now
    where user_id = :user and due_at <= :now and cancelled_at is null and done_at is null
""")


class Deletions:
    """Takes wishes to be forgotten, lets people change their minds, and carries them out."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        throttles: Throttles,
        tokens: Tokens,
        mails: Mails,
        proofs: Proofs,
        consents: Consents,
        photos: PhotoStore,
    ) -> None:
        self._database = database
        self._clock = clock
        self._throttles = throttles
        self._tokens = tokens
        self._mails = mails
        self._proofs = proofs
        self._consents = consents
        self._photos = photos

    def standing(self, user_id: int) -> PrivacyView:
        """Show a person's consents, and what stands between the account and its end."""
        consents = self._consents.log(user_id)
        with self._database.transaction() as work:
            person = self._person(work.connection, user_id)
            blockers = _blockers(work.connection, user_id)
        return PrivacyView(
            consents=consents,
            versions=DOCUMENTS,
            unread=unread_of(consents),
            has_password=person.has_password,
            blockers=blockers,
            asked_at=person.asked_at,
            due_at=person.due_at,
        )

    def ask(self, user_id: int, session_key: str, *, password: str) -> None:
        """Send the letter that begins the end of an account.

        Raises DeletionBlocked while something is unsettled, BadForm for the proof, TooManyAttempts
        after three letters in an hour.
        """
        with self._database.transaction() as work:
            self._person(work.connection, user_id)
            _refuse_if_blocked(work.connection, user_id)
        self._proofs.demand(user_id, session_key, password)
        self._throttles.count(f"deletion:{user_id}", most=_MOST, within=_WITHIN)
        with self._database.transaction() as work:
            person = self._person(work.connection, user_id)
            token = self._tokens.issue(work, TokenKind.DELETE, email=person.email, user_id=user_id)
            self._mails.send_letter(
                work,
                "delete",
                email=person.email,
                language=person.language,
                path=f"/auth/confirm/{token}",
                user_id=user_id,
                name=person.name,
                days=GRACE.days,
            )

    def confirm(self, token: str) -> datetime:
        """Begin the time to think and return when it is over. Raises TokenRefused."""
        with self._database.transaction() as work:
            redeemed = self._tokens.redeem(work, token, TokenKind.DELETE)
            user_id, now = redeemed.user_id, self._clock.now()
            assert user_id is not None
            person = self._person(work.connection, user_id)
            if person.due_at is not None:
                due: datetime = person.due_at
                return due
            due = now + GRACE
            values = {"user": user_id, "now": now, "due": due}
            work.connection.execute(_OPEN, values)
            self._consents.write(work, user_id, DOCUMENTS, withdrawn=True)
            self._mails.send_letter(
                work,
                "deletion_asked",
                email=person.email,
                language=person.language,
                path="/account/privacy",
                user_id=user_id,
                name=person.name,
                when=_day(due, person.language),
            )
        log.info("deletion_asked", user=user_id)
        return due

    def change_mind(self, user_id: int, *, ip: str | None) -> None:
        """Keep the account after all; the documents are agreed to again."""
        with self._database.transaction() as work:
            values = {"user": user_id, "now": self._clock.now()}
            if work.connection.execute(_CANCEL, values).rowcount:
                self._consents.write(work, user_id, DOCUMENTS, ip=ip)

    def carry_out_due(self) -> int:
        """Erase every account whose time to think is over; returns how many.

        One that has begun to owe or to lead meanwhile is left for later.
        """
        with self._database.transaction() as work:
            due = work.connection.execute(_DUE, {"now": self._clock.now()}).scalars().all()
        return sum(self._carry_out(user_id) for user_id in due)

    def _carry_out(self, user_id: int) -> bool:
        with self._database.transaction() as work:
            person = self._person(work.connection, user_id)
            if blockers := _blockers(work.connection, user_id):
                log.info("deletion_waits", user=user_id, blockers=blockers)
                return False
            now = self._clock.now()
            if not work.connection.execute(_TAKE, {"user": user_id, "now": now}).rowcount:
                return False
            photo = erase(work, user_id, at=now)
            self._mails.send_letter(
                work, "deletion_done", email=person.email, language=person.language
            )
        if photo:
            let_go(self._photos, photo)
        log.info("account_erased", user=user_id)
        return True

    @staticmethod
    def _person(connection: Connection, user_id: int) -> Any:
        person = connection.execute(_PERSON, {"user": user_id}).one_or_none()
        if person is None:
            raise NotFound
        return person


def _blockers(connection: Connection, user_id: int) -> tuple[str, ...]:
    row = connection.execute(_BLOCKERS, {"user": user_id}).mappings().one()
    return tuple(name for name, so in row.items() if so)


def _refuse_if_blocked(connection: Connection, user_id: int) -> None:
    if blockers := _blockers(connection, user_id):
        raise DeletionBlocked(reasons=blockers)


def _day(at: datetime, language: str) -> str:
    day = day_in_brasilia(at)
    return f"{day:%d/%m/%Y}" if language == "pt-BR" else day.isoformat()
