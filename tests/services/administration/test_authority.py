"""Nothing of the house's desk is done, or read, for somebody without the right to it.

ASVS 8.2.1, 8.3.1: every service asks in the act's own transaction, whatever page or door was open.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest

from services.administration.bureau import Administration
from services.administration.lot_rows import AUCTIONS
from services.bootstrap import Services
from services.errors import DomainError, Forbidden
from services.payments.checkout import Checkout
from services.payments.deliveries import Deliveries
from services.payments.messages import Messages
from services.views import ReportQuestion, TableAsk
from tests.house import House
from tests.services.administration.conftest import WHY, Desk

ACTORS = ("actor_id", "admin_id")
# What is asked in a transaction of its caller's, and what gives a stranger nothing.
INNER = {"approvals.ask", "examination.own"}
# What tells nobody anything of others: settings as they stand, one's own request, words of rights.
OPEN = {
    "approvals.actions_of",
    "approvals.handles",
    "audit_log.verify",
    "auctioneers.request",
    "auctioneers.standing",
    "case_types.all",
    "case_types.history",
    "catalogue.category",
    "catalogue.history",
    "catalogue.rules_of",
    "catalogue.tree",
    "fees.all",
    "fees.history",
    "increments.all",
    "increments.version",
    "limits.all",
    "limits.history",
    "routes.closed",
    "routes.states",
    "settings.overview",
    "texts.changed",
    "texts.history",
    "texts.mark",
    "texts.versions",
}
DAY = date(2026, 11, 30)
# What has to be right in a form before anybody asks whose it is.
GIVEN: dict[str, dict[str, Any]] = {
    "increments.publish": {"name": "plain-2", "tiers": [(Decimal(0), Decimal(1))]},
    "limits.change": {"name": "active_auctions"},
    "reports.sales": {"asked": ReportQuestion(since=DAY, until=DAY)},
    "fees.change": {"auction_type": "commercial"},
    "routes.set": {"route": "GET /wallet"},
    "texts.change": {"language": "en", "key": "page.404.title", "words": "Gone"},
    "catalogue.add_feature": {"kind": "text"},
    "catalogue.change_feature": {"kind": "text"},
    "handling.switch": {"name": "tell_who_lost"},
}
ANYTHING: dict[str, Any] = {
    "order": WHY,
    "source": AUCTIONS,
    "ask": TableAsk(),
    "buyer_rate": Decimal(5),
    "seller_rate": Decimal(5),
    "admin_fee": Decimal(0),
    "value": Decimal(5),
    "places": (),
    "approve": True,
    "accept": True,
    "closed": True,
    "off": True,
    "grant": True,
    "parent_id": None,
}
Method = tuple[str, Callable[..., Any]]


@pytest.fixture
def methods(house: House) -> list[Method]:
    """Everything the desk can be asked, by name."""
    bureau = Administration(cast(Services, house))
    parts = {**vars(bureau), **vars(bureau.settings), "catalogue": house.catalogue}
    return [
        (f"{part}.{name}", method)
        for part, service in parts.items()
        for name, method in inspect.getmembers(service, inspect.ismethod)
        if not name.startswith("_")
    ]


def test_a_plain_person_is_refused_every_act_and_every_reading(
    desk: Desk, methods: list[Method]
) -> None:
    asked = [(name, method) for name, method in methods if acted_by(method) and name not in INNER]
    assert len(asked) > 45
    before = desk.house.one("select count(*) from audit_records")
    assert [
        name for name, method in asked if not refused(method, name, desk.people["nobody"])
    ] == []
    assert desk.house.one("select count(*) from audit_records") == before


def test_what_asks_for_nobody_is_known_to_tell_nothing(methods: list[Method]) -> None:
    free = {name for name, method in methods if not acted_by(method)}
    assert free - OPEN == set()


def test_each_role_is_refused_the_work_of_the_others(desk: Desk, methods: list[Method]) -> None:
    named = dict(methods)
    for role, name in (
        ("operator", "limits.change"),
        ("operator", "user_acts.block"),
        ("finance", "auction_acts.extend"),
        ("finance", "catalogue.retire_category"),
        ("auditor", "person_sheets.sheet"),
        ("auditor", "reports.sales"),
    ):
        assert refused(named[name], name, desk.people[role]), (role, name)


def test_what_moves_money_by_hand_asks_for_the_right_to_it(desk: Desk) -> None:
    house = desk.house
    plain = desk.people["nobody"]
    for act in money_acts(house):
        with pytest.raises(Forbidden):
            act(plain)


def money_acts(house: House) -> Iterator[Callable[[int], object]]:
    database, clock = house.database, house.clock
    terms = {"look_days": 3, "silent_days": 15}
    deliveries = Deliveries(database, clock, house.herald, house.sessions, **terms)
    nobody: Any = None
    checkout = Checkout(database, clock, nobody, nobody, nobody, house.sessions)
    yield lambda actor: Messages(database, clock, house.sessions).again(
        1, actor, session_key=house.key(actor)
    )
    yield lambda actor: deliveries.rule(
        actor, 1, ruling="buyer", why="Não chegou", session_key=house.key(actor)
    )
    yield lambda actor: checkout.confirm_guide(actor, 1, session_key=house.key(actor))


def acted_by(method: Callable[..., Any]) -> bool:
    return any(name in ACTORS for name in inspect.signature(method).parameters)


def refused(method: Callable[..., Any], name: str, actor: int) -> bool:
    """Ask for something for somebody, with whatever it takes, and tell whether it was forbidden."""
    given = GIVEN.get(name, {})
    asked: dict[str, Any] = {}
    for one, parameter in inspect.signature(method).parameters.items():
        if one in ACTORS:
            asked[one] = actor
        elif parameter.kind is parameter.VAR_KEYWORD:
            continue
        elif one in {**ANYTHING, **given}:
            asked[one] = {**ANYTHING, **given}[one]
        elif parameter.default is parameter.empty:
            asked[one] = "A reason" if "str" in str(parameter.annotation) else 1
    try:
        result = method(**asked)
        if inspect.isgenerator(result):
            next(result)
    except Forbidden:
        return True
    except DomainError:
        return False
    return False
