"""Bidding: a bid is judged under the lot's lock, written whole, and answered once it is durable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from services.bid_rows import (
    as_answer,
    lock_auctions,
    lock_people,
    read_answers,
    read_barred,
    read_paddles,
)
from services.bid_writes import write
from services.bidding import LARGEST_SUM, Bidder, Offer, judge, reserve_met
from services.closing import ClosingService
from services.database import Database, Transaction
from services.declarations import notice_of, read_declared
from services.desk import BiddingDesk, BidRequest
from services.errors import BadAmount, BidRefused, DomainError, NotFound
from services.events import RoomChanged
from services.lots import Increments, standing_of, terms_of
from services.open_lot import Intent, OpenLot, Paddle, Person
from services.ports import Clock
from services.views import Answer

_FIND = text("""
    select maximum, answer from bid_intents
    where product_id = :auction and user_id = :user and idempotency_key = :key
""")
_KEY_LENGTHS = range(8, 65)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBid:
    """A bid already taken or refused: up to how much it was, in reais, and what was answered."""

    maximum: Decimal
    answer: Answer


class BidService:
    """Takes bids at the desk and judges them batch by batch."""

    def __init__(
        self, database: Database, clock: Clock, increments: Increments, closing: ClosingService
    ) -> None:
        self._database = database
        self._clock = clock
        self._increments = increments
        self._closing = closing
        self.desk = BiddingDesk(lambda batch: database.retried(lambda: self.place(batch)))

    async def make_bid(
        self,
        user_id: int,
        auction_id: int,
        amount: Decimal,
        *,
        key: str,
        confirmed: bool = False,
        buy_now: bool = False,
        declared: bool = False,
        notice: int | None = None,
        ip: str | None = None,
        user_agent: str | None = None,
    ) -> Answer:
        """Place a bid of up to `amount` reais and return what became of it, once durable.

        The arrival is stamped here, before any waiting. A refusal is an answer too; the same
        `key` (8 to 64 ASCII characters) by the same person on the same lot gets the first answer
        again. What has to be declared before the first bid on a court's lot comes with it
        (`declared`, of that `notice`) or has been declared before.
        Raises `NotFound` for no such lot, `Unavailable` when the outcome is unknown.
        """
        request = BidRequest(
            user_id=user_id,
            auction_id=auction_id,
            amount=amount,
            key=key,
            arrival=self._clock.now(),
            confirmed=confirmed,
            buy_now=buy_now,
            declared=declared,
            notice=notice,
            ip=ip,
            user_agent=(user_agent or "")[:255] or None,
        )
        if not _is_key(key) or not _is_money(amount):
            return refused(BadAmount())
        return await self.desk.hand_in(request)

    def find_answer(self, user_id: int, auction_id: int, key: str) -> Answer | None:
        """Return the answer given to this key, or None if no such bid was recorded."""
        known = self.find_bid(user_id, auction_id, key)
        return None if known is None else known.answer

    def find_bid(self, user_id: int, auction_id: int, key: str) -> KnownBid | None:
        """Return the bid sent under this key with its answer, or None if none was recorded."""
        with self._database.transaction() as work:
            row = work.connection.execute(
                _FIND, {"auction": auction_id, "user": user_id, "key": key}
            ).one_or_none()
        if row is None:
            return None
        return KnownBid(maximum=row.maximum, answer=as_answer(row.answer))

    def place(self, batch: Sequence[BidRequest]) -> list[Answer | DomainError]:
        """Judge a batch in one transaction, in its order; one answer each.

        Locks auctions by id, then wallets by id. A refusal rolls nothing back for the others.
        """
        with self._database.transaction() as work:
            rows = lock_auctions(work.connection, (request.auction_id for request in batch))
            known = [request for request in batch if request.auction_id in rows]
            stored: dict[tuple[int, int, str], Answer | Intent] = {
                **read_answers(work.connection, known)
            }
            leaders = [(row["product_id"], row["leader_id"]) for row in rows.values()]
            pairs = {(r.auction_id, r.user_id) for r in known}
            pairs |= {(auction, leader) for auction, leader in leaders if leader is not None}
            sellers = {rows[r.auction_id]["user_id"] for r in known if r.buy_now}
            people = lock_people(work.connection, sellers | {user for _, user in pairs})
            lots = self._open(work, rows, sorted(pairs))
            judged = [self._judge(request, lots, people, stored) for request in batch]
            for lot in lots.values():
                _finish(lot, work)
            touched = [lot for lot in lots.values() if lot.intents]
            write(
                work.connection,
                touched,
                people.values(),
                self._clock.now(),
                notes=work.take_notes(),
            )
            for lot in lots.values():
                if lot.sold:
                    self._closing.sell_at_once(work, lot.auction_id)
        return [each.answer if isinstance(each, Intent) else each for each in judged]

    def _open(
        self, work: Transaction, rows: dict[int, Any], pairs: Sequence[tuple[int, int]]
    ) -> dict[int, OpenLot]:
        paddles, holds = read_paddles(work.connection, pairs)
        seated: dict[int, dict[int, Paddle]] = {number: {} for number in rows}
        for (number, user), paddle in paddles.items():
            seated[number][user] = paddle
        lots, barred = {}, read_barred(work.connection, rows)
        declared = read_declared(work.connection, rows, pairs)
        for number, row in rows.items():
            leader, seats = row["leader_id"], seated[number]
            held = holds.get((number, leader), Decimal(0))
            terms = terms_of(row, self._increments.of(row, work.connection))
            standing = standing_of(row, seats[leader].maximum if leader else None)
            lots[number] = OpenLot(
                auction_id=number,
                seller_id=row["user_id"],
                seller_cpf=row["seller_cpf"],
                terms=terms,
                standing=standing,
                seated_before=frozenset(seats),
                met_before=reserve_met(terms, standing),
                paddles=seats,
                hold=held,
                hold_before=held,
                barred=barred.get(number, frozenset()),
                notice=notice_of(row),
                declared=declared.get(number, set()),
                leader_before=leader,
                sequence=row["sequence"],
                bid_count=row["bid_count"],
                bidder_count=row["bidder_count"],
                version=row["version"],
                chain_head=row["chain_head"],
            )
        return lots

    def _judge(
        self,
        request: BidRequest,
        lots: dict[int, OpenLot],
        people: dict[int, Person],
        stored: dict[tuple[int, int, str], Answer | Intent],
    ) -> Answer | Intent | DomainError:
        lot, person = lots.get(request.auction_id), people.get(request.user_id)
        if lot is None or person is None:
            return NotFound()
        name = (request.auction_id, request.user_id, request.key)
        if name not in stored:
            answer, refusal = self._rule(request, lot, person, people)
            intent = Intent(request=request, sequence=lot.sequence, refusal=refusal, answer=answer)
            lot.intents.append(intent)
            stored[name] = intent
        return stored[name]

    def _rule(
        self, request: BidRequest, lot: OpenLot, person: Person, people: dict[int, Person]
    ) -> tuple[Answer, str | None]:
        leads = lot.standing.leader == request.user_id
        held = lot.hold if leads else Decimal(0)
        lot.sequence += 1
        before = lot.standing
        try:
            ruling = judge(
                lot.terms,
                before,
                Offer(
                    bidder=request.user_id,
                    amount=request.amount,
                    arrival=request.arrival,
                    confirmed=request.confirmed,
                    buy_now=request.buy_now,
                ),
                Bidder(
                    not_qualified=person.not_qualified or _undeclared(lot, request),
                    impeded=_impediment(lot, person),
                    available=person.wallet - person.held,
                    held=held,
                ),
            )
        except BidRefused as refusal:
            return refused(refusal, standing="leading" if leads else "none"), refusal.code
        lot.accept(request, ruling, people)
        return _accepted(request, lot, leads=leads), None


def _undeclared(lot: OpenLot, request: BidRequest) -> str | None:
    return "undeclared" if lot.undeclared(request) else None


def _impediment(lot: OpenLot, person: Person) -> str | None:
    if person.user_id == lot.seller_id:
        return "seller"
    if person.cpf is not None and person.cpf == lot.seller_cpf:
        return "acts_for_seller"
    return "defaulted" if person.user_id in lot.barred else None


def _accepted(request: BidRequest, lot: OpenLot, *, leads: bool) -> Answer:
    price = lot.standing.price
    assert price is not None
    if lot.sold:
        key, standing = "bid.bought", "won"
    elif lot.standing.leader != request.user_id:
        key, standing = "bid.outbid_auto", "outbid"
    elif leads:
        key, standing = "bid.raised", "leading"
    else:
        key = "bid.ok_proxy" if request.amount > price else "bid.ok"
        standing = "leading"
    values = {"amount": f"{request.amount:.2f}", "price": f"{price:.2f}"}
    return Answer(
        accepted=True,
        code="accepted",
        message_key=key,
        values=values,
        price=price,
        standing=standing,
    )


def refused(refusal: DomainError, *, standing: str = "none") -> Answer:
    """Make the answer to a refused bid."""
    return Answer(
        accepted=False,
        code=refusal.code,
        message_key=refusal.message_key,
        values={
            name: f"{value:.2f}" if isinstance(value, Decimal) else str(value)
            for name, value in refusal.values.items()
        },
        standing=standing,
    )


def _finish(lot: OpenLot, work: Transaction) -> None:
    """Announce a lot that changed; its answers tell how people stand when the batch commits."""
    if lot.changed:
        lot.version += 1
        work.announce(RoomChanged(auction_id=lot.auction_id, version=lot.version))
    for intent in lot.intents:
        answer = replace(intent.answer, version=lot.version)
        if answer.standing == "leading" and lot.standing.leader != intent.request.user_id:
            price = lot.standing.price
            answer = replace(
                answer,
                message_key="bid.outbid" if answer.accepted else answer.message_key,
                values={**answer.values, "price": f"{price:.2f}"},
                price=price,
                standing="outbid",
            )
        intent.answer = answer


def _is_key(key: str) -> bool:
    return len(key) in _KEY_LENGTHS and key.isascii() and key.isprintable()


def _is_money(amount: Decimal) -> bool:
    return (
        amount.is_finite()
        and 0 < amount <= LARGEST_SUM
        and amount == amount.quantize(Decimal("0.01"))
    )
