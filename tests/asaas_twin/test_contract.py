"""What the simulator tells has the shape of what Asaas told: real payloads, key by key."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from asaas_twin.clock import at_night, business_day, business_days_after
from tests.asaas import CPF, Listener, RunningTwin

PAYLOADS = Path(__file__).resolve().parents[1] / "vectors" / "asaas"
PIX_2024 = "real_PAYMENT_RECEIVED_pix_production_2024-11"
OVERDUE_2025 = "real_PAYMENT_OVERDUE_boleto_sandbox_2025-06"
# Keys that Asaas dropped or added since an old payload, or that belong to a subscription.
SINCE = {
    PIX_2024: {"custody", "checkoutSession", "escrow"},
    OVERDUE_2025: {"custody", "subscription"},
}
# What the caller chose, or another product filled.
CHOSEN = {"description", "externalReference", "paymentLink", "nossoNumero"}


def real(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text(), parse_float=Decimal)
    return found


def lived(twin: RunningTwin, name: str) -> None:
    """Let a charge live as the one of the payload did."""
    kind = {"boleto": "BOLETO", "card": "CREDIT_CARD", "undefined": "UNDEFINED"}.get(
        name.split("_")[3], "PIX"
    )
    event = name.split("_")[2]
    if name == PIX_2024:
        kind = "UNDEFINED"  # its boleto has a number, but no address any more
    charge = twin.charge(kind, description="Lote", externalReference="r")["id"]
    if event == "DELETED":
        twin.ask("DELETE", f"/payments/{charge}")
    elif event == "OVERDUE":
        twin.advance(days=1)
    elif event != "CREATED":
        twin.pay(charge, {"BOLETO": "boleto", "CREDIT_CARD": "card"}.get(kind, "pix"))
        if kind == "BOLETO":
            twin.advance(days=4)
    if event == "REFUNDED":
        twin.drive("/credit", value=5)
        assert twin.ask("POST", f"/payments/{charge}/refund").status_code == 200


@pytest.mark.parametrize("name", sorted(path.stem for path in PAYLOADS.glob("real_PAYMENT*")))
def test_an_event_has_the_keys_of_the_real_one(twin: RunningTwin, ear: Listener, name: str) -> None:
    theirs = real(name)
    lived(twin, name)
    count = len(twin.look("/events"))
    ours = next(body for body in ear.wait(count) if body["event"] == theirs["event"])

    assert set(ours) == set(theirs) | {"account"}  # since 2026
    since = SINCE.get(name, set())
    assert set(ours["payment"]) - since == set(theirs["payment"]) - since
    assert ours["payment"]["status"] == theirs["payment"]["status"]
    assert ours["id"].partition("&")[0] == theirs["id"].partition("&")[0]
    open_to_choice = since | CHOSEN
    assert nulls(ours["payment"]) - open_to_choice == nulls(theirs["payment"]) - open_to_choice
    for part in ("discount", "fine", "interest", "creditCard"):
        if part in theirs["payment"]:
            assert set(ours["payment"][part]) == set(theirs["payment"][part])
    if theirs["payment"]["refunds"]:
        assert set(ours["payment"]["refunds"][0]) == set(theirs["payment"]["refunds"][0])


def nulls(body: dict[str, Any]) -> set[str]:
    return {name for name, value in body.items() if value is None}


def test_a_transfer_has_the_keys_of_the_real_one(twin: RunningTwin, ear: Listener) -> None:
    theirs = real("real_TRANSFER_CREATED_pix_key_production_2025-12")
    twin.drive("/credit", value=100)
    body = {"value": 1, "pixAddressKey": CPF, "pixAddressKeyType": "CPF"}
    assert twin.ask("POST", "/transfers", body).status_code == 200
    (ours,) = ear.wait(1)

    assert set(ours) == set(theirs) | {"account"}
    assert set(ours["transfer"]) == set(theirs["transfer"])
    assert set(ours["transfer"]["bankAccount"]) == set(theirs["transfer"]["bankAccount"])
    assert ours["id"].partition("&")[0] == theirs["id"].partition("&")[0]
    documented = real("docs_withdrawal_validation_TRANSFER_request")
    assert set(documented["transfer"]) <= set(ours["transfer"])


def test_a_customer_and_a_charge_are_answered_as_captured(twin: RunningTwin) -> None:
    customer = {"name": "Cliente Paridade", "cpfCnpj": CPF, "mobilePhone": "(47) 99632-1478"}
    answer = twin.ask("POST", "/customers", customer)
    assert answer.status_code == 200
    told = answer.json()
    assert told == {
        "object": "customer", "id": told["id"], "dateCreated": told["dateCreated"],
        "name": "Cliente Paridade", "email": None, "company": None, "phone": None,
        "mobilePhone": "47996321478", "address": None, "addressNumber": None, "complement": None,
        "province": None, "postalCode": None, "cpfCnpj": CPF, "personType": "FISICA",
        "deleted": False, "additionalEmails": None, "externalReference": None,
        "notificationDisabled": False, "observations": None, "municipalInscription": None,
        "stateInscription": None, "canDelete": True, "cannotBeDeletedReason": None,
        "canEdit": True, "cannotEditReason": None, "city": None, "cityName": None, "state": None,
        "country": "Brasil",
    }  # fmt: skip
    charges = {kind: twin.charge(kind) for kind in ("PIX", "BOLETO", "CREDIT_CARD")}
    common = set(charges["PIX"])
    assert set(charges["BOLETO"]) - common == {"canBePaidAfterDueDate"}
    assert set(charges["CREDIT_CARD"]) - common == {"confirmedDate", "creditCard"}
    assert [str(one["netValue"]) for one in charges.values()] == ["98.01", "98.01", "96.52"]


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "access_token_not_found"),
        ({"access_token": "secret"}, "invalid_access_token_format"),
        ({"access_token": "$aact_prod_x"}, "invalid_environment"),
        ({"access_token": "$aact_hmlg_x"}, "invalid_access_token"),
    ],
)
def test_a_wrong_key_has_its_own_401(twin: RunningTwin, headers: dict[str, str], code: str) -> None:
    answer = twin.net.get(f"{twin.url}/finance/balance", headers=headers)
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["code"] == code


def test_requests_are_refused_with_one_error_in_asaass_order(twin: RunningTwin) -> None:
    def code(**body: Any) -> tuple[int, str, str]:
        answer = twin.ask("POST", "/payments", body)
        (error,) = answer.json()["errors"]
        return answer.status_code, error["code"], error["description"]

    asked: dict[str, Any] = {}
    assert code() == (400, "invalid_customer", "Customer inválido ou não informado.")
    asked["customer"] = twin.customer()
    assert code(**asked)[1] == "invalid_billingType"
    assert code(**asked, billingType="DEBIT_CARD")[1] == "invalid_billingType"
    asked["billingType"] = "PIX"
    assert code(**asked)[2] == "O campo value deve ser informado"
    assert "(R$ 4,99)" in code(**asked, value=4.99)[2]
    asked["value"] = 5
    assert code(**asked)[1] == "invalid_dueDate"
    sentence = "A data de vencimento não pode ser inferior à hoje"
    assert code(**asked, dueDate="2020-01-01")[2] == sentence
    twin.drive("/switches", pix_key=False)
    assert "nenhuma chave Pix" in code(**asked, dueDate="2099-01-01")[2]
    wrong = twin.ask("POST", "/customers", {"name": "A", "cpfCnpj": "11111111111"})
    assert wrong.json()["errors"] == [
        {"code": "invalid_object", "description": "O CPF/CNPJ informado é inválido."}
    ]
    assert twin.net.request("GET", f"{twin.url}/payments", content=b"{}").status_code == 403
    assert twin.ask("GET", "/nothing").content == b""


def test_parts_sum_to_the_whole_and_the_last_takes_the_rest(twin: RunningTwin) -> None:
    first = twin.charge("CREDIT_CARD", installmentCount=12, totalValue=350, dueDate="2099-01-31")
    body = twin.ask("GET", f"/installments/{first['installment']}/payments?limit=100").json()
    values = [one["value"] for one in body["data"]]
    assert values == [29.16] * 11 + [29.24]
    assert [one["dueDate"] for one in body["data"]][:3] == [
        "2099-01-31",
        "2099-02-28",
        "2099-03-31",
    ]


def test_business_days_pass_over_weekends() -> None:
    from datetime import date

    friday = date(2026, 11, 27)
    assert business_days_after(friday, 1) == date(2026, 11, 30)
    assert (
        business_day(date(2026, 11, 28)) == business_day(date(2026, 11, 29)) == date(2026, 11, 30)
    )
    assert business_day(friday) == friday
    assert at_night(friday).isoformat() == "2026-11-27T06:01:00+00:00"
