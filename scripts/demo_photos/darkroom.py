"""From a scene and a point of view to the two WebP files of a photo."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from scripts.demo_photos.camera import expose, silhouette
from scripts.demo_photos.light import floor_chart
from scripts.demo_photos.scene import Array, Scene, Triple, linear

FULL, SMALL = (1280, 960), (480, 360)


@dataclass(frozen=True, kw_only=True)
class View:
    """Where the camera stands: degrees round the model from its +z side, and above the floor.

    `width` frames that much of the model around `target`; without it the whole model is framed.
    """

    turn: float
    rise: float = 14.0
    fill: float = 0.80
    lens: float = 24.0
    target: Triple | None = None
    width: float = 0.0


class Studio:
    """A model on the table, measured once for all its photos."""

    def __init__(self, scene: Scene) -> None:
        self.arrays = scene.packed()
        boxes = self.arrays[3].astype(float)
        lows = (boxes[:, :3] - boxes[:, 6:9]).min(axis=0)
        highs = (boxes[:, :3] + boxes[:, 6:9]).max(axis=0)
        self.centre: Array = (lows + highs) / 2
        self.reach = float(np.linalg.norm(highs - lows)) / 2
        self.floors = floor_chart(self.reach, *self.arrays[:4])


def photograph(studio: Studio, view: View, paper: str, seed: str, size: int) -> Image.Image:
    """Render one picture at 4:3, `size` pixels wide before the final enlargement."""
    centre, reach, floors, arrays = studio.centre, studio.reach, studio.floors, studio.arrays
    stand = _aim(view, centre, reach, paper)
    if view.target is None:
        for _ in range(2):
            _reframe(stand, silhouette(160, 120, reach, stand, *arrays[:4]), view.fill)
    frame, _ = expose(size, size * 3 // 4, 4, reach, stand, floors, *arrays)
    return _print(frame, seed)


def save(image: Image.Image, folder: Path, name: str) -> None:
    """Write the full picture and its thumbnail, each within its weight."""
    _write(image, folder / f"{name}.webp", quality=78, most=70_000)
    small = image.resize(SMALL, Image.Resampling.LANCZOS)
    _write(small, folder / f"{name}-480.webp", quality=74, most=16_000)


def _write(image: Image.Image, file: Path, *, quality: int, most: int) -> None:
    image.save(file, quality=quality, method=6)
    while file.stat().st_size > most:
        quality -= 4
        image.save(file, quality=quality, method=6)


def _aim(view: View, centre: Array, reach: float, paper: str) -> Array:
    target = centre if view.target is None else np.array(view.target)
    half = math.tan(math.radians(view.lens / 2))
    away = reach / half * 1.1 if view.target is None else view.width * 3 / 8 / half
    a, b = math.radians(view.turn), math.radians(view.rise)
    back = np.array([math.sin(a) * math.cos(b), math.sin(b), math.cos(a) * math.cos(b)])
    right = np.array([math.cos(a), 0.0, -math.sin(a)])
    up = np.cross(back, right)
    eye = target + back * away
    eye[1] = max(eye[1], 0.02 * reach)
    return np.array([*eye, *right, *up, *-back, half, 0.0, 0.0, *linear(paper)])


def _reframe(stand: Array, mask: np.ndarray, fill: float) -> None:
    """Shift and zoom so that what is seen fills the frame."""
    rows, cols = np.nonzero(mask)
    if len(rows) == 0:
        return
    x0, x1 = cols.min() / 80 - 1, (cols.max() + 1) / 80 - 1
    y0, y1 = 1 - (rows.max() + 1) / 60, 1 - rows.min() / 60
    half = float(stand[12])
    stand[13] += (x0 + x1) / 2 * half * 4 / 3
    stand[14] += (y0 + y1) / 2 * half
    stand[12] = half * max((x1 - x0) / 2 / fill, (y1 - y0) / 2 / fill)


def _print(frame: Array, seed: str) -> Image.Image:
    """Film curve, a breath of grain, and the enlargement."""
    high, width = frame.shape[:2]
    light = 1.0 - np.exp(-1.62 * np.maximum(np.nan_to_num(frame), 0.0))
    tone = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    tone = tone + 0.10 * (tone * tone * (3 - 2 * tone) - tone) * 1.6
    image = Image.fromarray((np.clip(tone, 0, 1) * 255 + 0.5).astype(np.uint8), "RGB")
    if (width, high) != FULL:
        image = image.resize(FULL, Image.Resampling.LANCZOS)
        image = image.filter(ImageFilter.UnsharpMask(radius=1.2, percent=55, threshold=2))
    rng = np.random.default_rng(zlib.crc32(seed.encode()))
    grain = rng.normal(0.0, 1.1, (FULL[1], FULL[0], 1))
    return Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8), "RGB")
