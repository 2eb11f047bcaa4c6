"""Geometry of the workbench: turns, curves, how far a solid reaches, charts of outlines."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scripts.demo_photos import sdf

Array = NDArray[np.float64]
Outline = Sequence[tuple[float, float]]
Triple = tuple[float, float, float]


def linear(colour: str) -> list[float]:
    """A hexadecimal sRGB colour as linear light."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [((c + 0.055) / 1.055) ** 2.4 if c > 0.04045 else c / 12.92 for c in parts]


def turned(rot: Triple) -> Array:
    """Rotation by degrees about x, then y, then z."""
    a, b, c = (math.radians(v) for v in rot)
    rx = np.array([[1, 0, 0], [0, math.cos(a), -math.sin(a)], [0, math.sin(a), math.cos(a)]])
    ry = np.array([[math.cos(b), 0, math.sin(b)], [0, 1, 0], [-math.sin(b), 0, math.cos(b)]])
    rz = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    return np.asarray(rz @ ry @ rx, dtype=np.float64)


def smooth(points: Outline, steps: int = 6, *, closed: bool = True) -> list[tuple[float, float]]:
    """A soft curve through the points (Catmull-Rom)."""
    n = len(points)
    out: list[tuple[float, float]] = []
    for i in range(n if closed else n - 1):
        take = [(i - 1, i, i + 1, i + 2)[k] for k in range(4)]
        p = [np.array(points[t % n if closed else min(max(t, 0), n - 1)]) for t in take]
        for s in range(steps):
            t = s / steps
            q = 0.5 * (
                2 * p[1]
                + (p[2] - p[0]) * t
                + (2 * p[0] - 5 * p[1] + 4 * p[2] - p[3]) * t**2
                + (3 * p[1] - p[0] - 3 * p[2] + p[3]) * t**3
            )
            out.append((float(q[0]), float(q[1])))
    if not closed:
        out.append(points[-1])
    return out


def reach_of(row: Array, kind: int, outline: Outline) -> tuple[Array, Array]:
    """Middle and half sizes of one solid, in its own frame."""
    s = row[12:20]
    mid, half = np.zeros(3), np.array(s[:3])
    if kind == sdf.CYLINDER:
        half = np.array([s[0], s[1], s[0]])
    elif kind == sdf.CAPSULE:
        r = max(s[1], s[2])
        mid, half = np.array([0, s[0] / 2, 0]), np.array([r, s[0] / 2 + r, r])
    elif kind == sdf.TORUS:
        half = np.array([s[0] + s[1], max(s[1], s[3]), s[0] + s[1]])
    elif kind == sdf.CONE:
        r = max(s[1], s[2])
        half = np.array([r, s[0], r])
    elif kind == sdf.HALFSPACE:
        half = np.full(3, 1e6)
    elif kind in (sdf.PRISM, sdf.LATHE):
        p = np.array(outline)
        if kind == sdf.LATHE:
            p = np.concatenate([p, p * [-1, 1]])
        swell = s[1] if kind == sdf.LATHE else s[2]
        flat = (p.max(axis=0) - p.min(axis=0)) / 2 + swell
        mid = np.array([*(p.min(axis=0) + p.max(axis=0)) / 2, 0])
        half = np.array([*flat, flat[0] if kind == sdf.LATHE else s[0] + swell])
    return mid, half


def chart_of(points: Array, *, lathe: bool) -> Array:
    """Chart one outline with a margin round it."""
    low, high = points.min(axis=0), points.max(axis=0)
    span = float(max(high - low))
    cell = span / (220 if lathe else 300)
    low = low - 6 * cell
    if lathe:
        low[0] = min(low[0], -2 * cell)
        if points[:, 0].min() <= 1e-9:
            # solid to the axis: carry the outline past it, or a false wall would stand there
            points = points.copy()
            points[points[:, 0] <= 1e-9, 0] = -0.5 * span
    n = np.ceil((high + 6 * cell - low) / cell).astype(int) + 1
    chart = sdf.chart(low[0], low[1], cell, int(n[0]), int(n[1]), points)
    return np.asarray(chart, dtype=np.float64)
