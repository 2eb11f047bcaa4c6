"""The composition root: builds the house from its settings, starts it and stops it."""

from __future__ import annotations

import asyncio
import contextvars
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from services.accounts import AccountService
from services.activity import ActivityService
from services.addresses import AddressService
from services.administration.bureau import Administration
from services.bids import BidService
from services.caretaker import Caretaker
from services.catalogue.catalogue import Catalogue
from services.chronograph import Chronograph
from services.clients import Reception
from services.clock import DatabaseClock
from services.closing import ClosingService
from services.completion import CompletionService
from services.conduct import Conduct
from services.config import Config
from services.database import Database, answered
from services.declarations import Declarations
from services.email_changes import EmailChanges
from services.figures import Tallies, Watch
from services.finding.librarian import EVERY_SECONDS as LIBRARIAN_SECONDS
from services.finding.librarian import Librarian
from services.finding.matching import Matching
from services.finding.searches import SavedSearches
from services.floor import Floor
from services.gateways.bus import PostgresBus
from services.gateways.photo_store import photo_store_of
from services.gateways.scheduler import SchedulerAlarm
from services.heartbeat import Heartbeats
from services.hub import Hub
from services.identities import IdentityService
from services.identity_links import IdentityLinks
from services.listings import ListingService
from services.lots import Increments
from services.mail import Mails, Postman
from services.mail.postman import EVERY_SECONDS as POST_SECONDS
from services.news import Newsroom
from services.notary import Notary
from services.notary.desk import EVERY_SECONDS as NOTARY_SECONDS
from services.outside import gateway_of as gateway_of
from services.outside import pen_of, post_of, postal_service_of, provider_of, push_of
from services.payments import Office
from services.photos import Studio
from services.portraits import Portraits
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
from services.sitemap import Sitemap
from services.throttles import Throttles
from services.tokens import Tokens
from services.wallet import WalletService
from services.watching import WatchingService

P = ParamSpec("P")
T = TypeVar("T")


class Services:
    """All capabilities of the house, made once a process."""

    def __init__(self, config: Config, database_url: str) -> None:
        self.config = config
        self.hub = Hub()
        self.database = Database(database_url, pool_size=config.pool_size, hub=self.hub)
        self.clock = DatabaseClock(self.database)
        increments = Increments()
        self.alarm = SchedulerAlarm()
        self.bus = PostgresBus(database_url)
        self.heartbeats = Heartbeats(self.database, self.clock)
        self.throttles = Throttles(self.database, self.clock)
        self.tokens = Tokens(self.database, self.clock)
        self.mails = Mails(self.database, self.clock, config)
        self.newsroom = Newsroom(
            self.database,
            self.clock,
            self.hub,
            self.mails,
            push_of(config, self.clock),
            secret_key=config.secret_key,
        )
        self.herald, self.bell = self.newsroom.herald, self.newsroom.bell
        self.sessions = SessionService(self.database, self.clock, self.hub, self.mails)
        self.postman = Postman(
            self.database, self.clock, self.hub, post_of(config), keeps=bool(config.demo)
        )
        self.gateway = gateway_of(config)
        self.photos = photo_store_of(config)
        self.studio = Studio(self.database, self.clock, self.throttles, self.photos, run=self.run)
        self.postal_codes = PostalCodes(
            self.database, self.clock, self.throttles, postal_service_of(config)
        )
        self.sign_up = SignUpService(
            self.database, self.clock, self.tokens, self.throttles, self.mails, self.photos
        )
        self.factors = SecondFactors(
            self.database, self.clock, config, self.sessions, self.throttles, self.mails
        )
        self.steps = SecondSteps(
            self.database,
            self.tokens,
            self.throttles,
            self.mails,
            self.sessions,
            self.factors,
            secret_key=config.secret_key,
        )
        self.proofs = Proofs(self.database, self.throttles, self.sessions, self.factors, self.steps)
        self.recovery = RecoveryService(
            self.database,
            self.clock,
            self.tokens,
            self.throttles,
            self.mails,
            self.sessions,
            self.factors,
            self.proofs,
        )
        self.accounts = AccountService(
            self.database, self.throttles, self.sessions, self.steps, config
        )
        self.profile = ProfileService(self.database, self.clock)
        self.addresses = AddressService(self.database)
        self.preferences = PreferenceService(self.database)
        self.portraits = Portraits(self.database, self.photos)
        self._keep_people()
        vouches = provider_of(config, self.clock)
        self.identity_links = IdentityLinks(
            self.database,
            self.clock,
            self.throttles,
            self.mails,
            self.sessions,
            provider=vouches,
            secret_key=config.secret_key,
        )
        self.identities = IdentityService(
            self.database,
            self.clock,
            self.tokens,
            self.throttles,
            self.mails,
            self.sessions,
            self.identity_links,
            provider=vouches,
            secret_key=config.secret_key,
        )
        self.completion = CompletionService(self.database, self.clock, self.throttles)
        self.catalogue = Catalogue(self.database, self.clock)
        self.questions = Questions(self.database, self.clock, self.throttles, self.herald)
        self.selling = Selling(self.database, self.clock, self.alarm, self.catalogue, increments)
        self.rooms = RoomService(self.database, self.clock, increments)
        self.listings = ListingService(self.database, self.clock, increments)
        self.sitemap = Sitemap(self.database)
        self.searches = SavedSearches(self.database, self.clock)
        self.librarian = Librarian(
            self.database,
            self.hub,
            Matching(
                self.database,
                self.clock,
                self.herald,
                self.listings.finder,
                base_url=config.base_url,
            ),
        )
        self.activity = ActivityService(self.database, self.clock, increments, self.listings)
        self.wallet = WalletService(self.database, self.clock, config)
        self.watching = WatchingService(self.database, self.clock)
        self.reception = Reception(
            self.database, self.clock, self.throttles, self.proofs, self.mails
        )
        self.closing = ClosingService(
            self.database,
            self.clock,
            increments,
            grace_seconds=config.close_grace_seconds,
            silent_days=config.silent_days,
        )
        self.notary = Notary(self.database, self.clock, self.hub, lambda: pen_of(config))
        self.bids = BidService(self.database, self.clock, increments, self.closing)
        self.chronograph = Chronograph(
            self.database,
            self.clock,
            self.alarm,
            self.closing,
            self.heartbeats,
            sweep_seconds=config.sweep_seconds,
        )
        self.payments = Office(
            self.database,
            self.clock,
            self.hub,
            gateway=self.gateway,
            run=self.run,
            config=config,
            herald=self.herald,
            throttles=self.throttles,
            proofs=self.proofs,
            sessions=self.sessions,
            increments=increments,
        )
        self.declarations = Declarations(self.database, self.clock)
        self.floor = Floor(self.database, self.clock, self.throttles)
        self.watch = Watch(
            self.database,
            self.clock,
            Tallies(self.bids.desk.tally, self.closing.lateness),
            grace=self.closing.grace,
            parts={"bus": self.bus, "clock": self.clock, "alarm": self.chronograph},
        )
        self.caretaker = Caretaker(
            self.database,
            self.clock,
            self.hub,
            self.heartbeats,
            self.watch,
            books=(
                self.throttles,
                self.tokens,
                self.mails,
                self.bell,
                self.newsroom.push,
                self.retention,
                self.studio.sweep,
            ),
        )
        self.conduct = Conduct(
            self.database,
            self.clock,
            increments,
            listings=self.listings,
            herald=self.herald,
            sessions=self.sessions,
        )
        self.conduct.work_for(self.payments.cashier, self.run)
        self.administration = Administration(self)
        # No larger than the connection pool, so that nobody waits for a connection with a thread.
        self._pool = ThreadPoolExecutor(config.pool_size - 1, thread_name_prefix="house")
        self._started = False

    def _keep_people(self) -> None:
        database, clock = self.database, self.clock
        letters = (self.throttles, self.tokens, self.mails, self.proofs)
        self.email_changes = EmailChanges(database, clock, *letters)
        self.consents = Consents(database, clock)
        self.deletions = Deletions(database, clock, *letters, self.consents, self.photos)
        self.exports = Exports(database, clock, self.throttles)
        self.retention = Retention(database, clock, self.deletions)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a service method off the event loop, in the bounded pool.

        Raises Overloaded where the database was too slow, busy or away.
        """
        loop = asyncio.get_running_loop()
        here = contextvars.copy_context()  # what is written down there names this request
        call = functools.partial(function, *args, **kwargs)
        return await loop.run_in_executor(self._pool, lambda: here.run(answered, call))

    def start(self) -> None:
        """Open the desk and put all auctions on the clock; safe to call twice."""
        if self._started:
            return
        self._started = True
        self.clock.set_by_database()
        self.bids.desk.start()
        self.chronograph.start()
        self.caretaker.start(self.alarm.every)
        self.alarm.every(POST_SECONDS, self.postman.wake, name="post")
        self.newsroom.start(self.alarm.every)
        self.alarm.every(NOTARY_SECONDS, self.notary.worker.wake, name="notary")
        self.alarm.every(LIBRARIAN_SECONDS, self.librarian.worker.wake, name="librarian")
        self.librarian.worker.start()
        self.postman.start()
        self.notary.worker.start()
        self.bus.start(self.hub.publish, resync=self.caretaker.catch_up)

    def stop(self) -> None:
        """Finish what is under way and let everything go; safe to call twice."""
        if not self._started:
            return
        self._started = False
        self.bids.desk.stop()
        self.chronograph.stop()
        self.newsroom.stop()
        self.notary.worker.stop()
        self.librarian.worker.stop()
        self.postman.stop()
        self.bus.stop()
        self.heartbeats.stop()
        self.studio.close()
        self._pool.shutdown(wait=True)
        self.database.close()
