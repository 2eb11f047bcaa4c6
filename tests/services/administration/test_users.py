"""What the house's people do to accounts is felt at once, told, and nobody else's to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.administration.orders import Order
from services.administration.person_acts import ACTS
from services.administration.person_rows import USERS
from services.errors import BadForm, DeskRefused, Forbidden
from services.people.rights import RIGHTS, Right
from services.views import TableAsk
from tests.services.administration.conftest import WHY, Desk, typed


@pytest.fixture
def ana(desk: Desk) -> int:
    return desk.house.person("ana", money=5000, cpf="39053344705")


def letters(desk: Desk) -> list[str]:
    rows = desk.house.rows("select subject from mails order by mail_id")
    return [row["subject"] for row in rows]


def test_somebody_blocked_is_out_at_once_and_bids_made_stand(desk: Desk, ana: int) -> None:
    desk.house.bid(ana, desk.lot, 300)
    key = desk.key(ana)
    assert desk.house.sessions.still(key) is not None
    chief = desk.key(desk.chief)
    desk.users.block(desk.chief, ana, typed("ana"), session_key=chief)
    assert desk.house.sessions.still(key) is None
    assert desk.house.auction(desk.lot)["leader_id"] == ana
    assert desk.house.money(ana)[1] > 0
    assert desk.house.bid(ana, desk.lot, 350).code == "not_qualified"
    with pytest.raises(DeskRefused):
        desk.users.block(desk.chief, ana, typed("ana"), session_key=chief)
    desk.users.unblock(desk.chief, ana, WHY)
    assert desk.house.bid(ana, desk.lot, 350).accepted
    assert desk.records() == ["account_blocked", "account_unblocked"]
    assert "Sua conta foi bloqueada" in letters(desk)


def test_an_auctioneer_is_found_refused_and_verified(desk: Desk, ana: int) -> None:
    with pytest.raises(BadForm) as wrong:
        desk.auctioneers.request(ana, registration="", uf="XX")
    assert {one.field for one in wrong.value.problems} == {"registration", "uf"}
    desk.auctioneers.request(ana, registration="123/2020", uf="SP")
    waiting = desk.tables.page(USERS, desk.chief, TableAsk(filters={"request": "waiting"}))
    assert [row["id"] for row in waiting.rows] == [ana]
    desk.users.refuse(desk.chief, ana, typed("ana"))
    refused = desk.auctioneers.standing(ana)
    assert refused is not None
    assert (refused.state, refused.refusal) == ("refused", WHY.reason)
    desk.auctioneers.request(ana, registration="124/2020", uf="RJ")
    desk.users.verify(desk.chief, ana, WHY)
    standing = desk.auctioneers.standing(ana)
    assert standing is not None
    assert (standing.state, standing.board) == ("verified", "JUCERJA")
    with pytest.raises(DeskRefused):
        desk.auctioneers.request(ana, registration="9/9", uf="SP")
    assert desk.told(ana) == ["auctioneer_refused", "auctioneer_verified"]


def test_a_company_is_no_auctioneer(desk: Desk, ana: int) -> None:
    desk.house.change(
        "insert into legal_persons (user_id, cnpj, legal_business_name, trade_name)"
        " values (:user, '2P76BMNX000166', 'W Ltda', 'W')",
        user=ana,
    )
    with pytest.raises(DeskRefused) as refused:
        desk.auctioneers.request(ana, registration="123/2020", uf="SP")
    assert refused.value.reason == "company"


def test_a_role_lets_in_and_taken_back_it_lets_out(desk: Desk, ana: int) -> None:
    key, chief = desk.key(ana), desk.key(desk.chief)
    desk.users.grant(desk.chief, ana, WHY, role="operator", lot="", session_key=chief)
    desk.house.sessions.forget(key)
    visitor = desk.house.sessions.still(key)
    assert visitor is not None
    assert visitor.rights == RIGHTS["operator"]
    assert desk.sheets.sheet(ana, desk.lot).title == "Gravura"
    with pytest.raises(DeskRefused):
        desk.users.grant(desk.chief, ana, WHY, role="operator", lot="", session_key=chief)
    (held,) = desk.persons.sheet(desk.chief, ana).roles
    desk.users.revoke(desk.chief, ana, typed("ana"), role=str(held.role_id), session_key=chief)
    assert desk.house.sessions.still(key) is None
    with pytest.raises(Forbidden):
        desk.sheets.sheet(ana, desk.lot)


@pytest.mark.parametrize(
    ("role", "lot", "fields"),
    [
        ("", "", {"role"}),
        ("king", "", {"role"}),
        ("auditor", "", {"lot"}),
        ("auditor", "999999", {"lot"}),
        ("operator", "1", {"lot"}),
    ],
)
def test_a_role_is_whole_or_not_given(
    desk: Desk, ana: int, role: str, lot: str, fields: set[str]
) -> None:
    with pytest.raises(BadForm) as wrong:
        desk.users.grant(desk.chief, ana, WHY, role=role, lot=lot, session_key=desk.key(desk.chief))
    assert {one.field for one in wrong.value.problems} == fields


def test_nobody_acts_on_the_own_account_and_administrators_are_not_blocked(desk: Desk) -> None:
    other = desk.house.person("helena", admin=True)
    key = desk.key(desk.chief)
    with pytest.raises(DeskRefused) as own:
        desk.users.grant(desk.chief, desk.chief, WHY, role="finance", lot="", session_key=key)
    assert own.value.reason == "yourself"
    with pytest.raises(DeskRefused) as high:
        desk.users.block(desk.chief, other, typed("helena"), session_key=key)
    assert high.value.reason == "administrator"
    assert desk.persons.sheet(desk.chief, desk.chief).acts == ()


def test_people_are_found_by_name_letter_and_document(desk: Desk, ana: int) -> None:
    for words in ("ana", "ANA@example.com", "390.533.447-05", f"#{ana}"):
        found = desk.tables.page(USERS, desk.people["operator"], TableAsk(words=words))
        assert ana in [row["id"] for row in found.rows], words


def test_a_limit_is_set_and_taken_away(desk: Desk, ana: int) -> None:
    desk.users.set_limit(desk.chief, ana, WHY, "12")
    assert desk.persons.sheet(desk.chief, ana).auction_limit == 12
    desk.users.set_limit(desk.chief, ana, WHY, "")
    assert desk.persons.sheet(desk.chief, ana).auction_limit is None
    with pytest.raises(BadForm):
        desk.users.set_limit(desk.chief, ana, WHY, "-1")


def test_documents_are_checked_once_and_the_check_can_be_taken_back(desk: Desk, ana: int) -> None:
    assert "check-documents" in desk.persons.sheet(desk.chief, ana).acts
    desk.users.check_documents(desk.chief, ana, WHY)
    sheet = desk.persons.sheet(desk.chief, ana)
    assert sheet.documents_checked_at is not None
    assert ("check-documents" in sheet.acts, "uncheck-documents" in sheet.acts) == (False, True)
    with pytest.raises(DeskRefused):
        desk.users.check_documents(desk.chief, ana, WHY)
    desk.users.uncheck_documents(desk.chief, ana, WHY)
    assert desk.persons.sheet(desk.chief, ana).documents_checked_at is None
    desk.house.change("update users set cpf = null where user_id = :user", user=ana)
    with pytest.raises(DeskRefused):
        desk.users.check_documents(desk.chief, ana, WHY)


def test_every_act_on_an_account_is_an_administrators_alone(desk: Desk, ana: int) -> None:
    users = desk.users
    acts: dict[str, Callable[[int], object]] = {
        "check-documents": lambda who: users.check_documents(who, ana, WHY),
        "uncheck-documents": lambda who: users.uncheck_documents(who, ana, WHY),
        "verify": lambda who: users.verify(who, ana, WHY),
        "refuse": lambda who: users.refuse(who, ana, typed("ana")),
        "grant": lambda who: users.grant(
            who, ana, WHY, role="finance", lot="", session_key=desk.key(who)
        ),
        "revoke": lambda who: users.revoke(
            who, ana, typed("ana"), role="1", session_key=desk.key(who)
        ),
        "limit": lambda who: users.set_limit(who, ana, WHY, "1"),
        "waive": lambda who: users.waive(who, ana, WHY, "1"),
        "log-out": lambda who: users.log_out(who, ana, WHY),
        "unblock": lambda who: users.unblock(who, ana, WHY),
        "block": lambda who: users.block(who, ana, typed("ana"), session_key=desk.key(who)),
    }
    assert set(acts) == set(ACTS)
    for role, person in desk.people.items():
        if Right.USERS in RIGHTS.get(role, ()):
            continue
        for act in acts.values():
            with pytest.raises(Forbidden):
                act(person)
        with pytest.raises(Forbidden):
            desk.persons.order(person, ana, "limit", session_key="")
        if Right.PEOPLE not in RIGHTS.get(role, ()):
            with pytest.raises(Forbidden):
                desk.persons.sheet(person, ana)
    seen = desk.persons.sheet(desk.people["operator"], ana)
    assert (seen.acts, seen.sessions, seen.records) == ((), (), ())


def test_an_order_without_a_reason_changes_nothing(desk: Desk, ana: int) -> None:
    with pytest.raises(BadForm):
        desk.users.log_out(desk.chief, ana, Order(reason=""))
    assert desk.records() == []
