"""A classic single-cylinder motorcycle, front towards +x."""

import math

from scripts.demo_photos import looks
from scripts.demo_photos.scene import Scene, smooth


def _wheel(scene: Scene, x: float, radius: float, wide: float) -> None:
    with scene.at((x, radius, 0), (90, 0, 0)):
        scene.ring(looks.RUBBER, radius - wide, wide)
        scene.ring(looks.CHROME, radius - 1.9 * wide, 0.012, tall=0.032)
        scene.disc(looks.ALUMINIUM, 0.075, 0.05, r=0.015)
        scene.disc(looks.STEEL, 0.12, 0.004, (0, 0.065, 0))
        reach = radius - 1.9 * wide
        for i in range(28):
            a, b = 2 * math.pi * i / 28, 2 * math.pi * (i + (1.6 if i % 2 else -1.6)) / 28
            y = 0.04 if i % 4 < 2 else -0.04
            scene.bar(
                looks.CHROME,
                (0.06 * math.sin(b), y, 0.06 * math.cos(b)),
                (reach * math.sin(a), 0, reach * math.cos(a)),
                0.0028,
            )


def motorcycle(scene: Scene) -> None:
    black, engine = looks.paint("#0b0b0d"), looks.ALUMINIUM
    _wheel(scene, 0.72, 0.335, 0.052)
    _wheel(scene, -0.70, 0.325, 0.06)
    with scene.mirrored():
        scene.bar(looks.CHROME, (0.73, 0.335, 0.085), (0.52, 0.80, 0.085), 0.021)
        scene.bar(looks.BLACK, (0.545, 0.72, 0.085), (0.44, 0.97, 0.085), 0.027)
        scene.bar(looks.BLACK, (-0.70, 0.325, 0.10), (-0.12, 0.40, 0.12), 0.022)
        scene.bar(looks.BLACK, (-0.66, 0.37, 0.125), (-0.45, 0.72, 0.115), 0.014)
        for i in range(9):
            scene.ring(
                looks.CHROME,
                0.031,
                0.006,
                (-0.64 + i * 0.018, 0.41 + i * 0.03, 0.124),
                rot=(0, 0, -31),
            )
        scene.bar(looks.CHROME, (0.40, 1.02, 0.06), (0.34, 1.06, 0.30), 0.012)
        scene.bar(looks.RUBBER, (0.34, 1.06, 0.28), (0.24, 1.04, 0.38), 0.018)
        scene.bar(looks.CHROME, (0.36, 1.06, 0.22), (0.40, 1.19, 0.30), 0.006)
        scene.ball(looks.GLOSS_BLACK, (0.015, 0.05, 0.06), (0.40, 1.22, 0.32))
        scene.ball(looks.AMBER, (0.03, 0.028, 0.028), (0.52, 0.86, 0.20))
        scene.ball(looks.AMBER, (0.03, 0.028, 0.028), (-0.88, 0.66, 0.16))
        scene.bar(looks.BLACK, (0.02, 0.3, 0.12), (0.02, 0.3, 0.25), 0.017)
        scene.box(black, (0.13, 0.09, 0.02), (-0.26, 0.60, 0.12), r=0.018, rot=(0, 0, -8))
        with scene.group():
            scene.ball(looks.BLACK, (0.10, 0.055, 0.02), (0.2, 0.80, 0.135))
        scene.bar(looks.BLACK, (0.40, 0.92, 0.02), (0.22, 0.38, 0.09), 0.02)
        scene.bar(looks.BLACK, (-0.1, 0.75, 0.10), (-0.75, 0.70, 0.10), 0.018)
    with scene.group():
        scene.ball(black, (0.29, 0.125, 0.145), (0.16, 0.83, 0))
        scene.ball(black, (0.16, 0.09, 0.10), (-0.06, 0.78, 0), k=0.1)
    scene.disc(looks.CHROME, 0.035, 0.012, (0.2, 0.955, 0), r=0.008)
    with scene.group():
        scene.prism(
            looks.LEATHER.but(colour="#221d1a", second="#171311"),
            smooth(
                [
                    (-0.06, 0.76),
                    (-0.05, 0.83),
                    (-0.25, 0.80),
                    (-0.45, 0.83),
                    (-0.82, 0.87),
                    (-0.86, 0.80),
                    (-0.5, 0.735),
                ],
                5,
            ),
            0.13,
            r=0.05,
        )
    scene.bar(looks.BLACK, (0.42, 0.95, 0), (-0.1, 0.74, 0), 0.03)
    for z in (0,):
        scene.bar(looks.BLACK, (0.40, 0.9, z), (0.26, 0.34, z), 0.025)
    scene.box(engine, (0.16, 0.12, 0.10), (0.05, 0.36, 0), r=0.06)
    with scene.mirrored():
        scene.disc(looks.CHROME, 0.115, 0.03, (0.0, 0.37, 0.115), rot=(90, 0, 0), r=0.02)
        scene.disc(looks.CHROME, 0.075, 0.03, (0.13, 0.35, 0.11), rot=(90, 0, 0), r=0.02)
    with scene.at((0.11, 0.46, 0), (0, 0, -8)):
        scene.disc(looks.BLACK, 0.065, 0.12, (0, 0.1, 0))
        for i in range(8):
            scene.box(engine, (0.105, 0.005, 0.098), (0, 0.02 + i * 0.023, 0), r=0.004)
        scene.box(engine, (0.09, 0.035, 0.085), (0, 0.22, 0), r=0.025)
    scene.bar(looks.CHROME, (0.2, 0.6, 0.03), (0.34, 0.50, 0.10), 0.022)
    scene.bar(looks.CHROME, (0.34, 0.50, 0.10), (0.24, 0.26, 0.14), 0.022)
    scene.bar(looks.CHROME, (0.24, 0.26, 0.14), (-0.3, 0.26, 0.16), 0.022)
    scene.bar(looks.CHROME, (-0.3, 0.26, 0.16), (-0.98, 0.34, 0.17), 0.042, 0.048)
    for x, r, a in ((0.72, 0.36, 62), (-0.70, 0.36, 74)):
        with scene.at((x, 0.335, 0), (90, 0, 0)), scene.at(rot=(0, 172 if x > 0 else 190, 0)):
            scene.ring(black, r, 0.012, open_to=a, tall=0.06, rot=(0, 0, 0))
    with scene.group():
        scene.prism(
            black,
            smooth(
                [
                    (-0.42, 0.6),
                    (-0.5, 0.70),
                    (-0.7, 0.735),
                    (-0.9, 0.70),
                    (-1.06, 0.52),
                    (-1.04, 0.51),
                    (-0.88, 0.67),
                    (-0.7, 0.70),
                    (-0.52, 0.66),
                ],
                4,
            ),
            0.075,
            r=0.008,
        )
    with scene.group():
        scene.ball(black, (0.09, 0.085, 0.085), (0.52, 0.93, 0))
    with scene.at((0.60, 0.93, 0), (0, 0, -90)):
        scene.ring(looks.CHROME, 0.085, 0.012)
        scene.ball(looks.LAMP, (0.08, 0.03, 0.08))
    with scene.mirrored():
        scene.disc(looks.CHROME, 0.042, 0.02, (0.46, 1.04, 0.055), rot=(0, 0, -35), r=0.01)
    scene.box(looks.RED_LAMP, (0.03, 0.03, 0.045), (-0.99, 0.66, 0), r=0.02)
    scene.box(looks.WHITE, (0.005, 0.05, 0.085), (-1.06, 0.50, 0), r=0.004, rot=(0, 0, -20))
    scene.bar(looks.GREY, (-0.05, 0.28, -0.12), (-0.2, 0.02, -0.26), 0.012)
