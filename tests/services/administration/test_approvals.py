"""What takes two people is done by two, once, and by nobody without the right."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from services.administration.approvals import APPROVALS, Agreed
from services.database import Transaction
from services.errors import DeskRefused, Forbidden, NotFound
from services.people.rights import Right
from services.views import TableAsk
from tests.services.administration.conftest import Desk


@pytest.fixture
def done(desk: Desk) -> list[Agreed]:
    """What was done after all."""
    acts: list[Agreed] = []

    @desk.approvals.handles("annul_bid", right=Right.AUCTIONS)
    def annul(work: Transaction, agreed: Agreed) -> None:
        if agreed.payload.get("gone"):
            raise NotFound
        acts.append(agreed)

    return acts


def ask(desk: Desk, who: int, subject: str = "bid:7", **payload: object) -> int:
    with desk.house.database.transaction() as work:
        return desk.approvals.ask(
            work, who, "annul_bid", subject, reason="Erro de digitação", payload=payload
        )


def test_who_asked_does_not_agree_and_another_does(desk: Desk, done: list[Agreed]) -> None:
    number = ask(desk, desk.chief, lot=desk.lot)
    with pytest.raises(Forbidden):
        desk.approvals.decide(desk.chief, number, approve=True, session_key=desk.key(desk.chief))
    assert (done, desk.approvals.show(desk.chief, number).mine) == ([], True)
    with pytest.raises(DeskRefused):
        ask(desk, desk.people["operator"])
    desk.approvals.decide(
        desk.people["operator"],
        number,
        approve=True,
        note="Vi o ofício",
        session_key=desk.key(desk.people["operator"]),
    )
    (act,) = done
    assert (act.asked_by, act.decided_by) == (desk.chief, desk.people["operator"])
    assert act.payload == {"lot": desk.lot}
    with pytest.raises(DeskRefused):
        desk.approvals.decide(
            desk.people["operator"],
            number,
            approve=False,
            session_key=desk.key(desk.people["operator"]),
        )
    assert desk.records() == ["approval_asked", "approval_approved"]


def test_two_who_agree_at_once_have_it_done_once(desk: Desk, done: list[Agreed]) -> None:
    number = ask(desk, desk.people["operator"])
    others = [desk.chief, desk.house.person("helena", admin=True)]
    with ThreadPoolExecutor(2) as both:
        tried = [
            both.submit(desk.approvals.decide, who, number, approve=True, session_key=desk.key(who))
            for who in others
        ]
    refused = [one.exception() for one in tried if one.exception()]
    assert [type(one) for one in refused] == [DeskRefused]
    assert len(done) == 1


def test_what_cannot_be_done_leaves_the_request_waiting(desk: Desk, done: list[Agreed]) -> None:
    number = ask(desk, desk.people["operator"], gone=True)
    with pytest.raises(NotFound):
        desk.approvals.decide(desk.chief, number, approve=True, session_key=desk.key(desk.chief))
    assert desk.approvals.show(desk.chief, number).state == "waiting"
    desk.approvals.decide(
        desk.people["operator"],
        number,
        approve=False,
        session_key=desk.key(desk.people["operator"]),
    )
    assert desk.approvals.show(desk.chief, number).state == "withdrawn"


def test_only_who_has_the_right_of_the_act_asks_sees_and_agrees(
    desk: Desk, done: list[Agreed]
) -> None:
    number = ask(desk, desk.chief)
    for role in ("finance", "auditor", "nobody"):
        person = desk.people[role]
        with pytest.raises(Forbidden):
            ask(desk, person, "bid:8")
        with pytest.raises(Forbidden):
            desk.approvals.show(person, number)
        with pytest.raises(Forbidden):
            desk.approvals.decide(person, number, approve=True, session_key=desk.key(person))
    actions = desk.approvals.actions_of(frozenset({Right.MONEY}))
    seen = desk.tables.page(APPROVALS, desk.people["finance"], TableAsk(), actions=actions)
    assert seen.rows == ()
    lines = {one.name: one.count for one in desk.board.attention(desk.people["operator"])}
    assert lines["approvals"] == 1
    assert {one.name for one in desk.board.attention(desk.people["auditor"])} == set()
