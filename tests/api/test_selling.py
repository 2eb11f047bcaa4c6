"""Selling over HTTP: the steps of a draft, what is refused and kept, and the seed's own form."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from api import new_auction, selling
from components.words import say
from services.bootstrap import Services
from tests.api.conftest import Browser
from tests.forms import picture
from tests.house import House
from tests.lot_forms import JUDICIAL, TRUCK

JSON = {"Accept": "application/json"}
SEED = {
    "product_name": "Trator Valtra", "description": "Revisado.", "min_bid": "80500.5",
    "product_status": "in occurrence", "category": "Arte", "duration": "1440",
    "zip_code": "01310-100", "city": "São Paulo", "stat": "SP", "user_id": "",
}  # fmt: skip


@pytest.fixture
def house(services: Services, ana: int) -> Any:
    standing = House(services.database.url, clock=services.clock)
    standing.category()
    standing.change(
        "update users set cpf = '52998224725', email_verified_at = now() where user_id = :ana",
        ana=ana,
    )
    yield standing
    standing.leave()


@pytest.fixture
async def mine(doors: FastAPI, services: Services, house: House) -> Browser:
    """Ana's browser, logged in."""
    selling.register(doors, services)
    new_auction.register(doors, services)
    come = Browser(doors, headers={"Accept": "text/html"})
    assert (await come.log_in()).status_code == 303
    return come


async def post(
    mine: Browser, path: str, *, machine: bool = False, files: Any = None, **fields: str
) -> httpx.Response:
    data = {"csrf": (await mine.marks())["csrf"], **fields}
    return await mine.post(path, data=data, files=files, headers=JSON if machine else {})


def kept(house: House) -> dict[str, str]:
    fields: dict[str, str] = house.one("select fields from drafts order by draft_id desc limit 1")
    return fields


async def test_a_step_is_kept_and_goes_on_only_when_it_is_right(
    mine: Browser, house: House
) -> None:
    begun = await post(mine, "/drafts")
    path = begun.headers["location"].partition("?")[0].replace("/new/auction", "/drafts")
    wrong = await post(mine, path, step="price", go="next", min_bid="<b>muito", duration="60")
    shown = path.replace("/drafts", "/new/auction")
    assert (wrong.status_code, wrong.headers["location"]) == (303, f"{shown}?step=price&check=1")
    assert kept(house)["min_bid"] == "<b>muito"
    back = await post(mine, path, step="price", go="back", min_bid="ainda não")
    assert back.headers["location"].endswith("step=photos")
    assert kept(house)["min_bid"] == "ainda não"
    right = await post(mine, path, step="price", go="next", min_bid="1.500,00", duration="60")
    assert right.headers["location"].endswith("step=place")
    elsewhere = await post(mine, path, step="price", go="details", product_name="nada")
    assert elsewhere.headers["location"].endswith("step=details")
    assert "product_name" not in kept(house), "a step keeps its own fields"
    odd: dict[str, Any] = {"a\0b": "x", "min_bid\0": "y", "feature_1\0": "z"}
    assert (await post(mine, path, step="review", go="review", **odd)).status_code == 303
    assert not {"csrf", "go", "step", "a\0b", "ab"} & kept(house).keys()


async def test_what_is_kept_by_itself_comes_back_with_its_faults_and_its_picture(
    mine: Browser, house: House
) -> None:
    begun = await post(mine, "/drafts", machine=True)
    path = f"/drafts/{begun.json()['draft']}"
    saved = await post(mine, f"{path}/autosave", machine=True, step="price", min_bid="150.000")
    told = saved.json()
    assert told["said"].startswith("Rascunho salvo às")
    assert "142.500,00" in told["aside"]
    assert set(told["fields"]) == {"duration"}
    ticked = await post(
        mine, f"{path}/autosave", machine=True, step="price", ticks="conditional", conditional="on"
    )
    assert ticked.status_code == 200
    assert kept(house)["conditional"] == "on"
    await post(mine, f"{path}/autosave", machine=True, step="price", ticks="conditional")
    assert kept(house)["conditional"] == ""


async def test_a_draft_is_published_or_says_all_that_is_missing(
    mine: Browser, house: House, ana: int
) -> None:
    draft = house.selling.drafts.create(ana, {"product_name": "Vaso"})
    refused = await post(mine, f"/drafts/{draft}", step="review", go="publish")
    assert refused.headers["location"] == f"/new/auction/{draft}?step=review&check=1"
    house.selling.drafts.save(ana, draft, "review", TRUCK)
    done = await post(mine, f"/drafts/{draft}", step="review", go="publish")
    lot = house.one("select product_id from products")
    assert done.headers["location"] == f"/auction/{lot}"
    again = await post(mine, f"/drafts/{draft}", machine=True, step="review", go="publish")
    assert again.json()["code"] == "selling_refused"
    change = await post(mine, f"/auction/{lot}/edit", machine=True)
    assert change.status_code == 201
    thrown = await post(mine, f"/drafts/{change.json()['draft']}/delete", machine=True)
    assert thrown.status_code == 200


async def test_the_seeds_form_is_an_auction_in_one_go(mine: Browser, house: House) -> None:
    files = [("photos", (f"{n}.jpg", picture(), "image/jpeg")) for n in range(2)]
    done = await post(mine, "/new/auction", machine=True, files=files, **SEED)
    assert done.status_code == 201, done.text
    row = house.auction(done.json()["auction"])
    assert (str(row["min_bid"]), row["state"], row["city"]) == ("80500.50", "SP", "São Paulo")
    assert house.one("select count(*) from images where product_id is not null") == 2
    assert house.one("select count(*) from drafts where published_at is null") == 0


async def test_the_seeds_form_sent_twice_is_one_auction(mine: Browser, house: House) -> None:
    proof = (await mine.marks())["csrf"]
    sent = [mine.post("/new/auction", data={"csrf": proof, **SEED}, headers=JSON) for _ in range(3)]
    answers = await asyncio.gather(*sent)
    assert sorted(one.status_code for one in answers) == [201, 409, 409]
    lot = house.one("select product_id from products")
    refused = next(one for one in answers if one.status_code == 409)
    assert f"/auction/{lot}" in refused.json()["message"]
    seen = await post(mine, "/new/auction", machine=False, **SEED)
    assert seen.status_code == 409
    assert f'href="/auction/{lot}"' in seen.text
    assert house.one("select count(*) from drafts where published_at is null") == 0
    other = {**SEED, "apt": "2"}
    assert (await post(mine, "/new/auction", machine=True, **other)).status_code == 201
    house.change("update drafts set published_at = published_at - interval '61 seconds'")
    assert (await post(mine, "/new/auction", machine=True, **SEED)).status_code == 201


async def test_of_the_seeds_form_nothing_stays_where_anything_is_wrong(
    mine: Browser, house: House
) -> None:
    wrong = SEED | {"product_status": "finished", "user_id": "77", "min_bid": "1.5.0"}
    told = (await post(mine, "/new/auction", machine=True, **wrong)).json()
    assert set(told["fields"]) == {"product_status", "user_id", "min_bid"}
    bad = [("photos", ("a.jpg", b"no photo", "image/jpeg"))]
    told = (await post(mine, "/new/auction", machine=True, files=bad, **SEED)).json()
    assert set(told["fields"]) == {"photos"}
    later = SEED | {"product_status": "not started"}
    told = (await post(mine, "/new/auction", machine=True, **later)).json()
    assert set(told["fields"]) == {"start_datetime"}
    judicial: dict[str, Any] = {**JUDICIAL, "auction_type": ""}
    told = (await post(mine, "/new/auction", machine=True, **judicial)).json()
    assert "auction_type" in told["fields"], "a lawsuit is an auctioneer's"
    assert house.one("select count(*) from drafts") == house.one("select count(*) from images") == 0
    person = await post(mine, "/new/auction", machine=False, files=None, **wrong)
    assert person.status_code == 422
    assert "Trator Valtra" in person.text
    assert house.one("select count(*) from products") == 0


async def test_nobody_writes_without_the_proof_of_the_houses_form(
    mine: Browser, house: House, ana: int
) -> None:
    draft = house.selling.drafts.create(ana)
    for path in ("/drafts", f"/drafts/{draft}", f"/drafts/{draft}/delete", "/new/auction"):
        answer = await mine.post(path, data={"csrf": "x", **SEED}, headers=JSON)
        assert answer.status_code == 403, path
    assert house.one("select count(*) from drafts") == 1


async def test_a_draft_that_somebody_holds_too_long_is_answered_with_a_word(
    mine: Browser, house: House, services: Services
) -> None:
    """Another process at the same draft, or a slow machine, is no mistake of ours."""
    begun = await post(mine, "/drafts")
    path = begun.headers["location"].partition("?")[0].replace("/new/auction", "/drafts")
    services.database.engine.dispose()
    impatient = event.listens_for(services.database.engine, "connect")
    impatient(lambda made, _: made.cursor().execute("set lock_timeout = 100"))
    with house.database.transaction() as work:
        work.connection.exec_driver_sql("select from drafts for update")
        told = await post(mine, f"{path}/delete", machine=True)
        shown = await post(mine, f"{path}/delete")
    assert (told.status_code, told.json()["code"]) == (503, "unavailable")
    assert told.headers["retry-after"] == "5"
    assert told.json()["message"] == say("error.overloaded")
    assert shown.status_code == 503
    assert say("error.overloaded") in shown.text
    assert (await post(mine, f"{path}/delete")).status_code == 303
