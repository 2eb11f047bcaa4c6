"""What people report of a lot is a flag for the house, once a person, and harms nobody."""

from __future__ import annotations

import json

import pytest

from services.administration.flags import FlagReviews
from services.errors import BadField, ConductRefused, NotFound, TooManyAttempts
from tests.house import House


def test_a_report_is_a_flag_with_its_reason_and_once_a_person(house: House) -> None:
    seller, ana, chief = house.person("vende"), house.person("ana"), house.person("chefe")
    house.change("update users set admin_user = true where user_id = :c", c=chief)
    lot = house.lot(seller)
    reported = house.conduct.reported
    assert not reported.look(ana, lot).sent
    reported.report(ana, lot, "untrue", "A foto é de outro carro.")
    reported.report(ana, lot, "other", "De novo.")
    assert reported.look(ana, lot).sent
    (flag,) = house.rows("select * from flags")
    assert (flag["kind"], flag["user_id"], flag["product_id"]) == ("lot_reported", seller, lot)
    reviews = FlagReviews(house.database, house.clock)
    facts = reviews.sheet(chief, flag["flag_id"]).facts
    assert facts == {"reporter": "@ana", "reason": "untrue", "words": "A foto é de outro carro."}
    row = house.auction(lot)
    assert (row["product_status_id"], row["bid_count"]) == (2, 0)
    reported.report(house.person("bia"), lot, "outside", "")
    assert house.one("select count(*) from flags") == 2


def test_what_cannot_be_reported_is_refused_and_five_a_day_are_heard(house: House) -> None:
    seller, ana = house.person("vende"), house.person("ana")
    reported = house.conduct.reported
    lots = [house.lot(seller) for _ in range(6)]
    with pytest.raises(ConductRefused):
        reported.report(seller, lots[0], "untrue", "")
    with pytest.raises(NotFound):
        reported.report(ana, 999_999, "untrue", "")
    for reason, words in (("", "x"), ("boring", "x"), ("other", " ")):
        with pytest.raises(BadField):
            reported.report(ana, lots[0], reason, words)
    for lot in lots[:5]:
        reported.report(ana, lot, "forbidden", "")
    with pytest.raises(TooManyAttempts):
        reported.report(ana, lots[5], "forbidden", "")
    assert house.one("select count(*) from flags") == 5


def test_the_reporter_reads_it_in_a_copy_and_the_seller_never_learns_of_whom(house: House) -> None:
    seller, ana = house.person("vende"), house.person("ana")
    house.conduct.reported.report(ana, house.lot(seller), "untrue", "A foto é de outro carro.")
    own = json.loads(house.exports.draw(ana).as_json())["lots_reported"]
    assert [one["words"] for one in own] == ["A foto é de outro carro."]
    theirs = house.exports.draw(seller).as_json().decode()
    assert "outro carro" not in theirs
    assert '"ana"' not in theirs
