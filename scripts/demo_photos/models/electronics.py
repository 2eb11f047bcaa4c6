"""Machines for work and for listening; one unit is ten centimetres."""

import math
from itertools import pairwise

from scripts.demo_photos import looks, sdf
from scripts.demo_photos.pictures import desktop
from scripts.demo_photos.scene import Look, Scene, smooth

BODY = Look(colour="#b4b7bb", rough=0.45, metal=0.55)
KEY = looks.satin("#1f2124")
HIDE = looks.LEATHER.but(colour="#232323", second="#161616", size=14.0)


def _screen(scene: Scene, kind: str) -> Look:
    number = scene.picture(desktop(kind))
    return Look(
        colour="#808080", rough=0.2, coat=0.35, pattern=6, picture=number, glow=0.75, size=1.0
    )


def laptop(scene: Scene) -> None:
    scene.box(BODY, (1.58, 0.075, 1.10), (0, 0.10, 0), r=0.05)
    with scene.group():
        scene.box(looks.BLACK, (1.36, 0.01, 0.46), (0, 0.172, -0.38), r=0.008)
    for row in range(5):
        for i in range(14):
            z = -0.76 + row * 0.152
            scene.box(KEY, (0.083, 0.018, 0.064), (-1.24 + i * 0.191, 0.185, z), r=0.016)
    for x, w in ((-1.15, 0.17), (-0.78, 0.16), (0.05, 0.60), (0.82, 0.12), (1.15, 0.17)):
        scene.box(KEY, (w, 0.018, 0.064), (x, 0.185, 0.0), r=0.016)
    scene.box(
        BODY.but(colour="#a9acb0", rough=0.35), (0.56, 0.006, 0.35), (0, 0.173, 0.62), r=0.005
    )
    with scene.at((0, 0.17, -1.08), (-20, 0, 0)):
        scene.box(BODY, (1.58, 1.04, 0.035), (0, 1.06, -0.02), r=0.03)
        scene.box(looks.GLOSS_BLACK, (1.55, 1.01, 0.012), (0, 1.06, 0.015), r=0.01)
        scene.box(_screen(scene, "desk"), (1.48, 0.925, 0.01), (0, 1.075, 0.021))
    scene.disc(looks.BLACK, 0.06, 1.3, (0, 0.155, -1.09), rot=(0, 0, 90))
    scene.box(looks.BLACK, (0.10, 0.02, 0.004), (0, 0.16, 1.10))
    for z in (-0.7, -0.45):
        scene.box(looks.BLACK, (0.01, 0.022, 0.07), (-1.58, 0.11, z), r=0.008)
        scene.box(looks.BLACK, (0.01, 0.022, 0.07), (1.58, 0.11, z), r=0.008)
    for x in (-1.3, 1.3):
        for z in (-0.9, 0.9):
            scene.disc(looks.RUBBER, 0.08, 0.02, (x, 0.02, z))


def camera(scene: Scene) -> None:
    """A rangefinder; one unit is two and a half centimetres."""
    chrome = Look(colour="#cdcfd1", rough=0.3, metal=0.9)
    body = smooth(
        [
            (-2.7, -0.25),
            (-2.45, 0.42),
            (-1.6, 0.5),
            (1.6, 0.5),
            (2.45, 0.42),
            (2.7, -0.25),
            (2.3, -0.5),
            (-2.3, -0.5),
        ],
        5,
    )
    scene.prism(HIDE, body, 0.82, (0, 1.2, 0), rot=(-90, 0, 0), r=0.04)
    scene.prism(chrome, body, 0.20, (0, 0.19, 0), rot=(-90, 0, 0), r=0.05, grow=0.01)
    with scene.group():
        scene.prism(chrome, body, 0.30, (0, 2.28, 0), rot=(-90, 0, 0), r=0.06, grow=0.01)
        scene.box(chrome, (1.25, 0.2, 0.47), (0, 2.66, 0), r=0.10, k=0.05)
    scene.box(looks.WINDOW, (0.30, 0.17, 0.04), (1.35, 2.35, 0.52), r=0.03)
    scene.box(
        Look(colour="#cfd6dc", rough=0.2, coat=0.8), (0.24, 0.12, 0.04), (0.35, 2.35, 0.54), r=0.02
    )
    scene.disc(looks.WINDOW, 0.11, 0.04, (-0.55, 2.35, 0.53), rot=(90, 0, 0))
    for x, w, h in ((1.35, 0.36, 0.23), (0.35, 0.30, 0.18)):
        with scene.group():
            scene.box(chrome, (w, h, 0.06), (x, 2.35, 0.50), r=0.03)
            scene.box(None, (w - 0.06, h - 0.06, 0.3), (x, 2.35, 0.5), op=sdf.CUT)
    for x, r, h in ((-1.95, 0.42, 0.10), (1.75, 0.36, 0.14), (-0.95, 0.24, 0.08)):
        scene.disc(chrome, r, h, (x, 2.58 + h, 0), r=0.03)
        for i in range(24):
            a = 2 * math.pi * i / 24
            scene.box(
                chrome,
                (0.02, h * 0.8, 0.02),
                (x + r * math.sin(a), 2.58 + h, r * math.cos(a)),
                r=0.01,
            )
    scene.disc(looks.CHROME, 0.1, 0.1, (-1.4, 2.68, 0.12), r=0.04)
    scene.bar(chrome, (1.75, 2.86, 0.0), (2.45, 2.82, -0.25), 0.06)
    scene.box(chrome, (0.26, 0.02, 0.24), (0, 2.88, 0), r=0.01)
    for x in (-0.24, 0.24):
        scene.box(chrome, (0.05, 0.06, 0.24), (x, 2.92, 0), r=0.02)
    with scene.at((0, 1.22, 0.5), (90, 0, 0)):
        scene.disc(chrome, 1.05, 0.10, (0, 0.05, 0), r=0.03)
        for y, r, look in (
            (0.26, 0.92, looks.BLACK),
            (0.50, 0.98, chrome),
            (0.76, 0.88, looks.BLACK),
            (1.0, 0.82, chrome),
        ):
            scene.disc(look, r, 0.13, (0, y, 0), r=0.03)
        for i in range(40):
            with scene.at(rot=(0, 9 * i, 0)):
                scene.box(chrome, (0.03, 0.11, 0.03), (0, 0.50, 0.98), r=0.015)
        with scene.group():
            scene.lathe(
                looks.BLACK,
                [(0.80, 1.40), (0.73, 1.42), (0.56, 1.17), (0.0, 1.17), (0, 0.9), (0.80, 0.9)],
            )
        scene.ball(
            Look(colour="#1c1533", second="#5a3f8c", rough=0.02, coat=1.0),
            (0.54, 0.14, 0.54),
            (0, 1.15, 0),
        )
    for x in (-2.68, 2.68):
        scene.ring(looks.CHROME, 0.13, 0.03, (x, 2.1, 0.1), rot=(90, 0, 20))


def headphones(scene: Scene) -> None:
    """Standing on a small post; one unit is five centimetres."""
    hide = HIDE.but(size=22.0)
    metal = Look(colour="#9fa3a8", rough=0.3, metal=1.0)
    with scene.at((0, 3.1, 0), (-90, 0, 0)):
        scene.ring(hide, 1.62, 0.12, (0, 0, 0), open_to=62, tall=0.26)
        scene.ring(metal, 1.76, 0.035, open_to=88, tall=0.12)
    for s in (-1, 1):
        with scene.at((s * 1.52, 2.35, 0), (0, 0, s * 8)):
            scene.bar(metal, (s * 0.24, 0.85, 0), (s * 0.26, 0.1, 0), 0.07)
            with scene.at(rot=(0, 0, 90)), scene.at(rot=(0, 90, 0)):
                scene.ring(
                    metal, 0.80, 0.045, (0, -s * 0.20, 0), open_to=100, tall=0.07, rot=(0, -90, 0)
                )
            with scene.at((0, 0, 0), (0, 0, -s * 90)):
                scene.lathe(
                    looks.satin("#202225"),
                    smooth(
                        [
                            (0, 0.52),
                            (0.42, 0.50),
                            (0.68, 0.40),
                            (0.76, 0.22),
                            (0.76, 0.0),
                            (0, 0.0),
                        ],
                        4,
                        closed=False,
                    ),
                )
                scene.disc(metal, 0.44, 0.02, (0, 0.515, 0), r=0.01)
                scene.ring(looks.CHROME, 0.45, 0.022, (0, 0.52, 0))
                with scene.group():
                    scene.ring(hide, 0.56, 0.21, (0, -0.16, 0), tall=0.2)
                scene.disc(looks.matt("#141414"), 0.5, 0.05, (0, -0.08, 0))
    scene.disc(looks.WALNUT, 0.95, 0.10, (0, 0.10, 0), r=0.05)
    scene.bar(looks.WALNUT, (0, 0.1, 0), (0, 4.3, 0), 0.15)
    scene.box(looks.WALNUT, (0.5, 0.09, 0.22), (0, 4.42, 0), r=0.08)


def amplifier(scene: Scene) -> None:
    """One unit is ten centimetres."""
    face = Look(colour="#c6c8ca", second="#b3b5b8", rough=0.35, metal=0.9, pattern=4, size=20.0)
    glass = Look(colour="#2b3034", second="#f4f5f6", rough=0.03, coat=1.0, clear=0.95)
    scene.box(looks.satin("#26282b"), (2.1, 0.42, 1.55), (0, 0.58, 0), r=0.04)
    scene.box(face, (2.18, 0.48, 0.06), (0, 0.6, 1.58), r=0.03)
    for x in (-1.8, 1.8):
        for z in (-1.2, 1.2):
            scene.disc(looks.RUBBER, 0.18, 0.09, (x, 0.09, z), r=0.03)
    for x in (-1.1, 1.1):
        with scene.at((x, 0.6, 1.64), (90, 0, 0)):
            scene.disc(looks.STEEL, 0.27, 0.13, (0, 0.13, 0), r=0.04)
            scene.disc(looks.BLACK, 0.31, 0.01, (0, 0.01, 0))
            scene.box(looks.BLACK, (0.015, 0.01, 0.1), (0, 0.265, -0.15))
    scene.ball(Look(colour="#3b86e0", rough=0.2, glow=1.2), 0.045, (0, 0.72, 1.65))
    scene.disc(looks.STEEL, 0.1, 0.05, (0, 0.48, 1.66), rot=(90, 0, 0), r=0.02)
    for x in (-1.35, 0.0, 1.35):
        scene.box(
            looks.satin("#17181a"), (0.55 if x else 0.62, 0.62, 0.52), (x, 1.62, -0.92), r=0.08
        )
        scene.box(looks.STEEL, (0.5, 0.02, 0.46), (x, 2.25, -0.92), r=0.01)
    for x, z, r, h in (
        (-1.55, 0.55, 0.24, 1.25),
        (-0.75, 0.55, 0.24, 1.25),
        (0.75, 0.55, 0.24, 1.25),
        (1.55, 0.55, 0.24, 1.25),
        (-0.3, 1.05, 0.14, 0.75),
        (0.3, 1.05, 0.14, 0.75),
    ):
        scene.disc(looks.BLACK, r * 1.15, 0.10, (x, 1.08, z), r=0.03)
        scene.ring(looks.CHROME, r * 1.1, 0.03, (x, 1.18, z))
        with scene.group():
            scene.lathe(
                glass,
                smooth(
                    [
                        (0, 0),
                        (r, 0),
                        (r, h * 0.25),
                        (r * 1.12, h * 0.55),
                        (r, h * 0.85),
                        (r * 0.35, h * 1.02),
                        (0, h * 1.06),
                    ],
                    5,
                    closed=False,
                ),
                (x, 1.16, z),
            )
        scene.disc(looks.satin("#4c4f53"), r * 0.55, h * 0.26, (x, 1.16 + h * 0.42, z), r=0.02)
        scene.disc(looks.satin("#c9c9c6"), r * 0.62, h * 0.05, (x, 1.16 + h * 0.86, z), r=0.03)
        scene.disc(
            Look(colour="#ff9440", rough=0.5, glow=1.3), r * 0.42, 0.05, (x, 1.16 + h * 0.13, z)
        )
        for i in range(3):
            t = 2.1 * i
            scene.bar(
                looks.STEEL,
                (x + r * 0.6 * math.sin(t), 1.2, z + r * 0.6 * math.cos(t)),
                (x + r * 0.6 * math.sin(t), 1.16 + h * 0.88, z + r * 0.6 * math.cos(t)),
                0.012,
            )


def turntable(scene: Scene) -> None:
    """One unit is ten centimetres."""
    scene.box(looks.WALNUT.but(size=1.6), (2.25, 0.32, 1.8), (0, 0.62, 0), r=0.07)
    scene.box(looks.satin("#2a2c2e"), (2.12, 0.02, 1.67), (0, 0.95, 0), r=0.01)
    for x in (-1.9, 1.9):
        for z in (-1.45, 1.45):
            scene.disc(looks.BLACK, 0.24, 0.15, (x, 0.15, z), r=0.04)
    with scene.at((-0.45, 0, 0)):
        scene.disc(looks.ALUMINIUM, 1.55, 0.10, (0, 1.06, 0), r=0.03)
        scene.disc(
            Look(
                colour="#121214",
                second="#1d1d20",
                rough=0.2,
                coat=0.8,
                pattern=9,
                size=46.0,
                bump=0.10,
            ),
            1.50,
            0.02,
            (0, 1.19, 0),
            r=0.01,
        )
        scene.disc(Look(colour="#b5452c", rough=0.6), 0.52, 0.012, (0, 1.205, 0))
        scene.ring(looks.matt("#e7ddc7"), 0.40, 0.012, (0, 1.212, 0))
        scene.disc(looks.matt("#e7ddc7"), 0.16, 0.006, (0, 1.216, 0))
        scene.bar(looks.CHROME, (0, 1.2, 0), (0, 1.32, 0), 0.035)
    with scene.at((1.62, 0.97, -1.05)):
        scene.disc(looks.STEEL, 0.36, 0.05, (0, 0.05, 0), r=0.02)
        scene.disc(looks.BLACK, 0.24, 0.14, (0, 0.2, 0), r=0.03)
        scene.box(looks.STEEL, (0.14, 0.10, 0.2), (0, 0.42, 0), r=0.04)
        scene.disc(looks.STEEL, 0.19, 0.17, (0, 0.42, -0.48), rot=(90, 0, 0), r=0.04)
        arm = [
            (0, 0.42, -0.3),
            (0, 0.42, 0.6),
            (-0.06, 0.41, 1.0),
            (-0.24, 0.39, 1.45),
            (-0.5, 0.36, 1.9),
            (-0.66, 0.33, 2.15),
        ]
        for a, b in pairwise(arm):
            scene.bar(looks.CHROME, a, b, 0.045)
        scene.box(looks.BLACK, (0.11, 0.03, 0.26), (-0.78, 0.31, 2.36), r=0.02, rot=(0, -28, 0))
        scene.box(
            looks.satin("#8e2a22"),
            (0.08, 0.04, 0.12),
            (-0.83, 0.265, 2.46),
            r=0.02,
            rot=(0, -28, 0),
        )
        scene.bar(looks.STEEL, (-0.68, 0.32, 2.45), (-0.50, 0.40, 2.54), 0.018)
    scene.disc(looks.STEEL, 0.24, 0.05, (-1.85, 1.0, 1.42), r=0.02)
    for x in (-1.4, -1.1):
        scene.box(looks.STEEL, (0.11, 0.025, 0.06), (x, 0.985, 1.48), r=0.015)
    scene.box(looks.BLACK, (0.06, 0.006, 0.62), (1.95, 0.972, 0.85))
    scene.box(looks.STEEL, (0.11, 0.045, 0.06), (1.95, 1.0, 0.7), r=0.02)


def monitor(scene: Scene) -> None:
    """One unit is ten centimetres."""
    with scene.at((0, 3.55, 0.25), (-4, 0, 0)):
        scene.box(looks.satin("#1c1d20"), (3.6, 2.1, 0.09), r=0.05)
        scene.box(_screen(scene, "chart"), (3.5, 1.98, 0.01), (0, 0.03, 0.088))
        with scene.group():
            scene.box(looks.satin("#2b2d31"), (2.6, 1.4, 0.14), (0, 0, -0.16), r=0.12)
        for i in range(14):
            scene.box(looks.BLACK, (0.04, 0.24, 0.02), (-1.3 + 0.2 * i, 0.95, -0.30), r=0.01)
        scene.box(BODY, (0.55, 0.55, 0.12), (0, -0.1, -0.34), r=0.05)
    scene.box(BODY, (0.36, 1.85, 0.09), (0, 1.9, -0.28), r=0.06)
    scene.box(BODY, (1.35, 0.06, 1.0), (0, 0.06, 0), r=0.05)
    scene.disc(looks.BLACK, 0.2, 0.02, (0, 1.0, -0.28), rot=(90, 0, 0))
