"""The classical guitar and the violin; one unit is ten centimetres."""

import math

from scripts.demo_photos import looks, sdf
from scripts.demo_photos.models.strings import NUT, draw_strings, neck, stand
from scripts.demo_photos.scene import Look, Scene, smooth


def classical(scene: Scene) -> None:
    side = looks.ROSEWOOD.but(axis=1)
    top = Look(
        colour="#c78a4b", second="#a8692f", rough=0.35, coat=0.5, pattern=1, size=5.0, axis=1
    )
    body = smooth(
        [
            (0, 0.35),
            (0.9, 0.40),
            (1.62, 0.85),
            (1.85, 1.7),
            (1.6, 2.5),
            (1.22, 3.15),
            (1.25, 3.7),
            (1.42, 4.3),
            (1.2, 4.9),
            (0.6, 5.18),
            (0, 5.22),
            (-0.6, 5.18),
            (-1.2, 4.9),
            (-1.42, 4.3),
            (-1.25, 3.7),
            (-1.22, 3.15),
            (-1.6, 2.5),
            (-1.85, 1.7),
            (-1.62, 0.85),
            (-0.9, 0.40),
        ],
        4,
    )
    with scene.at((0, 0.25, 0)):
        scene.prism(side, body, 0.47, r=0.03)
        with scene.group():
            scene.prism(top, body, 0.03, (0, 0, 0.46), grow=-0.015)
            scene.disc(looks.matt("#120c08"), 0.43, 0.3, (0, 3.55, 0.5), rot=(90, 0, 0), op=sdf.CUT)
        scene.disc(looks.matt("#120c08"), 0.42, 0.012, (0, 3.55, 0.462), rot=(90, 0, 0))
        for r, look in (
            (0.47, looks.EBONY),
            (0.53, NUT),
            (0.58, looks.satin("#8a2f22")),
            (0.63, NUT),
            (0.68, looks.EBONY),
        ):
            scene.ring(look, r, 0.022, (0, 3.55, 0.482), rot=(90, 0, 0))
        scene.box(looks.ROSEWOOD, (0.95, 0.13, 0.06), (0, 1.75, 0.54), r=0.04)
        scene.box(NUT, (0.42, 0.02, 0.04), (0, 1.80, 0.61))
        neck(
            scene,
            3.9,
            9.0,
            (0.31, 0.26),
            0.56,
            looks.WALNUT.but(axis=1),
            looks.EBONY,
            19,
            dots=False,
        )
        with scene.at((0, 9.0, 0.52), (-12, 0, 0)):
            with scene.group():
                scene.prism(
                    looks.ROSEWOOD.but(axis=1),
                    smooth(
                        [
                            (-0.30, 0),
                            (0.30, 0),
                            (0.38, 0.4),
                            (0.38, 1.5),
                            (0.2, 1.72),
                            (0, 1.65),
                            (-0.2, 1.72),
                            (-0.38, 1.5),
                            (-0.38, 0.4),
                        ],
                        4,
                    ),
                    0.10,
                    (0, 0, -0.08),
                    r=0.02,
                )
                for s in (-1, 1):
                    scene.box(looks.BLACK, (0.05, 0.48, 1), (s * 0.17, 0.92, 0), r=0.05, op=sdf.CUT)
            for s in (-1, 1):
                for i in range(3):
                    y = 0.58 + 0.36 * i
                    scene.bar(NUT, (s * 0.05, y, -0.08), (s * 0.30, y, -0.08), 0.045)
                    scene.bar(looks.BRASS, (s * 0.36, y, -0.12), (s * 0.50, y, -0.12), 0.03)
                    scene.ball(NUT, (0.05, 0.10, 0.08), (s * 0.55, y, -0.12))
        draw_strings(scene, 6, 1.78, 9.0, (0.66, 0.42), (0.62, 0.62))
    stand(scene, 0.6, 6.0)


def violin(scene: Scene) -> None:
    """Drawn large: one unit is five centimetres here."""
    red = Look(
        colour="#a3511f", second="#6e2d10", rough=0.25, coat=0.8, pattern=1, size=5.0, axis=1
    )
    body = smooth(
        [
            (0, 0.3),
            (0.9, 0.38),
            (1.62, 0.85),
            (1.85, 1.7),
            (1.68, 2.4),
            (1.72, 2.75),
            (1.25, 2.95),
            (1.02, 3.5),
            (1.1, 4.05),
            (1.42, 4.3),
            (1.4, 4.9),
            (1.1, 5.6),
            (0.5, 5.95),
            (0, 6.0),
            (-0.5, 5.95),
            (-1.1, 5.6),
            (-1.4, 4.9),
            (-1.42, 4.3),
            (-1.1, 4.05),
            (-1.02, 3.5),
            (-1.25, 2.95),
            (-1.72, 2.75),
            (-1.68, 2.4),
            (-1.85, 1.7),
            (-1.62, 0.85),
            (-0.9, 0.38),
        ],
        4,
    )
    with scene.at((0, 0.3, 0)):
        scene.prism(red.but(colour="#8d431b"), body, 0.26, grow=-0.05, r=0.02)
        for z in (-0.27, 0.27):
            scene.prism(red, body, 0.045, (0, 0, z), r=0.03)
        with scene.group():
            for s in (-1, 1):
                scene.ball(red, (1.5, 1.3, 0.20), (0, 1.75, s * 0.26), k=0.0)
                scene.ball(red, (1.1, 1.3, 0.20), (0, 4.7, s * 0.26), k=0.1)
                scene.ball(red, (0.95, 2.6, 0.22), (0, 3.2, s * 0.26), k=0.15)
            for s in (-1, 1):
                scene.bar(
                    looks.matt("#160b06"),
                    (s * 0.72, 3.75, 0.4),
                    (s * 0.95, 2.75, 0.4),
                    0.045,
                    op=sdf.CUT,
                )
                for x, y in ((0.62, 3.78), (1.05, 2.68)):
                    scene.disc(
                        looks.matt("#160b06"),
                        0.10,
                        0.3,
                        (s * x, y, 0.45),
                        rot=(90, 0, 0),
                        op=sdf.CUT,
                    )
        for s in (-1, 1):
            scene.bar(looks.matt("#160b06"), (s * 0.70, 3.72, 0.40), (s * 0.96, 2.78, 0.36), 0.06)
            for x, y, z in ((0.64, 3.80, 0.38), (1.03, 2.68, 0.33)):
                scene.ball(looks.matt("#160b06"), (0.11, 0.11, 0.06), (s * x, y, z))
        ebony = Look(colour="#141011", rough=0.3, coat=0.4)
        with scene.group():
            scene.prism(
                Look(colour="#d2a868", second="#b3854a", rough=0.5, pattern=1, size=6.0),
                smooth(
                    [
                        (-0.62, 0),
                        (-0.25, 0.12),
                        (0.25, 0.12),
                        (0.62, 0),
                        (0.5, 0.35),
                        (0.56, 0.6),
                        (0, 0.78),
                        (-0.56, 0.6),
                        (-0.5, 0.35),
                    ],
                    4,
                ),
                0.06,
                (0, 3.1, 0.44),
                rot=(90, 0, 0),
                r=0.01,
            )
        scene.prism(
            ebony,
            smooth(
                [(-0.13, 0.2), (0.13, 0.2), (0.34, 2.2), (0.2, 2.5), (-0.2, 2.5), (-0.34, 2.2)], 4
            ),
            0.07,
            (0, 0, 0.78),
            r=0.04,
        )
        scene.box(ebony, (0.16, 0.3, 0.08), (0, 0.25, 0.6), r=0.04)
        with scene.group():
            scene.ball(ebony, (0.85, 0.55, 0.12), (-0.75, 0.75, 0.62))
        scene.prism(
            ebony,
            [(-0.42, 4.0), (0.42, 4.0), (0.26, 9.3), (-0.26, 9.3)],
            0.08,
            (0, 0, 0.86),
            rot=(-1.5, 0, 0),
            r=0.05,
        )
        scene.prism(
            red, [(-0.38, 5.6), (0.38, 5.6), (0.26, 9.4), (-0.26, 9.4)], 0.2, (0, 0, 0.44), r=0.12
        )
        with scene.at((0, 9.3, 0.52), (-14, 0, 0)):
            with scene.group():
                scene.prism(red, [(-0.25, 0), (0.25, 0), (0.17, 1.7), (-0.17, 1.7)], 0.2, r=0.05)
                scene.box(looks.BLACK, (0.13, 0.6, 0.2), (0, 0.75, 0.2), r=0.04, op=sdf.CUT)
            for i in range(9):
                a = i * 0.72
                r = 0.30 - 0.024 * i
                scene.ball(
                    red,
                    (0.17 + 0.015 * i, 0.13, 0.13),
                    (0, 1.95 + r * math.cos(a), -0.06 + r * math.sin(a)),
                )
            for i in range(4):
                s = 1 if i % 2 else -1
                y = 0.42 + 0.30 * i
                scene.bar(ebony, (-s * 0.25, y, 0.0), (s * 0.55, y, 0.0), 0.06, 0.08)
                scene.ball(ebony, (0.08, 0.17, 0.15), (s * 0.66, y, 0.0))
        draw_strings(scene, 4, 2.55, 3.1, (0.36, 0.5), (0.84, 1.22))
        draw_strings(scene, 4, 3.1, 9.35, (0.5, 0.34), (1.22, 0.90))
    stand(scene, 0.62, 4.6)
