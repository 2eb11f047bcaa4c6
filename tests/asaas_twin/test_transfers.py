"""Money leaves only for who says yes to it, and comes back if it does not arrive."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from asaas_twin.transfers import FAILS
from tests.asaas import CPF, TOKEN, Listener, RunningTwin, listening

EMAIL = "ana@example.com"


def send(twin: RunningTwin, **changes: Any) -> Any:
    body = {"value": 30, "pixAddressKey": CPF, "pixAddressKeyType": "CPF", **changes}
    return twin.ask("POST", "/transfers", {**body, "externalReference": "wd:1"})


def status(twin: RunningTwin, number: str) -> str:
    return str(twin.ask("GET", f"/transfers/{number}").json()["status"])


def ended(twin: RunningTwin, ear: Listener, number: str, count: int) -> tuple[str, list[str]]:
    ear.wait(count)
    return status(twin, number), ear.events


@pytest.mark.parametrize(
    ("key", "end"),
    [({}, "DONE"), ({"pixAddressKey": FAILS, "pixAddressKeyType": "EMAIL"}, "FAILED")],
)
def test_a_transfer_goes_when_the_house_says_so(
    twin: RunningTwin, ear: Listener, key: dict[str, str], end: str
) -> None:
    twin.drive("/credit", value=100)
    with listening() as validator:
        validator.answer = lambda _: (200, {"status": "APPROVED"})
        twin.drive("/validator", url=validator.url, token=TOKEN)
        number = send(twin, **key).json()["id"]
        assert (status(twin, number), twin.balance()) == ("PENDING", Decimal("70.00"))
        assert ended(twin, ear, number, 3) == (
            end,
            ["TRANSFER_CREATED", "TRANSFER_IN_BANK_PROCESSING", f"TRANSFER_{end}"],
        )
    (asked,) = validator.heard
    assert (asked["type"], asked["transfer"]["id"]) == ("TRANSFER", number)
    assert asked["transfer"]["externalReference"] == "wd:1"
    headers = {name.lower(): value for name, value in validator.headers[0].items()}
    assert headers["asaas-access-token"] == TOKEN
    assert twin.balance() == (Decimal("70.00") if end == "DONE" else Decimal("100.00"))


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ((200, {"status": "REFUSED", "refuseReason": "desconhecida"}), 1),
        ((200, {"status": "MAYBE"}), 3),
        ((500, {"status": "APPROVED"}), 3),
    ],
)
def test_anything_but_a_yes_cancels_it_and_the_money_comes_back(
    twin: RunningTwin, ear: Listener, answer: tuple[int, Any], asked: int
) -> None:
    twin.drive("/credit", value=100)
    with listening() as validator:
        validator.answer = lambda _: answer
        twin.drive("/validator", url=validator.url, token=TOKEN)
        number = send(twin).json()["id"]
        end, events = ended(twin, ear, number, 2)
    assert (end, events[1], len(validator.heard)) == ("CANCELLED", "TRANSFER_CANCELLED", asked)
    assert twin.balance() == Decimal("100.00")


def test_without_a_validator_a_person_is_waited_for(twin: RunningTwin, ear: Listener) -> None:
    twin.drive("/credit", value=100)
    number = send(twin).json()["id"]
    twin.advance(days=1)
    assert status(twin, number) == "PENDING"
    twin.drive(f"/transfers/{number}/authorize")
    assert ended(twin, ear, number, 3)[0] == "DONE"


def test_what_is_not_there_cannot_be_sent(twin: RunningTwin) -> None:
    card = twin.charge("CREDIT_CARD", value=500)
    twin.pay(card["id"], "card")  # confirmed, not settled
    answer = send(twin)
    assert answer.status_code == 400
    assert "Saldo insuficiente" in answer.json()["errors"][0]["description"]
    for wrong in ({"value": 0}, {"pixAddressKey": "11111111111"}, {"pixAddressKeyType": "X"}):
        assert send(twin, **wrong).status_code == 400


def test_a_transfer_is_called_back_before_the_bank_has_it(twin: RunningTwin, ear: Listener) -> None:
    twin.drive("/credit", value=100)
    number = send(twin).json()["id"]
    assert twin.ask("DELETE", f"/transfers/{number}/cancel").json()["status"] == "CANCELLED"
    assert twin.ask("DELETE", f"/transfers/{number}/cancel").status_code == 400
    assert twin.balance() == Decimal("100.00")
    today = twin.look("/clock")["now"][:10]
    listed = twin.ask("GET", f"/transfers?dateCreated[ge]={today}").json()["data"]
    assert [one["id"] for one in listed] == [number]
    assert ear.wait(2)[1]["transfer"]["canBeCancelled"] is False
