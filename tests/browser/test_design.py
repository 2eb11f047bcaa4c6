"""The gallery of components in a real browser: every state, at rest and without barriers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from components.language import LANGUAGES
from components.showcase.specimens import sections
from tests.browser.barriers import barriers, barriers_of_colour, barriers_of_words

OTHER_THEMES = ["dark", "hc-light", "hc-dark"]
OTHER_LANGUAGES = [one for one in LANGUAGES if one != "pt-BR"]
NAMES = [one.name for section in sections() for one in section.specimens]
POSED = [one.name for section in sections() for one in section.specimens if one.still]
Look = Callable[..., Page]

STATES = """
async () => {
    const { boxState } = await import("room_state");
    const names = new Set();
    const each = {
        status: ["scheduled", "open", "finished", "canceled", "suspended"],
        outcome: [null, "sold", "conditional", "reserve_not_met", "no_bids", "cancelled"],
        leader: [null, { paddle: 7 }, { paddle: 4 }],
        bids: [0, 3],
        standing: ["visitor", "none", "leading", "outbid", "won", "lost", "seller"],
        blocked: [null, "not_qualified.blocked"],
        paddle: [null, 7],
        over: [false, true],
    };
    const vary = ([name, ...rest], chosen) => {
        if (!name) return names.add(boxState(chosen, chosen, chosen.over));
        for (const value of each[name]) vary(rest, { ...chosen, [name]: value });
    };
    vary(Object.keys(each), {});
    return [...names].sort();
}
"""


@pytest.fixture
def look(visit: Callable[..., Page]) -> Look:
    """Look at the gallery in a theme and a language."""

    def at(path: str = "/design", *, theme: str = "light", language: str = "pt-BR") -> Page:
        return visit(path, chosen={"theme": theme, "language": language}, reduced_motion="reduce")

    return at


def posed(page: Page, rooms: int = len(POSED)) -> Page:
    expect(page.locator("#app main [data-still] > .room")).to_have_count(rooms)
    page.wait_for_function("window.did_handshake === true")
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_the_gallery_is_there(look: Look, language: str) -> None:
    page = posed(look(language=language))
    shown = page.evaluate(
        "[...document.querySelectorAll('[data-specimen]')].map(e => "
        "[e.dataset.specimen, e.querySelector('[data-stage]').getBoundingClientRect().height])"
    )
    assert [name for name, _ in shown] == NAMES
    assert not [name for name, height in shown if height < 20]
    wrong = page.evaluate(
        "[...document.querySelectorAll('[data-still]')].filter(e => "
        "e.firstElementChild.dataset.state !== e.dataset.shows).map(e => e.dataset.still)"
    )
    assert not wrong
    assert page.locator("html").get_attribute("lang") == {"en": "en-US"}.get(language, language)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_an_address_where_it_stands_alone(look: Look, language: str) -> None:
    page = posed(look("/design?only=box-outbid", language=language), rooms=1)
    assert page.locator(".top").is_hidden()
    assert page.locator("[data-stage] .bid-box").is_visible()
    for name in NAMES:
        answer = page.request.get(f"/design?only={name}")
        assert (name, answer.status) == (name, 200)
        assert answer.text().count("data-specimen=") == 1
    assert page.request.get("/design?only=nothing").status == 404


def test_the_gallery_shows_every_state_a_bid_box_can_be_in(look: Look) -> None:
    page = posed(look())
    possible = page.evaluate(STATES)
    shown = page.evaluate(
        "[...document.querySelectorAll('[data-shows]')].map(e => e.dataset.shows)"
    )
    assert len(possible) >= 17
    assert not set(possible) - set(shown)


def test_rooms_at_a_standstill_neither_fetch_nor_hear_nor_send(look: Look) -> None:
    page = look("/nowhere")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/design")
    posed(page)
    title = page.title()
    before = page.locator("#box-last .bid-box").inner_text()
    page.locator("#box-others .bid-form .btn--primary").click()
    page.locator("#box-confirm .confirm .btn--primary").click()
    page.locator("#wallet [action='/wallet/top-ups'] [type=submit]").click()
    page.locator("#card-live .lot__title a").click()
    page.wait_for_timeout(1500)
    assert not [url for url in asked if "/api/" in url]
    assert page.evaluate("window.socket.listeners('room').length") == 0
    assert page.url.endswith("/design")
    assert page.title() == title
    assert page.locator("#box-last .bid-box").inner_text() == before
    assert "1:45" in before
    expect(page.locator("#box-others .notice")).to_have_count(0)


def test_the_clock_and_the_words_are_those_of_each_state(look: Look) -> None:
    page = posed(look(language="en"))
    for name, said in {
        "clock-far": "3 days 4 h",
        "clock-hour": "42:10",
        "clock-soon": "8:05",
        "clock-last": "1:45",
        "box-confirm": "Confirm bid of R$\u00a08,350.00",
        "box-moved": "The price rose to R$\u00a08,250.00",
        "box-offline": "Connection lost",
        "box-no-balance": "R$\u00a0350.00",
        "box-won": "Sold to you",
    }.items():
        expect(page.locator(f"#{name} .bid-box")).to_contain_text(said)
    for name in ("box-suspended", "box-canceled"):
        expect(page.locator(f"#{name} .bid-box__time")).not_to_contain_text("Brasília")


def test_no_barrier_in_any_state(look: Look) -> None:
    assert barriers(posed(look())) == []


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_no_barrier_of_words_in_another_language(look: Look, language: str) -> None:
    assert barriers_of_words(posed(look(language=language))) == []


@pytest.mark.parametrize("theme", OTHER_THEMES)
def test_every_state_can_be_read_in_every_theme(look: Look, theme: str) -> None:
    assert barriers_of_colour(posed(look(theme=theme))) == []


def test_nothing_scrolls_sideways(look: Look) -> None:
    page = posed(look())
    for width in (1280, 768, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
