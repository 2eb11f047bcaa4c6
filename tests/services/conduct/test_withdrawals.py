"""A seller may take a lot back before the first bid, and must ask the house after it."""

from __future__ import annotations

import asyncio
import threading
from decimal import Decimal

import pytest

from models import Status
from services.bidding import Way
from services.errors import BadField, ConductRefused, Forbidden, NotFound
from services.events import RoomChanged
from tests.house import House


@pytest.fixture
def seller(house: House) -> int:
    return house.person("seller")


def test_before_the_first_bid_the_lot_is_withdrawn_at_once(house: House, seller: int) -> None:
    lot, watcher = house.lot(seller), house.person("vera")
    house.watching.watch(watcher, lot)
    house.news.clear()
    assert house.conduct.withdrawals.withdraw(seller, lot, "Quebrou na mudança") is Way.FREE
    row = house.auction(lot)
    assert (row["product_status_id"], row["outcome"]) == (Status.CANCELED, "cancelled")
    assert RoomChanged(auction_id=lot, version=row["version"]) in house.news
    assert house.rooms.public(lot).status == "canceled"
    assert house.told_to(watcher) == ["withdrawn"]
    assert house.told_to(seller) == []
    house.crier.tell_all()
    assert "retirado da venda" in house.bell.news(watcher, "pt-BR").news[0].text
    [kept] = house.rows("select * from withdrawals")
    assert (kept["reason"], kept["granted"], kept["decided_by"]) == (
        "Quebrou na mudança",
        True,
        seller,
    )
    assert house.one("select active_auction_number from users where user_id = :u", u=seller) == 0
    assert house.bid(watcher, lot, 100).code == "not_open"


def test_a_scheduled_lot_is_withdrawn_too(house: House, seller: int) -> None:
    lot = house.lot(seller, status=Status.NOT_STARTED, opens_in=60)
    house.conduct.withdrawals.withdraw(seller, lot, "Vendi por fora")
    assert house.auction(lot)["outcome"] == "cancelled"


def test_with_a_bid_only_the_house_may(house: House, seller: int) -> None:
    lot, ana, admin = house.lot(seller), house.person("ana", money=500), house.person("h")
    house.change("update users set admin_user = true where user_id = :u", u=admin)
    house.bid(ana, lot, 100)
    conduct = house.conduct.withdrawals
    assert conduct.withdraw(seller, lot, "Foi furtado ontem") is Way.ASKED
    assert house.auction(lot)["outcome"] is None
    with pytest.raises(ConductRefused, match=r"conduct_refused"):
        conduct.withdraw(seller, lot, "De novo")
    [request] = conduct.waiting()
    assert (request.bids, request.username, request.reason) == (1, "seller", "Foi furtado ontem")
    with pytest.raises(Forbidden):
        conduct.decide(
            seller, request.withdrawal_id, grant=True, why="Eu mesmo", session_key=house.key(seller)
        )
    with pytest.raises(BadField):
        conduct.decide(
            admin, request.withdrawal_id, grant=True, why=" ", session_key=house.key(admin)
        )
    conduct.decide(
        admin,
        request.withdrawal_id,
        grant=True,
        why="Boletim de ocorrência visto",
        session_key=house.key(admin),
    )
    assert house.money(ana) == (Decimal(500), Decimal(0))
    assert house.auction(lot)["outcome"] == "cancelled"
    assert house.told_to(ana) == ["withdrawn"]
    assert house.told_to(seller) == ["withdrawal_granted"]
    assert house.one("select actor_id from audit_records where action = 'withdrawal.granted'") == (
        admin
    )
    with pytest.raises(ConductRefused):
        conduct.decide(
            admin,
            request.withdrawal_id,
            grant=False,
            why="Tarde demais",
            session_key=house.key(admin),
        )
    assert conduct.waiting() == ()


def test_a_refused_request_leaves_the_auction_as_it_is(house: House, seller: int) -> None:
    lot, ana = house.lot(seller), house.person("ana", money=500)
    admin = house.person("h", admin=True)
    house.bid(ana, lot, 100)
    conduct = house.conduct.withdrawals
    conduct.withdraw(seller, lot, "Mudei de ideia")
    conduct.decide(
        admin,
        conduct.waiting()[0].withdrawal_id,
        grant=False,
        why="Não é motivo",
        session_key=house.key(admin),
    )
    assert house.auction(lot)["product_status_id"] == Status.IN_OCCURRENCE
    assert house.told_to(seller) == ["withdrawal_refused"]
    house.crier.tell_all()
    assert house.bell.news(seller, "pt-BR").news[0].path == f"/selling/{lot}"
    assert conduct.withdraw(seller, lot, "Agora quebrou mesmo") is Way.ASKED


@pytest.mark.parametrize("kind", ["official", "judicial"])
def test_official_and_judicial_lots_are_never_the_sellers_to_withdraw(
    house: House, seller: int, kind: str
) -> None:
    lot = house.lot(seller, auction_type=kind)
    with pytest.raises(ConductRefused) as refusal:
        house.conduct.withdrawals.withdraw(seller, lot, "Quero")
    assert refusal.value.reason == "not_yours_to_end"


def test_nobody_withdraws_what_is_over_or_another_s_or_for_no_reason(
    house: House, seller: int
) -> None:
    lot, other = house.lot(seller, ends_in=60), house.person("other")
    conduct = house.conduct.withdrawals
    with pytest.raises(NotFound):
        conduct.withdraw(other, lot, "Não é meu")
    with pytest.raises(NotFound):
        conduct.withdraw(other, 99999, "Não existe")
    with pytest.raises(BadField):
        conduct.withdraw(seller, lot, "  ")
    house.told.goes_on(60)  # its end: not decided yet, and not the seller's any more
    with pytest.raises(ConductRefused):
        conduct.withdraw(seller, lot, "Na última hora")
    house.told.goes_on(2)
    house.closing.close_due()
    with pytest.raises(ConductRefused):
        conduct.withdraw(seller, lot, "Depois")


def test_a_withdrawn_lot_can_be_put_on_sale_again(house: House, seller: int) -> None:
    from services.lots import Increments
    from services.payments.aftermath import Aftermath

    lot = house.lot(seller)
    house.conduct.withdrawals.withdraw(seller, lot, "Faltava uma peça")
    aftermath = Aftermath(house.database, house.clock, Increments())
    assert aftermath.lot(lot, seller).can_relist
    again = aftermath.relist(lot, seller, starts_at=house.clock.now(), days=3)
    assert house.auction(again)["relisted_of"] == lot


def test_of_a_bid_and_a_withdrawal_at_once_one_comes_first(house: House, seller: int) -> None:
    """Whichever takes the lot's lock second sees what the first has done."""
    ana = house.person("ana", money=5000)
    for _ in range(6):
        lot = house.lot(seller)
        together = threading.Barrier(2)
        told: list[object] = []

        def withdraws(lot: int = lot, together: threading.Barrier = together) -> None:
            together.wait()
            told.append(house.conduct.withdrawals.withdraw(seller, lot, "Quebrou"))  # noqa: B023

        thread = threading.Thread(target=withdraws)
        thread.start()
        together.wait()
        answer = asyncio.run(house.bids.make_bid(ana, lot, Decimal(100), key=f"race-key-{lot}"))
        thread.join()
        canceled = house.auction(lot)["product_status_id"] == Status.CANCELED
        assert told == [Way.FREE if canceled else Way.ASKED]
        assert answer.accepted is not canceled
