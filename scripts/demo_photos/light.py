# mypy: ignore-missing-imports, disallow-untyped-decorators=False, allow-untyped-defs
# mypy: allow-untyped-calls, allow-incomplete-defs
"""The studio: soft boxes round the table, what they reflect, what they leave in shadow."""

import math

import numpy as np
from numba import njit

from scripts.demo_photos.sdf import scene_distance

KEY = (-0.52, 0.70, 0.49)
RIM = (0.62, 0.38, -0.69)


@njit(fastmath=True, cache=True)
def soft_box(x, y, z, ax, ay, az, half_u, half_v, blur):
    """How much of a rectangular lamp a direction sees; the lamp hangs at (ax, ay, az)."""
    facing = x * ax + y * ay + z * az
    if facing <= 0.02:
        return 0.0
    flat = math.sqrt(ax * ax + az * az) + 1e-9
    ux, uz = az / flat, -ax / flat
    vx, vy, vz = -ax * ay / flat, flat, -az * ay / flat
    u = abs((x * ux + z * uz) / facing) - half_u
    v = abs((x * vx + y * vy + z * vz) / facing) - half_v
    e = 0.04 + blur
    a = min(1.0, max(0.0, 0.5 - u / (2 * e)))
    b = min(1.0, max(0.0, 0.5 - v / (2 * e)))
    return a * a * (3 - 2 * a) * b * b * (3 - 2 * b)


@njit(fastmath=True, cache=True)
def surroundings(x, y, z, rough):
    """Light that comes from a direction: a grey room, a lamp above, one left, a strip right."""
    up = 0.5 + 0.5 * y
    base = 0.16 + 0.42 * up * up
    if y < 0.0:
        base = 0.30 + 0.25 * min(1.0, -2.0 * y)
    elif y < 0.25:
        base -= 0.10 * (1.0 - abs(y - 0.12) / 0.13) if abs(y - 0.12) < 0.13 else 0.0
    blur = 0.9 * rough
    dim = 1.0 / (1.0 + 2.2 * rough * rough)
    top = soft_box(x, y, z, 0.0, 0.97, 0.24, 0.75, 0.5, blur)
    left = soft_box(x, y, z, -0.80, 0.42, 0.43, 0.42, 0.62, blur)
    right = soft_box(x, y, z, 0.86, 0.30, 0.41, 0.14, 0.7, blur)
    back = soft_box(x, y, z, 0.30, 0.45, -0.84, 0.5, 0.22, blur)
    return base + dim * (1.9 * top + 2.3 * left + 1.5 * right + 1.0 * back)


@njit(fastmath=True, cache=True)
def gather(ox, oy, oz, dx, dy, dz, pad, G, near):
    """List the groups a ray may touch, with where it may begin and end."""
    count = 0
    begin, end = 1e9, 0.0
    ix = 1.0 / dx if abs(dx) > 1e-9 else 1e9
    iy = 1.0 / dy if abs(dy) > 1e-9 else 1e9
    iz = 1.0 / dz if abs(dz) > 1e-9 else 1e9
    for g in range(G.shape[0]):
        mid, half = (G[g, 0] - ox) * ix, (G[g, 6] + pad) * abs(ix)
        enter, leave = mid - half, mid + half
        mid, half = (G[g, 1] - oy) * iy, (G[g, 7] + pad) * abs(iy)
        enter, leave = max(enter, mid - half), min(leave, mid + half)
        mid, half = (G[g, 2] - oz) * iz, (G[g, 8] + pad) * abs(iz)
        enter, leave = max(enter, mid - half), min(leave, mid + half)
        if leave > max(enter, 0.0):
            near[count] = g
            count += 1
            begin = min(begin, enter)
            end = max(end, leave)
    return count, max(begin, 0.0), end


@njit(fastmath=True, cache=True)
def shadow(x, y, z, size, R, F, I, P, G, near):
    """How much of the key lamp a point sees; `size` is the lamp's apparent half width."""
    dx, dy, dz = KEY
    count, begin, end = gather(x, y, z, dx, dy, dz, 0.35 * R, G, near)
    if count == 0:
        return 1.0
    seen = 1.0
    t = max(begin, 0.012 * R)
    for _ in range(30):
        h, _i, _g = scene_distance(
            x + dx * t, y + dy * t, z + dz * t, near, count, F, I, P, G, size * t
        )
        seen = min(seen, h / (size * t))
        t += min(0.3 * R, max(0.012 * R + 0.03 * t, h * 0.9))
        if seen < -1.0 or t > end:
            break
    seen = max(seen, -1.0)
    return 0.25 * (1 + seen) ** 2 * (2 - seen)


@njit(fastmath=True, cache=True)
def openness(x, y, z, nx, ny, nz, R, F, I, P, G, near):
    """How open the space over a surface is: 0 in a corner, 1 in the clear."""
    count = 0
    reach = 0.42 * R
    for g in range(G.shape[0]):
        ax = max(0.0, abs(x - G[g, 0]) - G[g, 6])
        ay = max(0.0, abs(y - G[g, 1]) - G[g, 7])
        az = max(0.0, abs(z - G[g, 2]) - G[g, 8])
        if ax * ax + ay * ay + az * az < reach * reach:
            near[count] = g
            count += 1
    if count == 0:
        return 1.0
    shut = 0.0
    weight = 1.0
    for i in range(4):
        h = (0.014 + 0.115 * i * (0.4 + 0.22 * i)) * R
        d, _i, _g = scene_distance(x + nx * h, y + ny * h, z + nz * h, near, count, F, I, P, G, h)
        shut += weight * max(0.0, h - d) / h
        weight *= 0.70
    return max(0.0, 1.0 - 0.40 * shut) ** 1.25


@njit(fastmath=True, cache=True)
def march(ox, oy, oz, dx, dy, dz, begin, end, steps, R, near, count, F, I, P, G):
    """Walk a ray to the first surface: (how far, solid, group); solid is -1 for none."""
    t = begin
    for _ in range(steps):
        d, i, g = scene_distance(
            ox + dx * t, oy + dy * t, oz + dz * t, near, count, F, I, P, G, 0.0
        )
        if i >= 0 and d < 0.0004 * R + 0.00012 * t:
            return t, i, g
        t += d * 0.92
        if t > end:
            break
    return t, -1, -1


@njit(fastmath=True, cache=True)
def normal(x, y, z, g, e, F, I, P, G):
    """The outward direction of a group's surface at a point."""
    near = np.empty(1, np.int64)
    near[0] = g
    nx, ny, nz = 0.0, 0.0, 0.0
    for c in range(4):
        sx = 1.0 if c == 0 or c == 3 else -1.0
        sy = 1.0 if c == 1 or c == 3 else -1.0
        sz = 1.0 if c == 2 or c == 3 else -1.0
        d, _i, _g = scene_distance(x + sx * e, y + sy * e, z + sz * e, near, 1, F, I, P, G, 1e9)
        nx, ny, nz = nx + sx * d, ny + sy * d, nz + sz * d
    length = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12
    return nx / length, ny / length, nz / length


FLOOR_SIDE = 160
FLOOR_REACH = 2.6


@njit(fastmath=True, cache=True)
def floor_chart(R, F, I, P, G):
    """Shade of the paper round the model, on a square grid of half side FLOOR_REACH * R."""
    near = np.empty(G.shape[0], np.int64)
    out = np.empty((FLOOR_SIDE, FLOOR_SIDE))
    step = 2 * FLOOR_REACH * R / (FLOOR_SIDE - 1)
    for j in range(FLOOR_SIDE):
        for i in range(FLOOR_SIDE):
            x, z = -FLOOR_REACH * R + i * step, -FLOOR_REACH * R + j * step
            seen = shadow(x, 0.001 * R, z, 0.24, R, F, I, P, G, near)
            air = openness(x, 0.0, z, 0.0, 1.0, 0.0, R, F, I, P, G, near)
            out[j, i] = (0.52 + 0.48 * seen) * (0.25 + 0.75 * air)
    return out


@njit(fastmath=True, cache=True)
def floor_shade(x, z, R, chart):
    """Look the floor's shade up, smoothly."""
    u = (x / (FLOOR_REACH * R) + 1.0) * 0.5 * (FLOOR_SIDE - 1)
    v = (z / (FLOOR_REACH * R) + 1.0) * 0.5 * (FLOOR_SIDE - 1)
    if u < 1.0 or v < 1.0 or u > FLOOR_SIDE - 2.0 or v > FLOOR_SIDE - 2.0:
        return 1.0
    i, j = int(u + 0.5), int(v + 0.5)
    fu, fv = u - i, v - j
    a0, a1, a2 = 0.5 * (0.5 - fu) ** 2, 0.75 - fu * fu, 0.5 * (0.5 + fu) ** 2
    total = 0.0
    for k in range(-1, 2):
        b = 0.75 - fv * fv if k == 0 else 0.5 * (0.5 + k * fv) ** 2
        row = chart[j + k]
        total += b * (a0 * row[i - 1] + a1 * row[i] + a2 * row[i + 1])
    edge = min(1.0, 0.06 * min(min(u, v), FLOOR_SIDE - max(u, v)))
    return 1.0 + (total - 1.0) * edge
