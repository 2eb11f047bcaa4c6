"""What a closed page says, and what the house's people are told before they close one."""

from collections.abc import Iterator

import pytest

from components.admin.routes import WARNINGS, RouteLine, route_response
from components.admission import close
from components.error_page import error_page
from components.language import speak
from components.words import say
from services.views import Visitor
from tests.components.asking import get


@pytest.fixture(autouse=True)
def all_open() -> Iterator[None]:
    speak("pt-BR")
    yield
    close(frozenset())


def shown(path: str, *, maintained: bool = True) -> str:
    return bytes(error_page(get(path), 503, Visitor(), maintained=maintained).body).decode()


def test_the_screen_of_one_closed_page_speaks_of_that_page() -> None:
    assert say("page.maintenance.title") in shown("/terms")
    assert say("page.503.title") not in shown("/terms")
    assert say("page.503.title") in shown("/terms", maintained=False)


def test_no_way_leads_to_a_first_page_that_is_closed() -> None:
    way = f'href="/">{say("page.home")}<'
    assert way in shown("/terms")
    assert way not in shown("/")
    close(frozenset({"GET /"}))
    assert way not in shown("/terms")


@pytest.mark.parametrize("name", [*WARNINGS, "GET /terms"])
def test_whoever_closes_a_door_reads_first_whom_it_harms(name: str) -> None:
    line = RouteLine(name=name, context="public", right="", handler="x", may_close=True)
    page = route_response(get("/admin/route"), Visitor(admin=True, user_id=1), line)
    warned = "notice--warning" in bytes(page.body).decode()
    assert warned is (name in WARNINGS)
