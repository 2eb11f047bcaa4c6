"""Bids taken back: by their bidder within narrow rules, or annulled by an administrator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.administration import audit
from services.bidding import COUNTED_FOR, MOST_RETRACTIONS, Given, Reason, retractable
from services.conduct.annulling import annul
from services.conduct.annulling_rows import LOCK, Live, behind, lock_bid_upon, look_at_bid_upon
from services.conduct.annulling_writes import Why
from services.conduct.foreseen import Foreseen, foresee
from services.database import Database, Transaction
from services.errors import BadField, ConductRefused, NotFound
from services.lots import Increments
from services.people.fields import parse_text
from services.ports import Clock
from services.views import LONGEST_REASON, RetractionView

_TIMES = text("""
    select count(*) from annulments
    where user_id = :user and kind = 'retraction' and at > :since
""")
_LOT = text("select p.*, product_status_id = 2 as open from products p where product_id = :lot")
_OWN = text("""
    select i.user_id, i.sequence, i.maximum, i.arrived_at
    from bid_intents i
    where i.product_id = :lot and i.user_id = :user and i.accepted and not exists (
        select from annulled_intents a
        where a.product_id = i.product_id and a.sequence = i.sequence)
    order by i.sequence
""")
SHORTEST_REASON = 10


class Retractions:
    """Takes bids back; what was published stays to be read, and everybody is told."""

    def __init__(self, database: Database, clock: Clock, increments: Increments) -> None:
        self._database = database
        self._clock = clock
        self._increments = increments

    def look(self, user_id: int, auction_id: int) -> RetractionView:
        """Show a bidder what could be taken back now, or why nothing can.

        Raises NotFound for a lot that is not there or on which they have not bid.
        """
        with self._database.transaction() as work:
            asked = {"lot": auction_id, "user": user_id}
            found = work.connection.execute(_LOT, asked).mappings().one_or_none()
            own = [Live(**one) for one in work.connection.execute(_OWN, asked).mappings()]
            if found is None or not own:
                raise NotFound
            row, now = dict(found), self._clock.now()
            times = self._times(work.connection, user_id, now)
        going = _going(row, own, now)
        refusal = _refusal(row, times, going)
        return RetractionView(
            auction_id=auction_id,
            title=row["product_name"],
            amounts=tuple(one.maximum for one in own if one.sequence in going),
            kept=tuple(one.maximum for one in own if one.sequence not in going),
            times=times,
            most=MOST_RETRACTIONS,
            ends_at=row["end_datetime"],
            refusal=refusal,
        )

    def retract(
        self, user_id: int, auction_id: int, reason: str, *, what: str = ""
    ) -> tuple[int, ...]:
        """Take back the own bids that may be, for one of two reasons; returns the intents' numbers.

        A changed description needs words on `what` changed. Judged under the lot's lock and the
        bidders' wallets. Raises BadField, NotFound and ConductRefused.
        """
        if reason not in set(Reason):
            raise BadField("reason", "missing")
        changed = reason == Reason.DESCRIPTION_CHANGED
        said = parse_text(what, field="what", longest=LONGEST_REASON, required=changed)
        with self._database.transaction() as work:
            row = _locked(work.connection, auction_id)
            upon = lock_bid_upon(work.connection, row, self._increments)
            own = upon.of(user_id)
            if not own:
                raise NotFound
            now = self._clock.now()
            times = self._times(work.connection, user_id, now)
            going = _going(row, own, now)
            if refusal := _refusal(row, times, going):
                raise ConductRefused(reason=refusal, most=MOST_RETRACTIONS)
            why = Why(
                user_id=user_id,
                actor_id=user_id,
                kind="retraction",
                reason=reason,
                note=said or None,
                times=times + 1,
            )
            annul(work, upon, going, why, at=now)
        return going

    def annul_bid(
        self,
        work: Transaction,
        actor_id: int,
        auction_id: int,
        number: int,
        *,
        reason: str,
        document: str = "",
    ) -> None:
        """Annul what stands behind the published bid `number`, in the transaction of the agreement.

        The caller knows who may. Of an official or judicial lot the `document` that orders it must
        be named. The row stays and is shown as annulled; `actor_id`, who asked, is on record.
        Raises NotFound, BadField and ConductRefused.
        """
        said = parse_text(reason, field="reason", longest=LONGEST_REASON)
        if len(said) < SHORTEST_REASON:
            raise BadField("reason", "too_short", shortest=SHORTEST_REASON)
        paper = parse_text(document, field="document", longest=200, required=False)
        row = _locked(work.connection, auction_id)
        now = self._clock.now()
        _demand_open(row, now)
        if row["auction_type"] != "commercial" and not paper:
            raise BadField("document", "missing")
        upon = lock_bid_upon(work.connection, row, self._increments)
        gone = behind(work.connection, upon, number)
        why = Why(
            user_id=gone[0].user_id,
            actor_id=actor_id,
            kind="annulment",
            reason="house",
            note=said,
            times=0,
        )
        lapsed = annul(work, upon, {one.sequence for one in gone}, why, at=now)
        audit.record(
            work,
            "bid.annulled",
            f"auction:{auction_id}",
            actor=actor_id,
            at=now,
            number=number,
            reason=said,
            document=paper,
            lapsed=list(lapsed),
        )

    def foresee(self, work: Transaction, auction_id: int, number: int) -> Foreseen:
        """Tell what `annul_bid` would leave of a lot now; nothing is written, nothing locked.

        Raises what it would: NotFound, and ConductRefused of a lot that is over or a bid annulled.
        """
        found = work.connection.execute(_LOT, {"lot": auction_id}).mappings().one_or_none()
        if found is None:
            raise NotFound
        row = dict(found)
        _demand_open(row, self._clock.now())
        upon = look_at_bid_upon(work.connection, row, self._increments)
        return foresee(upon, behind(work.connection, upon, number))

    @staticmethod
    def _times(connection: Connection, user_id: int, now: datetime) -> int:
        asked = {"user": user_id, "since": now - COUNTED_FOR}
        found: int = connection.execute(_TIMES, asked).scalar_one()
        return found


def _locked(connection: Connection, auction_id: int) -> Mapping[str, Any]:
    row = connection.execute(LOCK, {"lot": auction_id}).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


def _demand_open(row: Mapping[str, Any], now: datetime) -> None:
    live = row["product_status_id"] in (Status.IN_OCCURRENCE, Status.SUSPENDED)
    if not live or now >= row["end_datetime"]:
        raise ConductRefused(reason="over")


def _going(row: Mapping[str, Any], own: list[Live], now: datetime) -> tuple[int, ...]:
    given = [Given(sequence=one.sequence, arrival=one.arrived_at) for one in own]
    return retractable(given, ends_at=row["end_datetime"], now=now)


def _refusal(row: Mapping[str, Any], times: int, going: tuple[int, ...]) -> str | None:
    """Name why nothing may be taken back, None if something may."""
    if row["auction_type"] != "commercial":
        return "never"
    if not row["open"]:
        return "over"
    if times >= MOST_RETRACTIONS:
        return "too_many"
    return None if going else "nothing_left"
