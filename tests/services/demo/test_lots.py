"""The demo catalogue is complete, consistent and photographed."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from services.demo.lots import CATEGORIES, LOTS, Feature, Lot, branch_of
from services.demo.lots.words import Value

PHOTOS = Path(__file__).resolve().parents[3] / "static" / "demo"
KINDS: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "choice": (str,),
    "number": (int, Decimal),
    "yes_no": (bool,),
    "date": (date,),
}
# The first digits of a CEP tell the state.
CEP = {
    "SP": ("0", "1"), "RJ": ("20", "21", "22", "23", "24", "25", "26", "27", "28"), "ES": ("29",),
    "MG": ("3",), "BA": ("40", "41", "42", "43", "44", "45", "46", "47", "48"),
    "PE": ("50", "51", "52", "53", "54", "55", "56"), "CE": ("60", "61", "62", "63"),
    "PA": ("66", "67"), "DF": ("70", "71", "72"), "GO": ("74", "75"), "MT": ("780", "781", "782",
    "783", "784", "785", "786", "787", "788"), "PR": ("80", "81", "82", "83", "84", "85", "86",
    "87"), "SC": ("88", "89"), "RS": ("9",),
}  # fmt: skip
by_key = pytest.mark.parametrize("lot", LOTS, ids=lambda lot: lot.key)


def asked_of(lot: Lot) -> list[Feature]:
    return [feature for category in branch_of(lot.category) for feature in category.features]


def test_there_are_enough_lots_and_every_key_is_its_own() -> None:
    assert len(LOTS) >= 48
    assert len({lot.key for lot in LOTS}) == len(LOTS)
    assert len({lot.title for lot in LOTS}) == len(LOTS)


def test_eight_categories_have_features_of_every_kind_and_lots_to_show() -> None:
    assert len(CATEGORIES) == 8
    for category in CATEGORIES:
        assert len({feature.name for feature in category.features}) == len(category.features)
        assert {feature.kind for feature in category.features} == set(KINDS)
        assert sum(branch_of(lot.category)[0] == category for lot in LOTS) >= 6
        for twig in category.twigs:
            assert {lot.category for lot in LOTS} >= {twig.key}
        for feature in [f for one in (category, *category.twigs) for f in one.features]:
            assert bool(feature.choices) == (feature.kind == "choice")


def test_a_lot_stands_in_the_last_of_its_branch() -> None:
    assert not any(branch_of(lot.category)[-1].twigs for lot in LOTS)


@by_key
def test_a_lot_answers_every_feature_in_its_kind(lot: Lot) -> None:
    features = asked_of(lot)
    assert len(lot.values) == len(features)
    for feature, value in zip(features, lot.values, strict=True):
        assert fits(feature, value), feature.name


def fits(feature: Feature, value: Value) -> bool:
    if value is None:
        return True
    if feature.kind == "choice" and value not in feature.choices:
        return False
    if isinstance(value, bool) and feature.kind != "yes_no":
        return False
    return isinstance(value, KINDS[feature.kind])


@by_key
def test_a_lot_has_three_photos_in_two_sizes_with_a_text_for_each(lot: Lot) -> None:
    assert len(lot.photos) == 3
    assert len({photo.alt for photo in lot.photos}) == 3
    for photo in lot.photos:
        assert len(photo.alt) > 15
        for name, size, most in (
            (photo.file, (1280, 960), 70_000),
            (photo.thumbnail, (480, 360), 16_000),
        ):
            assert (PHOTOS / name).stat().st_size <= most
            with Image.open(PHOTOS / name) as image:
                assert (image.format, image.size) == ("WEBP", size)


def test_the_photos_are_light_enough_for_the_repository() -> None:
    assert sum(file.stat().st_size for file in PHOTOS.glob("*.webp")) < 9_000_000


def test_no_photo_is_left_without_a_lot() -> None:
    named = {name for lot in LOTS for p in lot.photos for name in (p.file, p.thumbnail)}
    assert {file.name for file in PHOTOS.glob("*.webp")} == named


@by_key
def test_the_prices_of_a_lot_agree(lot: Lot) -> None:
    assert Decimal(0) < lot.opening_price < lot.estimate_low < lot.estimate_high
    if lot.reserve is not None:
        assert lot.opening_price < lot.reserve <= lot.estimate_high
    if lot.buy_now is not None:
        assert lot.buy_now >= max(lot.reserve or lot.opening_price, lot.estimate_low)
    assert (lot.last_bid is not None) == (lot.stage.kind in ("sold", "reserve_not_met"))
    if lot.last_bid is not None:
        assert lot.last_bid >= lot.opening_price
        met = lot.reserve is None or lot.last_bid >= lot.reserve
        assert met == (lot.stage.kind == "sold")


@by_key
def test_a_stage_starts_before_it_ends_and_says_where_it_stands(lot: Lot) -> None:
    now, stage = timedelta(0), lot.stage
    assert stage.starts < stage.ends
    assert {
        "live": stage.starts < now < stage.ends,
        "coming": now < stage.starts,
        "sold": stage.ends < now,
        "reserve_not_met": stage.ends < now,
        "no_bids": stage.ends < now,
    }[stage.kind]


def test_the_stages_are_spread_as_a_busy_house_would_have_them() -> None:
    kinds = Counter(lot.stage.kind for lot in LOTS)
    left = [lot.stage.ends for lot in LOTS if lot.stage.kind == "live"]
    soon = [time for time in left if time <= timedelta(minutes=40)]
    hours = [time for time in left if timedelta(minutes=40) < time <= timedelta(hours=30)]
    assert len(soon) >= 8
    assert min(soon) >= timedelta(minutes=3)
    assert len(hours) >= 14
    assert len(left) - len(soon) - len(hours) >= 14
    assert (kinds["coming"], kinds["sold"], kinds["reserve_not_met"], kinds["no_bids"]) == (
        8, 5, 2, 1,
    )  # fmt: skip


@by_key
def test_the_place_of_a_lot_is_one_place(lot: Lot) -> None:
    place = lot.place
    assert place.city
    assert place.district
    assert len(place.postal_code) == 9
    assert place.postal_code[5] == "-"
    assert place.postal_code.startswith(CEP[place.state])


@by_key
def test_a_lot_is_described_in_paragraphs_and_its_condition_told(lot: Lot) -> None:
    assert 2 <= len(lot.description.split("\n\n")) <= 4
    assert len(lot.description) > 150
    assert len(lot.condition) > 40


def test_judicial_lots_carry_a_valid_case_number() -> None:
    judicial = [lot.judicial for lot in LOTS if lot.judicial]
    assert 1 <= len(judicial) <= 2
    for case in judicial:
        number, rest = case.case_number.split("-")
        check, tail = rest.split(".", 1)
        assert int(number + tail.replace(".", "") + check) % 97 == 1
        assert all((case.court, case.division, case.judge, case.plaintiff, case.defendant))
