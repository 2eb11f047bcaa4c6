"""What was sent as a lot's photo is refused in words, or becomes prints with nothing in them."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from components.words import knows, say, speak
from services.errors import BadField
from services.photos.prints import CARD_BYTES, MASTER, SIZES, Prints, develop, turned
from tests.forms import picture
from tests.photos import MARK, REFUSED, harmless, with_place

NAMES = {f"{size}.{ending}" for size in SIZES for ending in ("webp", "jpg")}
HARMLESS = harmless()


def seen(prints: Prints, name: str) -> Image.Image:
    with Image.open(BytesIO(prints.files[name])) as image:
        image.load()
        return image


def colour_at(image: Image.Image, x: float, y: float) -> tuple[int, int, int]:
    red, green, blue = image.convert("RGB").getpixel(  # type: ignore[misc]
        (int(x * image.width), int(y * image.height))
    )
    return red, green, blue


@pytest.mark.parametrize("which", REFUSED)
def test_what_is_no_photo_is_refused_in_words(which: str) -> None:
    """ASVS 1.3.4, 5.2.1, 5.2.2, 5.2.3, 5.2.6; A18."""
    content, why = REFUSED[which]
    with pytest.raises(BadField) as refused:
        develop(content)
    assert refused.value.problem == f"photo.{why}"
    for language in ("pt-BR", "en"):
        speak(language)
        assert knows(refused.value.message_key)
        assert say(refused.value.message_key, **refused.value.values)


@pytest.mark.parametrize("which", HARMLESS)
def test_a_photo_is_made_anew_and_nothing_else_of_its_file_is_kept(which: str) -> None:
    """A18: no place, no profile, no comment, no second content in any print."""
    prints = develop(HARMLESS[which])
    assert set(prints.files) == NAMES | {MASTER}
    for name, content in prints.files.items():
        assert MARK not in content, name
        assert b"<script" not in content
        image = seen(prints, name)
        assert image.format == ("WEBP" if name.endswith("webp") else "JPEG")
        assert image.mode == "RGB"
        assert not image.getexif()
        assert "icc_profile" not in image.info
        assert getattr(image, "n_frames", 1) == 1


def test_a_photo_stands_as_the_camera_was_held() -> None:
    prints = develop(with_place())
    assert (prints.width, prints.height) == (400, 600)
    for name in ("480.webp", "960.jpg"):
        top, bottom = (colour_at(seen(prints, name), 0.5, y) for y in (0.1, 0.9))
        assert top[0] > 150 > top[2], name
        assert bottom[2] > 150 > bottom[0], name


def test_a_print_has_its_size_and_a_small_photo_is_not_made_larger() -> None:
    large = develop(picture(size=(3000, 2000)))
    assert (large.width, large.height) == (1920, 1280)
    assert [seen(large, f"{size}.jpg").size for size in SIZES] == [
        (480, 320),
        (960, 640),
        (1920, 1280),
    ]
    small = develop(picture(size=(700, 350)))
    assert [seen(small, f"{size}.webp").width for size in SIZES] == [480, 700, 700]


def test_a_card_is_light_however_much_there_is_to_see() -> None:
    noise = Image.effect_noise((1200, 900), 90)
    image = Image.merge("RGB", (noise, noise.rotate(180), noise.rotate(90).resize(noise.size)))
    out = BytesIO()
    image.save(out, "PNG")
    assert len(develop(out.getvalue()).files["480.webp"]) <= CARD_BYTES


@pytest.mark.parametrize(
    ("which", "expected"),
    [("palette", (255, 255, 255)), ("sixteen-bits", (127, 127, 127)), ("one-bit", None)],
)
def test_colours_are_what_people_see(which: str, expected: tuple[int, int, int] | None) -> None:
    image = seen(develop(HARMLESS[which]), "480.jpg")
    if expected is None:
        assert {colour_at(image, 0.5, 0.02)[0] < 90, colour_at(image, 0.5, 0.98)[0] > 160} == {True}
    else:
        assert all(
            abs(a - b) < 12 for a, b in zip(colour_at(image, 0.5, 0.5), expected, strict=True)
        )


def test_a_turn_is_clockwise_and_made_from_the_master() -> None:
    prints = develop(picture(size=(600, 400)))  # red to the left, blue to the right
    once = turned(prints.files[MASTER], 1)
    assert (once.width, once.height) == (400, 600)
    assert once.files[MASTER] == prints.files[MASTER]
    assert colour_at(seen(once, "480.webp"), 0.5, 0.1)[0] > 150
    twice = turned(once.files[MASTER], 2)
    assert colour_at(seen(twice, "480.webp"), 0.1, 0.5)[2] > 150
    back = turned(twice.files[MASTER], 0)
    assert colour_at(seen(back, "480.webp"), 0.1, 0.5)[0] > 150
