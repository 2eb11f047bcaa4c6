"""After a form, the way back is the page it stood on, and never another house's or a form's own."""

from __future__ import annotations

import pytest
from fastapi import Request

from components.admission import PLACES, settle_at
from components.error_page import error_page
from components.here import here_of
from services.views import Visitor


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in list(PLACES):
        monkeypatch.delitem(PLACES, path)
    for path in ("/new/auction/{draft_id}", "/account/profile", "/auction/{auction_id}"):
        monkeypatch.setitem(PLACES, path, None)
        settle_at(path)


US = "https://martelo.example"


def sent(path: str, referer: str = "", method: str = "POST") -> Request:
    headers = [(b"host", b"martelo.example")]
    if referer:
        headers.append((b"referer", referer.encode()))
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "method": method, "path": path, "query_string": query.encode(),
        "headers": headers, "scheme": "https", "server": ("martelo.example", 443),
    }  # fmt: skip
    return Request(scope)


@pytest.mark.parametrize(
    ("path", "referer", "here"),
    [
        ("/drafts/7", f"{US}/new/auction/7?step=place", "/new/auction/7?step=place"),
        ("/drafts/7", "https://martelo.example/drafts/7", "/"),
        ("/drafts/7", "https://elsewhere.example/new/auction/7?step=place", "/"),
        ("/drafts/7", "http://[", "/"),
        ("/drafts/7", "", "/"),
        ("/account/profile", "", "/account/profile"),
        ("/account/profile", "https://elsewhere.example/account/profile", "/account/profile"),
        ("/drafts/7", "https://martelo.example//elsewhere.example/new/auction/7", "/"),
    ],
)  # fmt: skip
def test_after_a_form_the_way_back_is_the_page_it_stood_on(
    path: str, referer: str, here: str
) -> None:
    assert here_of(sent(path, referer)) == here


def test_a_page_is_its_own_place_whatever_came_before() -> None:
    came = "https://martelo.example/account/profile"
    assert here_of(sent("/wallet?a=1", came, method="GET")) == "/wallet?a=1"


def test_the_screen_after_a_session_ended_leads_back_to_the_form() -> None:
    request = sent("/drafts/7", "https://martelo.example/new/auction/7?step=place")
    html = bytes(error_page(request, 401, Visitor(), "").body).decode()
    assert html.count('href="/login?next=/new/auction/7%3Fstep%3Dplace"') == 3
