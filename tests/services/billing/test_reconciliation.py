"""Books that differ: what is missing, unknown, otherwise, and how grave that is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.billing.gateway import Charge
from services.billing.reconciliation import Kept, balance_apart, charges_apart

D = Decimal


def there(**more: object) -> Charge:
    facts: dict[str, object] = {
        "id": "pay_1",
        "customer_id": "cus_1",
        "status": "PENDING",
        "billing_type": "PIX",
        "value": D(100),
        "net_value": D(99),
        "due_date": date(2026, 3, 4),
        "reference": "charge:1",
        "deleted": False,
        "created_on": date(2026, 3, 4),
    }
    return Charge(**facts | more)  # type: ignore[arg-type]


def here(**more: object) -> Kept:
    facts: dict[str, object] = {
        "number": 1,
        "reference": "charge:1",
        "gateway_id": "pay_1",
        "status": "PENDING",
        "value": D(100),
        "ripe": True,
    }
    return Kept(**facts | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ours", "theirs", "kinds"),
    [
        (here(), there(), []),
        (here(), there(status="RECEIVED"), [("charge_status", False)]),
        (here(), there(deleted=True), [("charge_status", False)]),
        (here(status="DELETED"), there(deleted=True), []),
        (here(), there(value=D(90)), [("charge_value", True)]),
        (here(), None, [("charge_missing", True)]),
        (here(ripe=False), None, []),
        (here(gateway_id=None, status=None), None, []),
        (here(gateway_id=None, status=None), there(), []),
        (None, there(), [("charge_unknown", True)]),
        (None, there(deleted=True), []),
    ],
)
def test_every_way_in_which_a_charge_is_told_twice(
    ours: Kept | None, theirs: Charge | None, kinds: list[tuple[str, bool]]
) -> None:
    found = charges_apart([ours] if ours else [], [theirs] if theirs else [])
    assert [(one.kind, one.alarming) for one in found] == kinds
    assert all(one.number == (1 if ours else None) for one in found)


def test_a_balance_that_differs_is_grave_unless_news_may_explain_it() -> None:
    assert balance_apart(D(10), D("10.00"), news=False) == []
    assert [one.alarming for one in balance_apart(D(10), D(11), news=False)] == [True]
    assert [one.alarming for one in balance_apart(D(10), D(11), news=True)] == [False]
