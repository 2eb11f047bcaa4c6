"""A large withdrawal while it waits: several hands at once, and the gateway asking about it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from services.billing.gateway import Transfer
from services.errors import DeskRefused, DomainError
from tests.services.payments.counter import WHY, Counter, small
from tests.till import Till


def test_the_gateways_question_about_an_unchecked_one_is_answered_no(
    counter: Counter, till: Till
) -> None:
    counter.withdraw(60_000)
    row = counter.house.rows("select * from transfers")[0]
    reference = f"transfer:{row['transfer_id']}"
    about = {
        "id": "forged",
        "externalReference": reference,
        "value": 60000,
        "bankAccount": {"pixAddressKey": row["pix_key"]},
    }
    body = json.dumps({"type": "TRANSFER", "transfer": about}).encode()
    assert counter.office.validation.judge(body).reason == "checking"
    with counter.house.database.transaction() as work:
        sent = counter.office.sending.apply_transfer(work, early(till, counter, reference))
    assert sent == "quarantined"
    assert counter.money() == (100_000, 60_000)


def early(till: Till, counter: Counter, reference: str) -> Transfer:
    """Give what the gateway might say of a transfer nobody has asked for."""
    counter.withdraw(10, key="other", person=small(counter))
    counter.send()
    (known,) = till.transfers.values()
    return dataclasses.replace(
        known, id="forged", reference=reference, value=Decimal(60_000), status="DONE"
    )


@pytest.mark.parametrize("round_", range(4))
def test_yes_and_no_at_once_are_one_of_them(counter: Counter, till: Till, round_: int) -> None:
    payment = counter.withdraw(60_000)
    number = counter.payouts.ask(
        counter.chief, payment, WHY, session_key=counter.key(counter.chief)
    )
    third = counter.house.person("third", admin=True)

    def attempt(act: Callable[[], object]) -> DomainError | None:
        try:
            act()
        except DomainError as refusal:
            return refusal
        return None

    acts: list[Callable[[], object]] = [
        lambda: counter.approvals.decide(
            counter.second, number, approve=True, session_key=counter.key(counter.second)
        ),
        lambda: counter.approvals.decide(
            third, number, approve=False, note="Não", session_key=counter.key(third)
        ),
        lambda: counter.payouts.refuse(
            counter.chief, payment, WHY, session_key=counter.key(counter.chief)
        ),
        lambda: counter.payouts.ask(third, payment, WHY, session_key=counter.key(third)),
        counter.send,
    ]
    with ThreadPoolExecutor(5) as hands:
        refusals = list(hands.map(attempt, acts[round_:] + acts[:round_]))
    assert [type(one) for one in refusals if one] == [DeskRefused] * 3
    counter.send()
    if till.transfers:
        assert (counter.state(payment), counter.money()[1]) == ("sending", 60_000)
    else:
        assert (counter.state(payment), counter.money()) == ("refused", (100_000, 0))
