"""Check the record of a lot, on a computer of one's own, without asking the house.

    python verify_proof.py proof.json [--keys martelo-proof.json] [--earlier older-proof.json]
                           [--head HASH] [--receipt receipt.json]

The proof is what `/auction/<number>/proof` gives, the keys what `/.well-known/martelo-proof.json`
gives (keep a copy of your own: a key is only worth what you know it by), the receipt what
`/auction/<number>/receipt` gives a bidder. docs/proof.md describes the form. Needs Python 3.10 and,
for signatures, `pip install cryptography`; nothing of Martelo. Ends with 0 if all holds, else 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORM, RECEIPT_FORM = "martelo-record-1", "martelo-receipt-1"
BID_KINDS = ("direct", "auto", "buy_now", "annulled", "restated")
STATUSES = ("scheduled", "open", "suspended", "finished", "canceled")
DECIDED = ("finished", "canceled")
STATE = ("at", "status", "outcome", "starts", "ends", "opening", "price", "paddle", "bids")
CLOCK = ("at", "from", "to", "bids")
Entry = dict[str, Any]


class Broken(Exception):
    """The record does not hold; the message says where and why."""


@dataclass
class Lot:
    """What is known of the lot after each entry."""

    status: str = ""
    opening: Decimal | None = None
    starts: int | None = None
    ends: int | None = None
    price: Decimal | None = None
    bids: int = 0
    late: list[int] = field(default_factory=list)  # to be covered by the next move of the end
    commitments: dict[int, str | None] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def main(argv: list[str] | None = None) -> int:
    """Check what the arguments name and say what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("proof", type=Path)
    parser.add_argument("--keys", type=Path, help="the house's keys, as you have kept them")
    parser.add_argument("--earlier", type=Path, help="an older proof of the same lot")
    parser.add_argument("--head", help="a head seen before; it has to be in the record")
    parser.add_argument("--receipt", type=Path, help="a bidder's receipt")
    asked = parser.parse_args(argv)
    try:
        for line in check(
            read(asked.proof),
            keys=read(asked.keys) if asked.keys else None,
            earlier=read(asked.earlier) if asked.earlier else None,
            head=asked.head,
            receipt=read(asked.receipt) if asked.receipt else None,
        ):
            print(line)
    except Broken as broken:
        print(f"BROKEN: {broken}", file=sys.stderr)
        return 1
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        why = f"{error} is missing" if isinstance(error, KeyError) else error
        print(f"BROKEN: not of the form that was published: {why}", file=sys.stderr)
        return 1
    return 0


def read(path: Path) -> Any:
    """Read a JSON file in which no name is said twice."""
    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name is there twice")
    return dict(pairs)


def check(
    proof: dict[str, Any],
    *,
    keys: dict[str, Any] | None = None,
    earlier: dict[str, Any] | None = None,
    head: str | None = None,
    receipt: dict[str, Any] | None = None,
) -> list[str]:
    """Check a proof and return what to tell; raises Broken."""
    if proof["form"] != FORM:
        raise Broken(f"the form is {proof['form']!r}, this program knows {FORM}")
    hashes, lot = follow(proof["lot"], proof["entries"])
    if (proof["head"] or "") != (hashes[-1] if hashes else ""):
        raise Broken("the head is not the hash of the last entry")
    told = [f"lot {proof['lot']}: {len(hashes)} entries, {lot.bids} bids, the chain holds"]
    told += [f"note: {remark}" for remark in lot.remarks]
    told += signatures(proof, hashes, lot, keys)
    if head is not None and head.lower() not in hashes:
        raise Broken("the head seen before is not in this record: it has been rewritten")
    if earlier is not None:
        told.append(consistent(proof, earlier, hashes))
    if receipt is not None:
        told.append(opened(proof, receipt, lot))
    return told


def follow(number: int, entries: list[Entry]) -> tuple[list[str], Lot]:
    """Hash every entry anew, and see that price and clock move as the rules of a sale let them."""
    before, hashes, lot = "", [], Lot()
    for place, entry in enumerate(entries, 1):
        if entry["n"] != place:
            raise Broken(f"entry {place} says it is number {entry['n']}")
        link = sha256(f"{before}|{line_of(number, entry)}".encode()).hexdigest()
        if link != entry["hash"]:
            raise Broken(f"entry {place}: its hash does not follow from it and the one before")
        try:
            {"bid": _bid, "clock": _clock, "state": _state}[entry["type"]](entry, lot)
        except Broken as broken:
            raise Broken(f"entry {place}: {broken}") from None
        before = link
        hashes.append(link)
    if lot.late:
        raise Broken("a bid after the end")
    return hashes, lot


def line_of(number: int, entry: Entry) -> str:
    """Write an entry as it was hashed."""
    if entry["type"] == "bid":
        parts = [entry[name] for name in ("number", "value", "at", "paddle", "kind")]
        parts += [entry["commitment"]] if entry["commitment"] else []
        known = {"n", "type", "hash", "number", "value", "at", "paddle", "kind", "commitment"}
    elif entry["type"] in ("state", "clock"):
        names = STATE if entry["type"] == "state" else CLOCK
        parts = [entry["type"], *(entry[name] for name in names)]
        known = {"n", "type", "hash", *names}
    else:
        raise Broken(f"nobody knows an entry of the type {entry['type']!r}")
    if set(entry) != known:
        raise Broken("an entry says something that is not part of the record")
    if any("|" in str(part) for part in parts):
        raise Broken("an entry holds a sign that separates its parts")
    return "|".join([str(number), *map(str, parts)])


def _bid(entry: Entry, lot: Lot) -> None:
    value, at, paddle = Decimal(entry["value"]), int(entry["at"]), int(entry["paddle"])
    if entry["kind"] not in BID_KINDS:
        raise Broken(f"nobody knows a bid of the kind {entry['kind']!r}")
    if entry["number"] != lot.bids + 1:
        raise Broken(f"bid {entry['number']} follows bid {lot.bids}")
    lot.bids += 1
    if lot.commitments.setdefault(paddle, entry["commitment"]) != entry["commitment"]:
        raise Broken(f"paddle {paddle} is bound to two people")
    if entry["kind"] in ("annulled", "restated"):
        lot.remarks.append(f"bid {entry['number']} is part of an annulment")
        # With bids left, the next entry restates the price; with none it begins anew.
        lot.price = value if entry["kind"] == "restated" else None
        return
    if lot.status and lot.status != "open":
        raise Broken(f"a bid while the lot was {lot.status}")
    if lot.opening is not None and value < lot.opening:
        raise Broken("a bid below the opening price")
    if lot.price is not None and value < lot.price:
        raise Broken("the price falls")
    if lot.ends is not None and at >= lot.ends:
        lot.late.append(at)  # bids judged together are followed by one move of the end
    lot.price = value


def _clock(entry: Entry, lot: Lot) -> None:
    before, after = int(entry["from"]), int(entry["to"])
    if lot.ends is not None and before != lot.ends:
        raise Broken("the end was moved from where it was not")
    if after <= before:
        raise Broken("a bid moved the end earlier")
    _counted(entry, lot)
    if any(at >= after for at in lot.late):
        raise Broken("a bid after the end")
    lot.ends, lot.late = after, []


def _state(entry: Entry, lot: Lot) -> None:
    starts, ends, opening = int(entry["starts"]), int(entry["ends"]), Decimal(entry["opening"])
    price = Decimal(entry["price"]) if entry["price"] else None
    _counted(entry, lot)
    if lot.late:
        raise Broken("a bid after the end")
    if entry["status"] not in STATUSES:
        raise Broken(f"nobody knows the status {entry['status']!r}")
    if (entry["status"] in DECIDED) != bool(entry["outcome"]):
        raise Broken("an outcome belongs to what is decided")
    if lot.status in DECIDED and entry["status"] not in DECIDED:
        lot.remarks.append(f"entry {entry['n']}: the lot was put on sale again")
    elif lot.bids and lot.status:
        if (opening, starts) != (lot.opening, lot.starts):
            raise Broken("the terms changed after the first bid")
        if lot.ends is not None and ends < lot.ends:
            raise Broken("the end was moved earlier after the first bid")
        if lot.ends is not None and ends > lot.ends:
            lot.remarks.append(f"entry {entry['n']}: the house gave the lot more time")
        if price != lot.price:
            lot.remarks.append(f"entry {entry['n']}: the price went from {lot.price} to {price}")
    lot.status, lot.starts, lot.ends, lot.opening = entry["status"], starts, ends, opening
    lot.price = price


def _counted(entry: Entry, lot: Lot) -> None:
    if int(entry["bids"]) != lot.bids:
        raise Broken(f"it counts {entry['bids']} bids where there are {lot.bids}")


def signatures(
    proof: dict[str, Any], hashes: list[str], lot: Lot, keys: dict[str, Any] | None
) -> list[str]:
    """Check every signature of the house: over how many entries, with which head, by which key."""
    known = None if keys is None else {key["key_id"]: key["public_key"] for key in keys["keys"]}
    told = []
    for signed in proof["signatures"]:
        entries, public = signed["entries"], bytes.fromhex(signed["public_key"])
        if not 1 <= entries <= len(hashes) or hashes[entries - 1] != signed["head"]:
            raise Broken(f"what was signed after {entries} entries is not in this record")
        if sha256(public).hexdigest()[:16] != signed["key_id"]:
            raise Broken("the number of the key is not that of the key")
        if known is not None and known.get(signed["key_id"]) != signed["public_key"]:
            raise Broken(f"key {signed['key_id']} is none of the house's, as you know them")
        said = f"{FORM}|{proof['lot']}|{entries}|{signed['head']}|{signed['closed_at']}"
        try:
            key = Ed25519PublicKey.from_public_bytes(public)
            key.verify(bytes.fromhex(signed["signature"]), said.encode())
        except InvalidSignature:
            raise Broken(f"the signature after {entries} entries is not the house's") from None
        whose = "a key of yours" if known is not None else "a key to compare with the published one"
        told.append(f"signed after {entries} entries by {signed['key_id']} ({whose})")
    if not proof["signatures"]:
        if lot.status in DECIDED:
            raise Broken(
                "the lot is decided and not signed; the house signs within a second: ask again"
            )
        told.append("not signed yet")
    return told


def consistent(proof: dict[str, Any], earlier: dict[str, Any], hashes: list[str]) -> str:
    """See that an older proof of the lot is the beginning of this one."""
    old, _ = follow(earlier["lot"], earlier["entries"])
    if earlier["lot"] != proof["lot"]:
        raise Broken("the older proof is of another lot")
    if hashes[: len(old)] != old:
        raise Broken("the older proof is not the beginning of this one: it has been rewritten")
    kept = [signed["signature"] for signed in proof["signatures"]]
    if any(signed["signature"] not in kept for signed in earlier["signatures"]):
        raise Broken("a signature of the older proof has gone")
    return f"the older proof's {len(old)} entries are the beginning of this one"


def opened(proof: dict[str, Any], receipt: dict[str, Any], lot: Lot) -> str:
    """See that a receipt opens the commitment of its paddle, and which entries that has."""
    if receipt["form"] != RECEIPT_FORM or receipt["lot"] != proof["lot"]:
        raise Broken("the receipt is of another lot")
    paddle, parts = receipt["paddle"], (receipt["document"], receipt["salt"])
    said = "|".join(["martelo-bidder-1", str(proof["lot"]), str(paddle), *parts])
    if sha256(said.encode()).hexdigest() != lot.commitments.get(paddle):
        raise Broken("the receipt does not open the commitment of its paddle")
    bids = [e["number"] for e in proof["entries"] if e["type"] == "bid" and e["paddle"] == paddle]
    if receipt["bids"] != bids[: len(receipt["bids"])]:
        raise Broken("the bids of the receipt are not those of its paddle")
    return f"paddle {paddle} belongs to document {receipt['document']}: bids {bids}"


if __name__ == "__main__":
    sys.exit(main())
