"""What ties an account to another house's word: listed, added and taken away by its owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from services import identity_rows as rows
from services.asking import Asking, Departure
from services.database import Database, Transaction
from services.errors import LastWayIn, NotFound, NotLoggedIn, NotVouched
from services.identity_rows import Member
from services.mail import Mails
from services.people.newcomers import email_vouched
from services.ports import Clock, IdentityProvider
from services.sessions import SessionService
from services.throttles import Throttles
from services.views import IdentityView

log = structlog.get_logger(__name__)


class IdentityLinks:
    """Keeps by whose word an account opens; every change needs a proof and writes a letter.

    What was asked in one session counts in that session alone.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        throttles: Throttles,
        mails: Mails,
        sessions: SessionService,
        *,
        provider: IdentityProvider | None,
        secret_key: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._mails = mails
        self._sessions = sessions
        self._asking = Asking(
            clock, throttles, provider=provider, secret_key=secret_key, purpose="to link"
        )

    @property
    def offered(self) -> bool:
        """Tell whether there is another house to link to."""
        return self._asking.offered

    def of(self, user_id: int) -> tuple[IdentityView, ...]:
        """List by whose word a person comes in, the oldest first."""
        with self._database.transaction() as work:
            return rows.linked(work, user_id)

    def depart(self, *, session_key: str, ip: str | None = None) -> Departure:
        """Begin to ask whom to link. Raises ProofNeeded, and what `Asking.depart` raises."""
        with self._database.transaction() as work:
            self._sessions.demand_proof(work, session_key)
        return self._asking.depart({"session": session_key}, ip=ip)

    def begun(self, attempt: str) -> bool:
        """Tell whether a browser has left to link, rather than to come in."""
        try:
            return bool(self._asking.reason_of(attempt))
        except NotVouched:
            return False

    def arrive(self, attempt: str, back: Mapping[str, str], *, session_key: str) -> str:
        """Hear whom another house vouches for; returns the wish, to be confirmed in this session.

        Raises NotVouched (`stale` in any other session) as `Asking.hear`.
        """
        if self._asking.reason_of(attempt)["session"] != session_key:
            raise NotVouched(reason="stale")
        voucher = self._asking.hear(attempt, back).voucher
        return self._asking.wish(
            {
                "session": session_key,
                "issuer": voucher.issuer,
                "subject": voucher.subject,
                "email": email_vouched(voucher.email) or "",
            }
        )

    def wished(self, wish: str, *, session_key: str) -> str:
        """Tell the other house's e-mail of whom is to be linked. Raises NotVouched (`stale`)."""
        return str(self._wish_of(wish, session_key)["email"])

    def link(self, user_id: int, wish: str, *, session_key: str) -> None:
        """Link what was vouched for to the account of its session.

        Raises ProofNeeded, NotVouched: `stale`, or `taken` by another account.
        """
        kept = self._wish_of(wish, session_key)
        with self._database.transaction() as work:
            self._sessions.demand_proof(work, session_key)
            member = rows.of_number(work, user_id)
            if member is None or not member.welcome:
                raise NotLoggedIn
            if not self.tie(work, kept, member, email=kept["email"]):
                raise NotVouched(reason="taken")

    def unlink(self, user_id: int, identity_id: int, *, session_key: str) -> None:
        """Let another house's word open an account no more; who came in by it stays in.

        Raises NotFound for what is not this person's, ProofNeeded, and LastWayIn for the last link
        of an account without a password.
        """
        with self._database.transaction() as work:
            member = rows.held(work, user_id)
            linked = {one.id for one in rows.linked(work, user_id)}
            if member is None or identity_id not in linked:
                raise NotFound
            self._sessions.demand_proof(work, session_key)
            if member.password is None and len(linked) == 1:
                raise LastWayIn
            rows.unlink(work, identity_id)
            self.write(work, "unlinked", member, path="/account/security")
        log.info("identity_unlinked", user_id=user_id)

    # ---- for the way in, see services/identities.py ----------------------------------------------

    def tie(
        self, work: Transaction, wish: Mapping[str, Any], member: Member, *, email: str
    ) -> bool:
        """Write the link; False if there is one already, and to another account."""
        issuer, subject = wish["issuer"], wish["subject"]
        added = rows.link(
            work,
            issuer=issuer,
            subject=subject,
            user_id=member.user_id,
            email=email,
            now=self._clock.now(),
        )
        if added:
            self.write(work, "linked", member, path="/auth/change")
            log.info("identity_linked", user_id=member.user_id, issuer=issuer)
        linked = rows.of_subject(work, issuer, subject)
        return linked is not None and linked.user_id == member.user_id

    def write(self, work: Transaction, kind: str, member: Member, *, path: str) -> None:
        """Write to an account's owner about its links."""
        self._mails.send_letter(
            work,
            kind,
            email=member.email,
            language=member.language,
            path=path,
            user_id=member.user_id,
            name=member.name.partition(" ")[0],
        )

    def _wish_of(self, wish: str, session_key: str) -> dict[str, Any]:
        kept = self._asking.wished(wish)
        if kept["session"] != session_key:
            raise NotVouched(reason="stale")
        return kept
