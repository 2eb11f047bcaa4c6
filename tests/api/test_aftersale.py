"""Doors after a sale: papers and offers open to those they concern, forms come back whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from fastapi import FastAPI

from api import aftersale, documents
from api.aftersale import times_of
from services.bootstrap import Services
from services.errors import BadForm
from tests.api.conftest import Browser
from tests.house import House

D = Decimal
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
async def owner(doors: FastAPI, services: Services, ana: int) -> Browser:
    aftersale.register(doors, services)
    documents.register(doors, services)
    browser = Browser(doors)
    await browser.log_in()
    return browser


@pytest.fixture
def sold(services: Services, ana: int) -> tuple[int, int]:
    """A lot of Ana's that Bia bought and paid: lot and payment."""
    house = House(services.database.url)
    house.told.shows(services.clock.now())
    bia = house.person("bia", money=1000)
    lot = house.lot(ana, opening=100, ends_in=10, soft_close_seconds=0)
    house.batch(house.request(bia, lot, 105, confirmed=True))
    house.after_end(lot)
    house.closing.close_due()
    house.change("update payments set payment_status_id = 2, confirmation_datetime = now()")
    payment = house.one("select payment_id from payments")
    house.leave()
    return lot, payment


async def test_papers_open_to_those_they_concern(owner: Browser, sold: tuple[int, int]) -> None:
    _, payment = sold
    answer = await owner.get(f"/payments/{payment}/statement.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert f"venda-{payment}.pdf" in answer.headers["content-disposition"]
    for paper in (f"/payments/{payment}/receipt.pdf", f"/payments/{payment}/auto.pdf",
                  f"/sales/lot/{sold[0]}/ranking.pdf", "/payments/999/statement.pdf"):  # fmt: skip
        assert (await owner.get(paper)).status_code == 404, paper


async def test_what_is_decided_already_is_said_and_shown(
    owner: Browser, sold: tuple[int, int]
) -> None:
    csrf = (await owner.marks())["csrf"]
    form = {"csrf": csrf, "policy": "replay"}
    answer = await owner.post(f"/sales/lot/{sold[0]}/offer", data=form)
    assert answer.status_code == 409
    assert "Isto já foi decidido" in answer.text
    assert (await owner.post("/sales/lot/999/offer", data=form)).status_code == 404
    assert (await owner.post(f"/sales/lot/{sold[0]}/offer", data={"csrf": csrf})).status_code == 422
    assert (
        await owner.post(f"/sales/lot/{sold[0]}/offer", data={"policy": "replay"})
    ).status_code == 403


async def test_times_that_cannot_be_come_back_as_they_were_typed(
    owner: Browser, sold: tuple[int, int]
) -> None:
    csrf = (await owner.marks())["csrf"]
    form = {"csrf": csrf, "starts_at": "ontem", "days": "muitos"}
    answer = await owner.post(f"/sales/lot/{sold[0]}/relist", data=form)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("starts_at", "days"),
    [("ontem", "3"), ("2026-03-05T10:00+00:00", "3"), ("", "x"), ("", ""), ("", "٣"), ("", "9999")],
)
def test_a_time_is_read_in_one_way_or_refused(starts_at: str, days: str) -> None:
    with pytest.raises(BadForm):
        times_of({"starts_at": starts_at, "days": days}, now=NOW)


def test_a_time_is_brasilias() -> None:
    starts_at, days = times_of({"starts_at": "2026-03-05T10:00", "days": "3"}, now=NOW)
    assert (starts_at, days) == (NOW + timedelta(hours=25), 3)
    assert times_of({"days": "1"}, now=NOW) == (NOW, 1)
