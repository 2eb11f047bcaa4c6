"""A person's photo is made anew, replaces the one before, and leaves no file behind."""

from io import BytesIO

import pytest
from PIL import Image

from services.errors import BadField, NotFound
from tests.house import House


def picture(colour: str = "teal") -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 200), colour).save(out, "PNG")
    return out.getvalue()


def test_a_new_photo_takes_the_place_of_the_one_before(house: House) -> None:
    ana = house.person("ana")
    with pytest.raises(NotFound):
        house.portraits.read(ana)
    house.portraits.change(ana, picture())
    first = house.portraits.read(ana)
    with Image.open(BytesIO(first)) as shown:
        assert (shown.format, shown.size) == ("WEBP", (512, 512))
    house.portraits.change(ana, picture("red"))
    assert house.portraits.read(ana) != first
    assert len(house.album.kept) == 1
    assert house.profile.profile(ana).has_photo
    house.portraits.remove(ana)
    house.portraits.remove(ana)
    assert house.album.kept == {}
    assert not house.profile.profile(ana).has_photo


@pytest.mark.parametrize("content", [b"", b"<svg onload='x()'/>", b"GIF89a", b"\x89PNG\r\n\x1a\n"])
def test_asvs_5_2_2_what_is_no_photo_changes_nothing(house: House, content: bytes) -> None:
    ana = house.person("ana")
    house.portraits.change(ana, picture())
    before = house.portraits.read(ana)
    with pytest.raises(BadField):
        house.portraits.change(ana, content)
    assert house.portraits.read(ana) == before


def test_nobodys_photo_leaves_no_file(house: House) -> None:
    with pytest.raises(NotFound):
        house.portraits.change(99, picture())
    assert house.album.kept == {}
