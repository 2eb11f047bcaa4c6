"""Every page and every door opens to those it is declared for, and to nobody else.

ASVS 8.2.1, 8.2.2: the matrix is what the code declares; the site is walked by each kind of person.
"""

import itertools
from collections.abc import Callable, Iterator
from unittest.mock import MagicMock

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from nicegui import app

import api
import pages
from api.routing import DOORS
from components.admission import ADMIN, Context
from components.discovery import serving
from pages.routing import ROUTES
from services.config import Config
from services.people.rights import ADMINISTRATOR, RIGHTS, ROLES, Right
from tests.browser.conftest import Site
from tests.house import House

KINDS = ("visitor", "individual", "company", "administrator", *ROLES)
# A visitor's heart is answered by the way in and back; only a machine is told to log in.
LOGS_IN_ITSELF = {("POST", "/auction/{auction_id}/watch")}
# New codes are for those who have an app, which nobody here has.
FORBIDS_ITSELF = {("POST", "/account/security/codes")}
# A live session is its auctioneer's, who is nobody here, and those who may act on all auctions.
FLOOR = "/auctioneer/"
# Once forgotten, a search is forgotten however often that is said; another's is left alone.
DOES_NO_HARM = {("POST", "/searches/{search_id}/forget")}
# Machines are let in by a token alone; who has none hears no word.
BY_TOKEN = {("POST", "/payment/webhook"), ("POST", "/payment/validate-withdrawal")}
# What changes something here is done by API tokens alone, which nobody here has.
BY_API_TOKEN = {
    ("POST", "/api/v1/auctions/{auction_id}/bids"),
    ("PUT", "/api/v1/auctions/{auction_id}/watch"),
    ("DELETE", "/api/v1/auctions/{auction_id}/watch"),
}
# Of these the objects are somebody's own: to all others there is no such thing.
OF_ONES_OWN = (
    "{offer_id}",
    "{payment_id}",
    "{question_id}",
    "{message_id}",
    "{approval_id}",
    "{address_id}",
    "{identity_id}",
    "{key}",
    "{draft_id}",
    "{session_id}",
    "{api_token_id}",
    "{search_id}",
)
ADDRESS = {
    "zip_code": "01310-100",
    "street_name": "Avenida Paulista",
    "street_number": "1000",
    "district": "Bela Vista",
    "city": "São Paulo",
    "state": "SP",
}
Matrix = dict[tuple[str, str], tuple[Context, Right | None]]


@pytest.fixture(scope="module")
def doors() -> FastAPI:
    """All doors of the house, opened on nothing."""
    bare = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    nothing = MagicMock(config=Config(_env_file=None, secret_key="k" * 40))
    for module in serving(api):
        module.register(bare, nothing)
    return bare


@pytest.fixture(scope="module")
def matrix(doors: FastAPI) -> Matrix:
    """Who may come where, as declared."""
    routes, listed = list(app.routes), list(ROUTES)
    for module in serving(pages):
        module.register(MagicMock())
    declared: Matrix = {("GET", route.path): (route.context, route.right) for route in ROUTES}
    declared |= {where: (door.context, door.right) for where, door in DOORS.items()}
    app.routes[:], ROUTES[:] = routes, listed
    return declared


@pytest.fixture
def people(house: House) -> dict[str, int | None]:
    numbers = [house.person(f"walker-{kind}") for kind in KINDS[1:]]
    house.change("update users set admin_user = true where user_id = :user", user=numbers[2])
    house.change(
        "insert into legal_persons (user_id, cnpj, legal_business_name, trade_name)"
        " values (:user, '2P76BMNX000166', 'W Ltda', 'W')",
        user=numbers[1],
    )
    lot = house.one("select min(product_id) from products")
    for role, number in zip(ROLES, numbers[3:], strict=True):
        house.change(
            "insert into roles (user_id, role, product_id, granted_at, granted_by)"
            " values (:user, :role, :lot, now(), :chief)",
            user=number,
            role=role,
            lot=lot if role == "auditor" else None,
            chief=numbers[2],
        )
    return dict(zip(KINDS, (None, *numbers), strict=True))


@pytest.fixture
def ask(site: Site, house: House) -> Iterator[Callable[..., httpx.Response]]:
    """Knock as somebody, each time in a session of its own, with a form that is the house's."""
    with httpx.Client(base_url=site.url, headers={"Accept": "application/json"}) as client:

        def go(person: int | None, method: str, path: str) -> httpx.Response:
            client.cookies.clear()
            csrf = ""
            if person is not None:
                token = house.sessions.open(person, ip=None, user_agent=None)
                client.cookies.set("sid", token)
                csrf = house.one("select csrf from sessions order by session_id desc limit 1")
            sent = {"data": {"csrf": csrf}} if method == "POST" else {}
            return client.request(method, path, **sent)  # type: ignore[arg-type]

        yield go


def test_no_door_is_undeclared(doors: FastAPI, matrix: Matrix) -> None:
    found = {
        (method, route.path)
        for route in doors.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    assert len(found) > 15
    assert found <= set(matrix)
    for (_, path), (context, right) in matrix.items():
        assert right is None or context is ADMIN, path
        if path.startswith(("/account", "/wallet", "/payments", "/purchases", "/sales")):
            assert context is Context.COMMON, path
        elif path.startswith("/admin"):
            assert context is ADMIN, path


def test_everybody_is_let_in_and_kept_out_as_declared(
    matrix: Matrix,
    people: dict[str, int | None],
    house: House,
    ask: Callable[..., httpx.Response],
) -> None:
    owner = house.person("walker-owner")
    numbers = {
        "{auction_id}": str(house.one("select min(product_id) from products")),
        "{address_id}": str(house.addresses.add(owner, ADDRESS)),
        "{key}": "a1b2c3d4e5",
        "{draft_id}": str(2**31 - 1),
        "{image_id}": str(2**31 - 1),
        "{offer_id}": "999999",
        "{identity_id}": str(identity_of(house, owner)),
        "{session_id}": str(session_of(house, owner)),
        "{api_token_id}": str(2**31 - 1),
        "{payment_id}": str(2**31 - 1),
        "{message_id}": str(2**31 - 1),
        "{flag_id}": str(2**31 - 1),
        "{approval_id}": str(2**31 - 1),
        "{withdrawal_id}": str(2**31 - 1),
        "{user_id}": str(owner),
        "{question_id}": str(2**31 - 1),
        "{category_id}": str(house.one("select min(category_id) from categories")),
        "{feature_id}": str(house.one("select min(technical_feature_id) from technical_features")),
        "{number}": str(2**31 - 1),
        "{search_id}": str(2**31 - 1),
        "{mail_id}": "1",
        "{token}": "t" * 43,
        "{mark}": "m" * 16,
        "{email:path}": "x@example.org",
        "{cep}": "nowhere",
        "{language}": "pt-BR",
        "{name}": "nothing",
        "{kind}": "nothing",
        "{slug}": "nobody",
        "{refusal}": "nothing",
    }
    assert len(matrix) > 25
    wrong = []
    for ((method, path), (context, right)), kind in itertools.product(matrix.items(), KINDS):
        place = path
        for name, value in numbers.items():
            place = place.replace(name, value)
        assert "{" not in place, "a part of a path that nobody has filled"
        answer = ask(people[kind], method, place)
        told = answer.status_code
        refused = refusal_of(answer)
        expected = None
        if (method, path) in BY_TOKEN:
            expected = "no_token"
        elif (method, path) in BY_API_TOKEN or (
            kind == "visitor"
            and (context is not Context.PUBLIC or (method, path) in LOGS_IN_ITSELF)
        ):
            expected = "not_logged_in"
        elif (
            (context is ADMIN and not may(kind, right))
            or (method, path) in FORBIDS_ITSELF
            or (path.startswith(FLOOR) and kind != "visitor" and not may(kind, Right.AUCTIONS))
        ):
            expected = "forbidden"
        elif kind == "visitor" and method == "POST":
            expected = (
                refused if refused in (None, "forbidden") else "unexpected"
            )  # no form was ours
        if refused != expected or told == 405 or told >= 500:
            wrong.append((method, path, kind, told, refused))
        mine = context is not ADMIN and any(name in path for name in OF_ONES_OWN)
        harmless = (method, path) in DOES_NO_HARM and told == 303
        if mine and kind != "visitor" and told != 404 and not harmless:
            wrong.append((method, path, kind, told, "somebody else's"))
    assert not wrong
    house.change("update users set blocked_at = now() where user_id = :u", u=people["individual"])
    answer = ask(people["individual"], "GET", "/account")
    assert refusal_of(answer) == "not_logged_in", "felt at once (ASVS 8.3.2)"
    assert house.addresses.addresses(owner)[0].street_name == "Avenida Paulista"
    assert house.one("select revoked_at is null from sessions where user_id = :p", p=owner)


def may(kind: str, right: Right | None) -> bool:
    """Tell by the table of rights who is let in at the house's desk."""
    if right is None or kind not in RIGHTS:
        return kind == ADMINISTRATOR
    return right in RIGHTS[kind]


def identity_of(house: House, person: int) -> int:
    house.change(
        "insert into identities (issuer, subject, user_id, email, created_at)"
        " values ('https://walker.example', 'w', :p, 'walker@example.org', now())",
        p=person,
    )
    number: int = house.one("select identity_id from identities where user_id = :p", p=person)
    return number


def session_of(house: House, person: int) -> int:
    house.sessions.open(person, ip=None, user_agent=None)
    number: int = house.one("select max(session_id) from sessions where user_id = :p", p=person)
    return number


def refusal_of(answer: httpx.Response) -> str | None:
    """Tell by which code somebody was kept out, None if they were not."""
    if answer.status_code not in (401, 403):
        return None
    if answer.status_code == 401 and not answer.content:
        return "no_token"
    code: str = answer.json()["code"]
    return code if code in ("not_logged_in", "forbidden") else None
