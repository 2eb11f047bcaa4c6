# mypy: ignore-missing-imports, disallow-untyped-decorators=False, allow-untyped-defs
# mypy: allow-untyped-calls, allow-incomplete-defs
"""Signed distances: the solids a model is built from, and a whole scene of them.

A solid is one row of `F` (rotation 0-8, place 9-11, sizes 12-19, blend 20, bounding ball 21-24)
and one row of `I` (kind, operation, material, where the chart of its outline begins). A group is a
run of solids, combined in order, inside one box (`G`: centre 0-2, radius 3, run 4-5, half sizes
6-8). `P` holds the charts.
"""

import math

import numpy as np
from numba import njit

ELLIPSOID, BOX, CYLINDER, CAPSULE, TORUS, CONE, PRISM, LATHE, HALFSPACE = range(9)
JOIN, CUT, KEEP = range(3)
FAR = 1e9


@njit(fastmath=True, cache=True)
def polygon(px, py, first, count, points):
    """Distance to a closed outline, negative inside."""
    best = FAR
    sign = 1.0
    jx, jy = points[first + count - 1, 0], points[first + count - 1, 1]
    for i in range(first, first + count):
        ix, iy = points[i, 0], points[i, 1]
        ex, ey = jx - ix, jy - iy
        wx, wy = px - ix, py - iy
        t = min(1.0, max(0.0, (wx * ex + wy * ey) / (ex * ex + ey * ey + 1e-20)))
        bx, by = wx - ex * t, wy - ey * t
        best = min(best, bx * bx + by * by)
        above, below, side = py >= iy, py < jy, ex * wy > ey * wx
        if (above and below and side) or (not above and not below and not side):
            sign = -sign
        jx, jy = ix, iy
    return sign * math.sqrt(best)


@njit(fastmath=True, cache=True)
def chart(x0, y0, cell, nx, ny, points):
    """Distances to an outline on a grid, laid out as `look_up` reads them."""
    out = np.empty(5 + nx * ny)
    out[0], out[1], out[2], out[3], out[4] = x0, y0, 1.0 / cell, nx, ny
    for j in range(ny):
        for i in range(nx):
            out[5 + j * nx + i] = polygon(x0 + i * cell, y0 + j * cell, 0, len(points), points)
    return out


@njit(fastmath=True, cache=True)
def look_up(x, y, o, P):
    """Distance to a charted outline: a quadratic B-spline, smooth in its slope."""
    nx, ny = int(P[o + 3]), int(P[o + 4])
    u, v = (x - P[o]) * P[o + 2], (y - P[o + 1]) * P[o + 2]
    cu, cv = min(nx - 2.0, max(1.0, u)), min(ny - 2.0, max(1.0, v))
    i, j = int(cu + 0.5), int(cv + 0.5)
    fu, fv = cu - i, cv - j
    a0, a1, a2 = 0.5 * (0.5 - fu) ** 2, 0.75 - fu * fu, 0.5 * (0.5 + fu) ** 2
    b0, b1, b2 = 0.5 * (0.5 - fv) ** 2, 0.75 - fv * fv, 0.5 * (0.5 + fv) ** 2
    k = o + 5 + (j - 1) * nx + i
    d = b0 * (a0 * P[k - 1] + a1 * P[k] + a2 * P[k + 1])
    k += nx
    d += b1 * (a0 * P[k - 1] + a1 * P[k] + a2 * P[k + 1])
    k += nx
    d += b2 * (a0 * P[k - 1] + a1 * P[k] + a2 * P[k + 1])
    if u != cu or v != cv:
        d += 0.9 * math.sqrt((u - cu) ** 2 + (v - cv) ** 2) / P[o + 2]
    return d


@njit(fastmath=True, cache=True)
def box3(x, y, z, a, b, c, r):
    """Distance to a box with rounded edges."""
    qx, qy, qz = abs(x) - a + r, abs(y) - b + r, abs(z) - c + r
    out = math.sqrt(max(qx, 0.0) ** 2 + max(qy, 0.0) ** 2 + max(qz, 0.0) ** 2)
    return out + min(max(qx, max(qy, qz)), 0.0) - r


@njit(fastmath=True, cache=True)
def rod(u, y, r, h, e):
    """Distance in the half plane to a disc of radius r and half height h, edges rounded by e."""
    qu, qy = u - r + e, abs(y) - h + e
    return min(max(qu, qy), 0.0) + math.sqrt(max(qu, 0.0) ** 2 + max(qy, 0.0) ** 2) - e


@njit(fastmath=True, cache=True)
def local(i, x, y, z, F):
    """The point in the solid's own frame."""
    x -= F[i, 9]
    y -= F[i, 10]
    z -= F[i, 11]
    return (
        F[i, 0] * x + F[i, 1] * y + F[i, 2] * z,
        F[i, 3] * x + F[i, 4] * y + F[i, 5] * z,
        F[i, 6] * x + F[i, 7] * y + F[i, 8] * z,
    )


@njit(fastmath=True, cache=True)
def round_parts(kind, x, y, z, a, b, c, d):
    """The solids of revolution and the ellipsoid."""
    if kind == ELLIPSOID:
        k0 = math.sqrt((x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2)
        k1 = math.sqrt((x / (a * a)) ** 2 + (y / (b * b)) ** 2 + (z / (c * c)) ** 2)
        return -min(a, min(b, c)) if k1 < 1e-9 else k0 * (k0 - 1.0) / k1
    u = math.sqrt(x * x + z * z)
    if kind == CYLINDER:
        return rod(u, y, a, b, c)
    if kind == CAPSULE:
        # length a along y from the origin, radii b then c
        slope = (b - c) / a
        rise = math.sqrt(max(1e-9, 1.0 - slope * slope))
        along = y * rise - u * slope
        if -u * slope + y * rise < 0.0:
            return math.sqrt(u * u + y * y) - b
        if along > a * rise:
            return math.sqrt(u * u + (y - a) ** 2) - c
        return u * rise + y * slope - b
    if kind == TORUS:
        # ring radius a, tube radius b, open to half angle c (0: closed), tube height d (0: round)
        if c > 0.0 and abs(math.atan2(x, z)) > c:
            ex, ez = a * math.sin(c), a * math.cos(c)
            return math.sqrt((abs(x) - ex) ** 2 + y * y + (z - ez) ** 2) - b
        if d > 0.0:
            return box3(u - a, y, 0.0, b, d, 1.0, min(b, d) * 0.9)
        return math.sqrt((u - a) ** 2 + y * y) - b
    # CONE: half height a, radius b below, c above, edges rounded by d
    b -= d
    c -= d
    a -= d
    qx, qy = u - min(u, b if y < 0.0 else c), abs(y) - a
    k1x, k1y = c - b, 2.0 * a
    t = min(1.0, max(0.0, ((c - u) * k1x + (a - y) * k1y) / (k1x * k1x + k1y * k1y)))
    rx, ry = u - c + k1x * t, y - a + k1y * t
    inside = rx < 0.0 and qy < 0.0
    near = math.sqrt(min(qx * qx + qy * qy, rx * rx + ry * ry))
    return (-near if inside else near) - d


@njit(fastmath=True, cache=True)
def solid(i, x, y, z, F, I, P):
    """Distance to one solid."""
    x, y, z = local(i, x, y, z, F)
    kind = I[i, 0]
    a, b, c, d = F[i, 12], F[i, 13], F[i, 14], F[i, 15]
    if kind == BOX:
        return box3(x, y, z, a, b, c, d)
    if kind == PRISM:
        # half depth a, edges rounded by b inside the outline, then all swollen by c
        flat = look_up(x, y, I[i, 3], P) + b
        qz = abs(z) - a + b
        return min(max(flat, qz), 0.0) + math.sqrt(max(flat, 0.0) ** 2 + max(qz, 0.0) ** 2) - b - c
    if kind == LATHE:
        dist = look_up(math.sqrt(x * x + z * z), y, I[i, 3], P)
        return dist - b
    if kind == HALFSPACE:
        return y
    return round_parts(kind, x, y, z, a, b, c, d)


@njit(fastmath=True, cache=True)
def group_distance(g, x, y, z, F, I, P, G):
    """Distance to one group and the solid that is nearest in it."""
    first, last = int(G[g, 4]), int(G[g, 5])
    best = FAR
    which = first
    for i in range(first, last):
        op, k = I[i, 1], F[i, 20]
        if op != KEEP and i > first:
            # far solids cannot matter: do not measure them
            away = (
                math.sqrt((x - F[i, 21]) ** 2 + (y - F[i, 22]) ** 2 + (z - F[i, 23]) ** 2)
                - F[i, 24]
                - k
            )
            if (op == JOIN and away >= best) or (op == CUT and away > 0.0 and best > -away):
                continue
        d = solid(i, x, y, z, F, I, P)
        if op == JOIN:
            if d < best:
                which = i
            if k > 0.0:
                h = max(k - abs(best - d), 0.0) / k
                best = min(best, d) - h * h * k * 0.25
            else:
                best = min(best, d)
        else:
            if op == CUT:
                d = -d
            if d > best and I[i, 2] >= 0:
                which = i
            if k > 0.0:
                h = max(k - abs(best - d), 0.0) / k
                best = max(best, d) + h * h * k * 0.25
            else:
                best = max(best, d)
    return best, which


@njit(fastmath=True, cache=True)
def scene_distance(x, y, z, near, count, F, I, P, G, slack):
    """Distance to the listed groups: (distance, solid, group); exact within `slack`."""
    best = FAR
    which = -1
    group = -1
    for n in range(count):
        g = near[n]
        ax = max(0.0, abs(x - G[g, 0]) - G[g, 6])
        ay = max(0.0, abs(y - G[g, 1]) - G[g, 7])
        az = max(0.0, abs(z - G[g, 2]) - G[g, 8])
        away = math.sqrt(ax * ax + ay * ay + az * az)
        if away >= best:
            continue
        if away > max(0.12 * G[g, 3], slack):
            best = away
            which = -1
            group = g
            continue
        d, i = group_distance(g, x, y, z, F, I, P, G)
        if d < best:
            best, which, group = d, i, g
    return best, which, group
