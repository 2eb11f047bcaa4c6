"""Rings, pearls and a pendant; one unit is a centimetre."""

import math
from itertools import pairwise

from scripts.demo_photos import looks, sdf
from scripts.demo_photos.scene import Look, Scene, smooth

BLUE = Look(colour="#2348c8", rough=0.03, coat=1.0, pattern=13, size=6.0)
GREEN = Look(colour="#12945a", rough=0.03, coat=1.0, pattern=13, size=4.0)
WHITE = Look(colour="#e6edf6", rough=0.02, coat=1.0, pattern=13, size=7.0)
PEARL = Look(colour="#dcc6b2", rough=0.34, metal=0.4, coat=0.9)


def _cut(
    scene: Scene,
    look: Look,
    wide: float,
    deep: float,
    sides: int,
    *,
    long: float = 1.0,
    square: bool = False,
) -> None:
    """A faceted stone: table, two rows of crown facets and a pavilion."""
    with scene.group():
        scene.box(look, (wide * 1.05, deep, wide * long * 1.05), (0, -deep * 0.35, 0))
        for row, (tilt, away) in enumerate(((32, 0.925), (52, 0.985), (137, 1.0), (90, 0.995))):
            for i in range(sides):
                a = 360 * (i + (0 if square else 0.5 * (row % 2))) / sides
                x, z = math.sin(math.radians(a)), math.cos(math.radians(a))
                reach = wide * away * math.hypot(x, z * long)
                if square and abs(x * z) > 0.1:
                    reach *= 1.24
                y = (0.24, 0.10, -0.04, 0.0)[row] * deep
                with scene.at(
                    (
                        x * reach * (0.70, 0.93, 1.0, 0.97)[row],
                        y,
                        z * reach * (0.70, 0.93, 1.0, 0.97)[row],
                    ),
                    (0, a, 0),
                ):
                    scene.put(sdf.HALFSPACE, look, [0.0], (0, 0, 0), (tilt, 0, 0), op=sdf.KEEP)
        scene.put(sdf.HALFSPACE, look, [0.0], (0, 0.33 * deep, 0), op=sdf.KEEP)


def _band(scene: Scene, metal: Look) -> None:
    with scene.at((0, 1.02, 0), (90, 0, 0)), scene.group():
        scene.ring(metal, 0.95, 0.085, tall=0.12)


def sapphire_ring(scene: Scene) -> None:
    metal = Look(colour="#e3e5e8", rough=0.1, metal=1.0)
    _band(scene, metal)
    with scene.at((0, 2.27, 0)):
        with scene.at(rot=(0, 0, 0)):
            _cut(scene, BLUE, 0.44, 0.42, 10, long=1.28)
        for i in range(4):
            a = math.radians(45 + 90 * i)
            x, z = 0.36 * math.sin(a), 0.46 * math.cos(a)
            scene.bar(metal, (x * 0.45, -0.32, z * 0.45), (x * 1.1, 0.06, z * 1.1), 0.045)
            scene.ball(metal, 0.06, (x * 1.02, 0.10, z * 1.02))
        with scene.group():
            scene.ring(metal, 0.36, 0.05, (0, -0.14, 0))
    for s in (-1, 1):
        with scene.at((s * 0.62, 2.02, 0), (0, 0, -s * 34)):
            _cut(scene, WHITE, 0.18, 0.2, 8)
            with scene.group():
                scene.lathe(
                    metal, [(0.15, 0.02), (0.21, 0.02), (0.17, -0.2), (0.02, -0.26), (0.02, -0.2)]
                )
            for i in range(4):
                a = math.radians(45 + 90 * i)
                scene.ball(metal, 0.035, (0.17 * math.sin(a), 0.05, 0.17 * math.cos(a)))


def solitaire(scene: Scene) -> None:
    metal = looks.GOLD.but(rough=0.1)
    _band(scene, metal)
    with scene.at((0, 2.34, 0)):
        _cut(scene, WHITE, 0.42, 0.46, 12)
        for i in range(6):
            a = math.radians(60 * i)
            x, z = math.sin(a), math.cos(a)
            scene.bar(metal, (x * 0.12, -0.38, z * 0.12), (x * 0.42, 0.05, z * 0.42), 0.038)
            scene.ball(metal, 0.055, (x * 0.39, 0.09, z * 0.39))
        scene.ring(metal, 0.26, 0.035, (0, -0.16, 0))


def pearls(scene: Scene) -> None:
    path = smooth(
        [
            (1.7 * x, 1.7 * z)
            for x, z in (
                (-4.4, -0.6),
                (-3.6, -2.6),
                (-1.2, -3.5),
                (1.6, -3.2),
                (3.9, -1.9),
                (4.4, 0.3),
                (3.0, 2.0),
                (1.0, 2.5),
                (-0.9, 1.6),
                (-2.9, 2.2),
            )
        ],
        120,
    )
    spots, last = [path[0]], path[0]
    for p in path:
        if math.dist(p, last) >= 0.775:
            spots.append(p)
            last = p
    for i, (x, z) in enumerate(spots[:-1] if math.dist(spots[-1], spots[0]) < 0.7 else spots):
        if i == 42:
            scene.ball(looks.GOLD, 0.36, (x, 0.36, z))
            for s in (-1, 1):
                scene.ring(looks.GOLD, 0.2, 0.04, (x + s * 0.33, 0.36, z + 0.02), rot=(0, 0, 90))
        else:
            r = 0.385 + 0.006 * math.sin(i * 7.3)
            tone = ("#dcc6b2", "#dfcbb9", "#d9c2ae")[i % 3]
            scene.ball(PEARL.but(colour=tone), r, (x, r, z))
    for a, b in pairwise(spots):
        scene.bar(looks.matt("#e9dfcf"), (a[0], 0.38, a[1]), (b[0], 0.38, b[1]), 0.05)


def pendant(scene: Scene) -> None:
    metal = looks.GOLD
    with scene.at((0, 0.45, 1.5), (14, 0, 0)):
        _cut(scene, GREEN, 0.62, 0.42, 8, long=1.32, square=True)
        with scene.group():
            scene.box(metal, (0.80, 0.16, 1.0), (0, -0.08, 0), r=0.12)
            scene.box(metal, (0.60, 1, 0.80), r=0.08, op=sdf.CUT, k=0.06)
        for sx in (-1, 1):
            for sz in (-1, 1):
                scene.ball(metal, 0.10, (sx * 0.58, 0.12, sz * 0.78))
        scene.ring(metal, 0.2, 0.055, (0, 0.02, -1.16), rot=(0, 0, 60))
        scene.ring(metal, 0.26, 0.07, (0, 0.12, -1.42), rot=(0, 0, 90))
    right = smooth(
        [(0.1, 0.1), (0.7, -1.2), (2.2, -2.2), (2.9, -3.6), (1.9, -4.8), (0.0, -5.0)],
        12,
        closed=False,
    )
    loop = [*right, *[(-x * 1.06, z + 0.05 * i / 12) for i, (x, z) in enumerate(reversed(right))]]
    spots, last = [loop[0]], loop[0]
    for p in loop:
        if math.dist(p, last) >= 0.155:
            spots.append(p)
            last = p
    for i, ((x, z), (x2, z2)) in enumerate(pairwise(spots)):
        turn = math.degrees(math.atan2(x2 - x, z2 - z))
        near = max(0.0, 1.0 - math.dist((x, z), (0.1, 0.1)) / 1.2)
        with scene.at((x, 0.085 + 0.42 * near, z), (0, turn, 0)):
            scene.ring(metal, 0.105, 0.03, rot=(0, 0, 62 if i % 2 else 8))
