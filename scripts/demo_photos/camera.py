# mypy: ignore-missing-imports, disallow-untyped-decorators=False, allow-untyped-defs
# mypy: allow-untyped-calls, allow-incomplete-defs
"""The exposure: one ray a pixel, more on the edges, each surface lit as in a photographer's studio.

`view` holds the eye 0-2, right 3-5, up 6-8, forward 9-11, tangent of the half height 12, shift of
the frame 13-14 and the backdrop's colour 15-17.
"""

import math

import numpy as np
from numba import njit

from scripts.demo_photos.light import KEY, floor_shade, gather, march, normal
from scripts.demo_photos.sdf import scene_distance
from scripts.demo_photos.shading import coloured, lit_surface

BLOCK = 8


@njit(fastmath=True, cache=True)
def toward(px, py, view):
    """The direction of the ray through (px, py)."""
    ax, ay = px * view[12] * 4.0 / 3.0 + view[13], py * view[12] + view[14]
    dx = view[9] + ax * view[3] + ay * view[6]
    dy = view[10] + ax * view[4] + ay * view[7]
    dz = view[11] + ax * view[5] + ay * view[8]
    length = math.sqrt(dx * dx + dy * dy + dz * dz)
    return dx / length, dy / length, dz / length


@njit(fastmath=True, cache=True)
def first_steps(width, high, R, view, F, I, P, G, near):
    """How far every ray of a block of pixels may safely start; -1 where none meets the model."""
    rows, cols = (high + BLOCK - 1) // BLOCK, (width + BLOCK - 1) // BLOCK
    starts = np.empty((rows, cols))
    spread = 1.6 * BLOCK * view[12] / high
    for row in range(rows):
        for col in range(cols):
            px, py = (2 * col + 1) * BLOCK / width - 1, 1 - (2 * row + 1) * BLOCK / high
            dx, dy, dz = toward(px, py, view)
            ox, oy, oz = view[0], view[1], view[2]
            reach = spread * (abs(ox) + abs(oy) + abs(oz) + 2 * R)
            count, t, end = gather(ox, oy, oz, dx, dy, dz, reach, G, near)
            starts[row, col] = -1.0
            for _ in range(100 if count > 0 else 0):
                d, _i, _g = scene_distance(
                    ox + dx * t, oy + dy * t, oz + dz * t, near, count, F, I, P, G, spread * t
                )
                if d < spread * t:
                    starts[row, col] = max(0.0, t - spread * t)
                    break
                t += 0.9 * (d - 0.9 * spread * t)
                if t > end:
                    break
            else:
                starts[row, col] = max(0.0, t - spread * t) if count > 0 else -1.0
    return starts


@njit(fastmath=True, cache=True)
def silhouette(width, high, R, view, F, I, P, G):
    """Where the model is in the frame, and nothing else."""
    near = np.empty(G.shape[0], np.int64)
    out = np.zeros((high, width), np.bool_)
    for row in range(high):
        for col in range(width):
            dx, dy, dz = toward((2 * col + 1) / width - 1, 1 - (2 * row + 1) / high, view)
            count, t, end = gather(view[0], view[1], view[2], dx, dy, dz, 0.0, G, near)
            if count > 0:
                _t, i, _g = march(
                    view[0],
                    view[1],
                    view[2],
                    dx,
                    dy,
                    dz,
                    t,
                    end,
                    70,
                    4 * R,
                    near,
                    count,
                    F,
                    I,
                    P,
                    G,
                )
                out[row, col] = i >= 0
    return out


@njit(fastmath=True, cache=True)
def backdrop(px, py, dx, dy, dz, floor, R, view, floors, F, I, P, G, M, T, near, work):
    """The seamless paper: floor and wall are one tone; shadow and sheen tell them apart."""
    tone = 1.0 - 0.10 * (px * px + 0.8 * (py - 0.1) ** 2) + 0.03 * py
    shade = 1.0
    work[:] = 0.0
    sheen = 0.0
    if floor < 1e8:
        x, z = view[0] + dx * floor, view[2] + dz * floor
        if x * x + z * z < 9.0 * R * R:
            shade = floor_shade(x, z, R, floors)
            count, begin, end = gather(x, 0.0, z, dx, -dy, dz, 0.0, G, near)
            if count > 0:
                t, i, g = march(
                    x,
                    0.0,
                    z,
                    dx,
                    -dy,
                    dz,
                    max(begin, 0.004 * R),
                    min(end, 0.4 * R / max(0.05, -dy)),
                    28,
                    R,
                    near,
                    count,
                    F,
                    I,
                    P,
                    G,
                )
                if i >= 0:
                    hx, hy, hz = x + dx * t, -dy * t, z + dz * t
                    nx, ny, nz = normal(hx, hy, hz, g, 0.003 * R, F, I, P, G)
                    coloured(hx, hy, hz, i, F, I, M, T, work)
                    lit = max(0.0, nx * KEY[0] + ny * KEY[1] + nz * KEY[2])
                    for c in range(3):
                        work[c] *= 0.35 + 0.7 * lit
                    sheen = (
                        (0.05 + 0.30 * (1.0 + dy) ** 3)
                        * math.exp(-4.0 * hy / R)
                        * max(0.0, 1.0 - 2.5 * hy / R)
                    )
    for c in range(3):
        paper = view[15 + c] * tone * shade
        work[c] = paper * (1.0 - sheen) + work[c] * sheen


@njit(fastmath=True, cache=True)
def pixel(px, py, start, R, view, floors, F, I, P, G, M, T, near, out, work):
    """One ray from the eye through (px, py) in -1..1; returns the first solid, -1 for none."""
    dx, dy, dz = toward(px, py, view)
    ox, oy, oz = view[0], view[1], view[2]
    first = -1
    out[:] = 0.0
    pass_r, pass_g, pass_b = 1.0, 1.0, 1.0
    floor = oy / -dy if dy < -1e-4 else 1e9
    count, begin, end = 0, 0.0, 0.0
    if start >= 0.0:
        count, begin, end = gather(ox, oy, oz, dx, dy, dz, 0.0, G, near)
        begin = max(begin, start)
    own = near[G.shape[0] :]
    for n in range(count):
        own[n] = near[n]
    for _ in range(5):
        if count == 0:
            break
        t, i, g = march(
            ox, oy, oz, dx, dy, dz, begin, min(end, floor), 120, R, own, count, F, I, P, G
        )
        if i < 0:
            break
        if first < 0:
            first = i
        clear = lit_surface(
            ox + dx * t,
            oy + dy * t,
            oz + dz * t,
            dx,
            dy,
            dz,
            i,
            g,
            R,
            view,
            F,
            I,
            P,
            G,
            M,
            T,
            near,
            work,
        )
        out[0] += pass_r * work[0]
        out[1] += pass_g * work[1]
        out[2] += pass_b * work[2]
        if clear <= 0.0:
            return first
        m = I[i, 2]
        pass_r *= clear * M[m, 3]
        pass_g *= clear * M[m, 4]
        pass_b *= clear * M[m, 5]
        begin = t
        kept = 0
        for n in range(count):
            if own[n] != g:
                own[kept] = own[n]
                kept += 1
        count = kept
    backdrop(px, py, dx, dy, dz, floor, R, view, floors, F, I, P, G, M, T, near, work)
    out[0] += pass_r * work[0]
    out[1] += pass_g * work[1]
    out[2] += pass_b * work[2]
    return first


@njit(fastmath=True, cache=True)
def expose(width, high, extra, R, view, floors, F, I, P, G, M, T):
    """The whole frame in linear light; `extra` rays more for every pixel on an edge."""
    near = np.empty(2 * G.shape[0], np.int64)
    out, work = np.empty(3), np.empty(3)
    starts = first_steps(width, high, R, view, F, I, P, G, near)
    frame = np.empty((high, width, 3))
    solids = np.empty((high, width), np.int64)
    for row in range(high):
        for col in range(width):
            solids[row, col] = pixel(
                (2 * col + 1) / width - 1,
                1 - (2 * row + 1) / high,
                starts[row // BLOCK, col // BLOCK],
                R,
                view,
                floors,
                F,
                I,
                P,
                G,
                M,
                T,
                near,
                out,
                work,
            )
            frame[row, col] = out
    if extra == 0:
        return frame, solids
    fine = frame.copy()
    for row in range(1, high - 1):
        for col in range(1, width - 1):
            edge = False
            for c in range(4):
                a, b = row + (c == 0) - (c == 1), col + (c == 2) - (c == 3)
                if solids[a, b] != solids[row, col]:
                    edge = True
                here, there = frame[row, col, 1], frame[a, b, 1]
                if abs(here - there) > 0.10 * (0.3 + min(here, there)):
                    edge = True
            if not edge:
                continue
            total = np.minimum(frame[row, col], 2.5)
            low = starts[row // BLOCK, col // BLOCK]
            for s in range(extra):
                turn = (s + 0.25) * 6.2831853 / extra
                u, v = 0.36 * math.cos(turn), 0.36 * math.sin(turn)
                pixel(
                    (2 * (col + u) + 1) / width - 1,
                    1 - (2 * (row + v) + 1) / high,
                    0.97 * low,
                    R,
                    view,
                    floors,
                    F,
                    I,
                    P,
                    G,
                    M,
                    T,
                    near,
                    out,
                    work,
                )
                total += np.minimum(out, 2.5)
            fine[row, col] = total / (extra + 1)
    return fine, solids
