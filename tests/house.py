"""A small house for tests: people, money, lots and a clock that is told the time."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from models import Status
from services.accounts import AccountService
from services.activity import ActivityService
from services.addresses import AddressService
from services.bids import BidService
from services.catalogue.catalogue import Catalogue
from services.chronograph import Chronograph
from services.clients import Reception
from services.closing import ClosingService
from services.completion import CompletionService
from services.conduct import Conduct
from services.config import Config
from services.database import Database
from services.declarations import Declarations
from services.desk import BidRequest
from services.email_changes import EmailChanges
from services.errors import DomainError
from services.finding.librarian import Librarian
from services.finding.matching import Matching
from services.finding.searches import SavedSearches
from services.heartbeat import Heartbeats
from services.hub import Hub
from services.identities import IdentityService
from services.identity_links import IdentityLinks
from services.listings import ListingService
from services.lots import Increments
from services.mail import Mails
from services.news import Newsroom
from services.notary import Notary
from services.notary.keys import SigningPen
from services.photos import Studio
from services.portraits import Portraits
from services.ports import Clock, IdentityProvider
from services.postal_codes import PostalCodes
from services.preferences import PreferenceService
from services.privacy import Consents, Deletions, Exports, Retention
from services.profile import ProfileService
from services.proofs import Proofs
from services.questions import Questions
from services.recovery import RecoveryService
from services.rooms import RoomService
from services.second_factor import SecondFactors
from services.second_step import SecondSteps
from services.selling import Selling
from services.sessions import SessionService
from services.sign_up import SignUpService
from services.throttles import Throttles
from services.tokens import Tokens
from services.views import Answer
from services.wallet import WalletService, top_up
from services.wallets import lock_wallets, move
from services.watching import WatchingService
from tests.books import Books
from tests.stand_ins import Album, Atlas, Carrier, SilentAlarm, ToldClock, run


class House(Books):
    """The services on one database, as one process has them, with builders for the trade."""

    def __init__(
        self,
        url: str,
        *,
        clock: Clock | None = None,
        increments: Increments | None = None,
        demo: bool = True,
        pool_size: int = 8,
        provider: IdentityProvider | None = None,
    ) -> None:
        self.url = url
        self.config = Config(_env_file=None, database_url=url, demo=demo, secret_key="k" * 40)
        self.hub = Hub()
        self.news: list[Any] = []
        self.hub.listen(self.news.append)
        self.database = Database(url, pool_size=pool_size, hub=self.hub)
        self.told = ToldClock()
        self.clock: Clock = clock or self.told
        self.alarm = SilentAlarm()
        increments = increments or Increments()
        self.closing = ClosingService(self.database, self.clock, increments)
        self.bids = BidService(self.database, self.clock, increments, self.closing)
        self.heartbeats = Heartbeats(self.database, self.clock)
        self.chronograph = Chronograph(
            self.database, self.clock, self.alarm, self.closing, self.heartbeats
        )
        self.notary = Notary(self.database, self.clock, self.hub, lambda: SigningPen("5e" * 32))
        self.catalogue = Catalogue(self.database, self.clock)
        self.rooms = RoomService(self.database, self.clock, increments)
        self.listings = ListingService(self.database, self.clock, increments)
        self.searches = SavedSearches(self.database, self.clock)
        self.activity = ActivityService(self.database, self.clock, increments, self.listings)
        self.wallet = WalletService(self.database, self.clock, self.config)
        self.watching = WatchingService(self.database, self.clock)
        self.throttles = Throttles(self.database, self.clock)
        self.tokens = Tokens(self.database, self.clock)
        self.mails = Mails(self.database, self.clock, self.config)
        self.carrier = Carrier()
        self.newsroom = Newsroom(
            self.database, self.clock, self.hub, self.mails, self.carrier,
            secret_key=self.config.secret_key,
        )  # fmt: skip
        self.herald, self.crier = self.newsroom.herald, self.newsroom.crier
        self.bell, self.push = self.newsroom.bell, self.newsroom.push
        self.matching = Matching(
            self.database, self.clock, self.herald, self.listings.finder,
            base_url=self.config.base_url,
        )  # fmt: skip
        self.librarian = Librarian(self.database, self.hub, self.matching)
        self.questions = Questions(self.database, self.clock, self.throttles, self.herald)
        self.selling = Selling(
            self.database,
            self.clock,
            self.alarm,
            self.catalogue,
            increments,
        )
        self.album, self.atlas = Album(), Atlas()
        self.postal_codes = PostalCodes(self.database, self.clock, self.throttles, self.atlas)
        self.sign_up = SignUpService(
            self.database, self.clock, self.tokens, self.throttles, self.mails, self.album
        )
        self.sessions = SessionService(self.database, self.clock, self.hub, self.mails)
        self.factors = SecondFactors(
            self.database, self.clock, self.config, self.sessions, self.throttles, self.mails
        )
        self.steps = SecondSteps(
            self.database, self.tokens, self.throttles, self.mails, self.sessions, self.factors,
            secret_key=self.config.secret_key,
        )  # fmt: skip
        self.proofs = Proofs(self.database, self.throttles, self.sessions, self.factors, self.steps)
        self.recovery = RecoveryService(
            self.database, self.clock, self.tokens, self.throttles, self.mails, self.sessions,
            self.factors, self.proofs,
        )  # fmt: skip
        self.accounts = AccountService(
            self.database, self.throttles, self.sessions, self.steps, self.config
        )
        self.profile = ProfileService(self.database, self.clock)
        self.addresses = AddressService(self.database)
        self.preferences = PreferenceService(self.database)
        letters = (self.throttles, self.tokens, self.mails, self.proofs)
        self.email_changes = EmailChanges(self.database, self.clock, *letters)
        self.consents = Consents(self.database, self.clock)
        self.deletions = Deletions(self.database, self.clock, *letters, self.consents, self.album)
        self.portraits = Portraits(self.database, self.album)
        self.studio = Studio(self.database, self.clock, self.throttles, self.album, run=run)
        self.exports = Exports(self.database, self.clock, self.throttles)
        self.retention = Retention(self.database, self.clock, self.deletions)
        self.identity_links = IdentityLinks(
            self.database, self.clock, self.throttles, self.mails, self.sessions,
            provider=provider, secret_key="k" * 40,
        )  # fmt: skip
        self.identities = IdentityService(
            self.database, self.clock, self.tokens, self.throttles, self.mails, self.sessions,
            self.identity_links, provider=provider, secret_key="k" * 40,
        )  # fmt: skip
        self.completion = CompletionService(self.database, self.clock, self.throttles)
        self.declarations = Declarations(self.database, self.clock)
        self.reception = Reception(
            self.database, self.clock, self.throttles, self.proofs, self.mails
        )
        self.conduct = Conduct(
            self.database,
            self.clock,
            increments,
            listings=self.listings,
            herald=self.herald,
        )
        self._keys = itertools.count(1)
        self.bids.desk.start()

    def leave(self) -> None:
        """Let everything go."""
        self.bids.desk.stop()
        self.studio.close()
        self.heartbeats.stop()
        self.database.close()

    # ---- people, money and lots -----------------------------------------------------------------

    def person(
        self,
        name: str,
        *,
        money: str | int = 0,
        cpf: str | None = "",
        verified: bool = True,
        blocked: bool = False,
        anonymous: bool | None = None,
        password: str | None = None,
        admin: bool = False,
    ) -> int:
        """Let somebody join the house, with money in the wallet; returns the person's number."""
        with self.database.transaction() as work:
            number: int = work.connection.execute(
                text("""
                    insert into users (name, username, email, cpf, email_verified_at, blocked_at,
                                       password, admin_user)
                    values (:name, :username, :email, :cpf, :verified, :blocked, :password, :admin)
                    returning user_id
                """),
                {
                    "name": name.title(),
                    "username": name,
                    "email": f"{name}@example.com",
                    "cpf": None,
                    "verified": self.clock.now() - timedelta(days=30) if verified else None,
                    "blocked": self.clock.now() - timedelta(days=1) if blocked else None,
                    "password": password,
                    "admin": admin,
                },
            ).scalar_one()
            if cpf is not None:
                work.connection.execute(
                    text("update users set cpf = :cpf where user_id = :user"),
                    {"cpf": cpf or f"{number:011d}", "user": number},
                )
            if anonymous is not None:
                work.connection.execute(
                    text("insert into settings (user_id, anonymous_mode) values (:user, :mode)"),
                    {"user": number, "mode": anonymous},
                )
        if money:
            self.pay_in(number, money)
        return number

    def pay_in(self, person: int, money: str | int) -> None:
        """Put money into a wallet."""
        with self.database.transaction() as work:
            lock_wallets(work.connection, [person])
            key = f"test-{next(self._keys)}"
            move(work.connection, [top_up(person, Decimal(money), key=key, clock=self.clock)])

    def category(self, name: str = "Arte", slug: str = "arte") -> int:
        """Find a category, or add it."""
        with self.database.transaction() as work:
            number: int = work.connection.execute(
                text("""
                    insert into categories (category_name, slug) values (:name, :slug)
                    on conflict (slug) do update set category_name = excluded.category_name
                    returning category_id
                """),
                {"name": name, "slug": slug},
            ).scalar_one()
        return number

    def lot(
        self,
        seller: int | None = None,
        *,
        opening: str | int = 100,
        ends_in: float = 3600,
        opens_in: float = -3600,
        status: Status = Status.IN_OCCURRENCE,
        **terms: Any,
    ) -> int:
        """Put a lot on sale, open unless said otherwise; `terms` are columns of its row."""
        if seller is None:
            found = self.one("select min(user_id) from users where username like 'seller%'")
            seller = found or self.person("seller")
        ends = self.clock.now() + timedelta(seconds=ends_in)
        columns = {
            "product_name": "Gravura",
            "min_bid": Decimal(opening),
            "start_datetime": self.clock.now() + timedelta(seconds=opens_in),
            "original_end_datetime": ends,
            "end_datetime": ends,
            "user_id": seller,
            "category_id": terms.pop("category_id", None) or self.category(),
            "product_status_id": int(status),
            "buyer_rate": Decimal(5),
            "seller_rate": Decimal(5),
            "admin_fee": Decimal(0),
            **terms,
        }
        names = ", ".join(columns)
        places = ", ".join(f":{name}" for name in columns)
        with self.database.transaction() as work:
            number: int = work.connection.execute(
                text(f"insert into products ({names}) values ({places}) returning product_id"),
                columns,
            ).scalar_one()
            if status in (Status.NOT_STARTED, Status.IN_OCCURRENCE):
                work.connection.execute(
                    text("""
                        update users set active_auction_number = active_auction_number + 1
                        where user_id = :seller
                    """),
                    {"seller": seller},
                )
        return number

    # ---- bidding --------------------------------------------------------------------------------

    def request(
        self, person: int, lot: int, amount: str | int | Decimal, **more: Any
    ) -> BidRequest:
        """Write a bid down as it arrives now, under a key of its own."""
        more.setdefault("key", f"key-{next(self._keys):06d}")
        more.setdefault("arrival", self.clock.now())
        more.setdefault("declared", True)
        return BidRequest(user_id=person, auction_id=lot, amount=Decimal(amount), **more)

    def bid(self, person: int, lot: int, amount: str | int | Decimal, **more: Any) -> Answer:
        """Bid as a person does, through the desk, with what has to be declared."""
        more.setdefault("declared", True)
        more.setdefault("key", f"key-{next(self._keys):06d}")
        return asyncio.run(self.bids.make_bid(person, lot, Decimal(amount), **more))

    def batch(self, *requests: BidRequest) -> list[Answer | DomainError]:
        """Have bids judged together, in one transaction."""
        return self.bids.place(requests)

    def after_end(self, lot: int, seconds: float = 2) -> None:
        """Let the clock stand that long after a lot's end."""
        self.told.shows(self.auction(lot)["end_datetime"] + timedelta(seconds=seconds))


@contextmanager
def away(cluster_cursor: Any, database: str) -> Iterator[None]:
    """Take a database away from everybody, and give it back at the end."""
    cluster_cursor.execute(f'alter database "{database}" allow_connections false')
    try:
        cluster_cursor.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s",
            [database],
        )
        yield
    finally:
        cluster_cursor.execute(f'alter database "{database}" allow_connections true')


def codes(answers: Sequence[Any]) -> list[str]:
    """Read the codes of answers."""
    return [answer.code for answer in answers]
