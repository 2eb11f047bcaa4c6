"""The record of a lot: whoever has it can check it, and no change of it goes unseen."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from models import Status
from scripts.verify_proof import Broken, check, line_of, main
from services.errors import NotFound
from services.notary import Notary
from services.notary.keys import SigningPen, kept_seed
from tests.house import House

Record = dict[str, Any]


def contested(house: House) -> int:
    """Let three fight for a lot into its soft close, and close it."""
    people = [house.person(name, money=9000) for name in ("ana", "bia", "caio")]
    lot = house.lot(opening=100, ends_in=600)
    for who, amount in ((0, 150), (1, 130), (2, 400), (1, 350)):
        house.bid(people[who], lot, amount)
    house.told.goes_on(550)
    house.batch(house.request(people[1], lot, 600), house.request(people[0], lot, 700))
    house.told.goes_on(60)
    house.bid(people[2], lot, 900)
    house.after_end(lot)
    house.closing.close_due()
    house.notary.sign_due()
    return lot


def record_of(house: House, lot: int) -> Record:
    """Give the record as its reader has it, after a way through a file."""
    record: Record = json.loads(json.dumps(house.notary.record(lot).as_message()))
    return record


def keys_of(house: House) -> Record:
    return {"keys": house.notary.keys()}


def test_a_whole_sale_can_be_checked_without_the_house(house: House) -> None:
    lot = contested(house)
    record = record_of(house, lot)
    told = check(record, keys=keys_of(house))
    kinds = [entry["type"] for entry in record["entries"]]
    assert kinds[0] == "state"
    assert kinds[-1] == "state"
    assert kinds.count("clock") == 2, "of two late bids judged together the end moves once"
    assert kinds.count("bid") == house.auction(lot)["bid_count"]
    assert record["head"] == house.auction(lot)["chain_head"]
    assert (record["entries"][-1]["status"], record["entries"][-1]["outcome"]) == (
        "finished",
        "sold",
    )
    assert "the chain holds" in told[0]
    assert "a key of yours" in told[-1]


def test_nobody_is_named_in_the_record(house: House) -> None:
    lot = contested(house)
    said = json.dumps(record_of(house, lot)).lower()
    for row in house.rows("select username, name, email, cpf from users"):
        for mark in row.values():
            assert str(mark).lower() not in said


def entry(kind: str, place: int = 0) -> Callable[[Record], Any]:
    return lambda record: [e for e in record["entries"] if e["type"] == kind][place]


def put(where: Callable[[Record], Any], name: str, value: Any) -> Callable[[Record], None]:
    def change(record: Record) -> None:
        assert where(record)[name] != value
        where(record)[name] = value

    return change


def swapped(record: Record) -> None:
    first, second = record["entries"][2], record["entries"][3]
    first["n"], second["n"] = 4, 3
    record["entries"][2:4] = [second, first]


def without(place: int) -> Callable[[Record], None]:
    def drop(record: Record) -> None:
        del record["entries"][place]
        for number, each in enumerate(record["entries"], 1):
            each["n"] = number

    return drop


def cut_short(record: Record) -> None:
    del record["entries"][-1]
    record["head"] = record["entries"][-1]["hash"]


def signed(record: Record) -> Any:
    return record["signatures"][0]


def by_another(record: Record) -> None:
    pen, said = SigningPen("77" * 32), signed(record)
    said["key_id"], said["public_key"] = pen.key_id, pen.public_key
    said["signature"] = pen.sign(
        f"martelo-record-1|{record['lot']}|{said['entries']}|{said['head']}|{said['closed_at']}"
    )


TAMPERED: dict[str, Callable[[Record], None]] = {
    "an amount": put(entry("bid", 2), "value", "151.00"),
    "a moment": put(entry("bid", 2), "at", 1_700_000_000_000_000),
    "a paddle": put(entry("bid", 2), "paddle", 3),
    "a kind": put(entry("bid", 2), "kind", "buy_now"),
    "a commitment": put(entry("bid", 2), "commitment", "0" * 64),
    "a hash": put(entry("bid", 2), "hash", "0" * 64),
    "the new end": put(entry("clock"), "to", "1"),
    "the opening price": put(entry("state"), "opening", "50.00"),
    "the outcome": put(entry("state", -1), "outcome", "no_bids"),
    "the order": swapped,
    "a row left out": without(3),
    "the first row left out": without(0),
    "the last row left out": cut_short,
    "another lot": put(lambda record: record, "lot", 99),
    "the head": put(lambda record: record, "head", "0" * 64),
    "something added": lambda record: entry("bid")(record).update(name="ana"),
    "the signature": put(signed, "signature", "00" * 64),
    "when it was signed": put(signed, "closed_at", 1),
    "what was signed": put(signed, "entries", 3),
    "the signed head": put(signed, "head", "0" * 64),
    "the number of the key": put(signed, "key_id", "0" * 16),
    "the key": put(signed, "public_key", "11" * 32),
    "another's signature": by_another,
}


@pytest.fixture(scope="module")
def sale(new_database: Callable[[str], str]) -> tuple[Record, Record]:
    """A signed record and the house's keys."""
    house = House(new_database("notary"))
    lot = contested(house)
    kept = record_of(house, lot), keys_of(house)
    house.leave()
    return kept


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED)
def test_whatever_is_tampered_with_is_found(
    sale: tuple[Record, Record], change: Callable[[Record], None]
) -> None:
    record, keys = copy.deepcopy(sale)
    assert check(record, keys=keys)
    change(record)
    with pytest.raises((Broken, KeyError)):
        check(record, keys=keys)


def rewritten(record: Record) -> Record:
    """Forge a record whose chain holds: an amount is changed and all after it hashed anew."""
    forged, before = copy.deepcopy(record), ""
    forged["signatures"] = []
    bid = entry("bid", 1)(forged)
    bid["value"] = f"{float(bid['value']) + 1:.2f}"
    for each in forged["entries"]:
        before = sha256(f"{before}|{line_of(forged['lot'], each)}".encode()).hexdigest()
        each["hash"] = before
    forged["head"] = before
    return forged


def test_a_record_rewritten_whole_is_found_by_whoever_kept_an_older_one(
    sale: tuple[Record, Record], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record, keys = sale
    older = copy.deepcopy(record)
    del older["entries"][6:]
    older |= {"head": older["entries"][-1]["hash"], "signatures": []}
    files = {"whole": record, "older": older, "forged": rewritten(record), "keys": keys}
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content))
    whole, old, forged, known = (str(tmp_path / name) for name in files)
    assert main([whole, "--keys", known, "--earlier", old, "--head", older["head"]]) == 0
    assert "6 entries are the beginning" in capsys.readouterr().out
    assert main([forged]) == 1, "its chain holds, and nobody has signed it"
    assert "decided and not signed" in capsys.readouterr().err
    assert main([forged, "--earlier", old]) == 1
    assert main([forged, "--head", older["head"]]) == 1
    assert main([old, "--earlier", whole]) == 1, "what is shorter has lost something"
    assert "rewritten" in capsys.readouterr().err
    (tmp_path / "bare").write_text(json.dumps({"form": record["form"], "lot": 1, "entries": []}))
    assert main([str(tmp_path / "bare")]) == 1
    assert "'head' is missing" in capsys.readouterr().err


def chained(*entries: Record) -> Record:
    """Link entries as the house does."""
    record: Record = {"form": "martelo-record-1", "lot": 1, "entries": [], "signatures": []}
    before = ""
    for place, given in enumerate(entries, 1):
        each = {"n": place, **given}
        before = sha256(f"{before}|{line_of(1, each | {'hash': ''})}".encode()).hexdigest()
        record["entries"].append(each | {"hash": before})
    return record | {"head": before}


def test_a_price_falls_where_bids_were_taken_back_and_nowhere_else() -> None:
    def bid(number: int, value: str, kind: str = "direct") -> Record:
        at, who = 1_000_000 + number, {"paddle": 1, "commitment": "c" * 64}
        return {"type": "bid", "number": number, "value": value, "at": at, "kind": kind, **who}

    first, higher = bid(1, "100.00"), bid(2, "300.00")
    gone = bid(3, "300.00", "annulled")
    told = check(chained(first, higher, gone, bid(4, "100.00", "restated"), bid(5, "110.00")))
    assert "annulment" in told[1]
    assert check(chained(first, higher, gone, bid(4, "50.00"))), "nobody leads any more"
    for fallen in ((bid(3, "200.00"),), (gone, bid(4, "200.00", "restated"), bid(5, "150.00"))):
        with pytest.raises(Broken, match="price falls"):
            check(chained(first, higher, *fallen))


def test_only_a_bidder_can_show_which_entries_are_theirs(house: House) -> None:
    lot = contested(house)
    record = record_of(house, lot)
    ana = house.one("select user_id from users where username = 'ana'")
    receipt = json.loads(json.dumps(house.notary.receipt(lot, ana).as_message()))
    assert receipt["bids"]
    assert "paddle 1 belongs to document" in check(record, receipt=receipt)[-1]
    for name, value in (("document", "0" * 11), ("salt", "0" * 64), ("paddle", 2), ("bids", [99])):
        with pytest.raises(Broken):
            check(record, receipt=receipt | {name: value})
    with pytest.raises(NotFound):
        house.notary.receipt(lot, house.person("dora"))
    commitments = {e["paddle"]: e["commitment"] for e in record["entries"] if e["type"] == "bid"}
    assert len(set(commitments.values())) == 3

    other = house.lot(opening=100)
    house.bid(ana, other, 200)
    (there,) = [e for e in record_of(house, other)["entries"] if e["type"] == "bid"]
    assert there["commitment"] not in commitments.values(), "never the same on another lot"


def test_the_record_takes_down_what_the_house_does_to_price_and_clock(house: House) -> None:
    ana = house.person("ana", money=5000)
    lot = house.lot(opening=100)
    house.bid(ana, lot, 200)
    house.chronograph.add_time_to_auction(lot, 60)
    house.change("update products set version = version + 1 where product_id = :lot", lot=lot)
    record = record_of(house, lot)
    assert [e["type"] for e in record["entries"]] == ["state", "bid", "state"]
    assert "more time" in "".join(check(record))
    house.bid(ana, lot, 300)
    assert len(record_of(house, lot)["entries"]) == 3, "a raise nobody is to know of is no entry"
    house.change("update products set min_bid = 90 where product_id = :lot", lot=lot)
    changed = record_of(house, lot)
    with pytest.raises(Broken, match="terms changed"):
        check(changed)
    house.change("update products set min_bid = 100 where product_id = :lot", lot=lot)


def test_what_has_been_recorded_is_never_changed(house: House) -> None:
    lot = contested(house)
    for change in (
        "update record_facts set line = line || '0'",
        "delete from record_facts",
        "update record_signatures set head = repeat('0', 64)",
        "update record_signatures set signature = repeat('0', 128)",
        "delete from record_signatures",
    ):
        with pytest.raises(DBAPIError, match="append-only"):
            house.change(change)
    assert check(record_of(house, lot))


def test_every_decision_is_signed_once_and_old_keys_still_tell_whose_it_was(house: House) -> None:
    lots = [contested(house)]
    assert house.notary.sign_due() == 0
    new = Notary(house.database, house.clock, house.hub, lambda: SigningPen("a1" * 32))
    lots.append(house.lot(opening=50, ends_in=10))
    house.told.goes_on(4000)
    house.closing.close_due()
    with pytest.raises(Broken, match="decided and not signed"):
        check(record_of(house, lots[1]))
    assert new.sign_due() == 1
    published = new.keys()
    assert [key["in_use"] for key in published] == [False, True]
    for lot in lots:
        assert "a key of yours" in check(record_of(house, lot), keys={"keys": published})[-1]


def test_a_draft_has_no_record_and_an_erased_bidder_no_longer_an_opening(house: House) -> None:
    draft = house.lot(status=Status.DRAFT)
    with pytest.raises(NotFound):
        house.notary.record(draft)
    lot = contested(house)
    before = record_of(house, lot)
    ana = house.one("select user_id from users where username = 'ana'")
    house.change("update bidders set salt = null where user_id = :ana", ana=ana)
    assert record_of(house, lot) == before
    with pytest.raises(NotFound):
        house.notary.receipt(lot, ana)


def test_the_houses_key_is_made_once_and_nobody_elses_to_read(tmp_path: Path) -> None:
    seed = kept_seed("", tmp_path)
    assert kept_seed("", tmp_path) == seed
    assert kept_seed("ab" * 32, tmp_path) == "ab" * 32
    assert (tmp_path / "record-key").stat().st_mode & 0o077 == 0
    assert SigningPen(seed).public_key != seed
