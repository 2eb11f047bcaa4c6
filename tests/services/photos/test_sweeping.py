"""Photos nobody will see again are let go of, and no others."""

from __future__ import annotations

import asyncio
from io import BytesIO

from tests.forms import picture
from tests.house import House
from tests.photos import draft_of

DAY = 86_400


def a_photo(house: House, person: int, draft: int) -> int:
    return asyncio.run(house.studio.lots.add(person, draft, BytesIO(picture())))


def test_what_was_taken_out_goes_after_a_day(house: House) -> None:
    seller = house.person("seller")
    draft = draft_of(house, seller)
    a_photo(house, seller, draft)
    house.studio.lots.remove(seller, draft, a_photo(house, seller, draft))
    house.told.goes_on(DAY - 60)
    house.studio.sweep.forget_old()
    assert len(house.album.kept) == 2
    house.told.goes_on(120)
    house.studio.sweep.forget_old()
    assert len(house.album.kept) == 1
    assert house.one("select count(*) from dropped_images") == 0


def test_a_draft_abandoned_for_thirty_days_loses_its_photos(house: House) -> None:
    seller = house.person("seller")
    touched, left = draft_of(house, seller), draft_of(house, seller)
    image = a_photo(house, seller, touched)
    a_photo(house, seller, left)
    house.told.goes_on(20 * DAY)
    house.studio.lots.describe(seller, touched, image, "Frente")
    house.told.goes_on(11 * DAY)
    house.studio.sweep.forget_old()
    assert house.one("select array_agg(draft_id) from images") == [touched]
    house.told.goes_on(DAY + 60)
    house.studio.sweep.forget_old()
    assert len(house.album.kept) == 1


def test_a_photo_that_another_lot_shows_too_stays(house: House) -> None:
    seller = house.person("seller")
    draft = draft_of(house, seller)
    image = a_photo(house, seller, draft)
    again = "insert into images (image, alt, product_id) select image, alt, :lot from images"
    house.change(again, lot=house.lot(seller))
    house.studio.lots.remove(seller, draft, image)
    house.told.goes_on(DAY + 60)
    house.studio.sweep.forget_old()
    assert len(house.album.kept) == 1
    assert house.one("select count(*) from dropped_images") == 0


def test_files_of_no_row_go_and_a_deleted_draft_s_with_them(house: House) -> None:
    seller = house.person("seller")
    house.portraits.change(seller, picture())
    kept, deleted = draft_of(house, seller), draft_of(house, seller)
    a_photo(house, seller, kept)
    a_photo(house, seller, deleted)
    house.studio.lots.remove(seller, deleted, a_photo(house, seller, deleted))
    house.change("delete from images where draft_id = :draft", draft=deleted)
    house.change("delete from drafts where draft_id = :draft", draft=deleted)
    house.album.keep({"480.webp": b"kept, and then the process died"})
    assert house.studio.sweep.drop_unknown() == 2
    assert len(house.album.kept) == 3


def test_a_store_that_is_away_is_asked_again(house: House) -> None:
    seller = house.person("seller")
    draft = draft_of(house, seller)
    house.studio.lots.remove(seller, draft, a_photo(house, seller, draft))
    house.told.goes_on(DAY + 60)
    house.album.away = True
    house.studio.sweep.forget_old()
    assert house.one("select count(*) from dropped_images") == 1
    house.album.away = False
    house.studio.sweep.forget_old()
    assert not house.album.kept
