"""A photo is shown in the size that fits, with its room kept, and to messengers as a JPEG."""

from __future__ import annotations

from dataclasses import replace

from components.gallery import gallery
from components.room import lot_head
from services.photos.showing import photo
from services.views import Photo
from tests.components.test_room import view

SENT = photo("/photos/" + "ab" * 16, 'Frente "nova" <b>', 1280, 1920)
DEMO = photo("/static/demo/a-1", "Sedã")


def test_a_sent_photo_has_its_widths_in_both_formats() -> None:
    base = "/photos/" + "ab" * 16
    assert SENT.srcset == (f"{base}/480.webp 320w, {base}/960.webp 640w, {base}/1920.webp 1280w")
    assert SENT.jpeg_srcset.endswith(f"{base}/1920.jpg 1280w")
    assert SENT.plain == f"{base}/960.jpg"
    small = photo("/photos/" + "ab" * 16, "", 700, 350)
    assert small.srcset == f"{base}/480.webp 480w, {base}/960.webp 700w"


def test_a_picture_of_the_demonstration_has_its_two_files() -> None:
    assert DEMO.srcset == "/static/demo/a-1-480.webp 480w, /static/demo/a-1.webp 1280w"
    assert (DEMO.jpeg_srcset, DEMO.plain) == ("", "/static/demo/a-1.webp")


def test_the_first_photo_comes_first_and_the_others_wait() -> None:
    drawn = gallery([SENT, DEMO], title="Lote")
    sent, demo = drawn.split("gallery__slide")[1:3]
    assert '<source type="image/webp" srcset="/photos/' in sent
    assert 'fetchpriority="high"' in sent
    assert 'loading="lazy"' not in sent
    assert 'width="1280" height="1920"' in sent
    assert "Frente &#34;nova&#34; &lt;b&gt;" in sent
    assert 'href="/photos/' + "ab" * 16 + '/1920.webp"' in sent, "the largest is looked at closely"
    assert 'loading="lazy"' in demo
    assert "<source" not in demo


def test_messengers_are_shown_the_photo_and_else_the_card() -> None:
    def told(*photos: Photo) -> str:
        seen = view()
        return lot_head(replace(seen, lot=replace(seen.lot, photos=photos)), "https://casa.example")

    sent = told(SENT, DEMO)
    address = f"https://casa.example/photos/{'ab' * 16}/960.jpg"
    assert f'property="og:image" content="{address}"' in sent
    assert 'property="og:image:type" content="image/jpeg"' in sent
    assert 'property="og:image:width" content="640"' in sent
    assert 'property="og:image:height" content="960"' in sent
    for others in ((DEMO, SENT), ()):
        assert "/card.png?v=" in told(*others)
