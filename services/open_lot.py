"""A lot while a batch of bids is judged: the locked row's values, carried on bid by bid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.bidding import Published, Ruling, Standing, Terms, reserve_met
from services.desk import BidRequest
from services.notary.lines import chain_hash, commitment_of, new_salt
from services.views import Answer


@dataclass(slots=True, kw_only=True)
class Person:
    """A bidder's wallet while a batch is judged; `held` moves with every ruling.

    What its owner owes the house is not in it.
    """

    user_id: int
    wallet: Decimal
    held: Decimal
    cpf: str | None
    shown_name: str | None
    not_qualified: str | None
    held_before: Decimal


@dataclass(slots=True, kw_only=True)
class Paddle:
    """A person's place on one lot: number, sealed maximum, the intent that gave it.

    `commitment` says who it is to whoever has the `salt`, which is there as it is first taken.
    """

    number: int
    maximum: Decimal
    sequence: int
    commitment: str | None = None
    salt: str | None = None


@dataclass(slots=True, kw_only=True)
class Intent:
    """What a person authorised and what it came to; `refusal` is the code, None if accepted."""

    request: BidRequest
    sequence: int
    refusal: str | None
    answer: Answer


@dataclass(slots=True, kw_only=True)
class OpenLot:
    """One auction while a batch is judged: the locked row's values, carried on bid by bid.

    `notice` is what a bidder declares to have read, None where nothing is declared.
    """

    auction_id: int
    seller_id: int
    seller_cpf: str | None
    terms: Terms
    standing: Standing
    paddles: dict[int, Paddle]
    hold: Decimal
    sequence: int
    bid_count: int
    bidder_count: int
    version: int
    chain_head: str | None
    leader_before: int | None
    hold_before: Decimal
    barred: frozenset[int] = frozenset()
    notice: int | None = None
    declared: set[int] = field(default_factory=set)
    declarations: list[BidRequest] = field(default_factory=list)
    seated_before: frozenset[int] = frozenset()
    met_before: bool | None = None
    changed: bool = False
    sold: bool = False
    intents: list[Intent] = field(default_factory=list)
    bids: list[dict[str, Any]] = field(default_factory=list)
    extensions: list[dict[str, Any]] = field(default_factory=list)
    raised: set[int] = field(default_factory=set)

    @property
    def displaced(self) -> int | None:
        """Name who led before the batch and does not any more; whoever led only within it is
        told so by the answer."""
        return None if self.leader_before == self.standing.leader else self.leader_before

    @property
    def told(self) -> Iterator[tuple[str, int | None]]:
        """Give what is to be told of the batch, and to whom; None is all whom the lot concerns."""
        leader = self.standing.leader
        if self.displaced is not None:
            yield "outbid", self.displaced
            if leader in self.seated_before:
                yield "leading_again", leader
        if self.met_before is False and reserve_met(self.terms, self.standing):
            yield "reserve_met", None
        if self.extensions:
            yield "extended", None

    def undeclared(self, request: BidRequest) -> bool:
        """Tell whether a person has still to declare; what the bid itself declares is taken."""
        if self.notice is None or request.user_id in self.declared:
            return False
        if not request.declared or request.notice not in (None, self.notice):
            return True
        self.declared.add(request.user_id)
        self.declarations.append(request)
        return False

    def accept(self, request: BidRequest, ruling: Ruling, people: Mapping[int, Person]) -> None:
        """Carry a ruling on: paddle, hold, published rows with their chain, end and leader."""
        before = self.standing
        self._seat(request, people[request.user_id])
        self._move_hold(ruling, people)
        for row in ruling.published:
            self._publish(row, request.arrival, people[row.bidder].shown_name)
        if ruling.extended:
            self.extensions.append(
                {
                    "from": before.ends_at,
                    "to": ruling.standing.ends_at,
                    "at": request.arrival,
                    "number": self.bid_count,
                }
            )
        self.standing = ruling.standing
        self.changed = True
        self.sold = self.sold or ruling.sold

    def _seat(self, request: BidRequest, person: Person) -> None:
        paddle = self.paddles.get(request.user_id)
        if paddle is None:
            self.bidder_count += 1
            salt = new_salt()
            paddle = Paddle(
                number=self.bidder_count,
                maximum=request.amount,
                sequence=0,
                salt=salt,
                commitment=commitment_of(
                    self.auction_id, self.bidder_count, document=person.cpf or "", salt=salt
                ),
            )
            self.paddles[request.user_id] = paddle
        paddle.maximum, paddle.sequence = request.amount, self.sequence
        self.raised.add(request.user_id)

    def _move_hold(self, ruling: Ruling, people: Mapping[int, Person]) -> None:
        if self.standing.leader is not None:
            people[self.standing.leader].held -= self.hold
        self.hold = ruling.commitment
        assert ruling.standing.leader is not None
        people[ruling.standing.leader].held += self.hold

    def _publish(self, row: Published, at: datetime, shown_name: str | None) -> None:
        self.bid_count += 1
        paddle = self.paddles[row.bidder]
        self.chain_head = chain_hash(
            self.chain_head,
            auction_id=self.auction_id,
            number=self.bid_count,
            value=row.amount,
            at=at,
            paddle=paddle.number,
            kind=row.kind,
            commitment=paddle.commitment,
        )
        self.bids.append(
            {
                "value": row.amount,
                "at": at,
                "user": row.bidder,
                "number": self.bid_count,
                "intent": paddle.sequence,
                "kind": row.kind.value,
                "paddle": paddle.number,
                "name": shown_name,
                "hash": self.chain_head,
            }
        )
