"""The picture of a lot is drawn from what is there, whatever its title is, and is light."""

from io import BytesIO

import pytest
from PIL import Image

from services.catalogue.card import draw_card


def photo(colour: str = "#336699") -> bytes:
    file = BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "WEBP")
    return file.getvalue()


@pytest.mark.parametrize(
    "title", ["Sedã", "Cronógrafo em ouro 18k, mostrador preto, pulseira de couro " * 6, "W" * 300]
)
def test_it_has_the_size_messengers_want_and_nothing_leaves_it(title: str) -> None:
    with Image.open(BytesIO(draw_card("Martelo", "Joias", title, ("Recife, PE",), b""))) as card:
        assert (card.format, card.size) == ("PNG", (1200, 630))
        edge = card.convert("RGB").crop((1160, 0, 1200, 630))
        assert edge.getcolors() == [(40 * 630, edge.getpixel((0, 0)))]


def test_the_photo_is_in_it_and_a_broken_one_is_not() -> None:
    with Image.open(BytesIO(draw_card("M", "K", "T", (), photo()))) as card:
        red, green, blue = card.convert("RGB").getpixel((200, 300))  # type: ignore[misc]
        assert blue > green > red
    assert draw_card("M", "K", "T", (), b"nada") == draw_card("M", "K", "T", (), b"")


def test_what_was_drawn_is_kept() -> None:
    once = draw_card("Martelo", "Joias", "Anel", (), b"")
    assert draw_card("Martelo", "Joias", "Anel", (), b"") is once
    assert len(draw_card("Martelo", "Joias", "Anel", (), photo())) < 300_000


def test_signs_without_a_shape_are_left_out() -> None:
    """Some made the layout of the text fail."""
    plain = draw_card("Martelo", "Joias", "Anel", ("Recife, PE",), b"")
    odd = "\u202eAnel\u200b\ufeff\u2066\x00"
    assert draw_card("Martelo", "\u202eJoias", odd, ("Recife, PE\u2029",), b"") == plain
