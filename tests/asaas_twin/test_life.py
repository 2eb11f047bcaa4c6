"""Whatever happens to a charge, in whatever order, its status, money and events agree."""

from __future__ import annotations

import contextlib
import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from asaas_twin import Settings, Twin
from asaas_twin.refunds import given_back
from asaas_twin.wire import Refusal
from tests.asaas import CPF, Listener, RunningTwin

STATUSES = {
    "PENDING", "RECEIVED", "CONFIRMED", "OVERDUE", "REFUNDED", "RECEIVED_IN_CASH",
    "REFUND_REQUESTED", "REFUND_IN_PROGRESS", "CHARGEBACK_REQUESTED", "CHARGEBACK_DISPUTE",
    "AWAITING_CHARGEBACK_REVERSAL", "AWAITING_RISK_ANALYSIS",
}  # fmt: skip
# What each event says of the charge it carries.
TOLD = {
    "PAYMENT_CONFIRMED": {"CONFIRMED"},
    "PAYMENT_RECEIVED": {"RECEIVED", "RECEIVED_IN_CASH"},
    "PAYMENT_OVERDUE": {"OVERDUE"},
    "PAYMENT_REFUNDED": {"REFUNDED"},
    "PAYMENT_REFUND_IN_PROGRESS": {"REFUND_IN_PROGRESS"},
    "PAYMENT_CHARGEBACK_REQUESTED": {"CHARGEBACK_REQUESTED"},
    "PAYMENT_CHARGEBACK_DISPUTE": {"CHARGEBACK_DISPUTE"},
    "PAYMENT_AWAITING_CHARGEBACK_REVERSAL": {"AWAITING_CHARGEBACK_REVERSAL"},
    "PAYMENT_RECEIVED_IN_CASH_UNDONE": {"PENDING", "OVERDUE"},
    "PAYMENT_RESTORED": {"PENDING", "OVERDUE"},
}
WON = (
    "CREATED CONFIRMED CHARGEBACK_REQUESTED CHARGEBACK_DISPUTE "
    "AWAITING_CHARGEBACK_REVERSAL CONFIRMED"
)
SETTLED = {"RECEIVED", "REFUND_REQUESTED", "REFUND_IN_PROGRESS"}


class Payers(RuleBasedStateMachine):
    """One charge, and everybody who can do something to it."""

    @initialize(kind=st.sampled_from(["PIX", "BOLETO", "CREDIT_CARD", "UNDEFINED"]))
    def ask(self, kind: str) -> None:
        self.seconds = 1_800_000_000.0
        self.twin = Twin(Settings(seed=1), real_time=lambda: self.seconds)
        customer = self.twin.customers.create({"name": "Ana", "cpfCnpj": CPF})["id"]
        self.twin.account.move("CREDIT", Decimal(1000), "before")
        due = (self.twin.clock.today() + timedelta(days=2)).isoformat()
        body = {"customer": customer, "billingType": kind, "value": Decimal(100), "dueDate": due}
        self.payment = self.twin.charges.create(body)

    @rule(
        act=st.sampled_from(
            ["pix", "boleto", "card", "risk", "approve", "reprove", "settle", "cash", "uncash"]
        )
    )
    def pay(self, act: str) -> None:
        life, payment = self.twin.life, self.payment
        acts: dict[str, Any] = {
            "pix": lambda: life.pay_by_pix(payment),
            "boleto": lambda: life.pay_by_boleto(payment),
            "card": lambda: life.pay_by_card(payment, "4444444444444444"),
            "risk": lambda: life.pay_by_card(payment, "4444444444444444", analysed=True),
            "approve": lambda: life.analysed(payment, approved=True),
            "reprove": lambda: life.analysed(payment, approved=False),
            "settle": lambda: life.settle_now(payment),
            "cash": lambda: life.receive_in_cash(payment, "2027-01-15"),
            "uncash": lambda: life.undo_cash(payment),
        }
        self.may(acts[act])

    @rule(act=st.sampled_from(["chargeback", "contest", "win", "win_paid", "lose"]))
    def dispute(self, act: str) -> None:
        self.may(lambda: getattr(self.twin.life, act)(self.payment))

    @rule(value=st.sampled_from([None, Decimal("0.01"), Decimal(40), Decimal(101)]))
    def refund(self, value: Decimal | None) -> None:
        self.may(lambda: self.twin.refunds.refund(self.payment, {"value": value}))

    @rule(slow=st.booleans())
    def take_time(self, slow: bool) -> None:
        self.twin.books.account["_slow_refunds"] = slow

    @rule(act=st.sampled_from(["ask_for_account", "begin", "finish", "deny"]))
    def work_on_refund(self, act: str) -> None:
        self.may(lambda: getattr(self.twin.refunds, act)(self.payment))

    @rule(act=st.sampled_from(["delete", "restore"]))
    def take_back(self, act: str) -> None:
        self.may(lambda: getattr(self.twin.charges, act)(self.payment["id"]))

    @rule(days=st.integers(min_value=1, max_value=40))
    def sleep(self, days: int) -> None:
        self.seconds += days * 86400
        self.twin.life.by_night()

    def may(self, act: Any) -> None:
        before, events = json.dumps(self.payment, default=str), len(self.twin.books.events)
        with contextlib.suppress(Refusal):
            act()
            return
        assert json.dumps(self.payment, default=str) == before  # refused: nothing has happened
        assert len(self.twin.books.events) == events

    @invariant()
    def the_status_is_one_of_asaass(self) -> None:
        assert self.payment["status"] in STATUSES
        assert given_back(self.payment) <= self.payment["value"]

    @invariant()
    def events_say_what_is(self) -> None:
        for event in self.twin.books.events:
            told = json.loads(event["body"])["payment"]["status"]
            assert told in TOLD.get(event["event"], STATUSES)

    @invariant()
    def the_balance_is_what_was_settled_and_not_given_back(self) -> None:
        moved = [row for row in self.twin.books.ledger if row["paymentId"]]
        kinds = [row["type"] for row in moved]
        assert kinds.count("PAYMENT_RECEIVED") == kinds.count("PAYMENT_FEE") <= 1
        disputed = kinds.count("CHARGEBACK") - kinds.count("CHARGEBACK_REVERSAL")
        assert disputed in (0, 1)
        total = sum((row["value"] for row in moved), Decimal(0))
        received = "PAYMENT_RECEIVED" in kinds
        done = [one["value"] for one in self.payment["refunds"] or [] if one["status"] == "DONE"]
        if received and not disputed and self.payment["status"] in SETTLED:
            assert total >= self.payment["netValue"] - sum(done)
        if not received:
            assert total == 0


Payers.TestCase.settings = settings(
    max_examples=120,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)
TestACharge = Payers.TestCase


def follow(twin: RunningTwin, ear: Listener, charge: str, *acts: str) -> tuple[list[str], str]:
    """Let things happen to a charge, and give its events and its status."""
    for act in acts:
        if act.startswith("+"):
            twin.advance(days=int(act[1:]))
        else:
            twin.drive(f"/payments/{charge}/{act}")
    ear.wait(len(twin.look("/events")))
    told = [event.removeprefix("PAYMENT_") for event in ear.events]
    return told, str(twin.payment(charge)["status"])


@pytest.mark.parametrize(
    ("kind", "acts", "events", "status", "balance"),
    [
        ("PIX", ["pix"], "CREATED RECEIVED", "RECEIVED", "98.01"),
        ("PIX", ["+1", "pix"], "CREATED OVERDUE RECEIVED", "RECEIVED", "98.01"),
        ("BOLETO", ["boleto", "+4"], "CREATED CONFIRMED RECEIVED", "RECEIVED", "98.01"),
        ("CREDIT_CARD", ["card", "+30"], "CREATED CONFIRMED", "CONFIRMED", "0.00"),
        ("CREDIT_CARD", ["card", "+36"], "CREATED CONFIRMED RECEIVED", "RECEIVED", "96.52"),
        ("UNDEFINED", ["debit", "+5"], "CREATED CONFIRMED RECEIVED", "RECEIVED", "97.76"),
        (
            "CREDIT_CARD",
            ["card", "chargeback", "dispute", "win", "win-paid"],
            WON,
            "CONFIRMED",
            "0.00",
        ),
        (
            "CREDIT_CARD",
            ["card", "settle", "chargeback", "lose"],
            "CREATED CONFIRMED RECEIVED CHARGEBACK_REQUESTED REFUNDED",
            "REFUNDED",
            "-3.48",
        ),
        (
            "CREDIT_CARD",
            ["card", "chargeback", "lose", "+36"],  # it was never settled, and never will be
            "CREATED CONFIRMED CHARGEBACK_REQUESTED REFUNDED",
            "REFUNDED",
            "0.00",
        ),
        (
            "CREDIT_CARD",
            ["risk", "reprove"],
            "CREATED AWAITING_RISK_ANALYSIS REPROVED_BY_RISK_ANALYSIS REFUNDED",
            "REFUNDED",
            "0.00",
        ),
    ],
)
def test_the_documented_ways_of_a_charge(
    twin: RunningTwin,
    ear: Listener,
    kind: str,
    acts: list[str],
    events: str,
    status: str,
    balance: str,
) -> None:
    charge = twin.charge(kind)["id"]
    assert follow(twin, ear, charge, *acts) == (events.split(), status)
    assert str(twin.balance()) == balance


def test_cash_is_told_as_received_and_no_money_comes(twin: RunningTwin, ear: Listener) -> None:
    charge = twin.charge()["id"]
    twin.ask("POST", f"/payments/{charge}/receiveInCash", {"value": 100})
    twin.ask("POST", f"/payments/{charge}/undoReceivedInCash")
    told, status = follow(twin, ear, charge)
    assert told == ["CREATED", "RECEIVED", "RECEIVED_IN_CASH_UNDONE"]
    assert ear.heard[1]["payment"]["status"] == "RECEIVED_IN_CASH"
    assert (status, twin.balance()) == ("PENDING", Decimal(0))


def test_a_pix_may_cross_a_deletion_and_one_may_come_that_nobody_asked_for(
    twin: RunningTwin, ear: Listener
) -> None:
    charge = twin.charge()["id"]
    twin.ask("DELETE", f"/payments/{charge}")
    twin.drive(f"/payments/{charge}/pix", late=True)
    orphan = twin.drive("/payments/orphan", value=30)
    told, status = follow(twin, ear, charge)
    assert told == ["CREATED", "DELETED", "RECEIVED", "CREATED", "RECEIVED"]
    assert (status, orphan["externalReference"], orphan["netValue"]) == ("RECEIVED", None, 30)


def test_a_pix_just_received_cannot_be_given_back_whole(twin: RunningTwin) -> None:
    charge = twin.charge()["id"]
    twin.pay(charge)
    answer = twin.ask("POST", f"/payments/{charge}/refund")  # its fee is gone
    assert answer.status_code == 400
    assert "Saldo insuficiente" in answer.json()["errors"][0]["description"]


def test_declined_cards_leave_nothing_behind(twin: RunningTwin, ear: Listener) -> None:
    card = {"number": "5184 0197 4037 3151", "holderName": "A"}
    body = {"customer": twin.customer(), "billingType": "CREDIT_CARD", "value": 100}
    body |= {"dueDate": "2099-01-01", "creditCard": card}
    refused = twin.ask("POST", "/payments", body)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["code"] == "invalid_action"
    assert twin.ask("GET", "/payments").json()["totalCount"] == 0
    token = twin.ask("POST", "/creditCard/tokenizeCreditCard", {"creditCard": card}).json()
    body |= {"creditCard": {"number": "4444444444444444"}}
    paid = twin.ask("POST", "/payments", body).json()
    assert (paid["status"], paid["paymentDate"]) == ("CONFIRMED", None)
    assert ear.wait(2)[0]["payment"]["status"] == "CONFIRMED"  # told once it was paid
    charge = twin.charge("CREDIT_CARD")["id"]
    by_token = {"creditCardToken": token["creditCardToken"]}
    assert twin.ask("POST", f"/payments/{charge}/payWithCreditCard", by_token).status_code == 400
    unknown = twin.ask("POST", f"/payments/{charge}/payWithCreditCard", {"creditCardToken": "no"})
    assert unknown.json()["errors"][0]["description"] == "CreditCardToken no não encontrado."


async def test_the_books_outlive_the_process(tmp_path: Path) -> None:
    kept = Settings(keep_in=tmp_path / "deep" / "books.json", opening_balance=Decimal("10.10"))
    before = Twin(kept)
    await before.start()
    customer = before.customers.create({"name": "Ana", "cpfCnpj": CPF})["id"]
    body = {"customer": customer, "billingType": "PIX", "value": Decimal("99.90")}
    charge = before.charges.create({**body, "dueDate": "2099-01-01"})
    before.listen("http://127.0.0.1:9/x", "t" * 40)
    await before.advance(timedelta(days=3))
    await before.stop()

    after = Twin(kept)
    again = after.charges.one(charge["id"])
    assert again == charge
    assert after.account.balance == Decimal("10.10")
    assert abs(after.clock.now() - before.clock.now()) < timedelta(minutes=1)
    after.listen("http://127.0.0.1:9/y", "u" * 40)
    assert [one["url"] for one in after.webhooks.all()] == ["http://127.0.0.1:9/y"]
    assert after.charges.create({**body, "dueDate": "2099-01-01"})["id"] != charge["id"]
    (tmp_path / "deep" / "books.json").write_text("{broken")
    assert Twin(kept).books.payments == {}
