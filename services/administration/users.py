"""What the house's people do to accounts: verify, name to a role, block, log out, forgive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import RowMapping, text

from services.administration import audit
from services.administration.auctioneers import auctioneer_of
from services.administration.orders import Order
from services.administration.person_rows import read_person
from services.authority import demand
from services.database import Database, Transaction
from services.errors import BadField, BadForm, DeskRefused
from services.news import Herald
from services.people.fields import Reading
from services.people.rights import ROLES, Right
from services.ports import Clock
from services.sessions import SessionService

MOST_AUCTIONS = 10_000
_BLOCK = text("update users set blocked_at = :now where user_id = :user")
_UNBLOCK = text("update users set blocked_at = null where user_id = :user")
_DOCUMENTS = text("""
    update users set documents_checked_at = cast(:at as timestamptz)
    where user_id = :user
      and (documents_checked_at is null) = (cast(:at as timestamptz) is not null)
    returning user_id
""")
_LIMIT = text("update users set auction_limit = :limit where user_id = :user")
_VERIFY = text("""
    update auctioneers set verified_at = :now, verified_by = :actor, refused_at = null,
        refusal = null
    where user_id = :user and verified_at is null returning registration
""")
_REFUSE = text("""
    update auctioneers set refused_at = :now, refusal = :reason, verified_at = null,
        verified_by = null
    where user_id = :user and refused_at is null returning registration
""")
_GRANT = text("""
    insert into roles (user_id, role, product_id, granted_at, granted_by)
    values (:user, :role, :lot, :now, :actor)
    on conflict (user_id, role, coalesce(product_id, 0)) where revoked_at is null do nothing
    returning role_id
""")
_LOT = text("select from products where product_id = :lot and product_status_id <> 5")
_REVOKE = text("""
    update roles set revoked_at = :now
    where role_id = :role and user_id = :user and revoked_at is null returning role, product_id
""")
_WAIVE = text("""
    update strikes set waived_at = :now
    where strike_id = :strike and user_id = :user and waived_at is null returning product_id
""")
Change = Callable[[Transaction, RowMapping, str, datetime], Mapping[str, object]]


class UserActs:
    """Each act: asked again of whom it may be, with a reason, written down, told to its person.

    All raise Forbidden, NotFound, BadForm for an order that is not whole, and DeskRefused for what
    cannot be done to this account. Nobody acts on the own account.
    """

    def __init__(
        self, database: Database, clock: Clock, herald: Herald, sessions: SessionService
    ) -> None:
        self._database = database
        self._clock = clock
        self._herald = herald
        self._sessions = sessions

    def block(self, actor_id: int, user_id: int, order: Order, *, session_key: str) -> None:
        """Let an account in no more: its sessions end now, bids and debts stay as they are.

        Raises ProofNeeded without a proof of the last five minutes.
        """

        def change(
            work: Transaction, person: RowMapping, reason: str, now: datetime
        ) -> Mapping[str, object]:
            self._sessions.demand_proof(work, session_key)
            if person["blocked_at"] is not None:
                raise DeskRefused(reason="not_now")
            if person["admin_user"]:
                raise DeskRefused(reason="administrator")
            work.connection.execute(_BLOCK, {"user": user_id, "now": now})
            self._sessions.end_all_in(work, user_id)
            self._tell(work, user_id, "account_blocked", "/about", reason=reason)
            return {"blocked": True}

        self._act(actor_id, user_id, "account_blocked", order, change, typed=True)

    def unblock(self, actor_id: int, user_id: int, order: Order) -> None:
        """Let an account in again."""

        def change(
            work: Transaction, person: RowMapping, reason: str, now: datetime
        ) -> Mapping[str, object]:
            if person["blocked_at"] is None:
                raise DeskRefused(reason="not_now")
            work.connection.execute(_UNBLOCK, {"user": user_id})
            self._tell(work, user_id, "account_unblocked", "/login")
            return {"blocked": False}

        self._act(actor_id, user_id, "account_unblocked", order, change)

    def log_out(self, actor_id: int, user_id: int, order: Order) -> None:
        """End every session of an account."""

        def change(
            work: Transaction, person: RowMapping, reason: str, now: datetime
        ) -> Mapping[str, object]:
            self._sessions.end_all_in(work, user_id)
            return {"sessions": 0}

        self._act(actor_id, user_id, "sessions_ended", order, change)

    def check_documents(self, actor_id: int, user_id: int, order: Order) -> None:
        """Note that somebody's documents were seen and are theirs."""

        def change(
            work: Transaction, person: RowMapping, reason: str, now: datetime
        ) -> Mapping[str, object]:
            asked = {"user": user_id, "at": now}
            if not person["document"] or not _done(work, asked):
                raise DeskRefused(reason="not_now")
            self._tell(work, user_id, "documents_checked", "/account")
            return {"documents": "checked"}

        self._act(actor_id, user_id, "documents_checked", order, change)

    def uncheck_documents(self, actor_id: int, user_id: int, order: Order) -> None:
        """Take it back that somebody's documents were seen."""

        def change(
            work: Transaction, person: RowMapping, reason: str, now: datetime
        ) -> Mapping[str, object]:
            if not _done(work, {"user": user_id, "at": None}):
                raise DeskRefused(reason="not_now")
            return {"documents": "unchecked"}

        self._act(actor_id, user_id, "documents_unchecked", order, change)

    def set_limit(self, actor_id: int, user_id: int, order: Order, limit: str) -> None:
        """Set how many auctions somebody may have at once; empty for the house's own number."""
        reading, number = Reading(), None
        written = limit.strip()
        if written:
            fits = written.isascii() and written.isdecimal() and len(written) < 9
            number = int(written) if fits else -1
            if not 0 <= number <= MOST_AUCTIONS:
                reading.refuse("limit", "limit.range", most=MOST_AUCTIONS)

        def change(
            work: Transaction, person: RowMapping, reason: str, now: datetime
        ) -> Mapping[str, object]:
            work.connection.execute(_LIMIT, {"user": user_id, "limit": number})
            return {"limit": number, "was": person["auction_limit"]}

        self._act(actor_id, user_id, "auction_limit_set", order, change, reading=reading)

    def waive(self, actor_id: int, user_id: int, order: Order, strike: str) -> None:
        """Forgive one strike; it counts no more."""

        def change(
            work: Transaction, person: RowMapping, reason: str, now: datetime
        ) -> Mapping[str, object]:
            asked = {"strike": _chosen(strike, "strike"), "user": user_id, "now": now}
            lot = work.connection.execute(_WAIVE, asked).scalar_one_or_none()
            if lot is None:
                raise BadForm([BadField("strike", "not_offered")])
            return {"strike": asked["strike"], "auction": lot}

        self._act(actor_id, user_id, "strike_waived", order, change)

    def verify(self, actor_id: int, user_id: int, order: Order) -> None:
        """Note that somebody was found at the board of trade; may sell official lots from now."""

        def change(
            work: Transaction, person: RowMapping, reason: str, now: datetime
        ) -> Mapping[str, object]:
            asked = {"user": user_id, "now": now, "actor": actor_id}
            number = work.connection.execute(_VERIFY, asked).scalar_one_or_none()
            if number is None:
                raise DeskRefused(reason="not_now")
            path = "/new/auction"
            self._tell(work, user_id, "auctioneer_verified", path, registration=number)
            return {"auctioneer": "verified", "registration": number}

        self._act(actor_id, user_id, "auctioneer_verified", order, change)

    def refuse(self, actor_id: int, user_id: int, order: Order) -> None:
        """Refuse an auctioneer, or take the verification back, by letter with the reason."""

        def change(
            work: Transaction, person: RowMapping, reason: str, now: datetime
        ) -> Mapping[str, object]:
            asked = {"user": user_id, "now": now, "reason": reason[:500]}
            if work.connection.execute(_REFUSE, asked).one_or_none() is None:
                raise DeskRefused(reason="not_now")
            path = "/account/auctioneer"
            self._tell(work, user_id, "auctioneer_refused", path, reason=reason)
            return {"auctioneer": "refused"}

        self._act(actor_id, user_id, "auctioneer_refused", order, change, typed=True)

    def grant(
        self, actor_id: int, user_id: int, order: Order, *, role: str, lot: str, session_key: str
    ) -> None:
        """Name somebody to a role; an auditor's is for one lot. Raises ProofNeeded too."""
        reading, number = Reading(), None
        if role not in ROLES:
            reading.refuse("role", "not_offered" if role else "missing")
        if role == "auditor":
            number = _number(lot.strip().lstrip("#"))
            if number is None:
                reading.refuse("lot", "missing")
        elif lot.strip():
            reading.refuse("lot", "lot.auditors_only")

        def change(
            work: Transaction, person: RowMapping, reason: str, now: datetime
        ) -> Mapping[str, object]:
            self._sessions.demand_proof(work, session_key)
            if person["blocked_at"] is not None:
                raise DeskRefused(reason="not_now")
            found = number is None or work.connection.execute(_LOT, {"lot": number}).one_or_none()
            if found is None:
                raise BadForm([BadField("lot", "lot.unknown")])
            asked = {"user": user_id, "role": role, "lot": number, "now": now, "actor": actor_id}
            if work.connection.execute(_GRANT, asked).one_or_none() is None:
                raise DeskRefused(reason="held_already")
            self._tell(work, user_id, "role_granted", "/admin")
            return {"role": role, "auction": number}

        self._act(actor_id, user_id, "role_granted", order, change, reading=reading)

    def revoke(
        self, actor_id: int, user_id: int, order: Order, *, role: str, session_key: str
    ) -> None:
        """Take a role back, by its number; all sessions of its person end. Raises ProofNeeded."""

        def change(
            work: Transaction, person: RowMapping, reason: str, now: datetime
        ) -> Mapping[str, object]:
            self._sessions.demand_proof(work, session_key)
            asked = {"role": _chosen(role, "held"), "user": user_id, "now": now}
            gone = work.connection.execute(_REVOKE, asked).one_or_none()
            if gone is None:
                raise BadForm([BadField("held", "not_offered")])
            self._sessions.end_all_in(work, user_id)
            self._tell(work, user_id, "role_revoked", "/login")
            return {"role_revoked": gone.role, "auction": gone.product_id}

        self._act(actor_id, user_id, "role_revoked", order, change, typed=True)

    def _act(
        self,
        actor_id: int,
        user_id: int,
        action: str,
        order: Order,
        change: Change,
        *,
        typed: bool = False,
        reading: Reading | None = None,
    ) -> None:
        with self._database.transaction() as work:
            demand(work, actor_id, Right.USERS)
            if actor_id == user_id:
                raise DeskRefused(reason="yourself")
            person = read_person(work.connection, user_id, lock=True)
            if person["erased_at"] is not None:
                raise DeskRefused(reason="not_now")
            reason = order.read(confirm=person["username"] if typed else "", reading=reading)
            auctioneer = auctioneer_of(work.connection, user_id)
            before = {
                "blocked": person["blocked_at"] is not None,
                "limit": person["auction_limit"],
                "auctioneer": auctioneer.state if auctioneer else None,
            }
            now = self._clock.now()
            after = change(work, person, reason, now)
            audit.record(
                work,
                action,
                f"user:{user_id}",
                actor=actor_id,
                at=now,
                before=before,
                after=after,
                reason=reason,
            )

    def _tell(
        self, work: Transaction, user_id: int, topic: str, path: str, **facts: object
    ) -> None:
        self._herald.tell(work, user_id, topic, path=path, **facts)


def _number(written: str) -> int | None:
    fits = written.isascii() and written.isdecimal() and 0 < len(written) < 10
    return int(written) if fits else None


def _chosen(written: str, field: str) -> int:
    number = _number(written.strip())
    if number is None:
        raise BadForm([BadField(field, "missing" if not written.strip() else "not_offered")])
    return number


def _done(work: Transaction, asked: Mapping[str, object]) -> bool:
    return work.connection.execute(_DOCUMENTS, asked).one_or_none() is not None
