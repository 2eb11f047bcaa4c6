"""Identities: who comes in on another house's word, and how that word is tied to an account."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.exc import IntegrityError

from services import identity_rows as rows
from services.asking import Asking, Departure
from services.database import Database, Transaction
from services.errors import NotVouched, TokenRefused, WrongCredentials
from services.identity_links import IdentityLinks
from services.identity_rows import Member
from services.mail import Mails
from services.people.newcomers import email_vouched, name_vouched, username_for
from services.people.passwords import matches
from services.ports import Clock, IdentityProvider, Voucher
from services.sessions import SessionService
from services.throttles import Throttles
from services.tokens import TokenKind, Tokens

_TRIES, _WINDOW = 10, timedelta(minutes=5)
_LETTERS, _LETTERS_WITHIN = 5, timedelta(hours=1)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Who has come back: an account to let in or, where it must be proven whose that is, none.

    `wish` is then what the browser keeps until the account's password is given; empty if a letter
    was sent to `email` instead. `going_to` is where its person was going.
    """

    email: str
    going_to: str
    user_id: int | None = None
    wish: str = ""


class IdentityService:
    """Lets people in whom another house vouches for; `provider` is None where none is set.

    Who somebody is hangs on issuer and subject, never on an e-mail: that opens an account of its
    own, or is tied to one that exists after its owner has proven to be that.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        tokens: Tokens,
        throttles: Throttles,
        mails: Mails,
        sessions: SessionService,
        links: IdentityLinks,
        *,
        provider: IdentityProvider | None,
        secret_key: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._tokens = tokens
        self._throttles = throttles
        self._mails = mails
        self._sessions = sessions
        self._links = links
        self._asking = Asking(
            clock, throttles, provider=provider, secret_key=secret_key, purpose="to come in"
        )

    @property
    def offered(self) -> bool:
        """Tell whether there is another house to ask."""
        return self._asking.offered

    def depart(self, *, going_to: str, ip: str | None = None) -> Departure:
        """Begin to ask. Raises NotFound where no house is set, NotVouched, TooManyAttempts."""
        return self._asking.depart({"going_to": going_to}, ip=ip)

    def going_to(self, attempt: str) -> str:
        """Tell where somebody was going who asked; to the first page if that cannot be told."""
        try:
            return str(self._asking.reason_of(attempt)["going_to"])
        except NotVouched:
            return "/"

    def arrive(
        self, attempt: str, back: Mapping[str, str], *, language: str, ip: str | None = None
    ) -> Arrival:
        """Hear what a browser brings back and tell whose account it opens, a new one if need be.

        `back` is the query it came with, believed only in the browser that left with `attempt`.
        Raises NotVouched with a reason: `stale`, `denied`, `disbelieved`, `unverified`, `blocked`;
        NobodyVouches if the other house is away.
        """
        heard = self._asking.hear(attempt, back)
        voucher, going_to = heard.voucher, str(heard.reason["going_to"])
        try:
            return self._recognise(voucher, going_to, language=language, ip=ip)
        except IntegrityError:  # somebody else has just been given this e-mail, subject or name
            return self._recognise(voucher, going_to, language=language, ip=ip)

    def wished(self, wish: str) -> str:
        """Tell the e-mail of the account that waits to be linked. Raises NotVouched (`stale`)."""
        return str(self._asking.wished(wish)["email"])

    def link(self, wish: str, password: str, *, ip: str | None = None) -> Arrival:
        """Link what was vouched for to its account, by the account's password.

        Raises WrongCredentials, TooManyAttempts as the log-in does, NotVouched for a wish that is
        half an hour old or whose account is gone.
        """
        kept = self._asking.wished(wish)
        tries = f"login:{kept['email'].lower()}"
        self._throttles.count(tries, most=_TRIES, within=_WINDOW)
        if ip:
            self._throttles.count(f"login-from:{ip}", most=60, within=_WINDOW)
        with self._database.transaction() as work:
            member = rows.of_number(work, kept["user_id"])
        right, _ = matches(password, member.password if member else None)
        if member is None or not right:
            raise WrongCredentials
        if not member.welcome or member.email.lower() != kept["email"].lower():
            raise NotVouched(reason="stale")
        with self._database.transaction() as work:
            self._throttles.calm(work, tries)
            if not self._links.tie(work, kept, member, email=member.email):
                raise NotVouched(reason="stale")
        return Arrival(email=member.email, going_to=kept["going_to"], user_id=member.user_id)

    def link_by_letter(self, token: str) -> None:
        """Link what a letter's token was sent for. Raises TokenRefused."""
        with self._database.transaction() as work:
            opened = self._tokens.redeem(work, token, TokenKind.LINK)
            member = rows.of_number(work, opened.user_id or 0)
            if member is None or not member.welcome or member.email != opened.email:
                raise TokenRefused(reason="unknown")
            if not self._links.tie(work, opened.payload, member, email=member.email):
                raise TokenRefused(reason="unknown")

    def _recognise(
        self, voucher: Voucher, going_to: str, *, language: str, ip: str | None
    ) -> Arrival:
        """Find the account, open one, or begin to link."""
        email = email_vouched(voucher.email) if voucher.email_verified else None
        with self._database.transaction() as work:
            # The e-mail first: an account that another tab opens in between is found as one's own.
            owner = rows.of_email(work, email) if email is not None else None
            member = rows.of_subject(work, voucher.issuer, voucher.subject)
            if member is not None:
                if not member.welcome:
                    raise NotVouched(reason="blocked")
                return Arrival(email=member.email, going_to=going_to, user_id=member.user_id)
            if email is None:
                raise NotVouched(reason="unverified")
            newcomer = None
            if owner is None or (not owner.verified and owner.penniless):
                if owner is not None:
                    rows.discard(work, owner.user_id, now=self._clock.now())
                newcomer = self._welcome(work, voucher, email, language=language, ip=ip)
        if owner is not None and newcomer is None:
            return self._ask_owner(owner, voucher, going_to)
        if owner is not None:
            self._sessions.end_all(owner.user_id)
            log.warning("unverified_account_discarded", user_id=owner.user_id)
        log.info("account_created", user_id=newcomer, issuer=voucher.issuer)
        return Arrival(email=email, going_to=going_to, user_id=newcomer)

    def _welcome(
        self, work: Transaction, voucher: Voucher, email: str, *, language: str, ip: str | None
    ) -> int:
        """Open an account without a password, and write how to choose one."""
        said = name_vouched(voucher.name)
        username = username_for(said, _number())
        while rows.is_taken(work, username):
            username = username_for(said, _number())
        person = rows.add(
            work,
            voucher,
            email=email,
            name=said or username,
            username=username,
            language=language,
            ip=ip,
            now=self._clock.now(),
        )
        token = self._tokens.issue(work, TokenKind.SET_PASSWORD, email=email, user_id=person)
        self._mails.send_letter(
            work,
            "set_password",
            email=email,
            language=language,
            path=f"/auth/confirm/{token}",
            user_id=person,
            name=said.partition(" ")[0] or username,
        )
        return person

    def _ask_owner(self, owner: Member, voucher: Voucher, going_to: str) -> Arrival:
        """Let the account's owner prove to be that: by its password or, without one, by letter."""
        if not owner.welcome:
            raise NotVouched(reason="blocked")
        wish = {"issuer": voucher.issuer, "subject": voucher.subject}
        if owner.password is not None:
            kept = wish | {"user_id": owner.user_id, "email": owner.email, "going_to": going_to}
            return Arrival(email=owner.email, going_to=going_to, wish=self._asking.wish(kept))
        letters = f"mail-to:{owner.email.lower()}"
        if self._throttles.allows(letters, most=_LETTERS, within=_LETTERS_WITHIN):
            with self._database.transaction() as work:
                token = self._tokens.issue(
                    work, TokenKind.LINK, email=owner.email, user_id=owner.user_id, payload=wish
                )
                self._links.write(work, "link", owner, path=f"/auth/confirm/{token}")
        return Arrival(email=owner.email, going_to=going_to)


def _number() -> int:
    return 1000 + secrets.randbelow(9000)
