"""The demonstration: loaded once into an empty house, alive, and as honest as the real trade."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from scripts.verify_proof import check
from services.bootstrap import Services
from services.config import Config
from services.demo.life import ENDING_SOON, DemoLife
from services.demo.load import load, past_bids
from services.demo.lots import LOTS
from services.people.rights import ROLES
from services.views import Visitor
from tests.house import House

STAGES = {"live": "open", "coming": "scheduled"}


@pytest.fixture
def services(fresh_database: str) -> Iterator[Services]:
    """The whole house, started."""
    config = Config(_env_file=None, secret_key="k" * 40, database_url=fresh_database, demo=True)
    made = Services(config, fresh_database)
    made.start()
    made.start()
    yield made
    made.stop()
    made.stop()


def test_an_empty_house_is_filled_once_and_keeps_every_promise(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def strike_first(services: Services, *lot: Any, **more: Any) -> None:
        services.closing.close_due()  # the clock may strike at any moment while it loads
        past_bids(services, *lot, **more)

    monkeypatch.setattr("services.demo.load.past_bids", strike_first)
    loaded: list[bool] = []
    threads = [threading.Thread(target=lambda: loaded.append(load(services))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(loaded) == [False, True]
    house = House(services.database.url, clock=services.clock)
    try:
        assert house.broken_promises() == []
        assert services.closing.lateness.lately.worst() < 60, "a past that is written is not late"
        while services.conduct.lookout.look():
            continue
        assert house.rows("select kind from flags where kind = 'newcomer_leads_late'") == []
        assert house.one("select count(*) from products") == len(LOTS)
        assert house.one("select count(*) from products where pickup is null") == 0
        hidden = "auction_type = 'judicial' and (reserve is not null or buy_now is not null)"
        assert house.one(f"select count(*) from products where {hidden}") == 0, (
            "a court hides no price"
        )
        assert house.one("select count(*) from questions where answer is null") >= 1
        assert house.one("select count(*) from technical_features_values where number > 0") > 90
        for lot in LOTS:
            found: Any = house.rows("""
                select case product_status_id when 1 then 'coming' when 2 then 'live'
                       else outcome end as stage, price
                from products where product_name = :title""", title=lot.title)  # fmt: skip
            assert [row["stage"] for row in found] == [lot.stage.kind], lot.title
            if lot.stage.kind in ("sold", "reserve_not_met"):
                assert found[0]["price"] == lot.last_bid, lot.title
        roles = [person.role for person in services.accounts.demo_people()]
        kinds = [*ROLES, "administrator", "auctioneer", "company", *["individual"] * 2]
        assert sorted(roles) == sorted(kinds)
        courts_are_an_auctioneers(services, house)
        person = services.accounts.demo_people()[0]
        assert services.sessions.find(services.accounts.log_in(person.username, person.password))
        records_hold(services, house)
        years_end_soon(services, house)
        people_have_something_going(services, house)
        live_on(services, house)
    finally:
        house.leave()


def courts_are_an_auctioneers(services: Services, house: House) -> None:
    """Judicial lots are sold by a verified auctioneer, who has one more half written."""
    (row,) = house.rows("""
        select u.user_id, u.username, count(*) as lots from legal_infos
        join products p using (product_id) join users u on u.user_id = p.user_id
        join auctioneers a on a.user_id = u.user_id and a.verified_at is not null group by 1, 2""")
    assert row["username"] == "leiloeira"
    assert row["lots"] == sum(lot.judicial is not None for lot in LOTS)
    (draft,) = services.selling.drafts.unfinished(row["user_id"])
    view = services.selling.writing.look(row["user_id"], draft.id)
    assert view.official
    assert view.auction_type == "judicial"
    missing = {one.field for one in view.problems}
    assert (
        {"photos", "burdens"} <= missing <= {"photos", "burdens", "occupation", "goods_at", "debts"}
    )
    lot = house.one("select min(product_id) from legal_infos")
    seller = services.rooms.room(lot, seen_by=Visitor()).lot.about_seller
    assert seller.registration == "JUCESP 1.042/SP"


def years_end_soon(services: Services, house: House) -> None:
    """No machine of the demonstration was built after next year."""
    high = house.one("select high from technical_features"
                     " where technical_feature_name = 'Ano de fabricação'")  # fmt: skip
    assert high == services.clock.now().year + 1


def records_hold(services: Services, house: House) -> None:
    """What is shown to a newcomer can be checked like everything else."""
    services.notary.sign_due()
    ended = house.rows("select product_id as lot from products where outcome is not null")
    assert len(ended) > 5
    for row in ended:
        record = json.loads(json.dumps(services.notary.record(row["lot"]).as_message()))
        assert "signed after" in check(record, keys={"keys": services.notary.keys()})[-1]


def people_have_something_going(services: Services, house: House) -> None:
    """Who logs in finds bids, an outbid, a purchase, favourites; the bell and the letters tell."""
    ids = {name: house.one("select user_id from users where username = :n", n=name)
           for name in ("ana", "bruno")}  # fmt: skip
    ana, bruno = (services.activity.activity(ids[name]) for name in ("ana", "bruno"))
    assert {bid.standing for bid in ana.bids} == {"leading", "outbid"}
    assert {bid.standing for bid in bruno.bids} == {"leading", "outbid"}
    assert ana.counts["won"] == 1
    assert bruno.counts["lost"] == 1
    assert min(ana.counts["watching"], bruno.counts["watching"]) >= 3
    assert ana.committed > 0
    for name, told in (("ana", {"outbid", "won"}), ("bruno", {"outbid", "lost"})):
        topics = house.rows("select topic from outbox where user_id = :user", user=ids[name])
        assert told <= {row["topic"] for row in topics}, name
    lots = house.rows("select product_id, count(*) as n from watches group by 1")
    assert max(row["n"] for row in lots) >= 4


def live_on(services: Services, house: House) -> None:
    """Invented people bid, and lots are shown again until enough of them end soon."""
    life = DemoLife(services)
    before: int = house.one("select count(*) from bid_intents")
    for _ in range(5):
        assert life.bid_once()
    shown = life.show_again()
    assert life.show_again() == 0
    services.bids.desk.stop()
    assert house.one("select count(*) from bid_intents") >= before + 5
    ending: int = house.one("""
        select count(*) from products
        where product_status_id = 2 and end_datetime < clock_timestamp() + interval '1 hour'""")
    assert ending >= min(ENDING_SOON, shown)
    assert house.broken_promises() == []


def test_the_whole_house_starts_is_ready_and_stops(services: Services) -> None:
    assert set(services.watch.troubles()) <= {"bus"}, "which may still be on its way"
    assert services.accounts.demo_people() == ()
