"""A payment's own story, and the gateway's messages as administrators read and repeat them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from services.billing.gateway import BillingType
from services.errors import NotFound, Overtaken
from services.payments import Office
from services.payments.history import History
from services.payments.messages import Messages
from services.views import Visitor
from tests.house import House
from tests.payments import Mailroom
from tests.services.payments.sold import sold


@pytest.fixture
def messages(house: House) -> Messages:
    return Messages(house.database, house.clock, house.sessions)


def visitor(house: House, user_id: int) -> Visitor:
    return Visitor(user_id=user_id, username="x")


def test_a_payments_story_is_told_in_order_to_its_owner_and_the_house(
    house: House, mailroom: Mailroom
) -> None:
    ana, bia = house.person("ana"), house.person("bia")
    charge = mailroom.top_up(ana, "210.00", BillingType.PIX)
    mailroom.becomes(charge, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=charge)
    payment = house.one("select payment_id from charges where charge_id = :c", c=charge)
    history = History(house.database)
    told = history.of(payment, visitor(house, ana))
    kinds = [step.kind for step in told.steps]
    assert kinds[0] == "charge.pix"
    assert {"ledger.paid", "ledger.settled", "record.payment_paid"} <= {*kinds}
    amounts = {step.kind: step.amount for step in told.steps if step.amount is not None}
    assert {*amounts.values()} == {Decimal(210)}
    assert kinds.index("ledger.paid") < kinds.index("ledger.settled")
    assert [step.at for step in told.steps] == sorted(step.at for step in told.steps)
    with pytest.raises(NotFound):
        history.of(payment, visitor(house, bia))
    house.change("update users set admin_user = true where user_id = :bia", bia=bia)
    assert history.of(payment, visitor(house, bia)).steps == told.steps
    with pytest.raises(NotFound):
        history.of(payment + 1, visitor(house, ana))


def test_what_the_hammer_moved_is_in_its_buyers_story(house: House, office: Office) -> None:
    sale = sold(house, office)
    told = History(house.database).of(sale.payment, visitor(house, sale.ana))
    assert [step.kind for step in told.steps] == ["ledger.sale", "ledger.capture"]
    assert [step.amount for step in told.steps] == [Decimal(1050), Decimal(50)]


def kept(house: House, *, result: str | None, tries: int = 1, body: bytes = b'{"a":1}') -> int:
    number = house.one("select count(*) from gateway_events")
    house.change(
        """insert into gateway_events (event_id, event, subject, body, received_at, handled_at,
                                       result, tries, next_try_at)
           values (:id, 'PAYMENT_CREATED', 'pay_1', :body, now(),
                   case when cast(:result as text) is not null then now() end, :result, :tries,
                   now() + interval '1 hour')""",
        id=f"evt_{number}",
        body=body,
        result=result,
        tries=tries,
    )
    return int(house.one("select max(gateway_event_id) from gateway_events"))


def test_what_is_to_be_looked_at_comes_first_and_all_can_be_read(
    house: House, messages: Messages
) -> None:
    orphan = kept(house, result="orphan")
    kept(house, result="applied")
    bad = kept(house, result="malformed", body=b"\xff{")
    late = kept(house, result=None, tries=4)
    kept(house, result=None, tries=1)
    assert [one.id for one in messages.messages().lines] == [late, bad, orphan]
    assert [one.id for one in messages.messages("orphan").lines] == [orphan]
    assert len(messages.messages("all").lines) == 5
    assert messages.messages("nonsense").shown == "wanting"
    assert messages.message(orphan).body == '{\n  "a": 1\n}'
    assert messages.message(bad).body == "\\xff{"
    with pytest.raises(NotFound):
        messages.message(late + 100)


def test_long_lists_go_on_where_they_ended(house: House, messages: Messages) -> None:
    numbers = [kept(house, result="orphan") for _ in range(53)]
    first = messages.messages("orphan")
    assert len(first.lines) == 50
    rest = messages.messages("orphan", before=first.older)
    assert [one.id for one in (*first.lines, *rest.lines)] == numbers[::-1]
    assert rest.older is None


def test_one_is_dealt_with_again_and_it_is_recorded_who_asked(
    house: House, messages: Messages
) -> None:
    helena = house.person("helena-again", admin=True)
    orphan, bad = kept(house, result="orphan"), kept(house, result="malformed")
    messages.again(orphan, helena, session_key=house.key(helena))
    one = messages.message(orphan)
    assert (one.result, one.tries) == (None, 0)
    due = house.one("select next_try_at from gateway_events where gateway_event_id = :n", n=orphan)
    assert due <= datetime.now(UTC)
    record = house.one("select actor_id from audit_records where action = 'message_again'")
    assert record == helena
    for number, refusal in ((orphan, Overtaken), (bad, Overtaken), (bad + 100, NotFound)):
        with pytest.raises(refusal):
            messages.again(number, helena, session_key=house.key(helena))
    assert house.one("select count(*) from audit_records where action = 'message_again'") == 1
