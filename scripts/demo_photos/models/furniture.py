"""Chairs, tables and lamps; one unit is ten centimetres, the front towards +z."""

import math

from scripts.demo_photos import looks, sdf
from scripts.demo_photos.scene import Look, Scene, smooth

WOOD = looks.ROSEWOOD.but(size=1.1)


def _cushion(
    scene: Scene,
    look: Look,
    half: tuple[float, float, float],
    place: tuple[float, float, float],
    *,
    tilt: float = 0.0,
    soft: float = 0.7,
) -> None:
    """A stuffed cushion, fuller in the middle."""
    x, y, z = half
    with scene.at(place, (tilt, 0, 0)), scene.group():
        scene.box(look, half, r=min(half) * soft)
        if y < z:
            scene.ball(look, (x * 0.92, y * 1.28, z * 0.92), k=0.5)
        else:
            scene.ball(look, (x * 0.92, y * 0.92, z * 1.28), k=0.5)


def armchair(scene: Scene) -> None:
    hide = Look(
        colour="#a05a26", second="#7b431b", rough=0.42, coat=0.25, pattern=2, size=8.0, bump=0.35
    )
    with scene.mirrored(0):
        scene.bar(WOOD.but(axis=1), (3.6, 0.0, 3.1), (3.6, 5.3, 3.1), 0.18, 0.26)
        scene.bar(WOOD.but(axis=1), (3.6, 0.0, -3.2), (3.6, 5.0, -3.0), 0.18, 0.26)
        scene.box(WOOD.but(axis=2), (0.55, 0.13, 3.9), (3.65, 5.35, 0.1), r=0.12, rot=(2, 0, 0))
        scene.box(WOOD.but(axis=2), (0.16, 0.3, 3.0), (3.6, 2.35, 0), r=0.1)
    for z in (3.1, -3.1):
        scene.box(WOOD, (3.5, 0.32, 0.18), (0, 2.35, z), r=0.1)
    _cushion(scene, hide, (3.2, 0.75, 3.3), (0, 3.35, 0.3), tilt=-4)
    _cushion(scene, hide, (3.2, 2.7, 0.72), (0, 5.75, -2.65), tilt=-14)
    with scene.at((0, 5.4, -3.45), (-14, 0, 0)):
        for x in (-2.2, -1.1, 0, 1.1, 2.2):
            scene.box(WOOD.but(axis=1), (0.16, 2.5, 0.09), (x, 0, 0), r=0.07)
        for y in (-2.45, 2.45):
            scene.box(WOOD, (3.5, 0.25, 0.14), (0, y, 0), r=0.1)
    for x in (-1.1, 1.1):
        for y in (5.2, 6.4):
            scene.ball(
                hide.but(colour="#7b431b"), (0.13, 0.13, 0.09), (x, y, -1.63 - (y - 5.2) * 0.25)
            )


def sofa(scene: Scene) -> None:
    velvet = Look(colour="#1f5a3f", second="#17452f", rough=0.85, pattern=2, size=3.0, bump=0.06)
    scene.box(velvet, (10.6, 1.15, 4.0), (0, 2.6, 0), r=0.4)
    scene.box(velvet, (10.6, 2.7, 0.9), (0, 5.2, -3.3), r=0.5, rot=(-7, 0, 0))
    with scene.mirrored(0):
        scene.box(velvet, (0.85, 2.2, 4.1), (10.2, 3.9, 0), r=0.5)
        for z in (-3.2, 3.2):
            scene.cone(looks.BRASS, 0.75, 0.16, 0.28, (9.6, 0.75, z))
    for x in (-6.2, 0, 6.2):
        _cushion(scene, velvet, (3.07, 0.85, 3.5), (x, 4.2, 0.5), soft=0.85)
        _cushion(scene, velvet, (3.0, 1.9, 0.8), (x, 6.5, -2.1), tilt=-12, soft=0.85)
    for x, look, turn in (
        (
            -8.0,
            Look(colour="#c9963f", second="#a87a30", rough=0.85, pattern=3, size=9.0, bump=0.2),
            14,
        ),
        (8.0, looks.LINEN.but(size=9.0), -14),
    ):
        with scene.at((x, 6.3, -0.75), (-20, turn, 0)):
            _cushion(scene, look, (1.6, 1.6, 0.5), (0, 0, 0), soft=0.95)


def round_table(scene: Scene) -> None:
    top = Look(colour="#7b4524", second="#341709", rough=0.3, coat=0.6, pattern=1, size=1.0)
    scene.disc(top, 6.5, 0.16, (0, 7.35, 0), r=0.12)
    scene.disc(WOOD, 6.1, 0.22, (0, 7.0, 0), r=0.08)
    with scene.group():
        scene.lathe(
            WOOD.but(axis=1),
            smooth(
                [
                    (0, 0.3),
                    (1.0, 0.3),
                    (0.95, 0.8),
                    (0.62, 1.6),
                    (0.52, 2.6),
                    (0.75, 3.6),
                    (1.0, 4.3),
                    (0.78, 5.0),
                    (0.5, 5.6),
                    (0.8, 6.3),
                    (1.7, 6.85),
                    (0, 6.9),
                ],
                5,
                closed=False,
            ),
        )
    with scene.group():
        scene.lathe(
            WOOD, [(0, 0), (3.6, 0), (3.62, 0.18), (3.2, 0.36), (1.2, 0.62), (0, 0.66)], r=0.04
        )
    for y in (1.75, 5.45):
        scene.ring(WOOD, 0.62, 0.13, (0, y, 0))


def _chair(scene: Scene) -> None:
    wood = looks.WALNUT.but(size=1.3, axis=1)
    seat = looks.LINEN.but(size=11.0)
    with scene.group():
        scene.box(seat, (2.25, 0.32, 2.15), (0, 4.6, 0), r=0.28)
    scene.box(looks.WALNUT.but(size=1.3), (2.3, 0.2, 2.2), (0, 4.2, 0), r=0.12)
    for s in (-1, 1):
        scene.bar(wood, (s * 2.0, 4.2, 1.9), (s * 2.25, 0, 2.2), 0.23, 0.13)
        scene.bar(wood, (s * 1.95, 4.3, -1.9), (s * 2.1, 0, -2.5), 0.23, 0.13)
        scene.bar(wood, (s * 1.95, 4.3, -1.9), (s * 1.85, 7.8, -2.65), 0.23, 0.15)
        scene.bar(wood, (s * 2.1, 1.9, 2.05), (s * 2.05, 1.9, -2.2), 0.1)
    scene.bar(looks.WALNUT, (-2.05, 1.9, 0), (2.05, 1.9, 0), 0.1)
    with scene.at((0, 7.25, -0.35)), scene.group():
        scene.ring(looks.WALNUT.but(size=1.3), 3.0, 0.11, tall=0.72, open_to=42, rot=(0, 180, 0))


def chairs(scene: Scene) -> None:
    with scene.at((-3.3, 0, 0.3), (0, 18, 0)):
        _chair(scene)
    with scene.at((3.3, 0, -0.3), (0, -16, 0)):
        _chair(scene)


def floor_lamp(scene: Scene) -> None:
    shade = Look(
        colour="#dcc9a0", second="#cdb78a", rough=0.9, pattern=3, size=22.0, bump=0.15, glow=0.42
    )
    scene.disc(looks.BRASS, 1.5, 0.14, (0, 0.14, 0), r=0.1)
    scene.bar(looks.BRASS, (0, 0.2, 0), (0, 12.6, 0), 0.12)
    for y in (0.35, 4.4, 8.6):
        scene.disc(looks.BRASS, 0.2, 0.14, (0, y, 0), r=0.05)
    with scene.at((0, 13.9, 0)), scene.group():
        scene.lathe(shade, [(2.25, -1.7), (1.45, 1.7), (1.38, 1.7), (2.18, -1.7)])
    for y, r in ((-1.7, 2.24), (1.7, 1.44)):
        scene.ring(looks.BRASS, r, 0.05, (0, 13.9 + y, 0))
    scene.ball(Look(colour="#fff1d0", rough=0.4, glow=2.5), 0.42, (0, 13.6, 0))
    scene.bar(looks.BRASS, (0.5, 12.4, 0.2), (0.5, 11.2, 0.2), 0.025)
    scene.ball(looks.BRASS, 0.08, (0.5, 11.15, 0.2))


def sideboard(scene: Scene) -> None:
    face = WOOD.but(axis=1, size=0.9)
    with scene.group():
        scene.box(WOOD.but(size=0.9), (10.0, 2.3, 2.25), (0, 5.2, 0), r=0.06)
        scene.box(looks.EBONY, (9.7, 2.0, 0.4), (0, 5.2, 2.25), op=sdf.CUT)
    for i in range(4):
        x = -7.28 + 4.853 * i
        z = 2.02 if i % 2 else 2.12
        scene.box(
            face.but(colour="#74402a" if i % 2 else "#6b3a20"),
            (2.45, 1.97, 0.08),
            (x, 5.2, z),
            r=0.02,
        )
        with scene.at((x + (1.9 if i % 2 == 0 else -1.9), 5.2, z + 0.1), (90, 0, 0)):
            scene.ring(looks.BRASS, 0.26, 0.05)
            scene.disc(looks.EBONY, 0.24, 0.02)
    for x in (-8.2, 8.2):
        for z in (-1.5, 1.5):
            lean = math.copysign(0.5, x)
            scene.bar(WOOD.but(axis=1), (x, 2.9, z), (x + lean, 0.05, z * 1.2), 0.26, 0.13)
            scene.disc(looks.BRASS, 0.15, 0.12, (x + lean * 0.98, 0.12, z * 1.2))
    scene.box(WOOD, (8.2, 0.14, 0.1), (0, 2.75, 1.4), r=0.05)
