"""A small house for tests, in which people bid by a clock that is told the time."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

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
from services.sessions import SessionService, key_of
from services.sign_up import SignUpService
from services.throttles import Throttles
from services.tokens import Tokens
from services.views import Answer
from services.wallet import WalletService
from services.watching import WatchingService
from tests.market import Market
from tests.stand_ins import Album, Atlas, Carrier, SilentAlarm, ToldClock, run


class House(Market):
    """The services on one database, as one process has them, and bids as people make them."""

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
            sessions=self.sessions,
        )
        self._keys = itertools.count(1)
        self.bids.desk.start()

    def key(self, person: int) -> str:
        """Log somebody in; a log-in is a proof for five minutes."""
        return key_of(self.sessions.open(person, ip=None, user_agent=None))

    def leave(self) -> None:
        """Let everything go."""
        self.bids.desk.stop()
        self.studio.close()
        self.heartbeats.stop()
        self.database.close()

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
