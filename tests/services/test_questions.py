"""Whoever may bid asks, the seller answers, and only then everybody reads both."""

from datetime import timedelta

import pytest

from models import Status
from services.catalogue.contacts import MASK
from services.errors import BadField, NotFound, QuestionRefused, TooManyAttempts
from services.privacy.erasure import erase
from tests.house import House


def seen(house: House, lot: int, person: int | None) -> list[tuple[str, str | None]]:
    return [(one.question, one.answer) for one in house.questions.on_lot(lot, person).questions]


def letters(house: House) -> list[tuple[str, str]]:
    rows = house.rows("select email, text from mails order by mail_id")
    return [(row["email"], row["text"]) for row in rows]


def test_a_question_is_between_two_until_it_is_answered(house: House) -> None:
    seller, ana, bia = house.person("seller"), house.person("ana"), house.person("bia")
    lot = house.lot(seller)
    asked = house.questions.ask(ana, lot, "  Aceita  troca? Meu zap: 11 98765-4321 ")
    said = house.one("select question from questions")
    assert MASK in said
    assert "98765" not in said
    assert seen(house, lot, ana) == seen(house, lot, seller) == [(said, None)]
    assert seen(house, lot, bia) == seen(house, lot, None) == []
    assert house.questions.on_lot(lot, ana).questions[0].mine
    assert [house.questions.on_lot(lot, who).role for who in (seller, ana, None)] == [
        "seller", "common", "visitor",
    ]  # fmt: skip
    house.questions.answer(seller, lot, asked, "Não. Escreva a seller@example.com")
    answered = [(said, f"Não. Escreva a {MASK}")]
    assert all(seen(house, lot, who) == answered for who in (seller, ana, bia, None))
    assert not house.questions.on_lot(lot, bia).questions[0].mine
    (to_seller, first), (to_ana, second) = letters(house)
    assert (to_seller, to_ana) == ("seller@example.com", "ana@example.com")
    assert "Aceita troca?" in first
    assert f"/auction/{lot}#questions" in first
    assert "98765" not in first
    assert "Não." in second


def test_nobody_asks_themselves_and_only_the_seller_answers_once(house: House) -> None:
    seller, ana = house.person("seller"), house.person("ana")
    lot, other = house.lot(seller), house.lot(house.person("seller-two"))
    with pytest.raises(QuestionRefused, match="question_refused") as refused:
        house.questions.ask(seller, lot, "Quanto vale?")
    assert refused.value.reason == "own"
    asked = house.questions.ask(ana, lot, "Quanto vale?")
    for who, where in ((ana, lot), (seller, other), (seller, lot + 99)):
        with pytest.raises(NotFound):
            house.questions.answer(who, where, asked, "Muito.")
    house.questions.answer(seller, lot, asked, "Muito.")
    with pytest.raises(QuestionRefused) as refused:
        house.questions.answer(seller, lot, asked, "Pouco.")
    assert refused.value.reason == "answered"
    assert house.one("select answer from questions") == "Muito."


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(Status.CANCELED, "cancelled"), (Status.SUSPENDED, None)],
)
def test_of_a_lot_that_is_not_on_sale_nobody_asks(
    house: House, status: Status, outcome: str | None
) -> None:
    closed_at = outcome and house.clock.now()
    lot = house.lot(status=status, outcome=outcome, closed_at=closed_at)
    with pytest.raises(QuestionRefused) as refused:
        house.questions.ask(house.person("ana"), lot, "Ainda há?")
    assert refused.value.reason == "closed"
    assert not house.questions.on_lot(lot, None).open


def test_a_draft_is_not_there(house: House) -> None:
    seller, ana = house.person("seller"), house.person("ana")
    lot = house.lot(seller, status=Status.DRAFT)
    for who in (ana, None):
        with pytest.raises(NotFound):
            house.questions.on_lot(lot, who)
    with pytest.raises(NotFound):
        house.questions.ask(ana, lot, "O que é?")
    assert house.questions.on_lot(lot, seller).questions == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [("  ", "missing"), ("??", "missing"), ("a" * 501, "too_long"), ("11987654321", "only_contact"),
     ("a\u202eb", "unreadable")],
)  # fmt: skip
def test_what_says_nothing_is_not_asked(house: House, text: str, problem: str) -> None:
    lot = house.lot()
    with pytest.raises(BadField) as refused:
        house.questions.ask(house.person("ana"), lot, text)
    assert (refused.value.field, refused.value.problem) == ("question", problem)
    assert letters(house) == []


def test_five_wait_at_once_and_ten_an_hour(house: House) -> None:
    seller, ana = house.person("seller"), house.person("ana")
    lot, other = house.lot(seller), house.lot(seller)
    for number in range(5):
        house.questions.ask(ana, lot, f"Pergunta {number}?")
    with pytest.raises(QuestionRefused) as refused:
        house.questions.ask(ana, lot, "Mais uma?")
    assert refused.value.reason == "waiting"
    for number in range(4):
        house.questions.ask(ana, other, f"Pergunta {number}?")
    with pytest.raises(TooManyAttempts):
        house.questions.ask(ana, other, "Mais uma?")
    house.told.shows(house.clock.now() + timedelta(hours=1, seconds=1))
    house.questions.ask(ana, other, "Agora?")


def test_a_copy_holds_ones_questions_and_answers(house: House) -> None:
    seller, ana = house.person("seller"), house.person("ana")
    lot = house.lot(seller)
    asked = house.questions.ask(ana, lot, "Quanto pesa?")
    house.questions.answer(seller, lot, asked, "Vinte quilos.")
    hers, his = (house.exports.draw(person).tables for person in (ana, seller))
    assert [row["question"] for row in hers["questions"]] == ["Quanto pesa?"]
    assert hers["answers"] == his["questions"] == []
    assert [row["answer"] for row in his["answers"]] == ["Vinte quilos."]


def test_who_is_forgotten_takes_along_what_was_not_answered(house: House) -> None:
    seller, ana = house.person("seller"), house.person("ana")
    lot = house.lot(seller)
    asked = house.questions.ask(ana, lot, "Quanto pesa?")
    house.questions.answer(seller, lot, asked, "Vinte quilos.")
    waiting = house.questions.ask(ana, lot, "E quanto mede?")
    with house.database.transaction() as work:
        erase(work, ana, at=house.clock.now())
    assert seen(house, lot, seller) == [("Quanto pesa?", "Vinte quilos.")]
    with pytest.raises(NotFound):
        house.questions.answer(seller, lot, waiting, "Um metro.")
