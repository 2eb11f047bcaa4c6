"""Reading a room: what everybody sees of a lot, and what one person sees besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.bidding import Outcome, Terms, can_buy_now, minimum_bid, reserve_met
from services.database import Database
from services.declarations import WORDS, notice_of
from services.errors import NotFound
from services.floor import read_said
from services.lot_reading import read_lot
from services.lots import STATUS_WORDS, Increments, standing_of, terms_of
from services.ports import Clock
from services.views import (
    BidRow,
    ExtensionRow,
    Label,
    LotView,
    Personal,
    PublicRoom,
    RoomView,
    Visitor,
)
from services.watching import watch_on

_AUCTION = text("""
    select p.*, b.maximum as leader_maximum, b.paddle as leader_paddle,
           last.shown_name as leader_name, s.cpf as seller_cpf
    from products p
    join users s on s.user_id = p.user_id
    left join bidders b on b.product_id = p.product_id and b.user_id = p.leader_id
    left join bids last on last.product_id = p.product_id and last.sequence = p.bid_count
    where p.product_id = :id
""")
_ROWS = text("""
    select b.sequence, b.paddle, b.shown_name, b.bid_value, b.kind, b.bid_datetime,
           a.kind as taken_back, a.times
    from bids b left join annulments a using (product_id, sequence)
    where product_id = :id and sequence > :after and sequence <= :bids
    order by sequence desc limit :most
""")
_ANNULLED = text("""
    select b.sequence from bids b
    join annulled_intents a on a.product_id = b.product_id and a.sequence = b.intent_sequence
    where b.product_id = :id and b.kind not in ('annulled', 'restated')
    order by b.sequence desc limit 100
""")
_EXTENSIONS = text("""
    select at, ends_to, cause from extensions where product_id = :id order by extension_id desc
    limit 20
""")
_PERSON = text("""
    select u.held, u.cpf, u.blocked_at, u.email_verified_at,
           u.wallet + coalesce((select sum(e.amount) from ledger_entries e
                                where e.user_id = u.user_id and e.account = 'debt'), 0) as wallet,
           b.paddle, b.maximum, h.amount as held_here, pay.amount as total,
           case when pay.payment_status_id = 2 then 0
                else pay.amount - pay.by_guide - pay.from_wallet end as due,
           pay.by_guide as guide, pay.due_datetime, pay.payment_id,
           cast(:before as int) is not null and exists (
               with recursive line (before) as (
                   select cast(:before as int)
                   union all
                   select p.relisted_of from line join products p on p.product_id = line.before)
               select from line join strikes s on s.product_id = line.before
               where s.user_id = :user and s.waived_at is null) as barred,
           cast(:notice as int) is not null and not exists (
               select from declarations d
               where d.product_id = :id and d.user_id = :user
                 and d.notice = cast(:notice as int) and d.words = :words) as undeclared
    from users u
    left join bidders b on b.product_id = :id and b.user_id = u.user_id
    left join holds h on h.product_id = :id and h.user_id = u.user_id and h.ended_at is null
    left join payments pay on pay.product_id = :id and pay.user_id = u.user_id
                          and pay.kind = 'sale' and pay.defaulted_at is null
    where u.user_id = :user
""")
_QUICK = (1, 2, 5)


class RoomService:
    """Gives rooms as frozen views; maxima and identities of others are never among them."""

    def __init__(self, database: Database, clock: Clock, increments: Increments) -> None:
        self._database = database
        self._clock = clock
        self._increments = increments

    def room(self, auction_id: int, *, seen_by: Visitor) -> RoomView:
        """Show a lot, its room and the visitor's own standing; raises `NotFound`.

        Drafts are nobody's to see but their seller's.
        """
        with self._database.transaction() as work:
            row = self._row(work.connection, auction_id)
            if row["product_status_id"] == Status.DRAFT and row["user_id"] != seen_by.user_id:
                raise NotFound
            terms = self._terms(row, work.connection)
            lot: LotView = read_lot(work.connection, row, terms.increments, now=self._clock.now())
            return RoomView(
                lot=lot,
                room=self._public(work.connection, row, terms, rows_after=0, most=40),
                you=self._personal(work.connection, row, seen_by.user_id),
                now=self._clock.now(),
                watch=watch_on(work.connection, auction_id, seen_by.user_id),
            )

    def public(self, auction_id: int, *, rows_after: int = 0, most: int = 40) -> PublicRoom:
        """Show what everybody sees, with the latest bids after number `rows_after`."""
        with self._database.transaction() as work:
            row = self._row(work.connection, auction_id)
            terms = self._terms(row, work.connection)
            return self._public(work.connection, row, terms, rows_after=rows_after, most=most)

    def personal(self, auction_id: int, user_id: int | None) -> Personal:
        """Show how a person stands on a lot."""
        with self._database.transaction() as work:
            return self._personal(work.connection, self._row(work.connection, auction_id), user_id)

    @staticmethod
    def _row(connection: Connection, auction_id: int) -> Mapping[str, Any]:
        row = connection.execute(_AUCTION, {"id": auction_id}).mappings().one_or_none()
        if row is None:
            raise NotFound
        return dict(row)

    def _terms(self, row: Mapping[str, Any], connection: Connection) -> Terms:
        return terms_of(row, self._increments.of(row, connection))

    def _public(
        self,
        connection: Connection,
        row: Mapping[str, Any],
        terms: Terms,
        *,
        rows_after: int,
        most: int,
    ) -> PublicRoom:
        standing = standing_of(row, row["leader_maximum"])
        minimum = minimum_bid(terms, standing.price)
        # No bid that came since the row was read: who is told the next version is told of it.
        asked = {
            "id": row["product_id"],
            "after": rows_after,
            "bids": row["bid_count"],
            "most": most,
        }
        met = reserve_met(terms, standing)
        leader = None
        if row["leader_paddle"] is not None:
            leader = Label(paddle=row["leader_paddle"], name=row["leader_name"])
        return PublicRoom(
            auction_id=row["product_id"],
            version=row["version"],
            status=STATUS_WORDS[Status(row["product_status_id"])],
            outcome=row["outcome"],
            price=standing.price,
            minimum=minimum,
            quick=_quick(terms, minimum),
            bids=row["bid_count"] - row["annulled_count"],
            leader=leader,
            reserve={None: "none", True: "met", False: "not_met"}[met],
            buy_now=terms.buy_now if can_buy_now(terms, standing) else None,
            starts_at=row["start_datetime"],
            ends_at=row["finalized_at"] or row["end_datetime"],
            original_ends_at=row["original_end_datetime"],
            window_seconds=row["soft_close_seconds"],
            extend_mode=row["extend_mode"],
            rows=tuple(
                BidRow(
                    number=bid.sequence,
                    bidder=Label(paddle=bid.paddle, name=bid.shown_name),
                    value=bid.bid_value,
                    kind=bid.kind,
                    at=bid.bid_datetime,
                    taken_back=bid.taken_back,
                    times=bid.times or 0,
                )
                for bid in connection.execute(_ROWS, asked)
            ),
            annulled=tuple(self._annulled(connection, row)),
            extensions=tuple(
                ExtensionRow(at=move.at, ends_to=move.ends_to, cause=move.cause)
                for move in connection.execute(_EXTENSIONS, {"id": row["product_id"]})
            ),
            said=read_said(connection, row["product_id"]) if row["announced"] else (),
        )

    @staticmethod
    def _annulled(connection: Connection, row: Mapping[str, Any]) -> Sequence[int]:
        if not row["annulled_count"]:
            return ()
        return connection.execute(_ANNULLED, {"id": row["product_id"]}).scalars().all()

    @staticmethod
    def _personal(connection: Connection, row: Mapping[str, Any], user_id: int | None) -> Personal:
        if user_id is None:
            return Personal(standing="visitor")
        notice = notice_of(row)
        asked = {
            "id": row["product_id"],
            "user": user_id,
            "before": row["relisted_of"],
            "notice": notice,
            "words": WORDS,
        }
        person = connection.execute(_PERSON, asked).mappings().one_or_none()
        if person is None:
            return Personal(standing="visitor")
        return Personal(
            standing=_standing(row, user_id, bids=person["maximum"] is not None),
            blocked=_blocked(row, dict(person), user_id),
            declare=notice if person["undeclared"] else None,
            paddle=person["paddle"],
            maximum=person["maximum"],
            available=max(person["wallet"] - person["held"], Decimal(0)),
            held=person["held_here"] or Decimal(0),
            due=person["due"],
            due_at=person["due_datetime"],
            total=person["total"],
            guide=person["guide"],
            payment_id=person["payment_id"],
        )


def _quick(terms: Terms, minimum: Decimal) -> tuple[Decimal, ...]:
    amounts, amount = [], minimum
    for taken in range(1, max(_QUICK) + 1):
        if taken in _QUICK:
            amounts.append(amount)
        amount += terms.increments.step_at(amount)
    return tuple(amounts)


def _standing(row: Mapping[str, Any], user_id: int, *, bids: bool) -> str:
    if row["user_id"] == user_id:
        return "seller"
    if not bids:
        return "none"
    leads = row["leader_id"] == user_id
    if row["outcome"] is None:
        return "leading" if leads else "outbid"
    if row["outcome"] == Outcome.CONDITIONAL and leads:
        return "leading"
    return "won" if leads and row["outcome"] == Outcome.SOLD else "lost"


def _blocked(row: Mapping[str, Any], person: Mapping[str, Any], user_id: int) -> str | None:
    if row["user_id"] == user_id:
        return "impeded.seller"
    if person["blocked_at"] is not None:
        return "not_qualified.blocked"
    if person["email_verified_at"] is None:
        return "not_qualified.email_unverified"
    if person["cpf"] is None:
        return "not_qualified.incomplete"
    if person["cpf"] == row["seller_cpf"]:
        return "impeded.acts_for_seller"
    return "impeded.defaulted" if person["barred"] else None
