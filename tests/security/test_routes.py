"""Every page is on the list, with whom it is for."""

from collections.abc import Iterator

import pytest
from nicegui import app

from pages.routing import ADMIN, COMMON, PUBLIC, ROUTES, Context, page

PATH = "/a-page-of-the-test"


@pytest.fixture
def the_list_as_it_was() -> Iterator[None]:
    """Take off the list again what a test puts on it."""
    before = list(ROUTES)
    yield
    ROUTES[:] = before
    app.remove_route(PATH)


@pytest.mark.usefixtures("the_list_as_it_was")
@pytest.mark.parametrize("context", [PUBLIC, COMMON, ADMIN])
def test_a_page_is_listed_once_with_its_context(context: Context) -> None:
    def handler() -> None:
        """Show nothing."""

    page(PATH, context=PUBLIC)(handler)
    page(PATH, context=context)(handler)
    listed = [route for route in ROUTES if route.path == PATH]
    assert [(route.context, route.handler) for route in listed] == [(context, handler)]
