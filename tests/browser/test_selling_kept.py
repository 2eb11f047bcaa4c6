"""Nothing a seller types is lost: not to a session that ends, nor to a second window."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.barriers import barriers
from tests.forms import picture
from tests.house import House

Visit = Callable[..., Page]
NEXT = ".selling__act [value=next]"
PASSWORD = "martelo-demo-2026"
SAVED = re.compile("Rascunho salvo às")


@pytest.fixture
def draft(house: House) -> Iterator[int]:
    """A truck that the company of the demonstration has begun to sell."""
    person = house.one("select user_id from users where username = 'frota'")
    number = house.selling.drafts.create(person, {"category": "caminhoes", "min_bid": "10.000"})
    yield number
    house.selling.drafts.delete(person, number)


def held(house: House, draft: int) -> dict[str, str]:
    fields: dict[str, str] = house.one("select fields from drafts where draft_id = :d", d=draft)
    return fields


def until(page: Page, kept: Callable[[], bool]) -> None:
    """Wait until the house has kept what was typed."""
    for _ in range(50):
        if kept():
            return
        page.wait_for_timeout(100)
    raise AssertionError("not kept")


def log_in(page: Page, who: str) -> None:
    page.fill("#login", who)
    page.fill("#password", PASSWORD)
    page.click("form[action='/login'] [type=submit]")


def unheard(page: Page) -> None:
    """Let nothing be kept by itself, as where the connection is slow."""
    page.route("**/autosave", lambda route: route.abort())


def test_what_was_typed_outlives_the_session_and_is_kept_after_the_next_log_in(
    visit: Visit, house: House, draft: int
) -> None:
    page = visit(f"/new/auction/{draft}?step=place", who="frota")
    unheard(page)
    page.fill("#pickup", "De segunda a sexta, das 9h às 17h.")
    page.context.clear_cookies()
    page.click(NEXT)
    expect(page.locator(".fault")).to_contain_text("o que você digitou foi guardado")
    page.unroute("**/autosave")
    page.click(".top__login")
    log_in(page, "frota")
    page.wait_for_url(f"**/new/auction/{draft}?step=place")
    expect(page.locator("#pickup")).to_have_value("De segunda a sexta, das 9h às 17h.")
    told = page.locator("form .notice--info")
    expect(told).to_contain_text("está de volta")
    expect(page.locator("[data-saved]")).to_contain_text(SAVED)
    assert held(house, draft)["pickup"] == "De segunda a sexta, das 9h às 17h."
    assert barriers(page) == []
    page.reload()
    expect(told).to_have_count(0)


def test_a_session_that_ends_while_writing_is_told_before_anything_is_sent(
    visit: Visit, house: House, draft: int
) -> None:
    page = visit(f"/new/auction/{draft}?step=details", who="frota")
    page.context.clear_cookies()
    page.fill("#product_name", "Caminhão que ficou")
    out = page.locator("[data-out]")
    expect(out).to_be_visible()
    assert barriers(page) == []
    page.click(NEXT)
    expect(out).to_be_focused()
    assert "step=details" in page.url
    page.fill("#description", "Escrito depois.")
    out.locator("a").click()
    log_in(page, "frota")
    page.wait_for_url(f"**/new/auction/{draft}?step=details")
    expect(page.locator("#product_name")).to_have_value("Caminhão que ficou")
    expect(page.locator("#description")).to_have_value("Escrito depois.")


def test_what_one_typed_is_never_another_persons(visit: Visit, draft: int) -> None:
    page = visit(f"/new/auction/{draft}?step=place", who="frota")
    unheard(page)
    page.fill("#pickup", "Só da frota.")
    page.context.clear_cookies()
    page.click(NEXT)
    page.click(".top__login")
    assert "Só da frota." in page.evaluate("sessionStorage.typed")
    log_in(page, "ana")
    page.wait_for_selector("[data-bell]")
    page.wait_for_function("sessionStorage.getItem('typed') === null")


def test_a_question_and_no_secret_outlive_the_session(visit: Visit, house: House) -> None:
    lot = house.one(
        "select product_id from products join users using (user_id) where username = 'frota'"
        " and product_status_id = 2 order by end_datetime desc limit 1"
    )
    page = visit(f"/auction/{lot}", who="bruno")
    page.fill("#question", "Tem manual do proprietário?")
    page.context.clear_cookies()
    page.click("#questions form button")
    page.click(".fault .btn--primary")
    log_in(page, "bruno")
    page.wait_for_url(f"**/auction/{lot}")
    expect(page.locator("#question")).to_have_value("Tem manual do proprietário?")
    page.wait_for_timeout(2000)
    expect(page.locator("#question")).to_be_in_viewport()
    page.goto("/account/profile")
    page.evaluate(
        """() => {
        const form = document.createElement('form');
        form.method = 'post';
        form.action = '/nowhere';
        form.innerHTML = `<input name="a" value="visible"><input type="password" name="b"
            value="secret"><input type="hidden" name="csrf" value="proof"><input name="c"
            autocomplete="cc-number" value="4111"><input name="d" autocomplete="one-time-code"
            value="123456">`;
        document.body.append(form);
        form.requestSubmit();
        }"""
    )
    page.wait_for_url("**/nowhere")
    kept = page.evaluate("sessionStorage.typed ?? ''")
    assert not re.search("secret|proof|4111|123456", kept)


def test_a_refused_step_stands_where_it_can_be_looked_at_again(visit: Visit, draft: int) -> None:
    page = visit(f"/new/auction/{draft}?step=price", who="frota")
    page.fill("#min_bid", "muito")
    page.click(NEXT)
    page.wait_for_url(f"**/new/auction/{draft}?step=price&check=1")
    expect(page.locator("#min_bid-refusal")).to_be_visible()
    page.reload()
    expect(page.locator("#min_bid")).to_have_value("muito")
    page.goto(f"/drafts/{draft}")
    expect(page).to_have_url(re.compile(rf"/new/auction/{draft}$"))


def test_two_windows_lose_nothing_of_each_other(visit: Visit, house: House, draft: int) -> None:
    one = visit(f"/new/auction/{draft}?step=place", who="frota")
    other = one.context.new_page()
    other.goto(f"/new/auction/{draft}?step=place")
    one.fill("#city", "Betim")
    one.press("#city", "Tab")
    expect(one.locator("[data-saved]")).to_contain_text(SAVED)
    one.fill("#pickup", "Da primeira janela.")
    one.press("#pickup", "Tab")
    until(one, lambda: held(house, draft).get("pickup") == "Da primeira janela.")
    other.fill("#district", "Centro")
    other.press("#district", "Tab")
    until(other, lambda: held(house, draft).get("district") == "Centro")
    fields = held(house, draft)
    assert (fields["city"], fields["district"]) == ("Betim", "Centro")
    other.fill("#pickup", "Da segunda janela.")
    other.press("#pickup", "Tab")
    clash = other.locator("[data-elsewhere]")
    expect(clash).to_contain_text("Da primeira janela.")
    assert held(house, draft)["pickup"] == "Da primeira janela."
    assert barriers(other) == []
    other.click(NEXT)
    expect(other.locator("#pickup")).to_have_value("Da segunda janela.")
    expect(clash).to_contain_text("Da primeira janela.")
    clash.locator("button").click()
    expect(clash).to_be_hidden()
    until(other, lambda: held(house, draft)["pickup"] == "Da segunda janela.")


def test_categories_are_found_by_one_or_many_and_by_other_words(visit: Visit, draft: int) -> None:
    page = visit(f"/new/auction/{draft}?step=category", who="frota")
    shown = page.locator("[name=category]:visible")
    for typed, slug in (
        ("caminhão", "caminhoes"),
        ("caminha", "caminhoes"),
        ("CAMINHOES", "caminhoes"),
        ("imóvel", "imoveis"),
        ("imoveis", "imoveis"),
        ("celular", "eletronicos"),
    ):
        page.fill("#find", typed)
        expect(page.locator(f"[name=category][value={slug}]")).to_be_visible()
        assert shown.count() < 12, typed
    page.fill("#find", "xilofone quântico")
    expect(page.locator("[data-found]")).to_contain_text("Nenhuma categoria")
    expect(shown).to_have_count(0)


def test_the_card_beside_shows_photos_as_they_come_and_go(visit: Visit, draft: int) -> None:
    page = visit(f"/new/auction/{draft}?step=photos", who="frota")
    made = picture(size=(900, 675))
    picked: list[FilePayload] = [
        {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": made} for n in "ab"
    ]
    page.set_input_files("#photos-chosen", picked)
    expect(page.locator("[data-photo]")).to_have_count(2)
    shown = page.locator("[data-aside] .lot__photo img")
    expect(shown).to_have_count(1)
    before = shown.get_attribute("src") or ""
    page.locator("[data-photo]").nth(1).locator("[data-key^=principal-]").click()
    expect(shown).not_to_have_attribute("src", before)
    for left in (1, 0):
        page.locator("[data-photo] [data-key^=remove-]").first.click()
        expect(page.locator("[data-photo]")).to_have_count(left)
    expect(shown).to_have_count(0)


def test_what_cannot_be_changed_says_so_with_the_way_to_it(visit: Visit, house: House) -> None:
    person = house.one("select user_id from users where username = 'frota'")
    lot = house.one(
        "select product_id from products where user_id = :user and bid_count > 0 limit 1",
        user=person,
    )
    page = visit(f"/new/auction?edit={lot}", who="frota")
    expect(page.locator(".notice--danger")).to_contain_text("já recebeu lances")
    expect(page.locator(f"main a[href='/auction/{lot}']")).to_be_visible()
    expect(page.get_by_text("Enquanto ninguém deu lances")).to_have_count(0)


def test_a_second_windows_publication_leads_to_the_first(visit: Visit, house: House) -> None:
    person = house.one("select user_id from users where username = 'frota'")
    form = {
        "category": "caminhoes", "product_name": "W" * 120, "min_bid": "10.000",
        "duration": "1440",
    }  # fmt: skip
    draft = house.selling.drafts.create(person, form)
    rules = house.selling.writing.look(person, draft).rules
    year = next(rule.field for rule in rules if rule.name == "Ano de fabricação")
    house.selling.drafts.save(person, draft, "review", {year: "2019"})
    page = visit(f"/new/auction/{draft}?step=review", who="frota")
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    expect(page.locator(".review dd").filter(has_text="Reinicia a contagem")).to_be_visible()
    expect(page.locator(".review dd").filter(has_text="2 minutos")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"/new/auction/{draft}?step=review")
    other.click(".selling__act [value=publish]")
    other.wait_for_url(re.compile(r"/auction/\d+$"))
    lot = other.url.rsplit("/", 1)[1]
    assert other.evaluate("document.documentElement.scrollWidth") == 1280
    page.click(".selling__act [value=publish]")
    expect(page.locator(".notice--danger")).to_contain_text("já foi publicado")
    page.click(f"main a[href='/auction/{lot}']")
    page.wait_for_url(f"**/auction/{lot}")
    house.change("update products set end_datetime = now() where product_id = :lot", lot=int(lot))


def test_a_lot_is_reported_and_seen_at_the_desk(visit: Visit, house: House) -> None:
    lot = house.lot(house.person(f"vendedor-{id(house)}"), product_name="Quadro suspeito")
    page = visit(f"/auction/{lot}", who=None)
    page.click(f"a[href='/auction/{lot}/report']")
    page.click(".fault .btn--primary")
    log_in(page, "bruno")
    page.wait_for_url(f"**/auction/{lot}/report")
    page.check("[name=reason][value=other]")
    page.click("main form .btn--primary")
    expect(page.locator("#what-refusal")).to_be_visible()
    assert barriers(page) == []
    page.fill("#what", "A assinatura é recortada de um livro.")
    page.click("main form .btn--primary")
    expect(page.locator("main")).to_contain_text("Denúncia recebida")
    assert barriers(page) == []
    flag = house.one("select flag_id from flags where product_id = :lot", lot=lot)
    desk = visit(f"/admin/flags/{flag}", who="olivia")
    expect(desk.locator("main")).to_contain_text("A assinatura é recortada de um livro.")
    expect(desk.locator("main")).to_contain_text("@bruno")


def test_whether_one_may_withdraw_is_said_before_the_bid(visit: Visit, house: House) -> None:
    truck = house.one(
        "select min(product_id) from products join users using (user_id) where username = 'frota'"
        " and product_status_id = 2"
    )
    court = house.one("select min(product_id) from legal_infos join products using (product_id)"
                      " where product_status_id = 2")  # fmt: skip
    person = house.lot(house.person(f"pf-{id(house)}"))
    for lot, said in (
        (truck, "em 7 dias do recebimento"),
        (court, "art. 903"),
        (person, "não há direito de arrependimento"),
    ):
        page = visit(f"/auction/{lot}")
        expect(page.locator(".guard")).to_contain_text(said)
