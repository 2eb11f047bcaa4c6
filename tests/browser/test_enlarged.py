"""Text twice as large, as a browser's own setting makes it: nothing runs out of the window."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PASSWORD, settled
from tests.house import House

WIDTHS = (1280, 1000, 768, 390, 320)
TWICE = "html { font-size: 200% !important }"
OUTSIDE = """
    () => {
        const width = document.documentElement.clientWidth;
        const kept = (place) => { // by something that scrolls or cuts
            let around = place.parentElement;
            for (; around !== document.body; around = around.parentElement)
                if (getComputedStyle(around).overflowX !== "visible") return true;
            return false;
        };
        return [...document.querySelectorAll("body *")]
            .filter((place) => place.getBoundingClientRect().right > width + 1 && !kept(place))
            .map(({ tagName, className, textContent }) =>
                `${tagName}.${className} ${textContent.trim().slice(0, 40)}`)
            .join(", ");
    }
"""


@pytest.mark.parametrize("name", [None, "frota"])
def test_text_twice_as_large_runs_out_of_no_window(
    page: Page, house: House, name: str | None
) -> None:
    judicial = house.one("select min(product_id) from legal_infos")
    sold = house.one("select min(product_id) from products where outcome = 'sold'")
    paths = ["/", "/?state=all", f"/auction/{judicial}", f"/auction/{sold}", "/nowhere"]
    if name:
        page.goto("/login")
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/$"))
        paths.append("/wallet")
    for path in paths:
        page.goto(path)
        settled(page)
        page.add_style_tag(content=TWICE)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            reach = page.evaluate("document.documentElement.scrollWidth")
            assert reach <= width, (path, width, page.evaluate(OUTSIDE))
