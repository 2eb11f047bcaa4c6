"""What happens on a lot is told to all whom it concerns: once, seldom, and never a secret."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from services.news import Crier
from tests.house import House

D = Decimal


def topics(house: House, user: int) -> list[str]:
    return [one.topic for one in house.bell.news(user, "pt-BR").news][::-1]


def outbox(house: House) -> list[tuple[str, int | None]]:
    rows = house.rows("select topic, user_id from outbox order by outbox_id")
    return [(row["topic"], row["user_id"]) for row in rows]


def test_who_leads_again_is_told_of_it(house: House, ana: int, bia: int) -> None:
    lot = house.lot(opening=100)
    house.bid(ana, lot, 100)
    house.bid(bia, lot, 200)
    assert outbox(house) == [("outbid", ana)], "a first lead is told by the answer"
    house.crier.tell_all()
    house.bid(ana, lot, 500)
    assert outbox(house)[1:] == [("outbid", bia), ("leading_again", ana)]
    house.crier.tell_all()
    assert topics(house, ana) == ["outbid", "leading_again"]


def test_a_lead_lost_again_by_then_is_not_told(house: House, ana: int, bia: int) -> None:
    lot = house.lot(opening=100)
    for person, amount in ((ana, 100), (bia, 200), (ana, 300), (bia, 400)):
        house.bid(person, lot, amount)
    house.crier.tell_all()
    assert topics(house, ana) == ["outbid", "outbid"]
    assert topics(house, bia) == [], "she has not been told that she had lost it"


def test_the_reserve_is_told_as_met_once_to_all_concerned_and_never_its_amount(
    house: House, ana: int, bia: int
) -> None:
    seller, caio, dora = (house.person(name) for name in ("seller", "caio", "dora"))
    lot = house.lot(seller, opening=100, reserve=D("432.10"))
    house.watching.watch(caio, lot)
    house.watching.watch(dora, lot)
    house.watching.alert(dora, lot, wanted=False)
    house.bid(ana, lot, 100)
    house.bid(bia, lot, 987, confirmed=True)
    house.bid(ana, lot, 1200)
    house.crier.tell_all()
    for person in (seller, caio, bia):
        assert topics(house, person).count("reserve_met") == 1
    assert topics(house, dora) == [], "who wants no alerts of the lot has none"
    told = str(house.rows("select facts, path from notifications"))
    told += str(house.rows("select subject, text, html from mails"))
    for secret in ("432", "987", "1200", "1.200"):
        assert secret not in told


def test_extra_time_is_told_to_bidders_and_watchers_every_ten_minutes_at_most(
    house: House, ana: int, bia: int
) -> None:
    caio = house.person("caio")
    lot = house.lot(opening=100, ends_in=60)
    house.watching.watch(caio, lot)
    house.bid(ana, lot, 100)
    house.bid(bia, lot, 200)
    house.crier.tell_due()
    assert topics(house, ana) == ["outbid"], "whom it concerns alone does not wait for the crowd"
    while house.crier.tell_due("crowds"):
        pass
    assert topics(house, caio) == ["extended"]
    assert sorted(topics(house, ana)) == ["extended", "outbid"]
    for minute in range(1, 12):
        house.told.shows(house.auction(lot)["end_datetime"] - timedelta(seconds=30))
        house.bid(bia, lot, 200 + 100 * minute)
        house.bid(ana, lot, 250 + 100 * minute)
        house.crier.tell_all()
    assert topics(house, caio).count("extended") == 2


def test_a_hold_let_go_without_a_sale_is_told(house: House, ana: int, bia: int) -> None:
    lot = house.lot(opening=100, reserve=D(5000))
    house.bid(bia, lot, 100)
    house.bid(ana, lot, 200)
    house.after_end(lot)
    house.closing.close_due()
    house.crier.tell_all()
    (released,) = [one for one in house.bell.news(ana, "pt-BR").news if one.topic == "released"]
    assert released.path == "/wallet"
    assert "released" not in topics(house, bia)


def test_two_processes_tell_each_thing_once(house: House, ana: int, bia: int) -> None:
    other = Crier(house.database, house.clock, house.hub, house.herald)
    lots = [house.lot(opening=100, reserve=D(150)) for _ in range(3)]
    for lot in lots:
        house.bid(ana, lot, 100)
        house.bid(bia, lot, 300)
    with house.database.transaction() as work:
        work.connection.exec_driver_sql("select from outbox where mod(outbox_id, 2) = 0 for update")
        other.tell_all()
    house.crier.tell_all()
    other.tell_all()
    assert topics(house, ana).count("outbid") == 3
    assert topics(house, ana).count("reserve_met") == 3
