"""A17: sixty payloads in every field that a person can write; nothing of them is ever done.

The site's database holds them as if nobody had looked when they came in: what is shown must be safe
by the way it is shown. A real browser goes to every page, under the house's own policy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from string import Formatter
from unittest.mock import MagicMock

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Dialog, Page
from sqlalchemy import String
from sqlmodel import SQLModel

import api
from api.routing import DOORS
from components.admission import ADMIN, COMMON
from components.discovery import serving
from scripts.places import routes
from services.config import Config
from services.mail.letters import LANGUAGES, catalogue, write
from services.views import Answer
from tests.browser.conftest import ROOT, Site, WallClock, opened
from tests.browser.words import FREE, OURS, poison, write_more
from tests.house import House
from tests.security.payloads import PAYLOADS, written

SHORTEST = 40  # shorter ones hold a code, or no payload
WATCH = """
    window.ran = [];
    window.pwn = (n) => window.ran.push(`pwn ${n}`);
    document.addEventListener("securitypolicyviolation", (event) => {
        window.ran.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
"""
# What of a document could only have come out of a payload.
AUDIT = r"""(doc) => {
    const found = [];
    const strange = new Set(["IFRAME", "OBJECT", "EMBED", "BASE", "FRAME", "MATH", "ANIMATE"]);
    const leads = new Set(["href", "src", "action", "formaction", "xlink:href", "data", "content"]);
    for (const element of doc.querySelectorAll("*")) {
        const told = element.outerHTML.slice(0, 160);
        const name = element.tagName.toUpperCase();
        const caged = element.hasAttribute("sandbox") && !/allow-scripts/.test(element.sandbox);
        if (strange.has(name) && !caged) found.push(told);
        if (name === "META" && element.httpEquiv === "refresh") found.push(told);
        if (/^(pwn|x$)/.test(element.id) || element.classList.contains("pwn")) found.push(told);
        if (name === "SCRIPT" && /^\s*(parent\.)?pwn\(/.test(element.textContent)) found.push(told);
        if (name === "STYLE" && element.textContent.includes("evil.test")) found.push(told);
        for (const { name, value } of element.attributes) {
            if (/^on[a-z]+$/.test(name) || /pwn/.test(name)) found.push(told);
            const address = value.replace(/[\s\x00-\x20]/g, "");
            const evil = /^(javascript:|vbscript:|data:text|\/\/evil)/i.test(address);
            if (leads.has(name) && evil) found.push(told);
        }
    }
    return [...new Set(found)].slice(0, 5);
}"""
AUDIT_TEXT = f"""(html) => ({AUDIT})(new DOMParser().parseFromString(html, "text/html"))"""
LINE = re.compile(r"(BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|X-WR-[A-Z]+|NAME|UID|DTSTAMP|DTSTART|"
                  r"DTEND|SUMMARY|DESCRIPTION|LOCATION|URL|STATUS|SEQUENCE|TRIGGER|ACTION|"
                  r"LAST-MODIFIED|TRANSP|CLASS)[;:]")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A site whose people have written nothing but payloads."""

    site: Site
    house: House
    filled: set[str]


@pytest.fixture(scope="module")
def ground(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    """The demonstration, and then every word that people have in it replaced."""
    folder = tmp_path_factory.mktemp("written")
    with opened(ROOT / "main.py", new_database("written"), folder) as site:
        house = House(site.database_url, clock=WallClock())
        write_more(house)
        filled = poison(house)
        yield Ground(site=site, house=house, filled=filled)
        house.leave()


@pytest.fixture
def context(browser: Browser, ground: Ground) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=ground.site.url, locale="pt-BR")
    made.add_init_script(WATCH)
    yield made
    made.close()


def comes_as(ground: Ground, context: BrowserContext, person: int | None) -> None:
    context.clear_cookies()
    if person is not None:
        token = ground.house.sessions.open(person, ip=None, user_agent=PAYLOADS[14])
        context.add_cookies([{"name": "sid", "value": token, "url": ground.site.url}])


def faults_of(page: Page) -> list[str]:
    """List what ran, what the policy had to stop, and what stands there that nobody drew."""
    return [*page.evaluate("window.ran"), *page.evaluate(f"({AUDIT})(document)")]


def people(house: House) -> dict[str, int]:
    """Find an administrator, a seller and a buyer."""
    admin = house.one("select min(user_id) from users where admin_user")
    seller = house.one("select user_id from products group by 1 order by count(*) desc limit 1")
    buyer = house.one(
        "select coalesce((select min(user_id) from payments where kind = 'sale'), min(user_id))"
        " from users"
    )
    return {"admin": admin, "seller": seller, "buyer": buyer}


def fillings(house: House, person: int | None) -> dict[str, str]:
    """Fill the parameters of paths with what is this person's."""

    def own(column: str, table: str) -> object:
        return house.one(f"select min({column}) from {table} where user_id = :p", p=person or 0)

    live = "select product_id from products where product_status_id = 2 order by end_datetime desc"
    found = {
        "{auction_id}": own("product_id", "products") or house.one(f"{live} limit 1"),
        "{payment_id}": own("payment_id", "payments"),
        "{address_id}": own("address_id", "addresses"),
        "{draft_id}": own("draft_id", "drafts"),
        "{offer_id}": own("offer_id", "offers"),
        "{message_id}": house.one("select min(gateway_event_id) from gateway_events"),
        "{mail_id}": house.one("select min(mail_id) from mails"),
        "{user_id}": house.one("select min(user_id) from users"),
        "{cep}": "01310100",
        "{email:path}": "x@y.test",
    }
    return {name: str(value or 999_999) for name, value in found.items()}


def filled_in(path: str, fillings: dict[str, str]) -> str:
    for name, value in fillings.items():
        path = path.replace(name, value)
    return re.sub(r"{[^}]*}", "1", path)


def test_every_field_of_words_is_known() -> None:
    """A new column is either people's or ours; nobody forgets to say."""
    long = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and (column.type.length or 999) >= SHORTEST
    }
    free = {f"{table}.{column}" for table, columns in FREE.items() for column in columns}
    assert long - OURS - free == set()
    assert not OURS & free
    assert OURS - long == set(), "nothing is kept for columns that are gone"
    assert len(PAYLOADS) == 60
    assert len(set(PAYLOADS)) == 60


def test_no_page_does_what_people_wrote(ground: Ground, context: BrowserContext) -> None:
    page = context.new_page()
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    faults: dict[str, list[str]] = {}
    seen = 0
    for kind, person in {"visitor": None, **people(ground.house)}.items():
        comes_as(ground, context, person)
        filling = fillings(ground.house, person)
        for route in routes():
            if (person is None) == (route.context in (COMMON, ADMIN)):
                continue
            if (route.context is ADMIN) != (kind == "admin") or route.path == "/design":
                continue
            path = filled_in(route.path, filling)
            answer = page.goto(path, wait_until="load")
            if page.query_selector("#app"):
                page.wait_for_function("window.did_handshake === true")
            seen += bool(answer and answer.status == 200)
            if found := faults_of(page):
                faults[f"{kind} {path}"] = found
    assert not faults, json.dumps(faults, indent=1)
    assert not dialogs
    assert seen > 30


def test_no_lot_and_no_listing_does_what_sellers_wrote(
    ground: Ground, context: BrowserContext
) -> None:
    """All lots and all pages of the listing, read as a browser reads them."""
    page = context.new_page()
    page.goto("/login")
    lots = [row["product_id"] for row in ground.house.rows("select product_id from products")]
    paths = [f"/auction/{lot}" for lot in lots] + [f"/?state=all&page={n}" for n in (1, 2, 3)]
    faults: dict[str, list[str]] = {}
    words = ""
    for path in paths:
        answer = context.request.get(path)
        assert answer.status == 200, path
        html = answer.text()
        words += html
        if found := page.evaluate(AUDIT_TEXT, html):
            faults[path] = found
    assert not faults, json.dumps(faults, indent=1)
    shown = [n for n in (1, 15, 20, 34, 40, 55) if f"pwn({n})" in words]
    assert shown == [1, 15, 20, 34, 40, 55], "what people wrote is shown, as words"


def test_what_comes_by_the_socket_is_words_too(ground: Ground, context: BrowserContext) -> None:
    house = ground.house
    bidder = house.person("socket", money=50_000, anonymous=False)
    lot = house.lot(product_name=written(3, 255), description=written(0, None))
    house.change("update users set username = :w where user_id = :u", w=written(1, 50), u=bidder)
    page = context.new_page()
    watcher = house.person("watcher", money=50_000)
    comes_as(ground, context, watcher)
    page.goto(f"/auction/{lot}")
    page.wait_for_function("window.did_handshake === true")
    page.wait_for_selector(".bid-box")
    for person, amount in ((watcher, 100), (bidder, 200)):
        (answer,) = house.batch(house.request(person, lot, amount))
        assert isinstance(answer, Answer)
    page.wait_for_selector(".history__who >> nth=1")
    assert faults_of(page) == []


def test_what_machines_are_given_is_no_page(ground: Ground, context: BrowserContext) -> None:
    """JSON, calendars, papers and files: their own type, never sniffed, no line of their own."""
    for module in serving(api):
        module.register(FastAPI(), MagicMock(config=Config(_env_file=None, secret_key="k" * 40)))
    page = context.new_page()
    page.goto("/login")
    faults = []
    kinds = set()
    for person in (None, *people(ground.house).values()):
        comes_as(ground, context, person)
        filling = fillings(ground.house, person)
        for method, pattern in DOORS:
            if method != "GET":
                continue
            path = filled_in(pattern, filling)
            answer = context.request.get(path, max_redirects=0, fail_on_status_code=False)
            kind = answer.headers.get("content-type", "").partition(";")[0]
            kinds.add(kind)
            assert answer.status < 500, path
            assert answer.headers["x-content-type-options"] == "nosniff", path
            if kind == "text/html":
                found = page.evaluate(AUDIT_TEXT, answer.text())
                faults += [(path, found)] if found else []
            elif kind == "application/pdf":
                told = answer.body()
                faults += [
                    (path, name)
                    for name in (b"/JavaScript", b"/JS ", b"/OpenAction", b"/Launch", b"/AA ")
                    if name in told
                ]
            elif kind == "text/calendar":
                unfolded = answer.text().replace("\r\n ", "").split("\r\n")
                faults += [(path, line) for line in unfolded if line and not LINE.match(line)]
    assert not faults
    assert {"application/json", "text/calendar"} <= kinds


def test_no_letter_does_what_people_wrote(ground: Ground, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/login")
    seen = 0
    for language in LANGUAGES:
        words = catalogue(language)
        for kind in {key.removesuffix(".subject") for key in words if key.endswith(".subject")}:
            places = {
                name
                for part in ("subject", "lead", "button", "note")
                for _, name, _, _ in Formatter().parse(words.get(f"{kind}.{part}", ""))
                if name
            }
            values = {name: written(0, None) for name in places}
            letter = write(kind, language, house="Martelo", link="https://casa.example/x", **values)
            assert not re.search(r"[\r\n]", letter.subject), kind
            assert page.evaluate(AUDIT_TEXT, letter.html) == [], kind
            seen += 1
    assert seen > 40


def test_every_field_was_filled(ground: Ground) -> None:
    free = {f"{table}.{column}" for table, columns in FREE.items() for column in columns}
    assert free == ground.filled
