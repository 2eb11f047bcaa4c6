# mypy: ignore-missing-imports, disallow-untyped-decorators=False, allow-untyped-defs
# mypy: allow-untyped-calls, allow-incomplete-defs
"""What a surface looks like: grain, hide, weave, brushing and pictures, by local place.

A material is one row of `M`: colour 0-2, second colour 3-5, roughness 6, metal 7, coat 8,
glow 9, clear 10, pattern 11, pattern size 12, bump 13, picture 14, pattern axis 15.
"""

import math

import numpy as np
from numba import njit

(
    PLAIN,
    WOOD,
    HIDE,
    WEAVE,
    BRUSHED,
    MARBLE,
    PICTURE,
    RIBS,
    GRASS,
    GROOVES,
    BURST,
    FLAKES,
    TILES,
    GEM,
) = range(14)


@njit(fastmath=True, cache=True)
def chance(x, y, z):
    """A repeatable number in 0..1 for a lattice point."""
    n = (x * 374761393 + y * 668265263 + z * 2147483647 + 1013904223) & 0xFFFFFFFF
    n = ((n ^ (n >> 13)) * 1274126177) & 0xFFFFFFFF
    n = ((n ^ (n >> 16)) * 668265263) & 0xFFFFFFFF
    return ((n >> 8) & 0xFFFF) / 65535.0


@njit(fastmath=True, cache=True)
def noise(x, y, z):
    """Smooth value noise in 0..1."""
    fx, fy, fz = math.floor(x), math.floor(y), math.floor(z)
    i, j, k = int(fx), int(fy), int(fz)
    u, v, w = x - fx, y - fy, z - fz
    u, v, w = u * u * (3 - 2 * u), v * v * (3 - 2 * v), w * w * (3 - 2 * w)
    a = chance(i, j, k) * (1 - u) + chance(i + 1, j, k) * u
    b = chance(i, j + 1, k) * (1 - u) + chance(i + 1, j + 1, k) * u
    c = chance(i, j, k + 1) * (1 - u) + chance(i + 1, j, k + 1) * u
    d = chance(i, j + 1, k + 1) * (1 - u) + chance(i + 1, j + 1, k + 1) * u
    return (a * (1 - v) + b * v) * (1 - w) + (c * (1 - v) + d * v) * w


@njit(fastmath=True, cache=True)
def fbm(x, y, z):
    """Three octaves of noise."""
    return (
        0.55 * noise(x, y, z)
        + 0.3 * noise(2.1 * x, 2.1 * y, 2.1 * z + 7.0)
        + 0.15 * noise(4.3 * x + 3.0, 4.3 * y, 4.3 * z)
    )


@njit(fastmath=True, cache=True)
def along(x, y, z, axis):
    """Turn the axes so that the grain runs along the first."""
    if axis == 1:
        return y, x, z
    if axis == 2:
        return z, y, x
    return x, y, z


@njit(fastmath=True, cache=True)
def height(pattern, x, y, z, s):
    """The relief of a pattern, in 0..1."""
    if pattern == HIDE:
        return 0.6 * noise(x * s, y * s, z * s) + 0.4 * noise(2.3 * x * s, 2.3 * y * s, 2.3 * z * s)
    if pattern == WEAVE:
        return 0.25 * (2 + math.sin(x * s) * math.sin(y * s) + math.sin(z * s) * math.sin(y * s))
    if pattern == RIBS:
        return 0.5 + 0.5 * math.sin(x * s)
    if pattern == GROOVES:
        return 0.5 + 0.5 * math.sin(math.sqrt(x * x + z * z) * s)
    if pattern == GRASS:
        return noise(x * s, y * s, z * s)
    return 0.0


@njit(fastmath=True, cache=True)
def wood(x, y, z, s):
    """How dark the grain is, in 0..1: rings across, long streaks along."""
    wave = noise(x * s * 0.25, y * s * 0.8, z * s * 0.8)
    ring = math.sin(
        (y * 2.2 + z * 1.3) * s + 5.0 * wave + 0.9 * noise(x * s * 0.6, y * s * 3, z * s * 3)
    )
    streak = noise(x * s * 0.7, y * s * 14.0, z * s * 14.0)
    return min(1.0, max(0.0, 0.45 + 0.28 * ring + 0.45 * (streak - 0.5)))


@njit(fastmath=True, cache=True)
def picture(x, y, half_x, half_y, which, T):
    """Colour of a picture stretched over a face of the given half sizes."""
    rows, columns = T.shape[1], T.shape[2]
    u = min(0.9999, max(0.0, 0.5 + 0.5 * x / half_x)) * (columns - 1)
    v = min(0.9999, max(0.0, 0.5 - 0.5 * y / half_y)) * (rows - 1)
    i, j = int(v), int(u)
    fu, fv = u - j, v - i
    out = np.empty(3)
    for c in range(3):
        top = T[which, i, j, c] * (1 - fu) + T[which, i, j + 1, c] * fu
        low = T[which, i + 1, j, c] * (1 - fu) + T[which, i + 1, j + 1, c] * fu
        out[c] = (top * (1 - fv) + low * fv) / 255.0
    return out


@njit(fastmath=True, cache=True)
def blend(pattern, x, y, z, s, m):
    """How much of the second colour shows, in 0..1."""
    if pattern == WOOD:
        return wood(x, y, z, s)
    if pattern == HIDE:
        return min(1.0, max(0.0, 1.4 * noise(x * s * 0.08, y * s * 0.08, z * s * 0.08) - 0.35))
    if pattern == MARBLE:
        wave = fbm(x * s, y * s, z * s)
        vein = abs(math.sin((x + 0.6 * y + 0.4 * z) * s * 1.3 + 4.5 * wave))
        return 0.75 * max(0.0, 1.0 - vein * 6.0) + 0.25 * wave
    if pattern == BRUSHED:
        return noise(x * s * 0.05, y * s, z * s)
    if pattern in (RIBS, WEAVE):
        return 1.0 - height(pattern, x, y, z, s)
    if pattern == GRASS:
        return 0.5 * noise(x * s, y * s, z * s) + 0.5 * fbm(x * s * 0.12, 0.0, z * s * 0.12)
    if pattern == BURST:
        r = math.sqrt((x / m[12]) ** 2 + (y / m[13]) ** 2)
        t = min(1.0, max(0.0, (r - 0.45) / 0.5))
        return t * t * (3 - 2 * t)
    if pattern == FLAKES:
        return 0.5 * noise(x * s, y * s, z * s)
    if pattern == TILES:
        row = math.floor(y * s)
        col = x * s * 0.5 + 0.5 * (row % 2)
        joint = min(abs(y * s - round(y * s)), abs(col - round(col)) * 2.0)
        return 1.0 if joint < 0.06 else 0.35 * chance(int(row), math.floor(col), 3)
    return 0.0
