"""Flat pictures for surfaces: dials, screens, painted canvases; 512 pixels square."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Bitmap = NDArray[np.uint8]
SIDE, DRAW = 512, 1024
ROMAN = ("XII", "I", "II", "III", "IIII", "V", "VI", "VII", "VIII", "IX", "X", "XI")


def _done(image: Image.Image) -> Bitmap:
    return np.asarray(image.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS))


def _sunburst(colour: str) -> Image.Image:
    """A brushed dial: light fans out from the centre."""
    base = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)
    y, x = np.mgrid[-1 : 1 : DRAW * 1j, -1 : 1 : DRAW * 1j]
    fan = 1.0 + 0.30 * np.cos(2 * (np.arctan2(y, x) - 0.9)) - 0.22 * np.hypot(x, y)
    return Image.fromarray(np.clip(base * fan[..., None], 0, 255).astype(np.uint8))


def _spot(turn: float, radius: float) -> tuple[float, float]:
    a = math.radians(turn)
    return DRAW / 2 + radius * DRAW / 2 * math.sin(a), DRAW / 2 - radius * DRAW / 2 * math.cos(a)


def _word(
    draw: ImageDraw.ImageDraw, turn: float, radius: float, text: str, size: int, ink: str
) -> None:
    draw.text(_spot(turn, radius), text, fill=ink, font=ImageFont.load_default(size), anchor="mm")


def dial(colour: str, ink: str, *, kind: str = "batons", counters: bool = False) -> Bitmap:
    """A watch dial without its hands."""
    image = Image.new("RGB", (DRAW, DRAW), colour) if kind == "roman" else _sunburst(colour)
    draw = ImageDraw.Draw(image)
    for i in range(60):
        draw.line(
            [_spot(i * 6, 0.95), _spot(i * 6, 0.915 if i % 5 else 0.89)],
            fill=ink,
            width=4 if i % 5 else 7,
        )
    if kind == "roman":
        for i, text in enumerate(ROMAN):
            _word(draw, i * 30, 0.74, text, 112, ink)
        draw.ellipse([*_sub(180, 0.42, 0.21)], outline=ink, width=4)
        for i in range(12):
            a, b = _spot(180, 0.42)
            t = math.radians(i * 30)
            draw.line(
                [
                    a + 88 * math.sin(t),
                    b - 88 * math.cos(t),
                    a + 102 * math.sin(t),
                    b - 102 * math.cos(t),
                ],
                fill=ink,
                width=4,
            )
    if counters:
        for turn in (90, 180, 270):
            draw.ellipse([*_sub(turn, 0.45, 0.22)], fill="#2a2c30", outline=ink, width=5)
            a, b = _spot(turn, 0.45)
            for i in range(12):
                t = math.radians(i * 30)
                draw.line(
                    [
                        a + 88 * math.sin(t),
                        b - 88 * math.cos(t),
                        a + 104 * math.sin(t),
                        b - 104 * math.cos(t),
                    ],
                    fill=ink,
                    width=4,
                )
            t = math.radians(turn + 70)
            draw.line([a, b, a + 80 * math.sin(t), b - 80 * math.cos(t)], fill=ink, width=7)
    if kind == "batons":
        _word(draw, 0, 0.42, "MONTE ALVO", 42, ink)
        _word(draw, 180, 0.36, "25 RUBIS", 30, ink)
    if kind == "diver":
        _word(draw, 180, 0.34, "200 m", 40, ink)
    return _done(image)


def _sub(turn: float, radius: float, size: float) -> tuple[float, float, float, float]:
    x, y = _spot(turn, radius)
    r = size * DRAW / 2
    return x - r, y - r, x + r, y + r


def desktop(kind: str) -> Bitmap:
    """What a lit screen shows: soft hills at dusk, or a colour chart."""
    y, x = np.mgrid[0 : 1 : DRAW * 1j, 0 : 1 : DRAW * 1j]
    sky = np.stack([40 + 190 * y**1.5, 70 + 80 * y, 130 + 30 * (1 - y)], axis=-1)
    for i in range(5):
        crest = (
            0.45 + 0.11 * i + 0.07 * np.sin(x * (5 + 2 * i) + i * 2.1) + 0.03 * np.sin(x * 17 + i)
        )
        shade = np.array([90 - 15 * i, 74 - 11 * i, 110 - 17 * i])
        sky = np.where((y > crest)[..., None], shade, sky)
    image = Image.fromarray(np.clip(sky, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    if kind == "chart":
        colours = (
            "#c23b34",
            "#d9822b",
            "#e3c33b",
            "#5a9c46",
            "#3179b5",
            "#6f4a94",
            "#f2f2f0",
            "#c4c4c4",
            "#8e8e8e",
            "#5c5c5c",
            "#333333",
            "#0d0d0d",
        )
        draw.rectangle([560, 240, 980, 820], fill="#2b2d31")
        for i, c in enumerate(colours):
            px, py = 590 + 125 * (i % 3), 275 + 132 * (i // 3)
            draw.rectangle([px, py, px + 108, py + 114], fill=c)
    else:
        draw.rounded_rectangle([70, 120, 520, 560], 16, fill="#f4f5f6")
        for i in range(7):
            draw.rounded_rectangle(
                [105, 180 + 50 * i, 300 + 37 * (i * 5 % 6), 198 + 50 * i], 8, fill="#b9c0c8"
            )
        draw.rounded_rectangle([280, 940, 744, 1000], 20, fill="#dfe3e8")
        for i in range(7):
            draw.rounded_rectangle(
                [305 + 61 * i, 948, 350 + 61 * i, 992],
                10,
                fill=("#2b7de0", "#e0912b", "#4a9c5b")[i % 3],
            )
    return _done(image)


def canvas(kind: str) -> Bitmap:
    """A painting, with the marks of the brush."""
    rng = np.random.default_rng(len(kind))
    if kind == "geometric":
        image = Image.new("RGB", (DRAW, DRAW), "#e8dfc9")
        draw = ImageDraw.Draw(image)
        for box, c in (
            ((90, 110, 430, 640), "#b3261e"),
            ((380, 60, 640, 330), "#1d3f7a"),
            ((470, 420, 930, 600), "#c88f2c"),
            ((610, 200, 900, 470), "#1b1a1c"),
            ((200, 560, 560, 900), "#28539b"),
            ((640, 640, 860, 950), "#a92a22"),
            ((120, 720, 330, 950), "#cfa24a"),
            ((560, 540, 700, 760), "#f1ead9"),
        ):
            draw.rectangle(box, fill=c)
    elif kind == "hills":
        y, x = np.mgrid[0 : 1 : DRAW * 1j, 0 : 1 : DRAW * 1j]
        art = np.stack([235 - 70 * (1 - y), 190 - 40 * (1 - y) - 30 * y, 140 + 50 * (1 - y)], -1)
        sun = np.exp(-(((x - 0.66) ** 2 + (y - 0.36) ** 2) / 0.006))
        art += sun[..., None] * np.array([40, 50, 40])
        for i in range(6):
            f = 3 + 1.7 * i
            crest = (
                0.36
                + 0.10 * i
                + 0.09 * np.sin(x * f + i * 1.7) * (1 - i / 9)
                + 0.025 * np.sin(x * f * 3.1 + i)
            )
            tone = np.array([132 - 17 * i, 122 - 12 * i, 160 - 22 * i])
            art = np.where((y > crest)[..., None], tone + 24 * (y - crest)[..., None], art)
        image = Image.fromarray(np.clip(art, 0, 255).astype(np.uint8))
    else:
        y, x = np.mgrid[0 : 1 : DRAW * 1j, 0 : 1 : DRAW * 1j]
        art = np.stack([180 + 30 * y, 205 + 20 * y, 222 - 10 * y], -1)
        wave = 12 * np.sin(y * 160 + 4 * np.sin(x * 9)) * (y - 0.3)
        sea = np.stack([38 + 60 * (y - 0.4), 120 + 40 * (y - 0.4) + wave, 128 + wave], -1)
        art = np.where((y > 0.42)[..., None], sea, art)
        shore = 0.80 + 0.04 * np.sin(x * 5)
        art = np.where((y > shore - 0.02)[..., None], np.array([232, 228, 214]), art)
        art = np.where(
            (y > shore)[..., None], np.array([214, 186, 138]) - 40 * (y - shore)[..., None], art
        )
        image = Image.fromarray(np.clip(art, 0, 255).astype(np.uint8))
        draw = ImageDraw.Draw(image)
        for bx, by, s in ((330, 640, 1.0), (700, 520, 0.6)):
            draw.polygon(
                [
                    (bx - 110 * s, by),
                    (bx + 120 * s, by),
                    (bx + 90 * s, by + 22 * s),
                    (bx - 90 * s, by + 22 * s),
                ],
                fill="#6a4327",
            )
            draw.polygon(
                [
                    (bx - 20 * s, by - 10 * s),
                    (bx + 10 * s, by - 330 * s),
                    (bx + 130 * s, by - 40 * s),
                ],
                fill="#f3eee0",
            )
            draw.line(
                [bx - 20 * s, by, bx + 12 * s, by - 340 * s], fill="#4d3120", width=int(8 * s)
            )
    painted = _brushed(image, rng, 0.3 if kind == "geometric" else 1.0)
    if kind == "geometric":
        for line in (60, 455, 960):
            ImageDraw.Draw(painted).line([line, 30, line, 990], fill="#1b1a1c", width=10)
    return _done(painted)


def _brushed(image: Image.Image, rng: np.random.Generator, reach: float) -> Image.Image:
    """Break flat colour into strokes."""
    source = image.filter(ImageFilter.GaussianBlur(2))
    out = image.copy()
    draw = ImageDraw.Draw(out)
    pixels = np.asarray(source).astype(int)
    for _ in range(9000):
        x, y = int(rng.integers(0, DRAW)), int(rng.integers(0, DRAW))
        shift = rng.normal(0, 9, 3)
        r, g, b = (int(v) for v in np.clip(pixels[y, x] + shift, 0, 255))
        long, tilt = reach * rng.uniform(10, 34), rng.uniform(-0.35, 0.35)
        draw.line(
            [x, y, x + long * math.cos(tilt), y + long * math.sin(tilt)],
            fill=(r, g, b),
            width=int(rng.integers(3, 8)),
        )
    return out.filter(ImageFilter.GaussianBlur(0.8))


def porcelain() -> Bitmap:
    """Cobalt bands, petals and leaves to wrap round a vase."""
    image = Image.new("RGB", (DRAW, DRAW), "#edf0f2")
    draw = ImageDraw.Draw(image)
    ink, pale = "#1f3d8a", "#5b78bd"
    for y, w in ((70, 10), (100, 26), (330, 12), (352, 6), (760, 12), (740, 6), (960, 30)):
        draw.line([0, y, DRAW, y], fill=ink, width=w)
    for i in range(16):
        left = i * 64
        draw.polygon([(left + 4, 950), (left + 32, 790), (left + 60, 950)], fill=pale, outline=ink)
        draw.ellipse(
            [left + 14, 130, left + 50, 300], outline=ink, width=7, fill=pale if i % 2 else None
        )
    for i in range(6):
        x = 85 + i * 171
        draw.line([x, 730, x - 30, 620, x + 20, 520, x - 10, 390], fill=ink, width=8, joint="curve")
        for k in range(5):
            cy = 440 + k * 58
            s = 1 if k % 2 else -1
            draw.ellipse(
                [x + s * 42 - 34, cy - 16, x + s * 42 + 34, cy + 16], fill=ink if k % 2 else pale
            )
        for k in range(6):
            turn = k * math.pi / 3
            px, py = x - 10 + 26 * math.cos(turn), 395 + 26 * math.sin(turn)
            draw.ellipse([px - 17, py - 17, px + 17, py + 17], fill=ink)
        draw.ellipse([x - 22, 383, x + 2, 407], fill="#edf0f2")
    return _done(image.filter(ImageFilter.GaussianBlur(1.6)))
