"""The first page and the listing are written once for many, and tell nobody what is another's."""

import asyncio
import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI, Request
from nicegui import app as nicegui_app
from starlette.responses import Response

from api import accounts, security
from components import admission, frame
from components.admission import take
from models.people import User
from pages import home
from pages.routing import COMMON, ROUTES, STILL, StillPages, install_error_pages, still_page
from services.bootstrap import Services
from services.config import Config
from services.errors import NotFound
from services.people.passwords import hashed
from services.views import Visitor
from tests.api.conftest import BASE_URL, PASSWORD, Browser
from tests.house import House
from tests.stand_ins import silent_sockets

LIST = "/?state=live"


@pytest.fixture
def services(fresh_database: str) -> Iterator[Services]:
    """The real services, not started: nobody bids here."""
    config = Config(_env_file=None, base_url=BASE_URL, secret_key="k" * 40)
    built = Services(config, fresh_database)
    yield built
    built.database.close()


@pytest.fixture
def house(services: Services) -> Iterator[House]:
    made = House(services.database.url, clock=services.clock)
    yield made
    made.leave()


@pytest.fixture
def fresh() -> float:
    """How long the shelf keeps: through a whole test, that nothing escapes it by being slow."""
    return 60


@pytest.fixture
def site(services: Services, fresh: float, monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    """The pages of `home` with all wardens before them."""
    monkeypatch.setattr(home, "FRESH_SECONDS", fresh)
    before = list(ROUTES), list(STILL)
    monkeypatch.setattr(nicegui_app, "_startup_handlers", [])
    frame.configure(demo=False)
    app = FastAPI()
    home.register(services)
    accounts.register(app, services)
    install_error_pages(app)
    app.add_middleware(StillPages)
    security.install(app, silent_sockets(), services)
    yield app
    ROUTES[:], STILL[:] = before


def proofs(page: httpx.Response) -> set[str]:
    assert page.status_code == 200
    return set(re.findall(r'name="csrf" value="([^"]*)"', page.text))


async def log_in(browser: Browser) -> None:
    (proof,) = proofs(await browser.get("/"))
    form = {"username": "ana", "password": PASSWORD, "csrf": proof, "next": "/"}
    assert (await browser.post("/login", data=form)).status_code == 303


@pytest.mark.parametrize("path", ["/", LIST])
async def test_every_browser_has_a_proof_of_its_own_and_it_holds(site: FastAPI, path: str) -> None:
    one, other = Browser(site), Browser(site)
    (mine,) = proofs(await one.get(path))
    (theirs,) = proofs(await other.get(path))
    assert mine != theirs
    form = {"theme": "dark", "next": path}
    assert (await one.post("/preferences", data=form | {"csrf": theirs})).status_code == 403
    assert (await one.post("/preferences", data=form | {"csrf": mine})).status_code == 303
    by_system = "prefers-color-scheme: dark"
    assert by_system not in (await one.get(path)).text, "a look of one's own at once"
    assert by_system in (await other.get(path)).text
    english = await other.get(path, headers={"accept-language": "en"})
    assert '<html lang="en">' in english.text


async def test_somebodys_name_and_money_are_on_nobody_elses_page(
    site: FastAPI, services: Services
) -> None:
    person = User(
        name="Ana Lima", username="ana", email="ana@example.test", password=hashed(PASSWORD)
    )
    with services.database.transaction() as work:
        work.session.add(person)
        work.session.flush()
    ana, nobody = Browser(site), Browser(site)
    await log_in(ana)
    for path in ("/", LIST):
        hers = (await ana.get(path)).text
        assert "Ana Lima" in hers
        assert "data-available" in hers
        assert "Ana Lima" not in (await nobody.get(path)).text
        assert "data-available" not in (await nobody.get(path)).text


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
async def test_every_script_has_the_nonce_of_its_own_answer(site: FastAPI, accepted: str) -> None:
    browser = Browser(site)
    seen = set()
    for _ in range(2):
        answer = await browser.get(LIST, headers={"accept-encoding": accepted})
        policy = re.search(r"'nonce-([^']+)'", answer.headers["content-security-policy"])
        assert policy
        nonces = re.findall(r'<script(?: nonce="([^"]*)")?', answer.text)
        assert set(nonces) == {policy[1]}
        seen.add(policy[1])
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers.get("content-encoding", "identity") == accepted
    assert len(seen) == 2


@pytest.mark.parametrize("fresh", [home.FRESH_SECONDS])
async def test_the_price_on_a_page_is_a_second_old_at_most(site: FastAPI, house: House) -> None:
    lot = house.lot(opening=100)
    anybody = Browser(site)
    assert 'data-part="bids">0 lances<' in (await anybody.get(LIST)).text
    await asyncio.to_thread(house.bid, house.person("bidder", money=10_000), lot, 250)
    await asyncio.sleep(1)
    assert 'data-part="bids">1 lance<' in (await anybody.get(LIST)).text


async def test_refusals_inside_become_screens(site: FastAPI) -> None:
    @still_page("/mine", context=COMMON)
    async def mine(request: Request, visitor: Visitor) -> Response:
        raise AssertionError("nobody is let in")

    @still_page("/missing")
    async def missing(request: Request, visitor: Visitor) -> Response:
        raise NotFound

    browser = Browser(site)
    assert (await browser.get("/mine")).status_code == 401
    assert (await browser.get("/missing")).status_code == 404
    assert (await browser.head("/")).status_code == 200
    assert (await browser.head("/")).content == b""
    assert (await browser.post("/", headers={"origin": BASE_URL})).status_code == 405


async def test_a_form_reaches_its_door_however_the_page_names_the_parts_of_its_path(
    site: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    @still_page("/boxes/{box_id}")
    async def box(request: Request, visitor: Visitor) -> Response:
        return Response("a box")

    @site.post("/boxes/{number}")
    async def change(number: int) -> Response:
        return Response(f"box {number} changed")

    monkeypatch.setattr(admission, "TAKEN", {})
    take("POST", "/boxes/{number}")
    browser = Browser(site)
    assert (await browser.get("/boxes/7")).text == "a box"
    assert (await browser.post("/boxes/7", headers={"origin": BASE_URL})).text == "box 7 changed"
