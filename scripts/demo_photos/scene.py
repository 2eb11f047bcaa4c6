"""The workbench: a scene of solids, put together by hand and packed into arrays for the camera."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from scripts.demo_photos import sdf, surface
from scripts.demo_photos.measure import (
    Array,
    Outline,
    Triple,
    chart_of,
    linear,
    reach_of,
    smooth,
    turned,
)

__all__ = ["Array", "Look", "Outline", "Scene", "Triple", "linear", "smooth"]


@dataclass(frozen=True, kw_only=True)
class Look:
    """A material; colours are sRGB hexadecimal."""

    colour: str
    second: str = ""
    rough: float = 0.5
    metal: float = 0.0
    coat: float = 0.0
    glow: float = 0.0
    clear: float = 0.0
    pattern: int = surface.PLAIN
    size: float = 1.0
    bump: float = 0.0
    picture: int = -1
    axis: int = 0

    def but(self, **changes: object) -> Look:
        """The same material with something changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass
class Scene:
    """Solids in groups; each group is one shape, the groups are simply put side by side."""

    rows: list[list[float]] = field(default_factory=list)
    tags: list[list[int]] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    groups: list[list[float]] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    pictures: list[NDArray[np.uint8]] = field(default_factory=list)
    frames: list[tuple[Array, Array]] = field(default_factory=lambda: [(np.eye(3), np.zeros(3))])
    open: bool = False

    @contextmanager
    def at(self, place: Triple = (0, 0, 0), rot: Triple = (0, 0, 0)) -> Iterator[None]:
        """Put what follows in a moved and turned frame."""
        r, t = self.frames[-1]
        self.frames.append((r @ turned(rot), r @ np.array(place, dtype=float) + t))
        yield
        self.frames.pop()

    @contextmanager
    def group(self) -> Iterator[None]:
        """Make what follows one shape."""
        first = len(self.rows)
        self.open = True
        yield
        self.open = False
        self._close(first)

    def _close(self, first: int) -> None:
        for row, tag in zip(self.rows[first:], self.tags[first:], strict=True):
            if len(row) == 21:
                outline = self.points[tag[3] : tag[3] + tag[4]]
                solid = np.array(row)
                mid, half = reach_of(solid, tag[0], outline)
                mid = solid[:9].reshape(3, 3).T @ mid + solid[9:12]
                row.extend([*mid.tolist(), float(np.linalg.norm(half))])
        self.groups.append(self._bounds(first, len(self.rows)))

    @contextmanager
    def mirrored(self, axis: int = 2) -> Iterator[None]:
        """Repeat what follows on the other side of the middle plane of the whole scene."""
        first = len(self.groups)
        yield
        flip = np.ones(3)
        flip[axis] = -1
        for group in self.groups[first:]:
            start = len(self.rows)
            for i in range(int(group[4]), int(group[5])):
                row = np.array(self.rows[i])
                own = np.diag([1.0, 1.0, -1.0]) @ row[:9].reshape(3, 3) @ np.diag(flip)
                row[:9], row[9:12] = own.ravel(), row[9:12] * flip
                row[21:24] *= flip
                self.rows.append(row.tolist())
                self.tags.append(list(self.tags[i]))
            self.groups.append(
                [*(np.array(group[:3]) * flip), group[3], start, len(self.rows), *group[6:]]
            )

    def put(
        self,
        kind: int,
        look: Look | None,
        sizes: Sequence[float],
        place: Triple = (0, 0, 0),
        rot: Triple = (0, 0, 0),
        *,
        op: int = sdf.JOIN,
        k: float = 0.0,
        outline: Outline = (),
    ) -> None:
        """Add one solid to the open group, or as a group of its own when none is open."""
        r, t = self.frames[-1]
        own = r @ turned(rot)
        where = r @ np.array(place, dtype=float) + t
        self.rows.append([*own.T.ravel(), *where, *sizes, *([0.0] * (8 - len(sizes))), k])
        first = len(self.points)
        self.points.extend(outline)
        mat = -1
        if look is not None:
            if look not in self.looks:
                self.looks.append(look)
            mat = self.looks.index(look)
        self.tags.append([kind, op, mat, first, len(outline)])
        if not self.open:
            self._close(len(self.rows) - 1)

    def box(
        self,
        look: Look | None,
        half: Triple,
        place: Triple = (0, 0, 0),
        *,
        r: float = 0.0,
        rot: Triple = (0, 0, 0),
        op: int = sdf.JOIN,
        k: float = 0.0,
    ) -> None:
        self.put(sdf.BOX, look, [*half, r], place, rot, op=op, k=k)

    def ball(
        self,
        look: Look | None,
        radii: Triple | float,
        place: Triple = (0, 0, 0),
        *,
        rot: Triple = (0, 0, 0),
        op: int = sdf.JOIN,
        k: float = 0.0,
    ) -> None:
        sizes = (radii,) * 3 if isinstance(radii, (int, float)) else radii
        self.put(sdf.ELLIPSOID, look, sizes, place, rot, op=op, k=k)

    def disc(
        self,
        look: Look | None,
        radius: float,
        half: float,
        place: Triple = (0, 0, 0),
        *,
        r: float = 0.0,
        rot: Triple = (0, 0, 0),
        op: int = sdf.JOIN,
        k: float = 0.0,
    ) -> None:
        self.put(sdf.CYLINDER, look, [radius, half, r], place, rot, op=op, k=k)

    def cone(
        self,
        look: Look | None,
        half: float,
        low: float,
        high: float,
        place: Triple = (0, 0, 0),
        *,
        r: float = 0.0,
        rot: Triple = (0, 0, 0),
        op: int = sdf.JOIN,
        k: float = 0.0,
    ) -> None:
        self.put(sdf.CONE, look, [half, low, high, r], place, rot, op=op, k=k)

    def ring(
        self,
        look: Look | None,
        radius: float,
        tube: float,
        place: Triple = (0, 0, 0),
        *,
        open_to: float = 0.0,
        tall: float = 0.0,
        rot: Triple = (0, 0, 0),
        op: int = sdf.JOIN,
        k: float = 0.0,
    ) -> None:
        self.put(
            sdf.TORUS, look, [radius, tube, math.radians(open_to), tall], place, rot, op=op, k=k
        )

    def bar(
        self,
        look: Look | None,
        a: Triple,
        b: Triple,
        r1: float,
        r2: float | None = None,
        *,
        op: int = sdf.JOIN,
        k: float = 0.0,
    ) -> None:
        """A round bar from a to b."""
        u = np.array(b, dtype=float) - np.array(a, dtype=float)
        length = float(np.linalg.norm(u))
        tilt = math.degrees(math.acos(max(-1.0, min(1.0, u[1] / length))))
        turn = math.degrees(math.atan2(u[0], u[2]))
        self.put(
            sdf.CAPSULE,
            look,
            [length, r1, r1 if r2 is None else r2],
            a,
            (tilt, turn, 0),
            op=op,
            k=k,
        )

    def prism(
        self,
        look: Look | None,
        outline: Outline,
        half: float,
        place: Triple = (0, 0, 0),
        *,
        r: float = 0.0,
        grow: float = 0.0,
        rot: Triple = (0, 0, 0),
        op: int = sdf.JOIN,
        k: float = 0.0,
    ) -> None:
        self.put(sdf.PRISM, look, [half, r, grow], place, rot, op=op, k=k, outline=outline)

    def lathe(
        self,
        look: Look | None,
        outline: Outline,
        place: Triple = (0, 0, 0),
        *,
        r: float = 0.0,
        rot: Triple = (0, 0, 0),
        op: int = sdf.JOIN,
        k: float = 0.0,
    ) -> None:
        self.put(sdf.LATHE, look, [0.0, r], place, rot, op=op, k=k, outline=outline)

    def picture(self, image: NDArray[np.uint8]) -> int:
        """Keep a 512-pixel square picture for a surface; returns its number."""
        self.pictures.append(image)
        return len(self.pictures) - 1

    def _bounds(self, first: int, last: int) -> list[float]:
        """Centre, radius, run of rows and half sizes of the box that holds a group."""
        lows, highs, blend = [], [], 0.0
        for i in range(first, last):
            row, (kind, op, _, p0, pn) = np.array(self.rows[i]), self.tags[i]
            blend = max(blend, row[20])
            if op == sdf.JOIN:
                mid, half = reach_of(row, kind, self.points[p0 : p0 + pn])
                own = np.abs(row[:9].reshape(3, 3).T)
                centre = row[:9].reshape(3, 3).T @ mid + row[9:12]
                lows.append(centre - own @ half)
                highs.append(centre + own @ half)
        low, high = np.min(lows, axis=0) - blend / 4, np.max(highs, axis=0) + blend / 4
        half = (high - low) / 2
        return [*((low + high) / 2), float(np.linalg.norm(half)), first, last, *half]

    def packed(self) -> tuple[NDArray[np.generic], ...]:
        """The arrays the camera reads: F, I, P, G, M, T."""
        mats = [
            [
                *linear(x.colour),
                *linear(x.second or x.colour),
                x.rough,
                x.metal,
                x.coat,
                x.glow,
                x.clear,
                x.pattern,
                x.size,
                x.bump,
                x.picture,
                x.axis,
            ]
            for x in self.looks
        ]
        pictures = self.pictures or [np.zeros((2, 2, 3), dtype=np.uint8)]
        tags, charts = self._charts()
        return (
            np.array(self.rows),
            tags,
            charts,
            np.array(self.groups),
            np.array(mats),
            np.stack(pictures),
        )

    def _charts(self) -> tuple[NDArray[np.int64], Array]:
        """Chart every different outline once; the tags then say where each chart begins."""
        known: dict[bytes, int] = {}
        charts: list[Array] = [np.zeros(1)]
        tags = np.array(self.tags, dtype=np.int64)
        for i, (kind, _, _, first, count) in enumerate(self.tags):
            if kind not in (sdf.PRISM, sdf.LATHE):
                continue
            points = np.array(self.points[first : first + count])
            name = points.tobytes() + bytes([kind])
            if name not in known:
                known[name] = sum(len(c) for c in charts)
                charts.append(chart_of(points, lathe=kind == sdf.LATHE))
            tags[i, 3] = known[name]
        return tags[:, :4], np.concatenate(charts)
