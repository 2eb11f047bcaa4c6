"""A company sells a truck to its first bid; a lawsuit is refused until its notice is whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from services.selling.rules.calendar import is_day_of_rest
from services.selling.rules.reading import BRASILIA
from services.views import STEPS, Answer
from tests.browser.barriers import barriers, barriers_of_colour
from tests.forms import picture
from tests.house import House
from tests.lot_forms import JUDICIAL

Visit = Callable[..., Page]
NEXT = ".selling__act [value=next]"
PUBLISH = ".selling__act [value=publish]"


@pytest.fixture
def seller(house: House) -> Iterator[int]:
    """The company of the demonstration, whose drafts are nobody's afterwards."""
    person: int = house.one("select user_id from users where username = 'frota'")
    yield person
    for draft in house.selling.drafts.unfinished(person):
        house.selling.drafts.delete(person, draft.id)


def photos(count: int) -> list[FilePayload]:
    made = picture(size=(900, 675))
    return [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": made} for n in range(count)]


def test_a_company_sells_a_truck_to_its_first_bid(visit: Visit, house: House, seller: int) -> None:
    page = visit("/", who="frota")
    page.click(".top__nav a[href='/new/auction']")
    page.click(".selling__start button")
    page.fill("#find", "caminhão")
    expect(page.locator(".categories__root:visible")).to_have_count(1)
    page.get_by_label("Caminhões", exact=True).check()
    page.click(NEXT)
    page.fill("#product_name", "Caminhão Volvo FH 540 6x4")
    page.click(NEXT)
    expect(page.locator("[data-summary] a")).to_contain_text("Ano de fabricação")
    expect(page.locator("[data-summary]")).to_be_focused()
    assert barriers(page) == []
    page.get_by_label("Ano de fabricação").fill("2.019")
    page.fill("#description", "Único dono, **revisado**.")
    expect(page.locator("[data-saved]")).to_contain_text(re.compile("Rascunho salvo às"))
    expect(page.locator("[data-aside] .lot__title")).to_have_text("Caminhão Volvo FH 540 6x4")
    page.click(NEXT)
    page.set_input_files("#photos-chosen", photos(6))
    expect(page.locator("[data-photo]")).to_have_count(6)
    page.click(NEXT)
    page.fill("#min_bid", "150.000")
    page.fill("#reserve", "100.000")
    page.press("#reserve", "Tab")
    expect(page.locator("#reserve-refusal")).to_contain_text("maior que o lance inicial")
    expect(page.locator("[data-aside]")).to_contain_text("R$ 142.500,00")
    page.go_back()
    page.go_forward()
    expect(page.locator("#min_bid")).to_have_value("150.000")
    page.fill("#reserve", "180.000")
    page.click(NEXT)
    page.fill("#city", "Betim")
    page.select_option("#state", "MG")
    page.click(NEXT)
    expect(page.locator(".notice--success")).to_contain_text("Tudo pronto")
    page.click("a[href$='/preview']")
    expect(page.locator("h1")).to_have_text("Caminhão Volvo FH 540 6x4")
    expect(page.locator(".room__part strong").first).to_have_text("revisado")
    assert barriers(page) == []
    page.go_back()
    page.click(PUBLISH)
    page.wait_for_url(re.compile(r"/auction/\d+$"))
    lot = int(page.url.rsplit("/", 1)[1])
    expect(page.locator("[data-big]")).to_have_count(6)
    page.get_by_role("button", name="Editar leilão").click()
    page.wait_for_url("**step=review")
    page.click(".stepper__go[value=price]")
    page.fill("#min_bid", "140.000")
    page.click(".stepper__go[value=review]")
    page.click(PUBLISH)
    page.wait_for_url(f"**/auction/{lot}")
    bidder = house.person(f"comprador-{lot}", money=200_000)
    (answer,) = house.batch(house.request(bidder, lot, 140_000))
    assert isinstance(answer, Answer)
    page.reload()
    expect(page.locator(".bid-box__sum").first).to_contain_text("140.000,00")
    expect(page.get_by_role("button", name="Editar leilão")).to_have_count(0)


def test_a_judicial_lot_is_refused_until_it_is_whole(visit: Visit, house: House) -> None:
    person = house.person("leiloeira-oficial")
    house.change(
        "insert into auctioneers (user_id, registration, board, state, requested_at, verified_at,"
        " verified_by) values (:user, '1.234', 'JUCESP', 'SP', now(), now(), :user)",
        user=person,
    )
    category = house.category("Quadros do processo", "quadros-do-processo")
    draft = house.selling.drafts.create(
        person,
        JUDICIAL
        | {"category": "quadros-do-processo", "burdens": "", "starts": "now", "ends": "at"}
        | {"end_datetime": working_day(9), "second_date": working_day(20)},
    )
    page = visit(f"/new/auction/{draft}?step=review", who="leiloeira-oficial")
    page.click(PUBLISH)
    wrong = page.locator("[data-summary] li")
    expect(wrong).to_have_count(2)
    expect(wrong.nth(0)).to_contain_text("Fotos")
    wrong.nth(1).locator("a").click()
    page.wait_for_url("**step=place&check=1#burdens")
    expect(page.locator("#burdens-refusal")).to_be_visible()
    assert barriers(page) == []
    page.fill("#burdens", "Penhora neste processo. Não há recurso pendente.")
    page.click(".stepper__go[value=photos]")
    page.set_input_files("#photos-chosen", photos(1))
    expect(page.locator("[data-photo]")).to_have_count(1)
    page.click(".stepper__go[value=review]")
    page.click(PUBLISH)
    page.wait_for_url(re.compile(r"/auction/\d+$"))
    legal = page.locator("main")
    for said in (
        JUDICIAL["process_number"], "Penhora neste processo", "a partir de R$ 150.000,00",
        "Vendido no estado em que se encontra", "CPC, art. 890", "JUCESP 1.234/SP",
    ):  # fmt: skip
        expect(legal).to_contain_text(said)
    assert barriers(page) == []
    house.change("update categories set retired_at = now() where category_id = :c", c=category)


def test_every_step_keeps_nobody_out(visit: Visit, house: House, seller: int) -> None:
    draft = house.selling.drafts.create(seller, {"category": "caminhoes", "min_bid": "x"})
    page = visit("/new/auction", who="frota")
    assert barriers(page) == []
    for step in STEPS:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"/new/auction/{draft}?step={step}&check=1")
        assert barriers(page) == [], step
        page.set_viewport_size({"width": 390, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide == 390, step
    dark = visit("/new/auction", who="frota", color_scheme="dark")
    for step in ("price", "review"):
        dark.goto(f"/new/auction/{draft}?step={step}&check=1")
        assert barriers_of_colour(dark) == [], step


def test_a_lot_is_written_without_scripts(visit: Visit, house: House, seller: int) -> None:
    page = visit("/new/auction", who="frota", java_script_enabled=False)
    page.click(".selling__start button")
    page.check("[name=category][value=caminhoes]")
    page.press("[name=category][value=caminhoes]", "Enter")
    page.fill("#product_name", "Caminhão sem roteiro")
    page.click(".stepper__go[value=price]")
    expect(page.locator("#increment")).to_be_visible()
    page.fill("#min_bid", "10.000")
    page.click(".stepper__go[value=details]")
    expect(page.locator("#product_name")).to_have_value("Caminhão sem roteiro")
    kept = house.selling.drafts.unfinished(seller)[0].fields
    assert (kept["min_bid"], kept["category"]) == ("10.000", "caminhoes")


def working_day(after: int) -> str:
    """Find a day on which an auction may be held, as a form's field writes it."""
    at = datetime.now(BRASILIA).replace(hour=14, minute=0) + timedelta(days=after)
    while is_day_of_rest(at.date()):
        at += timedelta(days=1)
    return f"{at:%Y-%m-%dT%H:%M}"
