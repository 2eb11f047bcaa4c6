"""Search engines are told what to leave alone, and of every lot that is on sale or coming."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api import found
from services.bootstrap import Services
from tests.api.conftest import BASE_URL, Browser
from tests.house import House


@pytest.fixture
def doors(services: Services, doors: FastAPI) -> FastAPI:
    found.register(doors, services)
    return doors


@pytest.fixture
def house(services: Services) -> Iterator[House]:
    made = House(services.database.url, clock=services.clock)
    yield made
    made.leave()


def rows(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/xml")
    found: list[Any] = re.findall(r"<loc>([^<]+)</loc>(?:<lastmod>([^<]+)</lastmod>)?", answer.text)
    return dict(found)


async def test_robots_leave_alone_what_is_somebodys_own(doors: FastAPI) -> None:
    answer = await Browser(doors).get("/robots.txt")
    assert "Disallow: /wallet\n" in answer.text
    assert answer.text.endswith(f"\nSitemap: {BASE_URL}/sitemap.xml\n")
    assert "Disallow: /\n" not in answer.text


async def test_the_sitemap_names_what_is_on_sale_with_its_last_change(
    doors: FastAPI, house: House
) -> None:
    seller, ana = house.person("seller"), house.person("ana-bids", money=5000)
    quiet, bid_on, over = (house.lot(seller) for _ in range(3))
    await asyncio.to_thread(house.bid, ana, bid_on, 500)
    house.change("update products set created_at = now() - interval '9 days'")
    house.change("update products set start_datetime = now() - interval '8 days'")
    house.change("update products set product_status_id = 5 where product_id = :lot", lot=over)
    listed = rows(await Browser(doors).get("/sitemap.xml"))
    assert f"{BASE_URL}/auction/{over}" not in listed
    assert {f"{BASE_URL}/", f"{BASE_URL}/terms"} <= set(listed)
    now = datetime.now(UTC)
    first, second = (listed[f"{BASE_URL}/auction/{lot}"] for lot in (quiet, bid_on))
    assert (now - datetime.fromisoformat(first)).days == 8
    assert (now - datetime.fromisoformat(second)).total_seconds() < 600
    assert [one for one in listed if "?category=" in one]


async def test_more_than_one_sitemap_holds_becomes_an_index(
    doors: FastAPI, house: House, services: Services
) -> None:
    seller = house.person("seller")
    lots = [house.lot(seller) for _ in range(3)]
    services.sitemap.most = 2
    browser = Browser(doors)
    index = rows(await browser.get("/sitemap.xml"))
    assert list(index) == [f"{BASE_URL}/sitemap.xml?part={n}" for n in (1, 2)]
    both = rows(await browser.get("/sitemap.xml?part=1")) | rows(
        await browser.get("/sitemap.xml?part=2")
    )
    assert {f"{BASE_URL}/auction/{lot}" for lot in lots} <= set(both)
    assert (await browser.get("/sitemap.xml?part=3")).status_code == 404
