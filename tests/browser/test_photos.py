"""A seller sends the photos of a lot: dropped, ordered by keys, taken out and brought back."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.barriers import barriers
from tests.forms import picture
from tests.house import House
from tests.photos import draft_of

Visit = Callable[..., Page]
DROPPED = """([name, content]) => {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], name, { type: "image/png" }));
    const place = document.querySelector("[data-drop]");
    const how = { dataTransfer: files, bubbles: true, cancelable: true };
    place.dispatchEvent(new DragEvent("drop", how));
}"""
COPIED = """async ([text, content]) => {
    const kinds = {};
    if (text) kinds["text/plain"] = new Blob([text], { type: "text/plain" });
    if (content) {
        const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
        kinds["image/png"] = new Blob([bytes], { type: "image/png" });
    }
    await navigator.clipboard.write([new ClipboardItem(kinds)]);
}"""


def copy(page: Page, *, text: str = "", image: bytes = b"") -> None:
    """Put something on the clipboard, as another program does."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(COPIED, [text, b64encode(image).decode()])


def file(name: str, content: bytes | None = None) -> FilePayload:
    made = picture(size=(900, 600)) if content is None else content
    return {"name": name, "mimeType": "image/jpeg", "buffer": made}


@pytest.fixture
def draft(house: House) -> int:
    return draft_of(house, house.one("select user_id from users where username = 'bruno'"))


def order(page: Page) -> list[str]:
    photos = page.locator("[data-photo]")
    return [photos.nth(n).get_attribute("data-photo") or "" for n in range(photos.count())]


def test_photos_are_dropped_ordered_described_turned_and_brought_back(
    visit: Visit, house: House, draft: int
) -> None:
    page = visit(f"/new/auction/{draft}/photos", who="bruno")
    told = page.locator("[data-told]")
    page.set_input_files("#photos-chosen", [file("a.jpg"), file("planta.svg", b"<svg/>")])
    expect(page.locator(".uploads__file.is-wrong")).to_contain_text("SVG e GIF não são aceitos")
    expect(page.locator(".uploads__file.is-wrong [data-retry]")).to_be_hidden()
    page.evaluate(DROPPED, ["b.png", b64encode(picture("PNG")).decode()])
    expect(page.locator("[data-photo]")).to_have_count(2)
    expect(page.locator(".uploads__file")).to_have_count(1)
    expect(told).to_have_text("Uma foto guardada.")
    first, second = order(page)

    page.fill(f"#alt-{first}", "Frente")
    page.get_by_role("button", name="Mover a foto 1 para depois").focus()
    expect(told).to_have_text("Texto salvo.")
    page.keyboard.press("Enter")
    expect(told).to_have_text("Agora é a foto 2 de 2.")
    assert order(page) == [second, first]
    expect(page.locator(f"[data-key=earlier-{first}]")).to_be_focused()
    expect(page.locator(f"#alt-{first}")).to_have_value("Frente")
    page.locator(f"[data-photo='{first}'] [data-grip]").drag_to(
        page.locator(f"[data-photo='{second}'] [data-grip]")
    )
    expect(told).to_have_text("Agora é a foto 1 de 2.")
    assert order(page) == [first, second]
    page.get_by_role("button", name="Tornar a foto 2 a principal").click()
    expect(page.locator(f"[data-photo='{second}']")).to_contain_text("Principal")
    page.get_by_role("button", name="Girar a foto 1").click()
    expect(told).to_have_text("Foto girada.")
    turned = page.locator(f"[data-photo='{first}'] img")
    expect(turned).to_have_attribute("width", "600")
    page.get_by_role("button", name="Retirar a foto 1").click()
    expect(page.locator(".uploads__gone")).to_contain_text("Frente")
    expect(page.get_by_role("button", name="Desfazer")).to_be_focused()
    assert barriers(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("[data-photo]")).to_have_count(2)
    said = "select alt from images where draft_id = :draft and position = 1"
    assert house.one(said, draft=draft) == "Frente"

    lot = house.lot(product_name="Torno de fotos")
    move = "update images set product_id = :lot, draft_id = null where draft_id = :draft"
    house.change(move, lot=lot, draft=draft)
    page = visit(f"/auction/{lot}")
    shown = page.locator(".gallery__slide picture img").first
    assert shown.evaluate("(img) => img.decode().then(() => img.currentSrc)").endswith(".webp")
    page.locator(".gallery__slide a").first.click()
    expect(page.locator("[data-large]")).to_have_attribute("src", re.compile("/1920.webp$"))


def test_without_scripts_and_on_a_phone_forms_do_the_same(
    visit: Visit, house: House, draft: int
) -> None:
    phone = {"width": 390, "height": 844}
    page = visit(
        f"/new/auction/{draft}/photos", who="bruno", java_script_enabled=False, viewport=phone
    )
    page.set_input_files("#photos-chosen", [file("a.jpg"), file("b.jpg"), file("c.jpg", b"no")])
    page.get_by_role("button", name="Enviar fotos").click()
    expect(page.get_by_role("alert")).to_contain_text("c.jpg")
    expect(page.locator("[data-photo]")).to_have_count(2)
    first, second = order(page)
    page.fill(f"#alt-{second}", "Lado")
    page.get_by_role("button", name="Mover a foto 2 para antes").click()
    assert order(page) == [second, first]
    expect(page.locator(f"#alt-{second}")).to_have_value("Lado")
    page.fill(f"#alt-{first}", "Frente")
    page.locator(f"#alt-{first}").press("Enter")
    assert order(page) == [second, first], "Enter keeps the words and moves nothing"
    expect(page.locator(f"#alt-{first}")).to_have_value("Frente")
    page.get_by_role("button", name="Retirar a foto 1").click()
    page.get_by_role("button", name="Desfazer").click()
    expect(page.locator("[data-photo]")).to_have_count(2)
    wide = visit(f"/new/auction/{draft}/photos", who="bruno", viewport=phone)
    assert wide.evaluate("document.documentElement.scrollWidth") <= 390
    assert barriers(wide) == []


def test_a_photo_that_found_no_way_is_tried_again(visit: Visit, draft: int) -> None:
    page = visit(f"/new/auction/{draft}/photos", who="bruno")
    page.route("**/photos/add", lambda route: route.abort())
    page.set_input_files("#photos-chosen", [file("a.jpg")])
    expect(page.locator(".uploads__file.is-wrong")).to_contain_text("Sem resposta")
    page.unroute("**/photos/add")
    page.get_by_role("button", name="Tentar de novo").click()
    expect(page.locator("[data-photo]")).to_have_count(1)
    expect(page.locator(".uploads__file")).to_have_count(0)


def test_whoever_chooses_before_the_script_has_come_has_chosen(visit: Visit, draft: int) -> None:
    page = visit("/", who="bruno")
    held: list[Route] = []
    page.route("**/js/photos*.js*", lambda route: held.append(route))
    with page.expect_request("**/js/photos*.js*"):
        page.goto(f"/new/auction/{draft}/photos", wait_until="commit")
    page.set_input_files("#photos-chosen", [file("a.jpg")])
    held[0].continue_()
    expect(page.locator("[data-photo]")).to_have_count(1)


def test_a_picture_is_pasted_and_words_go_into_their_field(visit: Visit, draft: int) -> None:
    page = visit(f"/new/auction/{draft}/photos", who="bruno")
    photos, told = page.locator("[data-photo]"), page.locator("[data-told]")
    copy(page, image=picture("PNG"))
    page.keyboard.press("Control+V")
    expect(photos).to_have_count(1)
    expect(told).to_have_text("Uma foto guardada.")
    (first,) = order(page)
    field = page.locator(f"#alt-{first}")

    copy(page, text="Frente do torno")
    page.keyboard.press("Control+V")  # nowhere: no photo and no complaint
    field.focus()
    page.keyboard.press("Control+V")
    expect(field).to_have_value("Frente do torno")
    copy(page, text=" com manual", image=picture("PNG"))  # as an office program copies a cell
    page.keyboard.press("End")
    page.keyboard.press("Control+V")
    expect(field).to_have_value("Frente do torno com manual")
    expect(photos).to_have_count(1)
    expect(page.locator(".uploads__file")).to_have_count(0)

    copy(page, image=picture("PNG"))  # there is nothing in it for the field
    page.keyboard.press("Control+V")
    expect(photos).to_have_count(2)
    expect(page.locator(f"#alt-{first}")).to_have_value("Frente do torno com manual")


def test_a_phone_takes_photos_with_its_camera(visit: Visit, draft: int, tmp_path: Path) -> None:
    desk = visit(f"/new/auction/{draft}/photos", who="bruno")
    expect(desk.locator("[data-camera]")).to_be_hidden()
    phone = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}
    page = visit(f"/new/auction/{draft}/photos", who="bruno", **phone)
    camera = page.get_by_role("button", name="Tirar foto")
    shot = tmp_path / "image.jpg"
    shot.write_bytes(picture(size=(900, 600)))
    for taken in (1, 2):  # the same name each time, as cameras give it
        with page.expect_file_chooser() as opened:
            camera.tap()
        chooser = opened.value
        assert chooser.element.get_attribute("capture") == "environment"
        chooser.set_files(shot)
        expect(page.locator("[data-photo]")).to_have_count(taken)
    expect(page.locator(".uploads__file")).to_have_count(0)
    expect(page.locator("[data-invite]")).to_be_hidden()
    assert camera.evaluate("(button) => button.getBoundingClientRect().height") >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert barriers(page) == []
