"""A seller chooses the photos of a lot; two tabs, a full disk and strangers make no difference."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest

from services.errors import (
    BadField,
    DomainError,
    NoRoomForPhotos,
    NotFound,
    PhotoRefused,
    PhotosBusy,
)
from services.photos.darkroom import Darkroom
from services.photos.prints import MASTER
from services.views import MOST_PHOTOS
from tests.forms import picture
from tests.house import House
from tests.photos import draft_of


class Seller:
    """Somebody with a draft."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.person = house.person("seller")
        self.draft = draft_of(house, self.person)
        self.photos = house.studio.lots

    def adds(self, *contents: bytes) -> list[Any]:
        """Send photos at the same time; gives numbers and refusals."""

        async def send() -> list[Any]:
            return await asyncio.gather(
                *(self.photos.add(self.person, self.draft, BytesIO(one)) for one in contents),
                return_exceptions=True,
            )

        return asyncio.run(send())

    def turns(self, image: int) -> None:
        asyncio.run(self.photos.turn(self.person, self.draft, image))

    @property
    def asked(self) -> tuple[int, int]:
        return self.person, self.draft

    def order(self) -> list[int]:
        return [one.image_id for one in self.photos.photos(*self.asked).photos]

    def principal(self) -> list[int]:
        return [one.image_id for one in self.photos.photos(*self.asked).photos if one.principal]


@pytest.fixture
def seller(house: House) -> Seller:
    return Seller(house)


def three(seller: Seller) -> Sequence[int]:
    return [seller.adds(picture())[0] for _ in range(3)]


def test_photos_come_in_order_and_the_first_is_the_principal_one(seller: Seller) -> None:
    first, second, third = three(seller)
    assert seller.order() == [first, second, third]
    assert seller.principal() == [first]
    shown = seller.photos.photos(*seller.asked).photos[0].photo
    assert (shown.width, shown.height, shown.alt) == (60, 40, "")
    assert len(seller.house.album.kept) == 3


def test_two_tabs_send_no_more_than_twenty(seller: Seller) -> None:
    seller.adds(*[picture()] * (MOST_PHOTOS - 2))
    told = seller.adds(*[picture()] * 6)
    refused = [one for one in told if isinstance(one, PhotoRefused)]
    assert [one.reason for one in refused] == ["full"] * 4
    assert len(seller.order()) == MOST_PHOTOS
    assert len(seller.house.album.kept) == MOST_PHOTOS, "what was refused left files"


def test_the_twenty_first_is_refused_under_the_draft_s_lock(
    seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seller.photos, "_admit", lambda *_: None)
    told = seller.adds(*[picture()] * (MOST_PHOTOS + 3))
    assert sum(isinstance(one, PhotoRefused) for one in told) == 3
    assert len(seller.order()) == len(seller.house.album.kept) == MOST_PHOTOS


def test_photos_are_moved_and_the_principal_one_stays_it(seller: Seller) -> None:
    first, second, third = three(seller)
    assert seller.photos.place(*seller.asked, third, 0) == 0
    assert seller.photos.place(*seller.asked, first, 99) == 2
    assert seller.order() == [third, second, first]
    assert seller.principal() == [first]
    seller.photos.make_principal(*seller.asked, second)
    assert seller.principal() == [second]
    assert seller.order() == [third, second, first]


def test_what_is_taken_out_comes_back_as_it_was(seller: Seller) -> None:
    first, second, third = three(seller)
    seller.photos.describe(*seller.asked, second, "  Frente\n do carro ")
    seller.photos.remove(*seller.asked, first)
    seller.photos.remove(*seller.asked, second)
    assert seller.order() == seller.principal() == [third]
    dropped = seller.photos.photos(*seller.asked).dropped
    assert [one.photo.alt for one in dropped] == ["Frente do carro", ""]
    back = seller.photos.take_back(*seller.asked, dropped[0].image_id)
    assert seller.order() == [back, third]
    again = seller.photos.photos(*seller.asked)
    assert again.photos[0].photo.alt == "Frente do carro"
    with pytest.raises(PhotoRefused, match="photo_refused"):
        seller.photos.take_back(*seller.asked, dropped[0].image_id)
    seller.house.told.goes_on(601)
    assert not seller.photos.photos(*seller.asked).dropped
    with pytest.raises(PhotoRefused):
        seller.photos.take_back(*seller.asked, dropped[1].image_id)


def test_a_turned_photo_has_another_address_and_the_same_master(seller: Seller) -> None:
    (image,) = seller.adds(picture())
    before = seller.photos.photos(*seller.asked).photos[0].photo
    seller.photos.describe(*seller.asked, image, "Frente")
    seller.turns(image)
    after = seller.photos.photos(*seller.asked).photos[0].photo
    assert (after.width, after.height, after.alt) == (40, 60, "Frente")
    assert after.url != before.url
    masters = {prints[MASTER] for prints in seller.house.album.kept.values()}
    assert len(masters) == 1
    for _ in range(3):
        seller.turns(image)
    assert seller.house.one("select turns from images") == 0
    assert seller.photos.photos(*seller.asked).photos[0].photo.width == 60
    assert not seller.photos.photos(*seller.asked).dropped, "nothing was taken out"


def test_words_say_what_there_is_to_see_and_no_contacts(seller: Seller) -> None:
    (image,) = seller.adds(picture())
    seller.photos.describe(*seller.asked, image, "Ligue (11) 98765-4321\0 " + "x" * 400)
    said = seller.photos.photos(*seller.asked).photos[0].photo.alt
    assert said.startswith("Ligue •••")
    assert len(said) <= 200


def test_what_is_no_photo_leaves_nothing_behind(seller: Seller) -> None:
    (told,) = seller.adds(b"<svg onload='alert(1)'/>")
    assert isinstance(told, BadField)
    assert not seller.order()
    assert not seller.house.album.kept


def test_where_there_is_no_room_that_is_said(seller: Seller) -> None:
    seller.house.album.full = True
    (told,) = seller.adds(picture())
    assert isinstance(told, NoRoomForPhotos)
    assert not seller.order()


def test_too_many_photos_at_once_are_told_to_come_back() -> None:
    room = Darkroom(hands=1, most_waiting=2)

    async def crowd() -> list[Any]:
        work = [room.run(picture, "JPEG", (900, 900)) for _ in range(4)]
        return await asyncio.gather(*work, return_exceptions=True)

    told = asyncio.run(crowd())
    room.close()
    assert sum(isinstance(one, PhotosBusy) for one in told) == 2


def test_a_draft_is_its_owner_s_alone_and_closed_once_published(seller: Seller) -> None:
    (image,) = seller.adds(picture())
    stranger = seller.house.person("stranger")
    photos, draft = seller.photos, seller.draft
    acts = [
        lambda who: photos.photos(who, draft),
        lambda who: photos.describe(who, draft, image, "x"),
        lambda who: photos.place(who, draft, image, 0),
        lambda who: photos.make_principal(who, draft, image),
        lambda who: asyncio.run(photos.turn(who, draft, image)),
        lambda who: asyncio.run(photos.add(who, draft, BytesIO(picture()))),
        lambda who: photos.remove(who, draft, image),
        lambda who: photos.take_back(who, draft, 1),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act(stranger)
    seller.house.change("update drafts set published_at = now()")
    for act in acts[1:]:
        with pytest.raises(NotFound):
            act(seller.person)
    assert len(seller.house.album.kept) == 1


def test_a_photo_of_another_draft_is_not_there(seller: Seller) -> None:
    (image,) = seller.adds(picture())
    other = draft_of(seller.house, seller.person)
    for act in (
        lambda: seller.photos.describe(seller.person, other, image, "x"),
        lambda: seller.photos.remove(seller.person, other, image),
        lambda: seller.photos.place(seller.person, other, image, 0),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "photo_refused"


def test_prints_of_a_draft_are_its_owner_s_and_of_a_lot_everybody_s(seller: Seller) -> None:
    """ASVS 3.5.8."""
    seller.adds(picture())
    album = seller.house.studio.album
    key = seller.photos.photos(*seller.asked).photos[0].photo.url.split("/")[2]
    assert not album.print_of(key, "480.webp", seller.person).public
    for who in (None, seller.house.person("stranger")):
        with pytest.raises(NotFound):
            album.print_of(key, "480.webp", who)
    lot = seller.house.lot(seller.person)
    seller.house.change("update images set product_id = :lot, draft_id = null", lot=lot)
    shown = album.print_of(key, "960.jpg", None)
    assert (shown.public, shown.kind, shown.content[:2]) == (True, "image/jpeg", b"\xff\xd8")
    for name in ("master.jpg", "480.png", "480", "../480.webp", "481.webp", ""):
        with pytest.raises(NotFound):
            album.print_of(key, name, None)
    assert album.picture_of(f"/photos/{key}/1920.webp")[:2] == b"\xff\xd8"
    assert album.picture_of("/photos/nobody/1920.webp") == b""
