"""The machines of field, yard and quarry."""

from scripts.demo_photos import looks, sdf
from scripts.demo_photos.models.wheels import wheel
from scripts.demo_photos.scene import Look, Scene, smooth


def _tread(scene: Scene, x: float, z: float, radius: float, wide: float, rim: Look) -> None:
    """A farm wheel with lugs."""
    wheel(scene, x, z, radius, spokes=8, rim=rim, wide=wide)
    with scene.at((x, radius, z), (90, 0, 0)):
        scene.disc(rim, radius * 0.6, 0.03, (0, wide * 0.2, 0), r=0.02)
        for i in range(20):
            for side in (-1, 1):
                with scene.at(rot=(0, 18 * i + 4.5 * side, 0)):
                    scene.box(
                        looks.RUBBER,
                        (0.06, wide * 0.28, 0.035),
                        (radius * 0.985, side * wide * 0.24, 0),
                        r=0.02,
                        rot=(side * 28, 0, 0),
                    )


def tractor(scene: Scene) -> None:
    red = looks.paint("#b01c1c")
    rim = looks.satin("#b9ae94")
    scene.prism(
        red,
        smooth([(2.25, 1.0), (2.28, 1.45), (2.0, 1.68), (0.5, 1.78), (0.42, 1.0)], 4),
        0.40,
        r=0.1,
    )
    scene.box(looks.BLACK, (0.04, 0.26, 0.3), (2.26, 1.25, 0), r=0.06)
    for i in range(4):
        scene.box(looks.GREY, (0.03, 0.012, 0.3), (2.30, 1.08 + i * 0.11, 0))
    with scene.mirrored():
        scene.box(looks.LAMP, (0.04, 0.06, 0.11), (2.24, 1.52, 0.22), r=0.03)
        scene.box(looks.BLACK, (0.45, 0.14, 0.02), (1.4, 1.35, 0.40), r=0.02)
        for i in range(6):
            scene.box(red, (0.02, 0.14, 0.015), (1.08 + 0.13 * i, 1.35, 0.415), r=0.01)
        _tread(scene, 1.75, 0.72, 0.56, 0.36, rim)
        _tread(scene, -0.85, 0.80, 0.86, 0.50, rim)
        with scene.group():
            scene.disc(red, 1.02, 0.34, (-0.85, 0.9, 0.76), rot=(90, 0, 0), r=0.04)
            scene.disc(red, 0.94, 0.6, (-0.85, 0.86, 0.80), rot=(90, 0, 0), op=sdf.CUT)
            scene.box(None, (1.2, 1.0, 1.0), (-0.85, 2.25, 0.8), op=sdf.KEEP)
        for x, y in ((0.40, 1.4), (-1.15, 1.55)):
            scene.bar(looks.BLACK, (x, y, 0.62), (x - 0.08 if x > 0 else x + 0.1, 2.7, 0.62), 0.045)
        scene.box(looks.BLACK, (0.16, 0.03, 0.18), (0.15, 0.72, 0.55), r=0.02)
        scene.bar(looks.GREY, (-1.3, 0.8, 0.35), (-1.95, 0.55, 0.42), 0.05)
        scene.box(looks.AMBER, (0.03, 0.05, 0.03), (-1.1, 2.75, 0.5), r=0.02)
    scene.box(looks.GREY, (1.6, 0.2, 0.24), (0.4, 0.82, 0), r=0.08)
    scene.box(looks.GREY, (0.4, 0.35, 0.35), (-1.0, 0.85, 0), r=0.08)
    glass = Look(colour="#1a242a", second="#c9d6d4", rough=0.05, coat=0.8, clear=0.62)
    scene.prism(glass, [(0.36, 1.72), (0.28, 2.66), (-1.02, 2.66), (-1.12, 1.75)], 0.6, r=0.06)
    scene.prism(
        red, [(0.42, 0.95), (0.42, 1.72), (-0.2, 1.72), (-0.5, 1.35), (-0.5, 0.95)], 0.55, r=0.06
    )
    scene.box(looks.BLACK, (0.25, 0.1, 0.27), (-0.62, 1.58, 0), r=0.08)
    scene.box(looks.BLACK, (0.08, 0.35, 0.25), (-0.85, 1.9, 0), r=0.07)
    scene.ring(looks.BLACK, 0.18, 0.022, (-0.08, 1.98, 0), rot=(0, 0, -35))
    scene.box(red, (0.82, 0.09, 0.70), (-0.38, 2.76, 0), r=0.08)
    scene.bar(looks.BLACK, (0.95, 1.7, 0.30), (0.95, 2.55, 0.30), 0.06)
    scene.bar(looks.CHROME, (0.95, 2.5, 0.30), (0.97, 2.85, 0.30), 0.04)


def forklift(scene: Scene) -> None:
    orange = looks.paint("#e0661a")
    with scene.group():
        scene.prism(
            orange,
            smooth(
                [
                    (0.75, 0.22),
                    (0.78, 0.55),
                    (0.55, 0.62),
                    (0.2, 0.62),
                    (0.0, 1.0),
                    (-1.0, 1.08),
                    (-1.28, 0.95),
                    (-1.32, 0.4),
                    (-1.15, 0.2),
                ],
                4,
            ),
            0.55,
            r=0.07,
        )
        for x, r in ((0.5, 0.42), (-0.9, 0.34)):
            scene.disc(looks.BLACK, r, 2, (x, 0.28, 0), rot=(90, 0, 0), op=sdf.CUT)
    scene.ball(looks.GREY, (0.46, 0.5, 0.56), (-1.0, 0.72, 0))
    with scene.mirrored():
        wheel(scene, 0.5, 0.46, 0.35, spokes=6, rim=looks.ALUMINIUM, wide=0.24)
        wheel(scene, -0.9, 0.46, 0.27, spokes=6, rim=looks.ALUMINIUM, wide=0.2)
        scene.bar(looks.BLACK, (0.42, 0.6, 0.48), (0.12, 2.15, 0.45), 0.035)
        scene.bar(looks.BLACK, (-1.0, 1.0, 0.48), (-0.9, 2.15, 0.45), 0.035)
        scene.bar(looks.BLACK, (0.12, 2.15, 0.45), (-0.9, 2.15, 0.45), 0.035)
        scene.box(looks.BLACK, (0.07, 1.1, 0.05), (0.92, 1.28, 0.36), r=0.01)
        scene.box(looks.GREY, (0.05, 1.02, 0.04), (0.97, 1.24, 0.27), r=0.01)
        scene.box(looks.STEEL.but(rough=0.4), (0.62, 0.022, 0.065), (1.72, 0.14, 0.26), r=0.015)
        scene.box(looks.STEEL.but(rough=0.4), (0.03, 0.3, 0.065), (1.12, 0.42, 0.26), r=0.015)
        scene.disc(looks.LAMP, 0.07, 0.03, (0.24, 1.88, 0.45), rot=(0, 0, 80), r=0.02)
        scene.box(looks.RED_LAMP, (0.03, 0.06, 0.05), (-1.3, 0.95, 0.4), r=0.02)
    for y in (0.34, 0.66):
        scene.box(looks.BLACK, (0.03, 0.05, 0.5), (1.07, y, 0), r=0.01)
    for y in (0.5, 1.4, 2.34):
        scene.box(looks.BLACK, (0.05, 0.05, 0.36), (0.9, y, 0), r=0.01)
    for i in range(6):
        scene.bar(looks.BLACK, (-0.9 + 0.2 * i, 2.16, -0.45), (-0.9 + 0.2 * i, 2.16, 0.45), 0.016)
    for i in range(5):
        scene.bar(looks.BLACK, (1.07, 0.6, -0.4 + 0.2 * i), (1.07, 1.25, -0.4 + 0.2 * i), 0.016)
    scene.bar(looks.BLACK, (1.07, 1.25, -0.42), (1.07, 1.25, 0.42), 0.02)
    scene.disc(looks.CHROME, 0.035, 0.8, (0.93, 1.2, 0))
    scene.box(looks.BLACK, (0.25, 0.08, 0.25), (-0.45, 1.12, 0), r=0.06)
    scene.box(looks.BLACK, (0.07, 0.3, 0.24), (-0.72, 1.42, 0), r=0.06, rot=(0, 0, 10))
    scene.bar(looks.BLACK, (0.3, 0.6, 0), (0.1, 1.3, 0), 0.03)
    scene.ring(looks.BLACK, 0.15, 0.018, (0.08, 1.34, 0), rot=(0, 0, -30))
    scene.disc(looks.AMBER, 0.06, 0.06, (-0.8, 2.25, 0.2), r=0.03)


def excavator(scene: Scene) -> None:
    yellow, dark = looks.paint("#dfa80f"), looks.satin("#3a3c3e")
    with scene.mirrored():
        with scene.group():
            scene.box(dark, (1.85, 0.44, 0.28), (0, 0.46, 1.05), r=0.42)
        for i in range(24):
            scene.box(looks.BLACK, (0.06, 0.03, 0.30), (-1.42 + 0.1235 * i, 0.90, 1.05), r=0.01)
            scene.box(looks.BLACK, (0.06, 0.03, 0.30), (-1.42 + 0.1235 * i, 0.03, 1.05), r=0.01)
        for x in (-1.42, 1.42):
            scene.disc(yellow, 0.30, 0.06, (x, 0.46, 1.32), rot=(90, 0, 0), r=0.03)
            scene.disc(dark, 0.12, 0.05, (x, 0.46, 1.38), rot=(90, 0, 0), r=0.02)
        for i in range(5):
            scene.disc(
                dark.but(colour="#55585b"),
                0.13,
                0.05,
                (-0.9 + 0.45 * i, 0.24, 1.33),
                rot=(90, 0, 0),
                r=0.02,
            )
    scene.disc(dark, 0.7, 0.14, (0, 0.98, 0))
    with scene.group():
        scene.prism(
            yellow,
            smooth(
                [
                    (1.3, 1.12),
                    (1.3, 1.45),
                    (0.2, 1.6),
                    (-0.4, 2.1),
                    (-1.7, 2.12),
                    (-2.05, 1.9),
                    (-2.1, 1.3),
                    (-1.7, 1.1),
                ],
                4,
            ),
            1.25,
            r=0.1,
        )
        scene.box(None, (1.2, 1.2, 0.9), (1.55, 2.4, -0.85), op=sdf.CUT, k=0.05)
    with scene.mirrored():
        for i in range(5):
            scene.box(looks.BLACK, (0.35, 0.02, 0.02), (-1.15, 1.4 + 0.1 * i, 1.25), r=0.01)
    with scene.group():
        cab = smooth(
            [(1.55, 1.2), (1.62, 1.9), (1.25, 2.85), (0.2, 2.9), (0.0, 2.7), (0.0, 1.25)], 4
        )
        scene.prism(yellow, cab, 0.5, (0, 0, 0.72), r=0.07)
        scene.prism(
            looks.BLACK,
            [(1.44, 1.95), (1.18, 2.68), (0.82, 2.7), (0.82, 1.55), (1.4, 1.5)],
            2,
            r=0.06,
            op=sdf.CUT,
        )
        scene.prism(
            looks.BLACK,
            [(0.72, 1.95), (0.72, 2.7), (0.2, 2.72), (0.15, 1.95)],
            2,
            r=0.06,
            op=sdf.CUT,
        )
        scene.box(looks.BLACK, (0.5, 0.62, 0.38), (1.6, 2.05, 0.72), r=0.06, op=sdf.CUT)
    scene.prism(looks.WINDOW, cab, 0.5, (0, 0, 0.72), r=0.07, grow=-0.03)
    boom = smooth(
        [
            (0.6, 1.5),
            (0.95, 1.35),
            (2.0, 2.9),
            (3.1, 3.75),
            (4.3, 3.85),
            (4.45, 4.05),
            (4.2, 4.2),
            (2.9, 4.2),
            (1.7, 3.3),
        ],
        5,
    )
    scene.prism(yellow, boom, 0.2, (0, 0, -0.15), r=0.03)
    arm = smooth(
        [
            (4.05, 4.35),
            (4.4, 4.45),
            (4.75, 3.9),
            (4.95, 2.0),
            (4.78, 1.9),
            (4.35, 3.3),
            (3.95, 4.0),
        ],
        5,
    )
    scene.prism(yellow, arm, 0.16, (0, 0, -0.15), r=0.03)
    with scene.group():
        bucket = smooth(
            [
                (5.05, 2.0),
                (4.6, 1.98),
                (4.15, 1.5),
                (4.2, 0.95),
                (4.55, 0.75),
                (4.75, 0.9),
                (4.55, 1.15),
                (4.75, 1.55),
            ],
            5,
        )
        scene.prism(dark, bucket, 0.55, (0, 0, -0.15), r=0.03)
    for i in range(5):
        scene.cone(looks.GREY, 0.14, 0.06, 0.02, (4.72, 0.8, -0.6 + 0.225 * i), rot=(0, 0, -150))
    with scene.mirrored():
        scene.bar(looks.BLACK, (1.25, 1.4, 0.05), (2.1, 2.4, 0.05), 0.09)
    for a, b, c in (
        ((1.3, 1.35), (1.9, 2.25), (2.5, 3.45)),
        ((2.75, 4.15), (3.4, 4.42), (4.15, 4.35)),
        ((4.5, 4.1), (4.95, 3.2), (5.15, 2.35)),
    ):
        for z in (-0.33, 0.03) if a[0] < 2 else (-0.15,):
            scene.bar(dark, (*a, z), (*b, z), 0.085)
            scene.bar(looks.CHROME, (*b, z), (*c, z), 0.045)
    scene.bar(dark, (5.15, 2.35, -0.15), (5.0, 1.95, -0.15), 0.06)
    scene.bar(dark, (5.15, 2.35, -0.15), (4.85, 2.3, -0.15), 0.06)
    scene.bar(looks.BLACK, (-1.1, 2.1, -0.6), (-1.1, 2.6, -0.6), 0.07)
    scene.box(looks.LAMP, (0.04, 0.06, 0.09), (1.3, 2.93, 0.55), r=0.02)
