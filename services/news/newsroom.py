"""The newsroom: all that tells people things, made once and started and stopped together."""

from __future__ import annotations

from collections.abc import Callable

from services.database import Database
from services.hub import Hub
from services.mail import Mails
from services.news.bell import Bell
from services.news.crier import EVERY_SECONDS as CRIER_SECONDS
from services.news.crier import Crier
from services.news.digest import EVERY_SECONDS as DIGEST_SECONDS
from services.news.digest import Digests
from services.news.herald import Herald
from services.news.push import EVERY_SECONDS as PUSH_SECONDS
from services.news.push import PushService
from services.news.refusals import Refusals
from services.ports import Clock, PushCarrier


class Newsroom:
    """Builds the herald, the crier, the bell, the digests and what is pushed to browsers."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        hub: Hub,
        mails: Mails,
        carrier: PushCarrier,
        *,
        secret_key: str,
    ) -> None:
        self.herald = Herald(mails, clock)
        self.crier = Crier(database, clock, hub, self.herald)
        self.bell = Bell(database, clock)
        self.push = PushService(database, clock, hub, carrier)
        self.digests = Digests(database, clock, mails)
        self.refusals = Refusals(database, secret_key)

    def start(self, every: Callable[..., None]) -> None:
        """Tell what waits, and from now on whatever comes; `every` sets what rings again."""
        every(CRIER_SECONDS, self.crier.worker.wake, name="crier")
        every(CRIER_SECONDS, self.crier.crowds.wake, name="crowds")
        every(CRIER_SECONDS, self.crier.facts.wake, name="facts")
        every(PUSH_SECONDS, self.push.worker.wake, name="pusher")
        every(DIGEST_SECONDS, self.digests.send_due, name="digests")
        self.crier.worker.start()
        self.crier.crowds.start()
        self.crier.facts.start()
        self.push.worker.start()

    def stop(self) -> None:
        """Finish what is in hand; safe to call twice."""
        self.crier.worker.stop()
        self.crier.crowds.stop()
        self.crier.facts.stop()
        self.push.worker.stop()
