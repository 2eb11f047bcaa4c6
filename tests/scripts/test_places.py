"""The walk through the site leaves no page out."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.routing import ADMIN, COMMON, PUBLIC, ROUTES, Context, Route
from scripts.places import ELSEWHERE, FILLED, Place, of_routes, places, routes
from scripts.visiting import ADMINISTRATOR, PERSON, Ground
from scripts.ways import proven
from tests.oidc_provider import Provider

ROOT = Path(__file__).resolve().parents[2]
PREPARED = Ground(
    url="http://house.example",
    provider=Provider(),
    letters={"one": "/auth/confirm/one", "two": "/auth/confirm/two"},
    lots={"live": "/auction/1", "sold": "/auction/2"},
    address="/account/addresses/1",
    mail="/dev/mail/1",
)


LIST = """
import json
from scripts.places import routes
print(json.dumps([[route.path, route.context] for route in routes()]))
"""


@pytest.fixture(scope="module")
def listed() -> list[Route]:
    """The pages of the house, declared in a process of its own: here they would stay."""
    answer = subprocess.run(
        [sys.executable, "-c", LIST], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [
        Route(path=path, context=Context(context), handler=print)
        for path, context in json.loads(answer.stdout)
    ]


@pytest.fixture(autouse=True)
def the_pages_of_the_house(listed: list[Route]) -> Iterator[None]:
    before = list(ROUTES)
    ROUTES[:] = listed
    yield
    ROUTES[:] = before


def test_every_page_of_the_site_is_walked() -> None:
    pages = {route.path for route in routes()}
    assert {"/", "/auction/{auction_id}", "/account/security/app", "/terms"} <= pages
    assert {*ELSEWHERE, *FILLED} <= pages, "nothing is kept for pages that are gone"
    walked = {place.path for place in places(PREPARED)}
    for route in routes():
        if route.path not in ELSEWHERE:
            filled = FILLED.get(route.path)
            wanted = filled(PREPARED) if filled else route.path
            assert wanted in walked, route.path


def test_a_page_that_is_of_one_thing_is_asked_for_one() -> None:
    """Without a name `/admin/route` is not found, and a walk would count that as a barrier."""
    (place,) = [place for place in places(PREPARED) if place.name == "admin-route"]
    assert place.path.startswith("/admin/route?name=GET")


def test_an_act_that_asks_for_a_proof_is_given_one_on_a_long_walk() -> None:
    acts = {place.name: place.act for place in places(PREPARED)}
    for name in ("admin-auctions-one-cancel", "admin-users-one-block", "admin-users-one-grant"):
        assert acts[name] is proven


def test_a_page_with_a_parameter_nobody_filled_is_told() -> None:
    unknown = Route(path="/new/{thing}", context=PUBLIC, handler=print)
    with pytest.raises(KeyError, match="/new/"):
        list(of_routes([unknown], PREPARED))


def test_a_page_is_seen_by_whom_it_is_for() -> None:
    every = [
        Route(path=f"/{context}", context=context, handler=print)
        for context in (PUBLIC, COMMON, ADMIN)
    ]
    assert [place.who for place in of_routes(every, PREPARED)] == ["", PERSON, ADMINISTRATOR]


def test_places_have_names_of_their_own_and_visitors_come_first() -> None:
    found = places(PREPARED)
    names = [place.name for place in found]
    assert len(names) == len(set(names))
    assert [place.who for place in found] == sorted(place.who for place in found)


def test_a_site_that_is_not_ours_is_not_broken() -> None:
    def names(found: list[Place]) -> set[str]:
        return {place.name for place in found}

    theirs = Ground(url="http://house.example", letters=PREPARED.letters)
    missing = names(places(PREPARED)) - names(places(theirs))
    assert {"fault-500", "login-google"} <= missing
