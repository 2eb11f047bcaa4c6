"""A large withdrawal leaves the house when two of its people agree, and else comes back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.administration.orders import Order
from services.errors import BadForm, DeskRefused, Forbidden, NotFound, ProofNeeded
from services.housekeeping.limits import Limits
from services.payments.payout_rows import PAYMENTS, PAYOUTS
from services.views import PayoutAbout, TableAsk, Visitor
from tests.services.payments.counter import WHY, Counter, small
from tests.services.payments.sold import sold
from tests.till import Till


def test_two_people_agree_before_anything_is_sent(counter: Counter, till: Till) -> None:
    payment = counter.withdraw(60_000)
    assert (counter.send(), till.calls) == (0, [])
    assert (counter.state(payment), counter.money()) == ("checking", (100_000, 60_000))
    number = counter.payouts.ask(
        counter.chief, payment, WHY, session_key=counter.key(counter.chief)
    )
    assert counter.payouts.sheet(counter.second, payment).approval_id == number
    with pytest.raises(Forbidden):
        counter.approvals.decide(
            counter.chief, number, approve=True, session_key=counter.key(counter.chief)
        )
    assert counter.send() == 0
    counter.approvals.decide(
        counter.second, number, approve=True, session_key=counter.key(counter.second)
    )
    assert counter.state(payment) == "asked"
    assert counter.send() == 1
    assert [sent.value for sent in till.transfers.values()] == [60_000]
    assert counter.letters() == ["Saque em conferência"]


def test_up_to_the_limit_nobody_is_asked(counter: Counter, till: Till) -> None:
    counter.withdraw(50_000)
    assert counter.send() == 1
    limits = Limits(counter.house.database, counter.house.clock, counter.house.sessions)
    limits.change(
        counter.chief,
        "payout_approval",
        Decimal(100),
        seen=0,
        why="Mais cuidado",
        session_key=counter.key(counter.chief),
    )
    assert counter.state(counter.withdraw(101, key="two")) == "checking"


def test_halves_within_a_day_are_no_way_around_it(counter: Counter) -> None:
    assert counter.state(counter.withdraw(30_000)) == "asked"
    second = counter.withdraw(30_000, key="two")
    assert counter.state(second) == "checking"
    counter.payouts.refuse(counter.chief, second, WHY, session_key=counter.key(counter.chief))
    assert counter.state(counter.withdraw(20_000, key="three")) == "asked"
    counter.house.told.goes_on(25 * 3600)
    assert counter.state(counter.withdraw(20_000, key="four")) == "asked"


def test_one_person_gives_it_back_and_the_owner_reads_why(counter: Counter, till: Till) -> None:
    payment = counter.withdraw(60_000)
    number = counter.payouts.ask(
        counter.chief, payment, WHY, session_key=counter.key(counter.chief)
    )
    with pytest.raises(BadForm):
        counter.payouts.refuse(
            counter.second, payment, Order(reason=""), session_key=counter.key(counter.second)
        )
    counter.payouts.refuse(
        counter.second,
        payment,
        Order(reason="Conta invadida"),
        session_key=counter.key(counter.second),
    )
    assert (counter.state(payment), counter.money()) == ("refused", (100_000, 0))
    assert counter.letters()[-1] == "Saque recusado"
    assert "Conta invadida" in counter.house.one(
        "select text from mails order by mail_id desc limit 1"
    )
    assert counter.approvals.show(counter.chief, number).state == "refused"
    with pytest.raises(DeskRefused):
        counter.approvals.decide(
            counter.second, number, approve=True, session_key=counter.key(counter.second)
        )
    assert counter.send() == 0
    assert till.transfers == {}
    story = counter.office.history.of(payment, Visitor(user_id=counter.ana))
    kinds = [step.kind for step in story.steps]
    assert kinds == ["transfer", "record.approval_asked", "record.payout_refused"]


def test_the_second_persons_no_gives_it_back_and_the_firsts_does_not(counter: Counter) -> None:
    payment = counter.withdraw(60_000)
    first = counter.payouts.ask(counter.chief, payment, WHY, session_key=counter.key(counter.chief))
    counter.approvals.decide(
        counter.chief, first, approve=False, session_key=counter.key(counter.chief)
    )
    assert counter.state(payment) == "checking"
    again = counter.payouts.ask(counter.chief, payment, WHY, session_key=counter.key(counter.chief))
    counter.approvals.decide(
        counter.second,
        again,
        approve=False,
        note="Chave suspeita",
        session_key=counter.key(counter.second),
    )
    view = counter.office.waiting.withdrawal(payment, Visitor(user_id=counter.ana))
    assert (view.state, view.reason) == ("refused", "Chave suspeita")
    assert counter.money() == (100_000, 0)


def test_nobody_decides_on_the_own_money(counter: Counter) -> None:
    counter.house.change("update users set admin_user = true where user_id = :a", a=counter.ana)
    payment = counter.withdraw(60_000)
    for act in (counter.payouts.ask, counter.payouts.refuse):
        with pytest.raises(DeskRefused):
            act(counter.ana, payment, WHY, session_key=counter.key(counter.ana))
    number = counter.payouts.ask(
        counter.chief, payment, WHY, session_key=counter.key(counter.chief)
    )
    with pytest.raises(DeskRefused):
        counter.approvals.decide(
            counter.ana, number, approve=True, session_key=counter.key(counter.ana)
        )
    assert counter.state(payment) == "checking"


def test_what_a_thief_would_do_with_a_payout_takes_a_proof(counter: Counter) -> None:
    payment, old = counter.withdraw(60_000), counter.key(counter.second)
    counter.house.change("update sessions set elevated_at = elevated_at - interval '6 min'")
    for act in (counter.payouts.ask, counter.payouts.refuse):
        with pytest.raises(ProofNeeded):
            act(counter.second, payment, WHY, session_key=old)
    number = counter.payouts.ask(
        counter.chief, payment, WHY, session_key=counter.key(counter.chief)
    )
    for approve in (True, False):
        with pytest.raises(ProofNeeded):
            counter.approvals.decide(counter.second, number, approve=approve, session_key=old)
    assert counter.state(payment) == "checking"
    fresh = counter.key(counter.second)
    counter.approvals.decide(counter.second, number, approve=True, session_key=fresh)


def test_the_second_person_sees_who_how_much_where_to_and_which_sales(counter: Counter) -> None:
    payment = counter.withdraw(60_000)
    number = counter.payouts.ask(
        counter.chief, payment, WHY, session_key=counter.key(counter.chief)
    )
    seen = counter.approvals.show(counter.second, number).about
    assert isinstance(seen, PayoutAbout)
    assert seen.sheet == counter.payouts.sheet(counter.second, payment)
    assert (seen.sheet.username, seen.sheet.amount) == ("ana", Decimal(60_000))
    assert [one.name for one in seen.then] == ["money_leaves", "or_money_returns"]
    assert seen.sales == ()


def test_the_sales_that_money_came_from_are_named(counter: Counter) -> None:
    house, office = counter.house, counter.office
    house.change(
        "update users set username = 'other', email = 'other@example.com' where user_id = :a",
        a=counter.ana,
    )
    sale = sold(house, office, money=200_000, price=100_000, hold_value=Decimal(200_000))
    office.deliveries.hand_over(sale.bia, sale.payment, how="Enviado pelos Correios, AB123")
    office.deliveries.confirm(sale.ana, sale.payment)
    payment = counter.withdraw(60_000, person=sale.bia)
    number = counter.payouts.ask(
        counter.chief, payment, WHY, session_key=counter.key(counter.chief)
    )
    seen = counter.approvals.show(counter.second, number).about
    assert isinstance(seen, PayoutAbout)
    (line,) = seen.sales
    assert (line.auction_id, line.share) == (sale.lot, Decimal(95_000))


def test_only_whoever_looks_after_the_money(counter: Counter) -> None:
    payment = counter.withdraw(60_000)
    for act in (counter.payouts.ask, counter.payouts.refuse):
        with pytest.raises(Forbidden):
            act(counter.ana, payment, WHY, session_key=counter.key(counter.ana))
    with pytest.raises(Forbidden):
        counter.payouts.sheet(counter.ana, payment)
    with pytest.raises(NotFound):
        counter.payouts.ask(counter.chief, 999_999, WHY, session_key=counter.key(counter.chief))
    with pytest.raises(DeskRefused):
        counter.payouts.ask(
            counter.chief,
            counter.withdraw(1, key="s", person=small(counter)),
            WHY,
            session_key=counter.key(counter.chief),
        )


def test_the_tables_find_a_payment_by_all_its_names(counter: Counter, till: Till) -> None:
    payment = counter.withdraw(40_000)
    counter.send()
    number = next(iter(till.transfers))
    for words in ("ana", str(payment), number, "transfer:1"):
        found = counter.tables.page(PAYMENTS, counter.chief, TableAsk(words=words))
        assert [row["id"] for row in found.rows] == [payment], words
    waiting = counter.withdraw(60_000, key="two")
    asked = counter.payouts.ask(counter.chief, waiting, WHY, session_key=counter.key(counter.chief))
    ask = TableAsk(filters={"state": "checking"}, sort="-approval")
    found = counter.tables.page(PAYOUTS, counter.chief, ask)
    assert [(row["id"], row["approval"]) for row in found.rows] == [(waiting, asked)]
    states = TableAsk(filters={"state": "pending", "method": "pix"}, sort="due")
    assert len(counter.tables.page(PAYMENTS, counter.chief, states).rows) == 2
    with pytest.raises(Forbidden):
        counter.tables.page(PAYMENTS, counter.ana, TableAsk())


def test_the_houses_people_read_any_story_and_others_their_own(counter: Counter) -> None:
    payment = counter.withdraw(40_000)
    assert counter.office.history.of(payment, Visitor(user_id=counter.chief)).house
    with pytest.raises(NotFound):
        counter.office.history.of(payment, Visitor(user_id=small(counter), admin=True))
