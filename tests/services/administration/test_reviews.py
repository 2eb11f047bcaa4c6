"""What looks odd is judged by a person and punishes nobody; what should not be read is hidden."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.administration.flags import FLAGS, FlagReviews
from services.administration.orders import Order
from services.administration.question_acts import QUESTIONS, QuestionActs
from services.errors import BadForm, DeskRefused, Forbidden, NotFound
from services.views import TableAsk
from tests.services.administration.conftest import WHY, Desk


@pytest.fixture
def flags(desk: Desk) -> FlagReviews:
    return FlagReviews(desk.house.database, desk.house.clock)


@pytest.fixture
def questions(desk: Desk) -> QuestionActs:
    return QuestionActs(desk.house.database, desk.house.clock, desk.house.herald)


def flag(desk: Desk, about: int, kind: str = "nibbling") -> int:
    count = desk.house.one("select count(*) from flags")
    number: int = desk.house.one(
        "insert into flags (kind, unique_key, user_id, product_id, facts, raised_at)"
        " values (:kind, :key, :user, :lot, cast(:facts as jsonb), :now) returning flag_id",
        kind=kind,
        key=f"flag-{count}",
        user=about,
        lot=desk.lot,
        facts=json.dumps({"bids": 31}),
        now=desk.house.clock.now(),
    )
    return number


def test_a_verdict_is_kept_with_its_reason_and_does_nothing_else(
    desk: Desk, flags: FlagReviews
) -> None:
    ana = desk.house.person("ana", money=10)
    number = flag(desk, ana)
    lines = {one.name: one.count for one in desk.board.attention(desk.chief)}
    assert lines["flags"] == 1
    with pytest.raises(BadForm):
        flags.decide(desk.chief, number, Order(reason=" "), confirm=True)
    flags.decide(desk.people["operator"], number, WHY, confirm=True)
    seen = flags.sheet(desk.chief, number)
    assert (seen.status, seen.reviewer, seen.note) == ("confirmed", "operator", WHY.reason)
    assert seen.facts == {"bids": 31}
    assert [line.action for line in seen.records] == ["flag_confirmed"]
    person = desk.house.rows("select blocked_at, wallet from users where user_id = :a", a=ana)[0]
    assert (person["blocked_at"], person["wallet"]) == (None, 10)
    assert desk.told(ana) == []
    with pytest.raises(DeskRefused):
        flags.decide(desk.chief, number, WHY, confirm=False)


def test_two_verdicts_at_once_are_one(desk: Desk, flags: FlagReviews) -> None:
    number = flag(desk, desk.people["nobody"])

    def judge(confirm: bool) -> str:
        try:
            flags.decide(desk.chief, number, WHY, confirm=confirm)
        except DeskRefused as refusal:
            return refusal.reason
        return "kept"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(judge, (True, False))) == ["decided", "kept"]
    assert len(desk.records()) == 1


def test_nobody_judges_a_flag_about_oneself_or_without_the_right(
    desk: Desk, flags: FlagReviews
) -> None:
    number = flag(desk, desk.people["operator"])
    assert flags.sheet(desk.people["operator"], number).own
    with pytest.raises(DeskRefused):
        flags.decide(desk.people["operator"], number, WHY, confirm=False)
    for role in ("finance", "auditor", "nobody"):
        with pytest.raises(Forbidden):
            flags.decide(desk.people[role], number, WHY, confirm=False)
        with pytest.raises(Forbidden):
            flags.sheet(desk.people[role], number)
    with pytest.raises(NotFound):
        flags.sheet(desk.chief, number + 1)


def test_who_else_a_flag_speaks_of_is_named_and_does_not_judge_it(
    desk: Desk, flags: FlagReviews
) -> None:
    number = flag(desk, desk.house.person("ana"))
    desk.house.change(
        "update flags set facts = jsonb_build_object('seller', cast(:u as int), 'bids', 6)",
        u=desk.people["operator"],
    )
    seen = flags.sheet(desk.people["operator"], number)
    assert (seen.facts, seen.own) == ({"seller": "@operator", "bids": 6}, True)
    with pytest.raises(DeskRefused):
        flags.decide(desk.people["operator"], number, WHY, confirm=False)
    flags.decide(desk.chief, number, WHY, confirm=False)


def test_flags_are_found_by_kind_status_and_person(desk: Desk, flags: FlagReviews) -> None:
    ana = desk.house.person("ana")
    first, second = flag(desk, ana), flag(desk, ana, "bid_shielding")
    flags.decide(desk.chief, first, WHY, confirm=False)
    asked = [{"kind": "bid_shielding"}, {"status": "open"}]
    for filters in asked:
        found = desk.tables.page(FLAGS, desk.chief, TableAsk(filters=filters))
        assert [row["id"] for row in found.rows] == [second]
    found = desk.tables.page(FLAGS, desk.chief, TableAsk(words="ana"))
    assert [row["id"] for row in found.rows] == [second, first]
    assert (flags.sheet(desk.chief, second).others) == 1


def test_a_hidden_question_is_seen_by_nobody_and_its_people_are_told_why(
    desk: Desk, questions: QuestionActs
) -> None:
    house, seller = desk.house, desk.house.person("vendedora")
    ana, lot = house.person("ana"), house.lot(seller)
    number = house.questions.ask(ana, lot, "Você é um ladrão?")
    house.questions.answer(seller, lot, number, "E você outro.")
    questions.hide(desk.people["operator"], number, WHY)
    for who in (None, ana, seller):
        assert house.questions.on_lot(lot, who).questions == ()
    assert desk.told(ana)[-1] == desk.told(seller)[-1] == "question_hidden"
    assert "question_hidden" in desk.records()
    with pytest.raises(DeskRefused):
        questions.hide(desk.chief, number, WHY)
    questions.show(desk.chief, number, WHY)
    (seen,) = house.questions.on_lot(lot, None).questions
    assert seen.answer == "E você outro."
    states = [line.action for line in questions.sheet(desk.chief, number).records]
    assert states == ["question_shown", "question_hidden"]


def test_a_hidden_question_waits_for_no_answer(desk: Desk, questions: QuestionActs) -> None:
    house, seller = desk.house, desk.house.person("vendedora")
    ana, lot = house.person("ana"), house.lot(seller)
    number = house.questions.ask(ana, lot, "Compra de mim por fora?")
    questions.hide(desk.chief, number, WHY)
    with pytest.raises(NotFound):
        house.questions.answer(seller, lot, number, "Não.")
    assert desk.told(seller) == ["question_asked"]


def test_only_who_looks_after_questions_hides_and_never_without_a_reason(
    desk: Desk, questions: QuestionActs
) -> None:
    lot, ana = desk.house.lot(), desk.house.person("ana")
    number = desk.house.questions.ask(ana, lot, "Tem nota?")
    for role in ("finance", "auditor", "nobody"):
        with pytest.raises(Forbidden):
            questions.hide(desk.people[role], number, WHY)
        with pytest.raises(Forbidden):
            desk.tables.page(QUESTIONS, desk.people[role], TableAsk())
    with pytest.raises(BadForm):
        questions.hide(desk.chief, number, Order(reason=""))
    found = desk.tables.page(QUESTIONS, desk.chief, TableAsk(words="nota"))
    assert [(row["id"], row["state"]) for row in found.rows] == [(number, "waiting")]
