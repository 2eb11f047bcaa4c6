"""The picture that messengers show of a lot's address: its name, photo and place, no price."""

from __future__ import annotations

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

SIZE = (1200, 630)
_FONTS = Path(__file__).resolve().parent.parent / "documents" / "fonts"
_PAPER, _INK, _MUTED, _MARK, _LINE = "#ffffff", "#131a29", "#4a566b", "#0b4a84", "#dde3ec"
_PHOTO = (680, 630)
_LEFT, _RIGHT = 728, 1152
_TITLE_LINES = 5
_KEPT = 32
_COLOURS = 255


@lru_cache(maxsize=_KEPT)
def draw_card(house: str, kicker: str, title: str, lines: tuple[str, ...], photo: bytes) -> bytes:
    """Draw the card as PNG, 1200 by 630; without a photo that opens, with the house's mark alone.

    The latest are kept, so that a messenger which asks again waits for nothing.
    """
    kicker, title = _drawable(kicker), _drawable(title)
    lines = tuple(_drawable(line) for line in lines)
    card = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(card)
    picture = _picture(photo)
    if picture is not None:
        card.paste(picture, (0, 0))
    else:
        pen.rectangle((0, 0, _PHOTO[0], _PHOTO[1]), fill=_MARK)
        _hammer(pen, (_PHOTO[0] // 2, _PHOTO[1] // 2))
    pen.text((_LEFT, 56), _cut(kicker.upper(), _font(22, bold=True)), _MARK, _font(22, bold=True))
    at = 104
    for line in _wrapped(title, _font(42, bold=True), _TITLE_LINES):
        pen.text((_LEFT, at), line, _INK, _font(42, bold=True))
        at += 53
    at += 22
    for line in lines:
        pen.text((_LEFT, at), _cut(line, _font(26)), _MUTED, _font(26))
        at += 40
    pen.line((_LEFT, 548, _RIGHT, 548), fill=_LINE, width=2)
    pen.text((_LEFT, 566), _cut(house, _font(28, bold=True)), _INK, _font(28, bold=True))
    few = card.quantize(_COLOURS, dither=Image.Dither.FLOYDSTEINBERG)
    file = BytesIO()
    few.save(file, "PNG", optimize=True)
    return file.getvalue()


def _drawable(words: str) -> str:
    """Leave out what has no shape: signs that steer, and what is no letter at all."""
    return "".join(sign for sign in words if sign.isprintable())


def _picture(photo: bytes) -> Image.Image | None:
    try:
        with Image.open(BytesIO(photo)) as opened:
            return ImageOps.fit(opened.convert("RGB"), _PHOTO, Image.Resampling.LANCZOS)
    except (UnidentifiedImageError, OSError, ValueError):
        return None


def _hammer(pen: ImageDraw.ImageDraw, at: tuple[int, int]) -> None:
    x, y = at
    pen.rounded_rectangle((x - 90, y - 120, x + 90, y - 30), 16, fill=_PAPER)
    pen.rounded_rectangle((x - 14, y - 30, x + 14, y + 90), 10, fill=_PAPER)
    pen.rounded_rectangle((x - 110, y + 110, x + 110, y + 134), 12, fill=_PAPER)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, most: int) -> list[str]:
    lines = [""]
    words = text.split()
    while words:
        word = words.pop(0)
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.getlength(longer) <= _RIGHT - _LEFT:
            lines[-1] = longer
        elif len(lines) == most:
            lines[-1] = _cut(" ".join([lines[-1], word, *words]), font)
            break
        else:
            lines.append(word)
    return [_cut(line, font) for line in lines]


def _cut(text: str, font: ImageFont.FreeTypeFont) -> str:
    if font.getlength(text) <= _RIGHT - _LEFT:
        return text
    while text and font.getlength(f"{text}…") > _RIGHT - _LEFT:
        text = text[:-1]
    return f"{text.rstrip(' ,.')}…"


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    file = _FONTS / f"inter-{'bold' if bold else 'regular'}.ttf"
    # Signs one after the other: the layout of all scripts fails on some that steer the direction.
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
