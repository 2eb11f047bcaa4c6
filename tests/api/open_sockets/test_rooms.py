"""Whoever follows a room over a socket hears who comes, and each bid once, in order."""

import asyncio
import json
from typing import Any

import pytest

from components.room import broadcaster_of
from models import Status
from tests.api.open_sockets.conftest import MONEY, Client, Site


async def test_who_comes_is_given_the_room_and_told_to_everybody_in_it(site: Site) -> None:
    ana, lot = site.house.person("ana-silva"), site.house.lot(opening=100)
    somebody = await site.come()
    given = await somebody.ask("join_room", {"room_id": lot})
    assert given["ok"]
    room = given["snapshot"]
    assert (room["room_id"], room["minimum"], room["price"]) == (str(lot), "100.00", None)
    assert (room["status"], room["bids"], room["watchers"]) == ("open", [], 1)
    assert room["server_now"] < room["ends_at"]
    comer = await site.come(ana)
    await comer.ask("join_room", {"room_id": str(lot)})
    for client in (somebody, comer):
        told = await client.until(lambda said: said.get("username") == "ana-silva")
        assert (told["type"], told["room_id"], told["watchers"]) == ("entry", str(lot), 2)
        assert told["response"] == {name: told[name] for name in told if name != "response"}
    await somebody.until(lambda said: said.get("username") == "Visitante")
    await comer.ask("leave_room", {"room_id": lot})
    assert (await somebody.kind("presence"))["watchers"] == 1


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_bid_is_answered_and_told_as_the_seed_says_and_with_what_a_client_needs(
    site: Site, transport: str
) -> None:
    ana, lot = site.house.person("ana-silva", money=MONEY), site.house.lot(opening=100)
    other = await site.come()
    await other.ask("join_room", {"room_id": lot})
    bidder = await site.come(ana, transport=transport)
    await bidder.ask("join_room", {"room_id": lot})
    sent = {"room_id": str(lot), "product_id": lot, "user_id": ana, "value": 150.5, "max": "200"}
    answer = await bidder.ask("emit_bid", {**sent, "key": "once-and-only"})
    assert (answer["ok"], answer["code"], answer["standing"]) == (True, "accepted", "leading")
    again = await bidder.ask("emit_bid", {**sent, "key": "once-and-only"})
    assert again == answer
    for client in (other, bidder):
        told = (await client.kind("bid"))["response"]
        assert (told["room_id"], told["username"], told["value"]) == (str(lot), "ana-silva", 100.0)
        assert (told["version"], told["since"], told["price"]) == (1, 0, "100.00")
        assert (told["minimum"], told["auto"], len(told["bids"])) == ("105.00", False, 1)
        assert told["leader"] == {"paddle": 1, "username": "ana-silva"}
    assert "200" not in json.dumps(other.told)
    assert site.house.one("select count(*) from bid_intents") == 1


async def test_a_court_s_lot_is_declared_on_with_the_first_bid(site: Site) -> None:
    ana = site.house.person("ana-silva", money=MONEY)
    lot = site.house.lot(opening=100, auction_type="official")
    bidder = await site.come(ana)
    refused = await bidder.ask("emit_bid", {"room_id": lot, "value": "150.00"})
    assert (refused["ok"], refused["code"]) == (False, "not_qualified")
    assert "CPC" in refused["message"]
    said = {"room_id": lot, "value": "150.00", "declared": True}
    assert (await bidder.ask("emit_bid", said))["code"] == "accepted"


async def test_a_bid_is_its_connections_persons_whoever_the_message_names(site: Site) -> None:
    ana, bia = (site.house.person(name, money=MONEY) for name in ("ana-silva", "bia-souza"))
    lot = site.house.lot(opening=100)
    bidder = await site.come(ana)
    bid = {"product_id": lot, "value": "150.00", "user_id": bia}
    answers = [await bidder.ask("emit_bid", bid) for _ in range(2)]
    assert [answer["code"] for answer in answers] == ["accepted", "not_above_own_max"]
    assert site.house.one("select leader_id from products where product_id = :id", id=lot) == ana
    (kept,) = site.house.rows("select * from audit_records where action = 'identity_mismatch'")
    assert (kept["actor_id"], kept["subject"]) == (ana, f"auction:{lot}")
    assert kept["details"] == {"claimed": str(bia)}


async def test_a_visitor_watches_and_cannot_bid(site: Site) -> None:
    lot = site.house.lot()
    nobody = await site.come(cookie="guessed")
    answer = await nobody.ask("emit_bid", {"room_id": lot, "value": 500})
    assert (answer["ok"], answer["code"]) == (False, "not_logged_in")
    told = await nobody.kind("error")
    assert (told["about"], told["code"]) == ("emit_bid", "not_logged_in")


def chain(client: Client, first: int) -> list[int]:
    """Give the versions a client was told, each of which must go on from the one before."""
    versions, known = [], first
    for said in client.told:
        if said["type"] in ("bid", "extended", "closed") and said["version"] != known:
            assert said["since"] == known, said
            known = said["version"]
            versions.append(known)
    return versions


async def test_who_comes_in_the_middle_of_a_storm_misses_nothing_and_hears_nothing_twice(
    site: Site,
) -> None:
    lot = site.house.lot(opening=100)
    people = [site.house.person(f"bidder-{n}", money=MONEY) for n in range(3)]
    clients: list[tuple[Client, dict[str, Any]]] = []

    async def storm() -> None:
        for n in range(45):
            await site.bid(people[n % 3], lot, 100 + 60 * n)
            await asyncio.sleep(0.02)

    storming = asyncio.create_task(storm())
    for _ in range(9):
        client = await site.come()
        given = await client.ask("join_room", {"room_id": lot})
        clients.append((client, given["snapshot"]))
        await asyncio.sleep(0.07)
    await storming
    last = site.house.one("select version from products where product_id = :id", id=lot)
    count = site.house.one("select count(*) from bids where product_id = :id", id=lot)
    for client, given in clients:
        await client.until(lambda said: said.get("version") == last)
        assert chain(client, given["version"])[-1:] in ([last], [])
        news = [said for said in client.told if said["type"] != "snapshot"]
        numbers = [bid["number"] for said in news for bid in said.get("bids", ())]
        known = max((bid["number"] for bid in given["bids"]), default=0)
        assert numbers == list(range(known + 1, count + 1))


async def test_extensions_and_endings_are_told_by_their_names(site: Site) -> None:
    ana = site.house.person("ana-silva", money=MONEY)
    lot = site.house.lot(opening=100, ends_in=60)
    client = await site.come()
    given = await client.ask("join_room", {"room_id": lot})
    await site.bid(ana, lot, 100)
    told = await client.kind("extended")
    assert told["ends_at"] > told["ended_before_at"] == given["snapshot"]["ends_at"]
    assert (await client.kind("bid"))["version"] == told["version"]
    site.house.change("update products set end_datetime = now() - interval '1 minute'")
    await site.services.run(site.services.closing.close_auction, lot)
    told = await client.kind("closed")
    assert (told["status"], told["outcome"], told["leader"]["paddle"]) == ("finished", "sold", 1)


async def test_whoever_is_anonymous_is_nobody_in_every_frame(site: Site) -> None:
    masked = site.house.person("xenofonteq", money=MONEY, anonymous=True, cpf="71836492537")
    lot, other = site.house.lot(opening=100), site.house.lot(opening=100)
    somebody = await site.come()
    await somebody.ask("join_room", {"room_id": lot})
    await somebody.ask("join_room", {"room_id": other})
    bidder = await site.come(masked)
    await bidder.ask("join_room", {"room_id": lot})
    assert (await bidder.ask("emit_bid", {"room_id": lot, "value": 150}))["ok"]
    assert (await somebody.kind("bid"))["username"] == "Licitante 1"
    again = await site.come(masked)
    await again.ask("join_room", {"room_id": lot})
    await again.ask("join_room", {"room_id": other})
    await somebody.until(lambda said: said.get("username") == "Um participante")
    said = json.dumps(somebody.told).lower()
    assert [mark for mark in ("xenofonte", "71836492537", "example.com") if mark in said] == []


async def test_the_name_a_bidder_shows_now_is_not_put_on_bids_made_without_one(site: Site) -> None:
    ana = site.house.person("ana-silva", money=MONEY, anonymous=True)
    lot = site.house.lot(opening=100)
    await site.bid(ana, lot, 100)
    site.house.change("update settings set anonymous_mode = false")
    somebody = await site.come()
    await somebody.ask("join_room", {"room_id": lot})
    await (await site.come(ana)).ask("join_room", {"room_id": lot})
    told = await somebody.until(lambda said: said.get("watchers") == 2)
    assert told["username"] == "Licitante 1"


async def test_a_draft_is_no_room(site: Site) -> None:
    lot = site.house.lot(status=Status.DRAFT)
    client = await site.come()
    for number in (lot, 999_999, 2**31, 10**15):
        answer = await client.ask("join_room", {"room_id": number})
        assert (answer["ok"], answer["code"]) == (False, "not_found")


async def test_pages_and_sockets_are_counted_in_one_room(site: Site) -> None:
    lot = site.house.lot()
    pages = broadcaster_of(site.services.hub, None, now=None)  # type: ignore[arg-type]
    pages.join(lot, "a-page", "user:77", announced=True)
    client = await site.come()
    assert (await client.ask("join_room", {"room_id": lot}))["snapshot"]["watchers"] == 2
    assert pages.present(lot) == 2
    pages.leave(lot, "a-page")
