"""Photos of a draft over HTTP: by a plain form, by the script, and as nobody should send them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from api import photos
from services.bootstrap import Services
from services.views import MOST_PHOTOS
from tests.api.conftest import Browser
from tests.forms import picture
from tests.house import House
from tests.photos import MARK, REFUSED, draft_of, harmless

JSON = {"Accept": "application/json"}
CLEAN = "photo.jpg"


@pytest.fixture
def house(services: Services) -> Any:
    standing = House(services.database.url)
    yield standing
    standing.leave()


@pytest.fixture
def draft(house: House, ana: int) -> int:
    return draft_of(house, ana)


@pytest.fixture
async def mine(doors: FastAPI, services: Services, draft: int) -> Browser:
    """Ana's browser, logged in."""
    photos.register(doors, services)
    come = Browser(doors, headers={"Accept": "text/html"})
    assert (await come.log_in()).status_code == 303
    return come


async def send(
    mine: Browser, draft: int, *files: tuple[str, bytes], machine: bool = False, **more: str
) -> Any:
    data = {"csrf": (await mine.marks())["csrf"], "here": "wizard", **more}
    sent = [("photos", (name, content, "text/html")) for name, content in files]
    path = f"/new/auction/{draft}/photos/add"
    return await mine.post(path, data=data, files=sent, headers=JSON if machine else {})


async def act(mine: Browser, path: str, **fields: str) -> Any:
    return await mine.post(path, data={"csrf": (await mine.marks())["csrf"], **fields})


def kept(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "photos").rglob("*") if path.is_file()]


async def test_a_plain_form_sends_many_and_leads_back(
    mine: Browser, draft: int, house: House
) -> None:
    answer = await send(mine, draft, ("a.jpg", picture()), ("b.png", picture("PNG")))
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/new/auction/{draft}?step=photos#photos"
    assert house.one("select count(*) from images where draft_id = :d", d=draft) == 2
    answer = await send(mine, draft, ("c.jpg", picture()), here="//evil.test")
    assert answer.headers["location"] == f"/new/auction/{draft}/photos"


async def test_what_is_refused_is_named_and_the_others_are_kept(
    mine: Browser, draft: int, house: House
) -> None:
    evil = '"><script>alert(1)</script>.jpg'
    answer = await send(
        mine, draft, ("a.jpg", picture()), (evil, b"<svg/>"), ("../../etc/x.jpg", b"")
    )
    assert answer.status_code == 200, "what was taken in part is no refusal"
    assert "<script>alert" not in answer.text
    assert "<strong>x.jpg</strong>: O arquivo está vazio." in answer.text
    assert "SVG e GIF não são aceitos" in answer.text
    assert "Uma foto guardada." in answer.text
    assert house.one("select count(*) from images") == 1
    answer = await send(mine, draft)
    assert answer.status_code == 422
    assert "Escolha ao menos uma foto." in answer.text


async def test_the_script_is_told_in_json_and_shown_the_photos(mine: Browser, draft: int) -> None:
    answer = await send(mine, draft, ("a.jpg", picture()), machine=True)
    told = answer.json()
    assert (answer.status_code, told["said"], told["refused"]) == (200, "Uma foto guardada.", [])
    assert len(re.findall("data-photo=", told["html"])) == 1
    answer = await send(mine, draft, ("b.heic", REFUSED["heic"][0]), machine=True)
    assert answer.status_code == 422
    assert "HEIC" in answer.json()["refused"][0]["message"]


async def test_a_photo_is_moved_described_turned_and_taken_out_by_plain_forms(
    mine: Browser, draft: int, house: House
) -> None:
    await send(mine, draft, *[(CLEAN, picture())] * 3)
    first, second, third = house.one("select array_agg(image_id order by position) from images")
    base = f"/new/auction/{draft}/photos"
    answer = await act(mine, f"{base}/{third}", act="earlier", alt="Lado", here="wizard")
    assert answer.status_code == 303
    order = "select array_agg(image_id order by position) from images where draft_id = :d"
    assert house.one(order, d=draft) == [first, third, second]
    assert house.one("select alt from images where image_id = :i", i=third) == "Lado"
    await act(mine, f"{base}/{second}", act="place", to="0", alt="")
    await act(mine, f"{base}/{first}", act="principal", alt="Frente")
    await act(mine, f"{base}/{first}", act="turn", alt="Frente")
    assert house.one(order, d=draft) == [second, first, third]
    assert house.one("select image_id from images where principal_image") == first
    assert house.one("select turns from images where image_id = :i", i=first) == 1
    await act(mine, f"{base}/{first}", act="remove", alt="")
    assert house.one("select image_id from images where principal_image") == second
    dropped = house.one("select dropped_image_id from dropped_images where draft_id is not null")
    await act(mine, f"{base}/{dropped}/back")
    assert house.one("select array_agg(alt order by position) from images") == [
        "",
        "Frente",
        "Lado",
    ]
    answer = await act(mine, f"{base}/{first}", act="remove")
    assert answer.status_code == 409
    assert "não está mais no rascunho" in answer.text


async def test_more_than_twenty_are_named_one_by_one(
    mine: Browser, draft: int, house: House
) -> None:
    many = [(f"{n}.jpg", picture(size=(8, 8))) for n in range(MOST_PHOTOS + 2)]
    answer = await send(mine, draft, *many)
    assert answer.text.count("</strong>: O lote já tem 20 fotos") == 2
    assert "<strong>21.jpg</strong>" in answer.text
    assert house.one("select count(*) from images") == MOST_PHOTOS


async def test_a_form_that_is_not_ours_or_somebody_else_s_draft_changes_nothing(
    mine: Browser, draft: int, house: House, doors: FastAPI, tmp_path: Path
) -> None:
    answer = await send(mine, draft, (CLEAN, picture()), csrf="another")
    assert answer.status_code == 403
    other = draft_of(house, house.person("other"))
    for path in (f"{other}", "999999"):
        assert (await send(mine, int(path), (CLEAN, picture()))).status_code == 404
    stranger = Browser(doors, headers=JSON)
    answer = await send(stranger, draft, (CLEAN, picture()))
    assert answer.status_code == 401
    assert not kept(tmp_path)


async def test_asvs_5_2_1_what_is_too_heavy_is_not_read_to_its_end(
    mine: Browser, draft: int, tmp_path: Path
) -> None:
    heavy = picture() + bytes(16_000_000)
    answer = await send(mine, draft, ("big.jpg", heavy), (CLEAN, picture()), machine=True)
    told = answer.json()
    assert [one["name"] for one in told["refused"]] == ["big.jpg"]
    assert "15 MB" in told["refused"][0]["message"]
    assert told["said"] == "Uma foto guardada."
    path = f"/new/auction/{draft}/photos/add"
    vast = {"Content-Length": "100000001", "Content-Type": "multipart/form-data; boundary=x"}
    assert (await mine.post(path, content=b"", headers=vast)).status_code == 413
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    for body in (
        b"",
        b"--x\r\n\r\n",
        b"nothing",
        b"--x\r\nContent-Disposition: x\r\n\r\ny\r\n--x--",
    ):
        answer = await mine.post(path, content=body, headers=broken)
        assert answer.status_code in (400, 403), body


@pytest.mark.parametrize("which", ["page-inside", "archive", "place", "moving-webp"])
async def test_a18_what_is_served_is_a_picture_and_nothing_else(
    mine: Browser, draft: int, which: str
) -> None:
    names = ["../../x.php", "a\0.jpg", "n" * 300 + ".jpg", "x.svg"]
    content = harmless()[which]
    answer = await send(mine, draft, (names[0], content), machine=True)
    addresses = set(re.findall(r"/photos/[0-9a-f]{32}/[0-9]+\.(?:webp|jpg)", answer.json()["html"]))
    assert len(addresses) >= 2
    for address in addresses:
        served = await mine.get(address)
        assert served.status_code == 200
        assert MARK not in served.content
        assert served.headers["content-type"] in ("image/webp", "image/jpeg")
        assert served.headers["x-content-type-options"] == "nosniff"
        assert served.headers["content-security-policy"] == "default-src 'none'; sandbox"
    for name in names[1:]:
        assert (await send(mine, draft, (name, content), machine=True)).status_code == 200


async def test_a_photo_of_a_draft_is_nobody_else_s_and_of_a_lot_is_kept_for_ever(
    mine: Browser, draft: int, house: House, doors: FastAPI, ana: int
) -> None:
    """ASVS 3.5.8."""
    answer = await send(mine, draft, (CLEAN, picture()), machine=True)
    address = re.findall(r"/photos/[0-9a-f]{32}/480\.webp", answer.json()["html"])[0]
    own = await mine.get(address)
    assert (own.status_code, own.headers["cache-control"]) == (200, "private, no-cache")
    stranger = Browser(doors, headers=JSON)
    assert (await stranger.get(address)).status_code == 404
    lot = house.lot(ana)
    house.change("update images set product_id = :lot, draft_id = null", lot=lot)
    seen = await stranger.get(address)
    assert seen.status_code == 200
    assert seen.headers["cache-control"] == "public, max-age=31536000, immutable"
    again = await stranger.get(address, headers={"If-None-Match": seen.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for other in ("master.jpg", "480.svg", "%2e%2e%2fx.webp"):
        assert (await stranger.get(address.replace("480.webp", other))).status_code == 404
