"""The forms of an account over HTTP: nothing typed is lost, nothing of others is told."""

import io
import json
import re
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from fastapi import FastAPI

from api import addresses, auctions, confirm, my_data, profile
from api import settings as preferences
from services.bootstrap import Services
from services.views import Visitor
from tests.api.conftest import PASSWORD, Browser
from tests.house import House
from tests.services.test_portraits import picture

FORM = {
    "name": "Ana Beatriz Lima",
    "username": "ana",
    "cpf": "529.982.247-25",
    "rg": "12.345.678-9",
    "birth_date": "17/05/1985",
    "gender": "female",
    "cellphone1": "(11) 98765-4321",
}
EVIL = '"><script>alert(1)</script>'


@pytest.fixture
async def mine(doors: FastAPI, services: Services, ana: int) -> Browser:
    """Ana's browser, logged in, at a house with all doors of an account."""
    for each in (addresses, auctions, my_data, preferences, profile):
        each.register(doors, services)
    come = Browser(doors, headers={"Accept": "text/html"})
    assert (await come.log_in()).status_code == 303
    return come


async def send(mine: Browser, path: str, **fields: str) -> Any:
    return await mine.post(path, data={"csrf": (await mine.marks())["csrf"], **fields})


async def test_a_good_form_is_answered_by_a_redirect_and_kept(
    mine: Browser, services: Services, ana: int
) -> None:
    answer = await send(mine, "/account", **FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=saved")
    assert services.profile.profile(ana).fields["rg"] == "12.345.678-9"
    assert (await mine.marks())["name"] == "ana"


async def test_a_refused_form_comes_back_with_everything_typed_and_every_fault(
    mine: Browser, services: Services, ana: int
) -> None:
    answer = await send(mine, "/account", **FORM | {"name": EVIL, "cpf": "1", "rg": ""})
    assert answer.status_code == 422
    assert answer.headers["cache-control"] == "no-store"
    for name in ("name", "cpf", "rg"):
        assert f'href="#profile-{name}"' in answer.text
        assert f'id="profile-{name}-problem"' in answer.text
    assert 'value="(11) 98765-4321"' in answer.text
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    assert services.profile.profile(ana).document is None


async def test_a_machine_is_told_the_fields(mine: Browser) -> None:
    mine.headers["Accept"] = "application/json"
    answer = await send(mine, "/account/addresses", street_name="")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_form")
    assert set(answer.json()["fields"]) == {
        "zip_code", "street_name", "street_number", "district", "city", "state",
    }  # fmt: skip


async def test_asvs_3_5_1_a_form_that_is_not_ours_changes_nothing(
    mine: Browser, services: Services, ana: int
) -> None:
    paths = (
        "/account", "/account/email", "/account/email/withdraw", "/account/addresses",
        "/account/settings", "/account/privacy/agree", "/account/privacy/delete",
        "/account/privacy/keep",
    )  # fmt: skip
    for path in paths:
        assert (await mine.post(path, data=FORM)).status_code == 403, path
        strange = {"Origin": "https://evil.test"}
        whole = {"csrf": (await mine.marks())["csrf"], **FORM}
        assert (await mine.post(path, data=whole, headers=strange)).status_code == 403, path
    assert services.profile.profile(ana).document is None
    assert services.consents.log(ana) == ()


async def test_passwords_are_never_sent_back(mine: Browser, services: Services) -> None:
    with services.database.transaction() as work:
        work.connection.exec_driver_sql("update sessions set elevated_at = null")
    for path, fields in (
        ("/account/email", {"email": "ana@nova.example", "password": "errada mesmo 77"}),
        ("/account/privacy/delete", {"password": "errada mesmo 77"}),
    ):
        answer = await send(mine, path, **fields)
        assert answer.status_code == 422
        assert "errada" not in answer.text
        assert "Senha incorreta." in answer.text
    answer = await send(mine, "/account/email", email="ana@nova.example", password=PASSWORD)
    assert answer.headers["location"] == "/account?done=email"


async def test_boxes_that_are_not_ticked_are_off(
    mine: Browser, services: Services, ana: int
) -> None:
    await send(mine, "/account/settings", **{"anonymous_mode": "on", "outbid:email": "on"})
    seen = services.preferences.settings(ana)
    told = {kind.name: kind.channels for kind in seen.news}
    assert seen.anonymous
    assert told["outbid"] == frozenset({"email"})
    assert told["lost"] == frozenset()
    await send(mine, "/account/settings")
    assert services.preferences.settings(ana).anonymous is False


async def test_a_copy_is_a_file_of_ones_own(mine: Browser) -> None:
    answer = await mine.get("/account/privacy/export.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="martelo.json"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert json.loads(answer.content)["account"][0]["username"] == "ana"
    packed = await mine.get("/account/privacy/export.zip")
    assert "account.csv" in zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
    mine.cookies.clear()
    assert (await mine.get("/account/privacy/export.json")).status_code == 401


async def test_a15_nothing_public_leads_to_an_anonymous_bidder_or_a_private_seller(
    mine: Browser, services: Services, fresh_database: str, ana: int
) -> None:
    """Security A15: what a third person can fetch of the room holds no trace of who bids."""
    house = House(fresh_database, clock=services.clock)
    try:
        quinta = house.person("quintana", money=9000, cpf="11144477735", anonymous=True)
        vendor = house.person("vendramin", anonymous=True)
        lot = house.lot(vendor)
        for person, amount in ((quinta, 150), (house.person("rui", money=900), 120)):
            await house.bids.make_bid(person, lot, Decimal(amount), key=f"key-{amount:06}")
        room = await mine.get(f"/api/auctions/{lot}/room")
        cards = await mine.get(f"/api/cards?ids={lot}")
        shown = services.rooms.room(lot, seen_by=Visitor())
    finally:
        house.leave()
    assert shown.room.bids > 1
    for said in (room.text, cards.text, repr(shown)):
        for trace in ("quintana", "Quintana", "11144477735", "vendramin", "Vendramin"):
            assert trace not in said
    assert "rui" in room.text, "who is not anonymous is named"
    assert f'"{quinta}"' not in room.text
    assert "user_id" not in room.text


async def test_asvs_3_5_8_a_photo_is_shown_to_its_person_alone(mine: Browser) -> None:
    token = (await mine.marks())["csrf"]
    sent = {"photo": ("../../x.php", picture(), "text/html")}
    answer = await mine.post("/account/photo", data={"csrf": token}, files=sent)
    assert answer.headers["location"] == "/account?done=saved"
    shown = await mine.get("/account/photo")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
    assert "x.php" not in str(shown.headers)
    heavy = {"photo": ("x.png", b"\x89PNG" + bytes(8_500_000), "image/png")}
    answer = await mine.post("/account/photo", data={"csrf": token}, files=heavy)
    assert answer.status_code == 422
    assert "8 MB" in answer.text
    mine.cookies.clear()
    assert (await mine.get("/account/photo")).status_code == 401


async def test_asvs_3_5_1_a_link_changes_nothing_until_its_button_is_pressed(
    mine: Browser, doors: FastAPI, services: Services, ana: int
) -> None:
    """ASVS 2.3.1 too: each token does what it was written for, whoever is logged in."""
    confirm.register(doors, services)
    await send(mine, "/account/email", email="ana@nova.example", password=PASSWORD)
    with services.database.transaction() as work:
        rows = work.connection.exec_driver_sql("select text from mails order by mail_id").all()
    links = [re.findall(r"/auth/confirm/[\w-]+", row.text)[0] for row in rows[-2:]]
    first = await send(mine, await mine.open_letter(links[0]))
    assert first.headers["location"] == "/account?done=email_half"
    elsewhere = Browser(doors, headers={"Accept": "text/html"})
    path = await elsewhere.open_letter(links[1])
    assert (await elsewhere.post(path, data={})).status_code == 403
    assert services.profile.profile(ana).email == "ana@example.test"
    second = await send(elsewhere, path)
    assert second.headers["location"] == "/login?next=%2Faccount%3Fdone%3Demail_changed"
    assert services.profile.profile(ana).email == "ana@nova.example"
    assert (await mine.get(links[1])).status_code == 400
