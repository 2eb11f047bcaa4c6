"""Every sentence on every page comes from the catalogues: what stands outside their marks does not.

Names of lots, people and places, numbers, dates and codes are not sentences.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from playwright.sync_api import Browser, Page

from components.papers import PAPERS
from services.config import DEMO_HOUSE
from services.demo.lots import LOTS
from services.people.places import UFS
from tests.browser.conftest import settled

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    {
        path
        for file in (ROOT / "pages").rglob("*.py")
        for path in re.findall(r'@page\(\s*"(/[^"{]*)"', file.read_text(encoding="utf-8"))
    }
    | set(PAPERS)
)
ASKED = ["/?state=live", "/?state=coming", "/?state=ended", "/?q=zzzz", "/?category=imoveis", "/no"]
PLACES = {
    "users": ("name", "username", "email"),
    "products": (
        "product_name",
        "description",
        "pickup",
        "city",
        "district",
        "state",
        "zip_code",
    ),
    "categories": ("category_name",),
    "images": ("alt",),
    "legal_persons": ("trade_name", "legal_business_name"),
    "questions": ("question", "answer"),
    "technical_features": ("technical_feature_name", "unit"),
    "case_types": ("case_type_name",),
}
# People of /design, and what browsers and systems call themselves.
NAMES = {"Martelo", "PT", "EN", "zzzz", "Carla", "Marina", "Oficina"}
NAMES |= {"Chrome", "Linux", "macOS", "Windows"}
# Files of a lot's record, by their own names.
NAMES |= {"verify_proof.py", "martelo-proof.json"}
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
CODE = re.compile(r"#[0-9A-F]{6}\b")
DATE = re.compile(r"\d\d/\d\d/\d{4} às \d\dh\d\d")
WORD = re.compile(r"[^\W\d_]{2,}")
READ = """
    () => {
        const found = [document.title];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const { parentElement: place, data } = walker.currentNode;
            if (!place.closest("script, style, noscript, code, [data-written]")) found.push(data);
        }
        for (const place of document.querySelectorAll("body *, meta[name=description]")) {
            const names = ["aria-label", "title", "placeholder", "alt", "aria-description"];
            if (place.matches("meta")) names.push("content");
            for (const name of names) found.push(place.getAttribute(name) ?? "");
        }
        const templates = document.querySelectorAll("template");
        for (const { content } of templates) found.push(content.textContent);
        return found.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
    }
"""


@dataclass(frozen=True)
class Written:
    """What people wrote: names, titles, descriptions, places."""

    whole: tuple[str, ...]
    anywhere: re.Pattern[str]


@pytest.fixture(scope="module")
def data(pseudo_site: Any) -> Written:
    said = set(NAMES)
    with closing(psycopg2.connect(pseudo_site.database_url)) as connection:
        for table, columns in PLACES.items():
            for column in columns:
                with connection.cursor() as cursor:
                    cursor.execute(f"select distinct {column} from {table} where {column} > ''")
                    for (text,) in cursor:
                        said |= {*text.split("\n"), " ".join(text.split())}
    for lot in LOTS:
        said |= {value for value in lot.values if isinstance(value, str)}
        if lot.judicial:
            said |= {str(getattr(lot.judicial, name)) for name in lot.judicial.__slots__}
    said |= set(UFS)
    said |= {DEMO_HOUSE.officer, DEMO_HOUSE.officer_email}
    said |= {DEMO_HOUSE.name, DEMO_HOUSE.cnpj, DEMO_HOUSE.address, DEMO_HOUSE.email}
    whole = tuple(sorted({one.strip() for one in said if one.strip()}, key=len, reverse=True))
    longest_first = "|".join(map(re.escape, whole))
    return Written(whole, re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)"))


@pytest.fixture
def page(browser: Browser, pseudo_site: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=pseudo_site.url, locale="pt-BR")
    yield context.new_page()
    context.close()


def unmarked(page: Page, data: Written) -> list[str]:
    """List what stands on the page outside the marks and is nobody's name."""
    settled(page)
    if page.query_selector("#app"):
        page.wait_for_timeout(400)
    return [text for text in page.evaluate(READ) if WORD.search(stripped(text, data))]


def stripped(text: str, data: Written) -> str:
    """Take out of a text what is marked, and what is data."""
    while (less := MARKED.sub(" ", text)) != text:
        text = less
    text = CODE.sub(" ", DATE.sub(" ", text))
    if text.endswith("…") and any(one.startswith(text[:-1]) for one in data.whole):
        return ""  # a description cut short for search engines
    return data.anywhere.sub(" ", text)


def log_in(page: Page, who: str = "ana") -> None:
    page.goto("/login")
    page.click(f"[data-fill-login='{who}']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/$"))


@pytest.mark.parametrize("path", [*PAGES, *ASKED])
def test_what_a_visitor_reads_comes_from_the_catalogues(
    page: Page, data: Written, path: str
) -> None:
    page.goto(path)
    assert "⟦" in page.content()
    assert unmarked(page, data) == []


@pytest.mark.parametrize("state", [1, 2, 3], ids=["coming", "live", "ended"])
@pytest.mark.parametrize("kind", ["commercial", "judicial"])
def test_what_one_reads_of_a_lot_comes_from_the_catalogues(
    page: Page, data: Written, pseudo_site: Any, state: int, kind: str
) -> None:
    with (
        closing(psycopg2.connect(pseudo_site.database_url)) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "select min(product_id) from products"
            " where product_status_id = %s and auction_type = %s",
            (state, kind),
        )
        found = cursor.fetchone()
    assert found is not None
    if found[0] is None:
        assert kind == "judicial"  # the demonstration has judicial lots at some stages only
        return
    log_in(page)
    page.goto(f"/auction/{found[0]}")
    assert unmarked(page, data) == []


def test_what_one_reads_of_ones_own_comes_from_the_catalogues(page: Page, data: Written) -> None:
    page.goto("/login")
    page.fill("#login", "ana")
    page.fill("#password", "not the password")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert unmarked(page, data) == []
    log_in(page)
    for path in PAGES:
        page.goto(path)
        assert unmarked(page, data) == [], path


def test_a_sentence_of_nobodys_would_be_found(page: Page, data: Written) -> None:
    page.goto("/")
    page.evaluate("document.querySelector('h1').append(' Buy now')")
    page.evaluate("document.querySelector('.brand').setAttribute('title', 'Go home')")
    assert unmarked(page, data) == ["Buy now", "Go home"]
