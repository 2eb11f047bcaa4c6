"""In a real browser: our own scripts run, whatever slips into the HTML does not."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.security.conftest import PASSWORD, House, csrf_of


@pytest.fixture
async def tab() -> AsyncIterator[Page]:
    """A tab of Chromium; of its own, because these tests run on a loop of their own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("CHROME_PATH") or shutil.which("chromium"),
            args=["--no-sandbox"],
        )
        yield await browser.new_page()
        await browser.close()


async def test_our_scripts_run_and_an_injected_handler_does_not(house: House, tab: Page) -> None:
    before = house.presses().get("hostile", 0)
    refused: list[str] = []
    tab.on("console", lambda message: refused.append(message.text))
    await tab.goto(f"{house.url}/hostile")
    await tab.wait_for_function("window.did_handshake === true")
    await tab.get_by_role("button", name="press").click()
    await tab.wait_for_timeout(300)
    assert house.presses().get("hostile", 0) == before + 1
    assert await tab.evaluate("window.injected") is None
    assert any("Content Security Policy" in text for text in refused)


async def test_a_page_left_open_finds_out_that_its_person_has_logged_out(
    house: House, tab: Page
) -> None:
    requests = tab.context.request
    token = csrf_of(await (await requests.get(f"{house.url}/token")).text())
    form: dict[str, str | float | bool] = {"username": "ana", "password": PASSWORD, "csrf": token}
    await requests.post(f"{house.url}/login", form=form)
    await tab.goto(f"{house.url}/mine")
    await tab.wait_for_function("window.did_handshake === true")
    token = csrf_of(await (await requests.get(f"{house.url}/token")).text())
    await requests.post(f"{house.url}/logout", form={"csrf": token})
    await expect(tab.locator("a[href^='/login?next=']").first).to_be_visible(timeout=8000)
    await expect(tab.get_by_role("button", name="press")).to_have_count(0)
