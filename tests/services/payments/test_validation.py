"""The gateway asks whether it may pay: only what the house asked for itself, and that once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from services.payments.validation import Validation, Verdict
from tests.house import House

KEY = "52998224725"
_PAYMENT = """
    insert into payments (amount, payer, payee, opening_datetime, due_datetime, user_id,
                          payment_method_id, payment_status_id, kind)
    values (22, 'Martelo', 'Ana', :now, :now, :user, 2, 1, 'withdrawal') returning payment_id
"""
_TRANSFER = """
    insert into transfers (payment_id, value, pix_key, pix_key_type, state, created_at, next_try_at)
    values (:payment, 22, :key, 'CPF', 'unknown', :now, :now) returning transfer_id
"""


@pytest.fixture
def transfer(house: House) -> Iterator[int]:
    """A transfer that was asked for, its answer not here yet; the money held is not our matter."""
    now = house.clock.now()
    payment = house.one(_PAYMENT, user=house.person("ana"), now=now)
    yield house.one(_TRANSFER, payment=payment, key=KEY, now=now)
    house.change("delete from transfers")
    house.change("delete from payments")


@pytest.fixture
def validation(house: House) -> Validation:
    return Validation(house.database, house.clock)


def asked(transfer: int, number: str = "one", **wrong: Any) -> bytes:
    """Write what the gateway asks about a transfer, right but for what is said."""
    about = {
        "id": number,
        "externalReference": f"transfer:{transfer}",
        "value": 22,
        "bankAccount": {"pixAddressKey": KEY},
    }
    return json.dumps({"type": "TRANSFER", "transfer": about | wrong}).encode()


def test_what_was_asked_for_is_approved_and_asked_again_approved_again(
    house: House, validation: Validation, transfer: int
) -> None:
    for _ in range(3):
        assert validation.judge(asked(transfer)) == Verdict(approved=True)
    row = house.rows("select * from transfers")[0]
    assert (row["gateway_id"], row["approved_at"]) == ("one", house.clock.now())
    actions = house.rows("select action from audit_records")
    assert actions == [{"action": "transfer_approved"}]
    house.change("update transfers set state = 'closed', closed_at = :now", now=house.clock.now())
    assert validation.judge(asked(transfer)).approved, "the same answer, whatever came after"
    by_number = asked(transfer, externalReference=None)
    assert validation.judge(by_number).approved, "by the number it has there"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"value": 22.01}, "value"),
        ({"value": "22"}, "value"),
        ({"value": None}, "value"),
        ({"bankAccount": {"pixAddressKey": "11144477735"}}, "key"),
        ({"bankAccount": {"pixAddressKey": None}}, "key"),
        ({"bankAccount": None}, "key"),
        ({"externalReference": "transfer:99"}, "unknown"),
        ({"externalReference": "transfer:\u0661"}, "unknown"),
        ({"externalReference": f"transfer:{'9' * 40}"}, "unknown"),
        ({"externalReference": "charge:1"}, "unknown"),
        ({"externalReference": None}, "unknown"),
        ({"externalReference": {"x": 1}}, "unknown"),
        ({"id": None}, "unreadable"),
        ({"id": "x\x00"}, "unreadable"),
        ({"id": "x" * 65}, "unreadable"),
    ],
)
def test_whatever_is_not_as_asked_for_is_refused(
    house: House, validation: Validation, transfer: int, wrong: dict[str, Any], why: str
) -> None:
    assert validation.judge(asked(transfer, **wrong)) == Verdict(approved=False, reason=why)
    assert house.one("select approved_at from transfers") is None
    assert validation.judge(asked(transfer)).approved, "and spoils nothing for the right one"


def test_a_withdrawal_is_approved_under_one_number_alone(
    house: House, validation: Validation, transfer: int
) -> None:
    heard: list[bool] = []
    crowd = [
        threading.Thread(
            target=lambda n=n: heard.append(
                validation.judge(asked(transfer, f"number-{n}")).approved
            )
        )
        for n in range(6)
    ]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert sorted(heard) == [False] * 5 + [True]


@pytest.mark.parametrize("over", ["closed", "failed"])
def test_what_is_over_is_not_paid(
    house: House, validation: Validation, transfer: int, over: str
) -> None:
    if over == "closed":
        house.change(
            "update transfers set state = 'closed', closed_at = :now", now=house.clock.now()
        )
    else:
        house.change("update payments set payment_status_id = 3")
    assert validation.judge(asked(transfer)).reason == "over"


def test_only_transfers_are_ever_approved(validation: Validation, transfer: int) -> None:
    for kind in ("BILL", "PIX_QR_CODE", "MOBILE_PHONE_RECHARGE", "PIX_REFUND", None):
        body = json.loads(asked(transfer)) | {"type": kind}
        assert validation.judge(json.dumps(body).encode()).reason == "unreadable"
