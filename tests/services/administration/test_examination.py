"""An auditor reads one auction, whole, and nothing else of the house."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.administration.examination import RECORD
from services.administration.lot_rows import AUCTIONS
from services.administration.person_rows import USERS
from services.administration.records import RECORDS
from services.errors import Forbidden
from services.views import TableAsk
from tests.services.administration.conftest import WHY, Desk, typed


def test_the_record_tells_every_bid_refusal_extension_and_act(desk: Desk) -> None:
    house, auditor = desk.house, desk.people["auditor"]
    ana, bia = house.person("ana", money=5000), house.person("bia", money=5000)
    house.bid(ana, desk.lot, 300)
    house.told.goes_on(1)
    house.bid(bia, desk.lot, 50)
    house.told.goes_on(1)
    desk.acts.extend(desk.chief, desk.lot, WHY, "10")

    def record() -> list[tuple[str, str | None, Decimal | None]]:
        seen = desk.tables.page(RECORD, auditor, TableAsk(), lot=desk.lot)
        return [(row["event"], row["who"], row["amount"]) for row in seen.rows]

    assert record() == [
        ("intent.accepted", "ana", None),
        ("bid.direct", "ana", Decimal(100)),
        ("intent.refused", "bia", None),
        ("extension.administrator", None, None),
        ("act.auction_extended", "chief", None),
    ]
    desk.acts.finalize(desk.chief, desk.lot, typed(desk.lot), session_key=desk.key(desk.chief))
    maxima = [amount for event, _, amount in record() if event.startswith("intent")]
    assert maxima == [Decimal(300), Decimal(50)], "secret until the hammer"


def test_an_auditor_reads_the_own_lot_and_nothing_else(desk: Desk) -> None:
    auditor, other = desk.people["auditor"], desk.house.lot()
    assert desk.examination.lot(auditor, desk.lot).auction_id == desk.lot
    assert [one.auction_id for one in desk.examination.own(auditor)] == [desk.lot]
    taken = list(desk.tables.batches(RECORD, auditor, TableAsk(), lot=desk.lot))
    assert taken is not None
    with pytest.raises(Forbidden):
        desk.examination.lot(auditor, other)
    with pytest.raises(Forbidden):
        desk.tables.page(RECORD, auditor, TableAsk(), lot=other)
    with pytest.raises(Forbidden):
        next(desk.tables.batches(RECORD, auditor, TableAsk(), lot=other))
    for source in (AUCTIONS, USERS, RECORDS):
        with pytest.raises(Forbidden):
            desk.tables.page(source, auditor, TableAsk())
    desk.house.change("update roles set revoked_at = now() where role = 'auditor'")
    with pytest.raises(Forbidden):
        desk.examination.lot(auditor, desk.lot)


def test_operators_read_every_record_and_finance_none(desk: Desk) -> None:
    other = desk.house.lot()
    assert desk.examination.lot(desk.people["operator"], other).auction_id == other
    assert desk.examination.own(desk.people["operator"]) == ()
    for role in ("finance", "nobody"):
        with pytest.raises(Forbidden):
            desk.examination.lot(desk.people[role], other)
