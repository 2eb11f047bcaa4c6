"""A copy of what the house keeps about a person (LGPD, art. 18), and the log of consents."""

import csv
import io
import json
import zipfile

import pytest
from sqlalchemy.exc import IntegrityError

from services.errors import NotFound, TooManyAttempts
from tests.house import House

EMPTY_HERE = {
    "answers", "api_keys", "bids_taken_back", "company", "declarations", "deletion_requests",
    "flags_of_conduct",
    "letters", "lots", "lots_reported", "lots_withdrawn", "push_subscriptions",
    "questions", "ratings_given", "ratings_received", "saved_searches", "sessions", "watched",
}  # fmt: skip
SECRETS = ("password", "token", "secret", "code_hash", "csrf", "argon2")


def test_a_copy_holds_everything_of_ones_own_and_nothing_of_others(house: House, ana: int) -> None:
    seller = house.person("seller-quintana")
    rival = house.person("rivaldo", money=9000)
    house.pay_in(ana, 9000)
    lot = house.lot(seller)
    for person, amount in ((rival, 100), (ana, 300), (rival, 500), (ana, 900)):
        house.bid(person, lot, amount)
        house.crier.tell_all()
    house.after_end(lot)
    house.closing.close_due()
    export = house.exports.draw(ana)
    document = json.loads(export.as_json())
    assert document["account"][0]["cpf"] == "52998224725"
    assert document["individual"][0]["birth_date"] == "1985-05-17"
    assert document["addresses"][0]["city"] == "São Paulo"
    mine = house.rows("select bid_value from bids where user_id = :ana order by bid_id", ana=ana)
    assert [row["bid_value"] for row in document["bids"]] == [str(r["bid_value"]) for r in mine]
    assert [row["maximum"] for row in document["bids_authorised"]] == ["300.00", "900.00"]
    assert document["payments"][0]["hammer"] == document["bids"][-1]["bid_value"]
    written = export.as_json().decode()
    for other in ("rivaldo", "quintana", "Rivaldo", "Quintana"):
        assert other not in written
    for secret in SECRETS:
        assert secret not in written
    assert all(document[name] for name in document if name not in EMPTY_HERE)


def test_the_copy_as_csv_says_the_same_and_runs_as_no_formula(house: House, ana: int) -> None:
    """ASVS 1.3.3: what a spreadsheet would run as a formula is only read."""
    house.change("update users set name = '=cmd()' where user_id = :ana", ana=ana)
    house.change("update addresses set street_name = '@evil', apt = '-1', district = '+1'")
    export = house.exports.draw(ana)
    with zipfile.ZipFile(io.BytesIO(export.as_csv())) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {name.removesuffix(".csv") for name in files} == set(export.tables)
    for name, content in files.items():
        rows = list(csv.reader(io.StringIO(content)))
        assert len(rows) == len(export.tables[name.removesuffix(".csv")]) + bool(rows)
        assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]
    assert "'=cmd()" in files["account.csv"]


def test_copies_are_not_drawn_without_end_nor_of_nobody(house: House, ana: int) -> None:
    for _ in range(10):
        house.exports.draw(ana)
    with pytest.raises(TooManyAttempts):
        house.exports.draw(ana)
    with pytest.raises(NotFound):
        house.exports.draw(999)


def test_consents_are_counted_once_and_never_rewritten(
    house: House, ana: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.consents.agree(ana, ip=None)
    assert [line.document for line in house.consents.log(ana)] == ["privacy", "terms"]
    assert house.deletions.standing(ana).unread == ()
    monkeypatch.setitem(
        __import__("services.people.consents", fromlist=[""]).DOCUMENTS, "terms", "2027-01-01"
    )
    assert house.deletions.standing(ana).unread == ("terms",)
    house.consents.agree(ana, ip=None)
    latest = house.consents.log(ana)[0]
    assert (latest.document, latest.version, latest.withdrawn) == ("terms", "2027-01-01", False)
    with pytest.raises(IntegrityError):
        house.change("update consents set withdrawn = true")
    with pytest.raises(NotFound):
        house.consents.agree(999, ip=None)
