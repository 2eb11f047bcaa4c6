"""Reads a lot's record as anybody may have it, and signs it once the lot is decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.database import Database
from services.errors import NotFound
from services.hub import Hub
from services.notary.keys import SigningPen
from services.notary.lines import statement
from services.ports import Clock
from services.views import BidderReceipt, LotRecord, RecordHead, SignedHead
from services.views.values import microseconds
from services.worker import Worker

EVERY_SECONDS = 1.0
FORM = "martelo-record-1"
_LOT = text("""
    select product_id, chain_head, bid_count, version,
           (select count(*) from record_facts f where f.product_id = p.product_id) as facts
    from products p where product_id = :lot and product_status_id <> :draft
""")
_BIDS = text("""
    select b.sequence, b.bid_value, b.bid_datetime, b.paddle, b.kind, d.commitment, b.hash
    from bids b join bidders d on d.product_id = b.product_id and d.user_id = b.user_id
    where b.product_id = :lot and b.sequence <= :bids order by b.sequence
""")
_FACTS = text("""
    select after_bid, line, hash from record_facts where product_id = :lot order by number
""")
_SIGNED = text("""
    select s.entries, s.head, s.closed_at, s.key_id, s.signature, k.public_key
    from record_signatures s join signing_keys k using (key_id)
    where s.product_id = :lot order by s.entries
""")
_KEYS = text("select key_id, public_key, published_at from signing_keys order by published_at")
_PUBLISH = text("""
    insert into signing_keys (key_id, public_key, published_at) values (:id, :key, :now)
    on conflict do nothing
""")
_WAITING = text("""
    select product_id, entries, head, closed_at from record_signatures
    where signature is null order by product_id, entries limit :most for update skip locked
""")
_SIGN = text("""
    update record_signatures s set key_id = :key, signature = n.signature, signed_at = :now
    from unnest(cast(:lots as int[]), cast(:entries as int[]), cast(:signatures as bpchar[]))
         n (product_id, entries, signature)
    where s.product_id = n.product_id and s.entries = n.entries
""")
_MINE = text("""
    select d.paddle, d.salt, d.commitment, u.cpf,
           array(select b.sequence from bids b
                 where b.product_id = d.product_id and b.user_id = d.user_id order by 1) as bids
    from bidders d join users u using (user_id)
    where d.product_id = :lot and d.user_id = :user
""")
_STATE_FIELDS = (
    "at", "status", "outcome", "starts", "ends", "opening", "price", "paddle", "bids",
)  # fmt: skip
_CLOCK_FIELDS = ("at", "from", "to", "bids")


class Notary:
    """Keeps the record of every lot: what it says, with which signature, and whose entries."""

    def __init__(
        self, database: Database, clock: Clock, hub: Hub, pen: Callable[[], SigningPen]
    ) -> None:
        self._database = database
        self._clock = clock
        self._find_pen = pen
        self.worker = Worker("notary", self.sign_due, hub, wakes=())

    @cached_property
    def _pen(self) -> SigningPen:
        """Take out the key when it is first needed: a house that signs nothing makes none."""
        return self._find_pen()

    def sign_due(self, *, most: int = 200) -> int:
        """Sign the records of lots that have been decided; returns how many.

        The waiting row was written in the deciding transaction, so that none is left out; each is
        signed once, by whichever process takes it.
        """
        with self._database.transaction() as work:
            rows = work.connection.execute(_WAITING, {"most": most}).all()
            if not rows:
                return 0
            now = self._clock.now()
            pen = self._pen
            work.connection.execute(_PUBLISH, {"id": pen.key_id, "key": pen.public_key, "now": now})
            work.connection.execute(
                _SIGN,
                {
                    "key": pen.key_id,
                    "now": now,
                    "lots": [row.product_id for row in rows],
                    "entries": [row.entries for row in rows],
                    "signatures": [
                        pen.sign(
                            statement(
                                row.product_id,
                                entries=row.entries,
                                head=row.head,
                                closed_at=row.closed_at,
                            )
                        )
                        for row in rows
                    ],
                },
            )
        return len(rows)

    def keys(self) -> list[dict[str, Any]]:
        """List the public keys of the house, old ones too: they check what they signed."""
        with self._database.transaction() as work:
            pen = self._pen
            work.connection.execute(
                _PUBLISH, {"id": pen.key_id, "key": pen.public_key, "now": self._clock.now()}
            )
            rows = work.connection.execute(_KEYS).all()
        return [
            {
                "key_id": row.key_id,
                "algorithm": "Ed25519",
                "public_key": row.public_key,
                "published_at": row.published_at.isoformat(),
                "in_use": row.key_id == self._pen.key_id,
            }
            for row in rows
        ]

    def head(self, auction_id: int) -> RecordHead:
        """Show the head of a lot's record and its signature, if it has one. Raises NotFound."""
        with self._database.transaction() as work:
            row = _lot(work.connection, auction_id)
            signed = _signed(work.connection, auction_id)
        return RecordHead(
            auction_id=auction_id,
            head=row["chain_head"],
            entries=row["bid_count"] + row["facts"],
            signed=signed[-1] if signed else None,
        )

    def record(self, auction_id: int) -> LotRecord:
        """Give the whole record of a lot, for anybody, at any time. Raises NotFound.

        Nobody is named in it. All of it is read at one instant, so that head and entries agree.
        """
        with self._database.transaction() as work:
            work.connection.execute(text("set transaction isolation level repeatable read"))
            row = _lot(work.connection, auction_id)
            asked = {"lot": auction_id, "bids": row["bid_count"]}
            bids = [dict(bid) for bid in work.connection.execute(_BIDS, asked).mappings()]
            facts = work.connection.execute(_FACTS, asked).all()
            signed = _signed(work.connection, auction_id)
        return LotRecord(
            form=FORM,
            auction_id=auction_id,
            head=row["chain_head"],
            entries=_merged(bids, facts),
            signed=signed,
        )

    def receipt(self, auction_id: int, user_id: int) -> BidderReceipt:
        """Give a bidder what opens the commitments of their own entries on a lot.

        Raises NotFound for whoever has not bid there, or before commitments were kept.
        """
        with self._database.transaction() as work:
            asked = {"lot": auction_id, "user": user_id}
            row = work.connection.execute(_MINE, asked).one_or_none()
        if row is None or row.salt is None:
            raise NotFound
        return BidderReceipt(
            form="martelo-receipt-1",
            auction_id=auction_id,
            paddle=row.paddle,
            document=row.cpf,
            salt=row.salt,
            commitment=row.commitment,
            bids=tuple(row.bids),
        )


def _lot(connection: Connection, auction_id: int) -> Mapping[str, Any]:
    asked = {"lot": auction_id, "draft": Status.DRAFT}
    row = connection.execute(_LOT, asked).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


def _signed(connection: Connection, auction_id: int) -> tuple[SignedHead, ...]:
    return tuple(
        SignedHead(
            entries=row.entries,
            head=row.head,
            closed_at=row.closed_at,
            key_id=row.key_id,
            public_key=row.public_key,
            signature=row.signature,
        )
        for row in connection.execute(_SIGNED, {"lot": auction_id})
    )


def _merged(bids: Sequence[Mapping[str, Any]], facts: Sequence[Any]) -> tuple[dict[str, Any], ...]:
    """Put bids and facts in the order in which they were linked."""
    entries, waiting = [], list(facts)

    def take(until: int) -> None:
        while waiting and waiting[0].after_bid <= until:
            entries.append(_fact(waiting.pop(0)))

    take(0)
    for bid in bids:
        entries.append(_bid(bid))
        take(bid["sequence"])
    take(len(bids))
    return tuple({"n": place, **entry} for place, entry in enumerate(entries, 1))


def _bid(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "bid",
        "number": row["sequence"],
        "value": f"{row['bid_value']:.2f}",
        "at": microseconds(row["bid_datetime"]),
        "paddle": row["paddle"],
        "kind": row["kind"],
        "commitment": row["commitment"],
        "hash": row["hash"],
    }


def _fact(row: Any) -> dict[str, Any]:
    _, kind, *values = row.line.split("|")
    names = _STATE_FIELDS if kind == "state" else _CLOCK_FIELDS
    return {"type": kind, **dict(zip(names, values, strict=True)), "hash": row.hash}
