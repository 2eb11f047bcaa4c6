"""Trucks: a cab over the engine, a chassis, and what it carries."""

from scripts.demo_photos import looks, sdf
from scripts.demo_photos.models.wheels import wheel
from scripts.demo_photos.scene import Look, Scene, smooth

RIM = Look(colour="#b9bcc0", rough=0.35, metal=0.6)


def _cab(scene: Scene, look: Look, front: float) -> None:
    """A cab over the engine, its face at x = front."""
    side = smooth(
        [
            (0, 0.62),
            (0.02, 1.5),
            (-0.10, 2.35),
            (-0.35, 2.78),
            (-1.1, 2.86),
            (-1.75, 2.8),
            (-1.85, 2.5),
            (-1.85, 0.75),
            (-1.4, 0.55),
            (-0.3, 0.5),
        ],
        4,
    )
    with scene.at((front, 0, 0)):
        with scene.group():
            scene.prism(look, side, 1.18, r=0.12)
            scene.prism(
                looks.BLACK,
                [(-0.28, 1.6), (-0.38, 2.4), (-1.15, 2.45), (-1.15, 1.6)],
                3,
                r=0.05,
                op=sdf.CUT,
            )
            scene.prism(
                looks.BLACK,
                [(-1.04, 1.62), (1.04, 1.62), (0.98, 2.5), (-0.98, 2.5)],
                0.7,
                rot=(0, 90, 0),
                r=0.08,
                op=sdf.CUT,
            )
            scene.disc(looks.BLACK, 0.58, 3, (-1.0, 0.5, 0), rot=(90, 0, 0), op=sdf.CUT)
            scene.box(looks.BLACK, (0.03, 0.3, 0.85), (0.03, 1.18, 0), r=0.05, op=sdf.CUT)
            for z in (-1.2, 1.2):
                scene.box(looks.BLACK, (0.006, 0.75, 0.03), (-1.28, 1.6, z), op=sdf.CUT)
        scene.prism(looks.WINDOW, side, 1.18, r=0.12, grow=-0.03)
        for i in range(4):
            scene.box(looks.CHROME, (0.02, 0.022, 0.82), (-0.0, 0.98 + 0.13 * i, 0), r=0.015)
        scene.box(looks.GREY, (0.12, 0.17, 1.18), (0.02, 0.55, 0), r=0.06)
        scene.box(looks.WHITE, (0.01, 0.06, 0.21), (0.145, 0.55, 0), r=0.005)
        with scene.mirrored():
            scene.box(looks.LAMP, (0.05, 0.09, 0.17), (0.11, 0.58, 0.86), r=0.04)
            scene.box(looks.BLACK, (0.06, 0.24, 0.10), (0.05, 2.05, 1.36), r=0.05)
            scene.bar(looks.BLACK, (-0.05, 2.25, 1.12), (0.05, 2.22, 1.32), 0.02)
            scene.box(looks.BLACK, (0.1, 0.02, 0.02), (-1.1, 1.45, 1.19), r=0.015)
            scene.box(looks.BLACK, (0.3, 0.04, 0.06), (-1.5, 0.52, 1.12), r=0.02)


def _chassis(scene: Scene, front: float, back: float, axles: tuple[float, ...]) -> None:
    with scene.mirrored():
        scene.box(
            looks.GREY, ((front - back) / 2 - 0.1, 0.12, 0.06), ((front + back) / 2, 0.82, 0.42)
        )
        scene.box(looks.RED_LAMP, (0.03, 0.06, 0.16), (back, 0.78, 0.9), r=0.02)
        for i, x in enumerate(axles):
            wheel(scene, x, 1.03, 0.50, spokes=8, rim=RIM, wide=0.3)
            if i:
                scene.disc(looks.RUBBER, 0.5, 0.13, (x, 0.5, 0.70), rot=(90, 0, 0), r=0.04)
    for x in axles:
        scene.bar(looks.GREY, (x, 0.5, -0.9), (x, 0.5, 0.9), 0.09)
    with scene.mirrored():
        scene.disc(
            looks.ALUMINIUM,
            0.28,
            0.45,
            ((axles[0] + axles[1]) / 2 + 0.2, 0.66, 0.85),
            rot=(0, 0, 90),
            r=0.05,
        )
    scene.box(looks.BLACK, (0.04, 0.1, 1.1), (back - 0.05, 0.52, 0), r=0.02)


def box_truck(scene: Scene) -> None:
    _cab(scene, looks.paint("#1d4f95"), 4.0)
    _chassis(scene, 3.6, -4.0, (3.0, -2.1))
    panel = Look(colour="#e4e5e6", second="#c7c9cb", rough=0.5, pattern=7, size=22.0, bump=0.12)
    scene.box(panel, (3.1, 1.25, 1.25), (-0.95, 2.25, 0), r=0.03)
    for y in (1.0, 3.5):
        scene.box(looks.ALUMINIUM, (3.13, 0.05, 1.28), (-0.95, y, 0), r=0.02)
    with scene.mirrored():
        for x in (-4.06, 2.16):
            scene.box(looks.ALUMINIUM, (0.05, 1.28, 0.05), (x, 2.25, 1.24), r=0.02)
        scene.bar(looks.STEEL, (-4.1, 1.1, 0.35), (-4.1, 3.4, 0.35), 0.03)
        scene.box(looks.STEEL, (0.04, 0.06, 0.1), (-4.1, 1.6, 0.4), r=0.01)
    scene.box(looks.BLACK, (0.02, 1.2, 0.012), (-4.05, 2.25, 0))


def tipper(scene: Scene) -> None:
    _cab(scene, looks.paint("#e0a312"), 3.7)
    _chassis(scene, 3.4, -3.5, (2.7, -1.3, -2.5))
    skip = looks.satin("#6d7176")
    with scene.group():
        scene.prism(
            skip,
            [
                (-3.3, 1.15),
                (1.45, 1.15),
                (1.65, 2.75),
                (2.0, 3.0),
                (1.9, 3.08),
                (1.4, 2.75),
                (-3.75, 2.55),
            ],
            1.22,
            r=0.03,
        )
        scene.prism(
            skip,
            [(-3.2, 1.3), (1.3, 1.3), (1.45, 2.7), (1.4, 4), (-4, 4), (-3.6, 2.5)],
            1.1,
            op=sdf.CUT,
        )
    with scene.mirrored():
        for i in range(6):
            scene.prism(
                skip,
                [
                    (-3.2 + i * 0.88, 1.15),
                    (-3.06 + i * 0.88, 1.15),
                    (-3.1 + i * 0.88, 2.52),
                    (-3.24 + i * 0.88, 2.52),
                ],
                0.05,
                (0, 0, 1.25),
                r=0.02,
            )
        scene.bar(skip, (-3.75, 2.58, 1.22), (1.45, 2.76, 1.22), 0.06)
    scene.disc(looks.CHROME, 0.12, 0.5, (1.7, 1.4, 0))


def tanker(scene: Scene) -> None:
    _cab(scene, looks.paint("#ecebe6"), 4.2)
    _chassis(scene, 3.8, -4.1, (3.2, -1.7, -2.95))
    with scene.at((-0.95, 2.1, 0), (0, 0, 90)):
        scene.lathe(
            looks.STEEL.but(rough=0.12),
            smooth(
                [
                    (-1.14, 2.95),
                    (-0.6, 3.18),
                    (0, 3.25),
                    (0.6, 3.18),
                    (1.08, 2.98),
                    (1.2, 2.75),
                    (1.2, 0),
                    (1.2, -2.75),
                    (1.08, -2.98),
                    (0.6, -3.18),
                    (0, -3.25),
                    (-0.6, -3.18),
                    (-1.14, -2.95),
                ],
                4,
            ),
        )
        for y in (-2.75, -0.95, 0.95, 2.75):
            scene.ring(looks.BRUSHED, 1.2, 0.02, (0, y, 0), tall=0.05)
    for x in (-2.8, -0.95, 0.9):
        scene.disc(looks.BRUSHED, 0.28, 0.1, (x, 3.36, 0), r=0.04)
        scene.ring(looks.STEEL, 0.2, 0.02, (x, 3.48, 0))
    with scene.mirrored():
        scene.bar(looks.STEEL, (-3.8, 3.6, 0.5), (1.9, 3.6, 0.5), 0.025)
        for x in (-3.8, -1.9, 0.0, 1.9):
            scene.bar(looks.STEEL, (x, 3.15, 0.5), (x, 3.6, 0.5), 0.02)
        for x in (-3.2, 1.2):
            scene.box(looks.GREY, (0.12, 0.35, 0.12), (x, 1.1, 0.6), r=0.02)
        scene.bar(looks.STEEL, (-4.25, 0.8, 0.22), (-4.25, 3.3, 0.22), 0.025)
        scene.box(looks.GREY, (2.3, 0.04, 0.2), (-0.9, 1.05, 1.05), r=0.03)
    for i in range(8):
        scene.bar(looks.STEEL, (-4.25, 0.95 + 0.3 * i, -0.22), (-4.25, 0.95 + 0.3 * i, 0.22), 0.02)
