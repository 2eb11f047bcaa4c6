"""The upright piano and the synthesizer; one unit is ten centimetres."""

import math

from scripts.demo_photos import looks
from scripts.demo_photos.scene import Look, Scene, smooth


def piano(scene: Scene) -> None:
    black = looks.GLOSS_BLACK
    scene.box(black, (7.4, 5.6, 1.6), (0, 6.3, -1.0), r=0.06)
    scene.box(black, (7.6, 0.12, 1.85), (0, 11.98, -0.95), r=0.08)
    scene.box(black, (7.4, 0.32, 2.1), (0, 6.0, 1.5), r=0.05)
    for s in (-1, 1):
        scene.box(black, (0.22, 1.0, 2.1), (s * 7.2, 6.6, 1.4), r=0.10)
        scene.box(black, (0.28, 2.9, 0.28), (s * 7.0, 2.9, 2.9), r=0.05)
        scene.box(black, (0.32, 0.35, 2.6), (s * 7.1, 0.4, 0.8), r=0.06)
        scene.disc(looks.BRASS, 0.22, 0.1, (s * 7.1, 0.12, 3.1))
    scene.box(black, (7.0, 2.4, 0.12), (0, 3.2, 0.62), r=0.05)
    scene.box(black, (7.0, 0.5, 0.2), (0, 0.9, 0.7), r=0.05)
    scene.box(black, (6.9, 0.85, 0.06), (0, 7.9, 0.72), r=0.04, rot=(-12, 0, 0))
    scene.box(looks.matt("#5e1518"), (6.95, 0.06, 0.05), (0, 6.46, 1.32))
    for i in range(52):
        x = -6.62 + i * 0.2596
        scene.box(
            Look(colour="#ebe8e0", rough=0.25, coat=0.5),
            (0.123, 0.10, 0.76),
            (x, 6.44, 2.12),
            r=0.02,
        )
        if i % 7 in (0, 2, 3, 5, 6) and i < 51:
            scene.box(
                Look(colour="#111113", rough=0.3, coat=0.5),
                (0.062, 0.11, 0.48),
                (x + 0.13, 6.60, 1.82),
                r=0.03,
            )
    scene.box(black, (6.95, 0.22, 0.1), (0, 6.4, 3.0), r=0.03)
    for x in (-0.7, 0, 0.7):
        scene.bar(looks.BRASS, (x, 0.55, 0.8), (x, 0.45, 1.7), 0.10, 0.2)
    scene.box(black, (3.2, 0.05, 0.5), (0, 8.9, 1.0), r=0.03)
    scene.box(black, (3.2, 1.1, 0.05), (0, 10.0, 0.85), r=0.04, rot=(-12, 0, 0))


def synthesizer(scene: Scene) -> None:
    wood = looks.WALNUT.but(size=1.6, axis=2)
    side = smooth(
        [
            (-1.75, 0.1),
            (1.75, 0.1),
            (1.78, 0.75),
            (1.5, 0.92),
            (0.1, 1.0),
            (-1.4, 2.1),
            (-1.75, 2.1),
        ],
        4,
    )
    for s in (-1, 1):
        scene.prism(
            wood, [(-x, y) for x, y in side], 0.13, (s * 3.25, 0, 0), rot=(0, 90, 0), r=0.05
        )
    scene.box(looks.satin("#1b1c1f"), (3.12, 0.32, 1.68), (0, 0.42, 0), r=0.03)
    with scene.at((0, 1.30, -0.75), (36, 0, 0)):
        scene.box(looks.satin("#222428"), (3.12, 0.08, 0.98), r=0.02)
        for row in range(3):
            for i in range(9):
                if row == 2 and 3 <= i <= 5:
                    continue
                x, z = -2.65 + 0.66 * i, -0.62 + 0.58 * row
                scene.disc(looks.BLACK, 0.17, 0.11, (x, 0.18, z), r=0.03)
                scene.disc(looks.ALUMINIUM, 0.115, 0.01, (x, 0.295, z))
                a = (i * 37 + row * 80) % 270 - 135
                with scene.at((x, 0.305, z), (0, -a, 0)):
                    scene.box(looks.WHITE, (0.014, 0.006, 0.06), (0, 0, -0.06))
                for k in range(7):
                    b = math.radians(-135 + 45 * k)
                    scene.ball(
                        looks.WHITE,
                        (0.014, 0.008, 0.014),
                        (x + 0.235 * math.sin(b), 0.085, z - 0.235 * math.cos(b)),
                    )
        for i in range(5):
            scene.box(
                looks.satin("#c8553d" if i == 2 else "#d8d4c8"),
                (0.11, 0.05, 0.08),
                (-0.55 + 0.28 * i, 0.12, 0.56),
                r=0.03,
            )
    for i in range(22):
        x = -2.22 + i * 0.243
        scene.box(
            Look(colour="#e8e5dd", rough=0.3, coat=0.4),
            (0.114, 0.10, 0.68),
            (x, 0.80, 0.98),
            r=0.03,
        )
        if i % 7 not in (2, 6) and i < 21:
            scene.box(
                Look(colour="#131315", rough=0.35, coat=0.4),
                (0.065, 0.10, 0.42),
                (x + 0.1215, 0.95, 0.72),
                r=0.03,
            )
    for x in (-2.92, -2.62):
        scene.disc(looks.RUBBER, 0.24, 0.07, (x, 0.72, 0.9), rot=(0, 0, 90), r=0.03)
    for x in (-2.6, 2.6):
        for z in (-1.3, 1.3):
            scene.disc(looks.RUBBER, 0.16, 0.06, (x, 0.06, z))
