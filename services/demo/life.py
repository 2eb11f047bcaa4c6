"""A little life in the demonstration: invented bidders who bid now and then, up to the estimate."""

from __future__ import annotations

import random
import secrets
import threading
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import text

from services.demo.load import add_lot, past_bids, read_features
from services.demo.lots import LOTS
from services.demo.people import BIDDERS
from services.desk import BidRequest

if TYPE_CHECKING:
    from services.bootstrap import Services

log = structlog.get_logger(__name__)
_LOTS = text("""
    select product_id, price, min_bid, leader_id, end_datetime from products
    where product_status_id = 2 and end_datetime > :soon
      and coalesce(price, 0) < estimate_high
    order by end_datetime limit 24
""")
_PEOPLE = text("select user_id, username from users where demo")
_ENDING = text("""
    select count(*) from products where product_status_id = 2 and end_datetime < :horizon
""")
_LIVE_TITLES = text("select product_name from products where product_status_id in (1, 2)")
_ACTIVE = text("""
    update users set active_auction_number = active_auction_number + 1 where user_id = :user
""")
ENDING_SOON = 8
_LEFT_ALONE = timedelta(seconds=45)  # the last moments belong to the people who are watching


class DemoLife:
    """Bids a little for the invented people, and shows ended lots again, so that it lives on."""

    def __init__(self, services: Services, *, between: tuple[float, float] = (2.0, 6.0)) -> None:
        self._services = services
        self._between = between
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._chance = random.SystemRandom()

    def start(self) -> None:
        """Begin; safe to call twice."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._live, name="demo-life", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End; safe to call twice."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _live(self) -> None:
        while not self._stopping.wait(self._chance.uniform(*self._between)):
            try:
                self.show_again()
                self.bid_once()
            except Exception as error:  # noqa: BLE001  the demonstration waits for better times
                log.info("demo_life_pauses", error=repr(error))
                self._stopping.wait(5)

    def bid_once(self) -> bool:
        """Let one invented bidder bid on one lot; returns whether a bid was handed in."""
        services = self._services
        with services.database.transaction() as work:
            lots = work.connection.execute(
                _LOTS, {"soon": services.clock.now() + _LEFT_ALONE}
            ).all()
            people = {row.username: row.user_id for row in work.connection.execute(_PEOPLE)}
        if not lots:
            return False
        lot = self._chance.choice(lots)
        bidders = [people[name] for name in BIDDERS if people[name] != lot.leader_id]
        minimum = services.rooms.public(lot.product_id).minimum
        generous = self._chance.random() < 0.25
        amount = minimum * (Decimal("1.06") if generous else 1)
        services.bids.desk.submit(
            BidRequest(
                user_id=self._chance.choice(bidders),
                auction_id=lot.product_id,
                amount=amount.quantize(Decimal(1)) if generous else amount,
                key=secrets.token_urlsafe(12),
                arrival=services.clock.now(),
                confirmed=True,
                declared=True,
            )
        )
        return True

    def show_again(self) -> int:
        """Publish lots again while fewer than eight end within the hour; returns how many."""
        services = self._services
        now = services.clock.now()
        with services.database.transaction() as work:
            horizon = {"horizon": now + timedelta(hours=1)}
            missing = ENDING_SOON - int(work.connection.execute(_ENDING, horizon).scalar_one())
            if missing <= 0:
                return 0
            shown = set(work.connection.execute(_LIVE_TITLES).scalars())
            people = {row.username: row.user_id for row in work.connection.execute(_PEOPLE)}
            features = read_features(work)
            waiting = [lot for lot in LOTS if lot.title not in shown and not lot.judicial]
            chosen = self._chance.sample(waiting, k=min(missing, len(waiting)))
            again = []
            for place, lot in enumerate(chosen):
                ends = timedelta(minutes=8 + 5 * place, seconds=self._chance.randint(0, 59))
                auction = add_lot(work, lot, people, features, now=now, ends=ends)
                work.session.flush()
                work.connection.execute(_ACTIVE, {"user": auction.user_id})
                again.append((lot, auction.id, ends))
        for lot, auction_id, ends in again:
            past_bids(services, lot, auction_id, people, now=now, ends=ends)
            services.chronograph.start_auction_timer(auction_id, ends.total_seconds())
        return len(again)
