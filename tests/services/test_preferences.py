"""Choices about being seen hold from the next bid on; necessary news cannot be silenced."""

import pytest

from services.errors import NotFound
from services.people.news import NECESSARY, USUAL, channels_of
from tests.house import House


def test_anonymity_holds_from_the_next_bid_on_and_changes_no_earlier_line(house: House) -> None:
    seller = house.person("seller")
    ana, bia = house.person("ana", money=9000), house.person("bia", money=9000)
    lot = house.lot(seller)
    house.bid(ana, lot, 100)
    house.bid(bia, lot, 200)
    house.preferences.choose(ana, anonymous=True, channels={})
    house.bid(ana, lot, 300)
    house.preferences.choose(ana, anonymous=False, channels={})
    house.bid(bia, lot, 400)
    house.bid(ana, lot, 500)
    names = [
        row["shown_name"]
        for row in house.rows("select * from bids where kind = 'direct' order by sequence")
    ]
    assert names == ["ana", "bia", None, "bia", "ana"]


def test_only_what_differs_from_the_usual_way_is_kept(house: House) -> None:
    ana = house.person("ana")
    usual = {kind: channels for kind, channels in USUAL.items() if kind not in NECESSARY}
    house.preferences.choose(ana, anonymous=False, channels=usual)
    assert house.one("select channels from settings") == {}
    ticked = usual | {"outbid": frozenset({"app"}), "lost": frozenset(), "nothing": frozenset()}
    house.preferences.choose(ana, anonymous=False, channels=ticked)
    assert house.one("select channels from settings") == {"outbid": ["app"], "lost": []}
    told = {kind.name: kind.channels for kind in house.preferences.settings(ana).news}
    assert told["outbid"] == frozenset({"app"})
    assert told["lost"] == frozenset()
    assert told["ending_soon"] == USUAL["ending_soon"]


def test_necessary_news_cannot_be_silenced(house: House) -> None:
    ana = house.person("ana")
    house.preferences.choose(ana, anonymous=False, channels={})
    for kind in house.preferences.settings(ana).news:
        expected = USUAL[kind.name] if kind.necessary else frozenset()
        assert kind.channels == expected, kind.name
    assert {"won", "payment", "security"} <= NECESSARY
    assert channels_of("won", {"won": []}) == USUAL["won"], "whatever may have been kept"


def test_choices_leave_looks_alone(house: House) -> None:
    ana = house.person("ana")
    house.accounts.prefer(ana, theme="dark", language="en")
    house.preferences.choose(ana, anonymous=True, channels={})
    row = house.rows("select theme, language, anonymous_mode from settings")[0]
    assert row == {"theme": "dark", "language": "en", "anonymous_mode": True}


def test_nobody_has_no_settings(house: House) -> None:
    with pytest.raises(NotFound):
        house.preferences.settings(9)
