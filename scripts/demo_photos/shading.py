# mypy: ignore-missing-imports, disallow-untyped-decorators=False, allow-untyped-defs
# mypy: allow-untyped-calls, allow-incomplete-defs
"""Light leaving a surface: colour, relief, shadow, sheen, and what a polish mirrors.

Arrays are named as in `sdf` and `surface`; `view` as in `camera`.
"""

import math

import numpy as np
from numba import njit

from scripts.demo_photos import surface
from scripts.demo_photos.light import (
    KEY,
    RIM,
    gather,
    march,
    normal,
    openness,
    shadow,
    surroundings,
)
from scripts.demo_photos.sdf import local


@njit(fastmath=True, cache=True)
def coloured(x, y, z, i, F, I, M, T, out):
    """The colour of a solid at a point; returns the material and the point in its frame."""
    m = I[i, 2]
    lx, ly, lz = local(i, x, y, z, F)
    pattern = int(M[m, 11])
    for c in range(3):
        out[c] = M[m, c]
    if pattern == surface.PLAIN:
        return m, lx, ly, lz
    if pattern == surface.PICTURE:
        a, b, c2 = F[i, 12], F[i, 13], F[i, 14]
        if I[i, 0] == 2:
            b, c2 = a, a
        axis = int(M[m, 15])
        if axis == 3:
            # wrapped twice round the upright axis, `size` units tall
            turn = math.atan2(lx, lz) / math.pi
            tall = M[m, 12]
            rgb = surface.picture(
                2.0 * (turn - math.floor(turn)) - 1.0,
                ly - 0.5 * tall,
                1.0,
                0.5 * tall,
                int(M[m, 14]),
                T,
            )
            for c in range(3):
                out[c] = rgb[c] ** 2.2
            return m, lx, ly, lz
        half_x, half_y = (a, b) if axis == 0 else ((a, c2) if axis == 1 else (c2, b))
        px, py = (lx, ly) if axis == 0 else ((lx, -lz) if axis == 1 else (-lz, ly))
        rgb = surface.picture(px, py, half_x, half_y, int(M[m, 14]), T)
        for c in range(3):
            out[c] = rgb[c] ** 2.2
        return m, lx, ly, lz
    gx, gy, gz = surface.along(lx, ly, lz, int(M[m, 15]))
    if pattern == surface.MARBLE:
        gx, gy, gz = x, y, z
    mix = surface.blend(pattern, gx, gy, gz, M[m, 12], M[m])
    for c in range(3):
        out[c] = M[m, c] * (1 - mix) + M[m, 3 + c] * mix
    return m, lx, ly, lz


@njit(fastmath=True, cache=True)
def bumped(nx, ny, nz, lx, ly, lz, i, m, F, M):
    """Tilt a normal by the relief of the material's pattern."""
    pattern, size, bump = int(M[m, 11]), M[m, 12], M[m, 13]
    axis = int(M[m, 15])
    e = 0.15 / size
    x, y, z = surface.along(lx, ly, lz, axis)
    h = surface.height(pattern, x, y, z, size)
    gx = surface.height(pattern, x + e, y, z, size) - h
    gy = surface.height(pattern, x, y + e, z, size) - h
    gz = surface.height(pattern, x, y, z + e, size) - h
    gx, gy, gz = surface.along(gx, gy, gz, axis)
    wx = F[i, 0] * gx + F[i, 3] * gy + F[i, 6] * gz
    wy = F[i, 1] * gx + F[i, 4] * gy + F[i, 7] * gz
    wz = F[i, 2] * gx + F[i, 5] * gy + F[i, 8] * gz
    along = wx * nx + wy * ny + wz * nz
    nx -= bump * (wx - along * nx)
    ny -= bump * (wy - along * ny)
    nz -= bump * (wz - along * nz)
    length = math.sqrt(nx * nx + ny * ny + nz * nz)
    return nx / length, ny / length, nz / length


@njit(fastmath=True, cache=True)
def mirrored_light(x, y, z, dx, dy, dz, rough, R, view, F, I, P, G, M, T, near, out):
    """What a polished surface shows in one direction: the model, the table or the lamps."""
    count, begin, end = gather(x, y, z, dx, dy, dz, 0.0, G, near)
    lamps = surroundings(dx, dy, dz, rough)
    for c in range(3):
        out[c] = lamps
    if count > 0:
        t, i, g = march(
            x,
            y,
            z,
            dx,
            dy,
            dz,
            max(begin, 0.012 * R),
            min(end, 1.5 * R),
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
            hx, hy, hz = x + dx * t, y + dy * t, z + dz * t
            nx, ny, nz = normal(hx, hy, hz, g, 0.002 * R, F, I, P, G)
            m, _a, _b, _c = coloured(hx, hy, hz, i, F, I, M, T, out)
            lit = max(0.0, nx * KEY[0] + ny * KEY[1] + nz * KEY[2])
            shine = surroundings(nx, ny, nz, 0.6) * M[m, 7]
            for c in range(3):
                out[c] *= 0.30 + 0.15 * ny + 0.75 * lit + 0.6 * shine + 1.5 * M[m, 9]
            return
    if dy < -0.01:
        t = y / -dy
        away = math.exp(-0.35 * t / R)
        for c in range(3):
            floor = 0.75 * view[15 + c]
            out[c] = floor * away + 0.55 * lamps * (1 - away)


@njit(fastmath=True, cache=True)
def lit_surface(x, y, z, dx, dy, dz, i, g, R, view, F, I, P, G, M, T, near, out):
    """Light leaving a surface towards the eye, into `out`; returns how clear the material is."""
    nx, ny, nz = normal(x, y, z, g, 0.0012 * R, F, I, P, G)
    if nx * dx + ny * dy + nz * dz > 0.0:
        nx, ny, nz = -nx, -ny, -nz
    m, lx, ly, lz = coloured(x, y, z, i, F, I, M, T, out)
    if M[m, 13] > 0.0 and M[m, 11] != surface.BURST:
        nx, ny, nz = bumped(nx, ny, nz, lx, ly, lz, i, m, F, M)
    rough, metal, coat, glow, clear = M[m, 6], M[m, 7], M[m, 8], M[m, 9], M[m, 10]
    facing = max(0.0, -(nx * dx + ny * dy + nz * dz))
    open_air = openness(x, y, z, nx, ny, nz, R, F, I, P, G, near)
    key = nx * KEY[0] + ny * KEY[1] + nz * KEY[2]
    seen = 1.0
    if key > -0.15:
        s = 0.004 * R
        seen = shadow(x + nx * s, y + ny * s, z + nz * s, 0.16, R, F, I, P, G, near)
    key = max(0.0, (key + 0.15) / 1.15) * seen
    rim = max(0.0, nx * RIM[0] + ny * RIM[1] + nz * RIM[2])
    around = (0.44 + 0.26 * ny + 0.10 * nz) * open_air
    k = 2.0 * (nx * dx + ny * dy + nz * dz)
    rx, ry, rz = dx - k * nx, dy - k * ny, dz - k * nz
    glint = np.empty(3)
    if rough < 0.42 or coat > 0.0:
        sharp = 0.04 if coat > 0.0 else rough
        s = 0.004 * R
        mirrored_light(
            x + nx * s,
            y + ny * s,
            z + nz * s,
            rx,
            ry,
            rz,
            sharp,
            R,
            view,
            F,
            I,
            P,
            G,
            M,
            T,
            near,
            glint,
        )
        held = 0.35 + 0.65 * open_air
    else:
        sharp = rough
        glint[:] = surroundings(rx, ry, rz, rough)
        held = open_air * (0.6 + 0.4 * seen)
    if M[m, 11] == surface.GEM:
        # light that has bounced inside a cut stone: each small lozenge looks another way
        s = M[m, 12]
        q = math.floor(math.sqrt(lx * lx + lz * lz) * s)
        p = math.floor(math.atan2(lx, lz) * 2.5465 + 0.5 * (q % 2))
        ix = surface.chance(p, q, i) * 2 - 1
        iy = surface.chance(p, q, i + 57) * 1.2 - 0.2
        iz = surface.chance(p, q, i + 91) * 2 - 1
        ix, iy, iz = 0.75 * ix + 0.5 * nx - 0.3 * dx, iy + 0.5 * ny, 0.75 * iz + 0.5 * nz - 0.3 * dz
        length = math.sqrt(ix * ix + iy * iy + iz * iz) + 1e-9
        fire = surroundings(ix / length, iy / length, iz / length, 0.02)
        for c in range(3):
            out[c] = out[c] * (0.04 + 0.42 * fire) + 0.05 * max(0.0, fire - 1.2)
        key, around, rim = 0.45, 0.62, 0.0
    edge = (1.0 - facing) ** 5
    strength = max(0.0, 1.0 - 0.75 * rough) if coat == 0.0 else 1.0
    for c in range(3):
        base = out[c]
        diffuse = base * (1.0 - metal) * (0.88 * key + 0.74 * around + 0.16 * rim * open_air)
        dull = 0.045 + 0.95 * edge * strength if coat == 0.0 else coat * (0.05 + 0.9 * edge)
        shine = base * metal + (1.0 - base) * metal * edge
        if metal > 0.0 and coat > 0.0:
            soft = surroundings(rx, ry, rz, rough) * (0.35 + 0.65 * open_air)
            diffuse += shine * soft * (0.55 + 0.45 * seen)
            shine = 0.0
        out[c] = (
            diffuse * (1.0 - clear)
            + glint[c]
            * held
            * (shine + dull * (1.0 - metal) * strength + (dull * metal if coat > 0.0 else 0.0))
            + base * glow
        )
    return clear * (1.0 - edge)
