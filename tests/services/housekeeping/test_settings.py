"""Fees, increments, limits and kinds of cases change while the house is open, in versions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from services.errors import BadField, BadForm, Forbidden, NotFound, Overtaken
from services.housekeeping.handling import Handling
from services.housekeeping.limits import LIMITS, limit_in_force
from services.housekeeping.steps import name_in_force
from tests.house import House
from tests.services.housekeeping.conftest import Keeping

Changes = dict[str, Callable[[Keeping, int], Any]]
CHANGES: Changes = {
    "fees": lambda keeping, actor: set_fees(keeping, actor),
    "increments": lambda keeping, actor: publish(keeping, actor),
    "limit": lambda keeping, actor: keeping.limits.change(
        actor,
        "active_auctions",
        Decimal(5),
        seen=0,
        why="Casa pequena",
        session_key=keeping.key(actor),
    ),
    "text": lambda keeping, actor: keeping.texts.change(
        actor, "pt-BR", "page.404.title", "Nada aqui", places=(), seen=0, why="Tom"
    ),
    "case_type": lambda keeping, actor: keeping.case_types.add(actor, "trabalho", why="Nova vara"),
}


def set_fees(
    keeping: Keeping, actor: int, kind: str = "commercial", *, seen: int = 0, **rates: Any
) -> None:
    usual = {"buyer_rate": Decimal(6), "seller_rate": Decimal(4), "admin_fee": Decimal(10)}
    key = keeping.key(actor)
    changed = usual | rates
    keeping.fees.change(actor, kind, **changed, seen=seen, why="Novo contrato", session_key=key)


def publish(
    keeping: Keeping,
    actor: int,
    *tiers: tuple[int, int | Decimal],
    name: str = "brl-2",
    seen: int = 0,
) -> None:
    rows = [(Decimal(low), Decimal(step)) for low, step in tiers or ((0, 10), (1000, 100))]
    keeping.increments.publish(
        actor, name, rows, seen=seen, why="Passos maiores", session_key=keeping.key(actor)
    )


@pytest.mark.parametrize("what", CHANGES)
def test_nobody_sets_anything_without_the_right(keeping: Keeping, ana: int, what: str) -> None:
    with pytest.raises(Forbidden):
        CHANGES[what](keeping, ana)


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_is_set_is_in_the_audit(
    keeping: Keeping, house: House, admin: int, what: str
) -> None:
    CHANGES[what](keeping, admin)
    (record,) = house.rows("select actor_id, after from audit_records")
    assert record["actor_id"] == admin
    assert record["after"]


@pytest.mark.parametrize("what", [name for name in CHANGES if name != "case_type"])
def test_who_looked_at_an_older_version_overwrites_nothing(
    keeping: Keeping, admin: int, what: str
) -> None:
    CHANGES[what](keeping, admin)
    with pytest.raises((Overtaken, BadField)):
        CHANGES[what](keeping, admin)


def test_fees_are_those_of_the_next_lots_and_keep_their_versions(
    keeping: Keeping, admin: int
) -> None:
    set_fees(keeping, admin)
    set_fees(keeping, admin, seen=1, buyer_rate=Decimal("7.5"))
    commercial = keeping.fees.all()[0]
    assert commercial.auction_type == "commercial"
    assert (commercial.buyer_rate, commercial.version) == (Decimal("7.5"), 2)
    told = [version.content["buyer_rate"] for version in keeping.fees.history("commercial")]
    assert told == ["7.50", "6.00"]


@pytest.mark.parametrize("kind", ["official", "judicial"])
def test_the_law_knows_no_buyers_commission_below_five_percent(
    keeping: Keeping, admin: int, kind: str
) -> None:
    """Decreto 21.981/1932, art. 24; CNJ 236/2016, art. 7."""
    set_fees(keeping, admin, kind, buyer_rate=Decimal(5))
    with pytest.raises(BadForm) as refused:
        set_fees(keeping, admin, kind, seen=1, buyer_rate=Decimal("4.99"), admin_fee=Decimal(-1))
    assert [problem.field for problem in refused.value.problems] == ["buyer_rate", "admin_fee"]


def test_fees_of_no_type_of_auction_are_not_found(keeping: Keeping, admin: int) -> None:
    with pytest.raises(NotFound):
        set_fees(keeping, admin, "tombola")


def test_a_change_says_why(keeping: Keeping, admin: int) -> None:
    with pytest.raises(BadField) as refused:
        keeping.limits.change(
            admin, "active_auctions", Decimal(5), seen=0, why=" ", session_key=keeping.key(admin)
        )
    assert refused.value.field == "why"


def test_a_new_table_is_for_new_lots_and_the_old_one_stays(
    keeping: Keeping, house: House, admin: int
) -> None:
    lot = house.lot()
    publish(keeping, admin)
    with house.database.transaction() as work:
        assert name_in_force(work.connection) == "brl-2"
    tables = {table.name: table for table in keeping.increments.all()}
    assert tables["brl-2"].steps == ((Decimal(0), Decimal(10)), (Decimal(1000), Decimal(100)))
    assert (tables["brl"].lots, tables["brl"].in_use) == (1, False)
    assert house.auction(lot)["increments"] == "brl"
    keeping.increments.choose(admin, "brl", seen=1, why="Volta", session_key=keeping.key(admin))
    with house.database.transaction() as work:
        assert name_in_force(work.connection) == "brl"


@pytest.mark.parametrize(
    ("tiers", "problem"),
    [
        (((1, 10),), "increments.begins"),
        (((0, 10), (0, 20)), "increments.order"),
        (((0, 10), (100, 5)), "increments.steps"),
        (((0, 0),), "increments.amount"),
        (((0, Decimal("0.01")),), "increments.least"),
        (((0, 1), (10_000, 5)), "increments.least"),
        (tuple((n, 10) for n in range(41)), "increments.count"),
    ],
)
def test_a_table_that_nobody_could_bid_by_is_refused(
    keeping: Keeping, admin: int, tiers: tuple[tuple[int, int | Decimal], ...], problem: str
) -> None:
    with pytest.raises(BadField) as refused:
        publish(keeping, admin, *tiers)
    assert refused.value.problem == problem


@pytest.mark.parametrize("name", ["brl", "", "Brl", "a b", "x" * 21])
def test_a_table_takes_a_name_that_is_one_and_free(keeping: Keeping, admin: int, name: str) -> None:
    with pytest.raises(BadField) as refused:
        publish(keeping, admin, name=name)
    assert refused.value.field == "table_name"


def test_a_table_nobody_published_is_not_chosen(keeping: Keeping, admin: int) -> None:
    with pytest.raises(BadField):
        keeping.increments.choose(
            admin, "nenhuma", seen=0, why="Teste", session_key=keeping.key(admin)
        )


def test_a_limit_is_what_was_set_last(keeping: Keeping, house: House, admin: int) -> None:
    with house.database.transaction() as work:
        assert limit_in_force(work.connection, "active_auctions") == 20
    keeping.limits.change(
        admin,
        "active_auctions",
        Decimal(5),
        seen=0,
        why="Casa pequena",
        session_key=keeping.key(admin),
    )
    with house.database.transaction() as work:
        assert limit_in_force(work.connection, "active_auctions") == 5
    shown = {limit.name: limit for limit in keeping.limits.all()}
    assert shown.keys() == LIMITS.keys()
    assert (shown["active_auctions"].value, shown["active_auctions"].version) == (
        Decimal(5),
        1,
    )


@pytest.mark.parametrize("value", ["0", "10001", "1.5"])
def test_a_limit_stays_where_it_makes_sense(keeping: Keeping, admin: int, value: str) -> None:
    with pytest.raises(BadField):
        keeping.limits.change(
            admin,
            "active_auctions",
            Decimal(value),
            seen=0,
            why="Teste",
            session_key=keeping.key(admin),
        )


def test_a_kind_of_case_is_added_and_named_once(keeping: Keeping, admin: int) -> None:
    number = keeping.case_types.add(admin, "trabalho", why="Nova vara")
    keeping.case_types.rename(admin, number, "laboral", seen=1, why="Nome")
    assert "laboral" in [kind.name for kind in keeping.case_types.all()]
    with pytest.raises(BadField):
        keeping.case_types.add(admin, "Laboral", why="x")
    with pytest.raises(BadField):
        keeping.case_types.add(admin, "x" * 11, why="x")
    with pytest.raises(NotFound):
        keeping.case_types.rename(admin, 999, "outro", seen=0, why="x")


def test_what_was_set_is_never_changed_again(keeping: Keeping, house: House, admin: int) -> None:
    set_fees(keeping, admin)
    with pytest.raises(Exception, match="append-only"):
        house.change("update house_versions set why = 'x'")


BEFORE: dict[str, dict[str, str] | None] = {
    "fees": {},
    "increments": {"table": "brl"},
    "limit": {"value": "20"},
    "text": {"words": ""},
    "case_type": None,
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_first_change_says_what_was_before(
    keeping: Keeping, house: House, admin: int, what: str
) -> None:
    rates = house.rows("select * from fee_schedules where auction_type = 'commercial'")[0]
    expected = BEFORE[what]
    if what == "fees":
        expected = {name: str(rates[name]) for name in ("buyer_rate", "seller_rate", "admin_fee")}
    CHANGES[what](keeping, admin)
    (record,) = house.rows("select before, after, details from audit_records")
    assert record["before"] == expected
    assert record["details"]["reason"]


def test_a_route_and_a_handler_were_open_and_on_before(
    keeping: Keeping, house: House, admin: int
) -> None:
    keeping.routes.set(admin, "GET /wallet", closed=True, seen=0, why="Obras")
    handling = Handling(house.database, house.clock, house.herald, house.sessions)
    key = house.key(admin)
    handling.switch(admin, "tell_the_seller", off=True, seen=0, why="Obras", session_key=key)
    rows = house.rows("select before, after from audit_records order by position")
    assert [(row["before"], row["after"]) for row in rows] == [
        ({"closed": False}, {"closed": True}),
        ({"off": False}, {"off": True}),
    ]


def test_a_kind_of_case_is_offered_no_more_and_again(
    keeping: Keeping, house: House, admin: int
) -> None:
    number = keeping.case_types.add(admin, "trabalho", why="Nova vara")
    keeping.case_types.retire(admin, number, retired=True, seen=1, why="Sem uso")
    (kind,) = [one for one in keeping.case_types.all() if one.id == number]
    assert (kind.retired, kind.version) == (True, 2)
    with pytest.raises(Overtaken):
        keeping.case_types.rename(admin, number, "laboral", seen=1, why="Outro nome")
    keeping.case_types.retire(admin, number, retired=False, seen=2, why="Voltou")
    assert not any(one.retired for one in keeping.case_types.all())
    rows = house.rows("select action, before, after from audit_records order by position")
    offered, gone = ({"name": "trabalho", "retired": is_gone} for is_gone in (False, True))
    assert [(row["action"], row["before"], row["after"]) for row in rows] == [
        ("case_type_added", None, offered),
        ("case_type_retired", offered, gone),
        ("case_type_restored", gone, offered),
    ]
    told = [one.why for one in keeping.case_types.history(number)]
    assert told == ["Voltou", "Sem uso", "Nova vara"]


def test_one_kind_of_case_is_always_offered(keeping: Keeping, house: House, admin: int) -> None:
    first, *others = keeping.case_types.all()
    try:
        for one in others:
            keeping.case_types.retire(admin, one.id, retired=True, seen=0, why="x")
        with pytest.raises(BadField):
            keeping.case_types.retire(admin, first.id, retired=True, seen=0, why="x")
    finally:
        house.change("update case_types set retired_at = null")
