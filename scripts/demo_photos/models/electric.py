"""Solid-body guitars; one unit is ten centimetres."""

from scripts.demo_photos import looks
from scripts.demo_photos.models.strings import NUT, STRING, draw_strings, neck, stand
from scripts.demo_photos.scene import Look, Outline, Scene, smooth


def _electric(
    scene: Scene,
    look: Look,
    body: Outline,
    *,
    strings: int,
    high: float,
    guard: Look,
    pickups: tuple[float, ...],
    bass: bool,
) -> None:
    maple = Look(
        colour="#d8ac6c", second="#b98547", rough=0.3, coat=0.6, pattern=1, size=3.0, axis=1
    )
    with scene.at((0, 0.25, 0)):
        scene.prism(look, smooth(body, 4), 0.22, r=0.09)
        plate = smooth(
            [
                (-0.75, 1.5),
                (0.2, 0.95),
                (1.0, 0.9),
                (1.12, 1.5),
                (0.85, 2.2),
                (0.85, 3.0),
                (0.45, 3.5),
                (-0.45, 3.5),
                (-0.95, 3.1),
                (-0.7, 2.3),
            ],
            4,
        )
        scene.prism(guard, plate, 0.02, (0, 0, 0.235), r=0.008)
        for y in pickups:
            if bass:
                for s in (-1, 1):
                    scene.box(
                        looks.BLACK, (0.28, 0.14, 0.06), (s * 0.26, y + s * 0.16, 0.27), r=0.03
                    )
                    for j in range(4):
                        scene.disc(
                            STRING,
                            0.025,
                            0.01,
                            (s * 0.26 - 0.18 + 0.12 * j, y + s * 0.16, 0.335),
                            rot=(90, 0, 0),
                        )
            else:
                tilt = 10 if y < 1.6 else 0
                with scene.at((0, y, 0.28), (0, 0, tilt)):
                    scene.box(NUT, (0.44, 0.10, 0.05), r=0.04)
                    for j in range(6):
                        scene.disc(
                            STRING, 0.028, 0.01, (-0.26 + 0.104 * j, 0, 0.052), rot=(90, 0, 0)
                        )
        scene.box(looks.CHROME, (0.46, 0.2 if not bass else 0.3, 0.05), (0, 0.95, 0.27), r=0.02)
        for j in range(strings):
            scene.box(
                looks.STEEL,
                (0.035, 0.14, 0.03),
                (-0.3 + 0.6 * j / (strings - 1), 0.98, 0.34),
                r=0.015,
            )
        for x, y in ((0.75, 1.9), (0.88, 1.5), (0.95, 1.1))[: 2 if bass else 3]:
            scene.disc(
                NUT if not bass else looks.CHROME, 0.12, 0.06, (x, y, 0.31), rot=(90, 0, 0), r=0.02
            )
        if not bass:
            scene.bar(looks.CHROME, (0.4, 0.9, 0.3), (0.75, 1.7, 0.55), 0.025)
            scene.bar(NUT, (0.70, 1.6, 0.52), (0.77, 1.78, 0.57), 0.04)
        scene.disc(looks.CHROME, 0.12, 0.05, (1.3, 0.75, 0.22), rot=(90, 0, 0), r=0.02)
        board = maple if not bass else looks.ROSEWOOD.but(axis=1)
        neck(scene, 2.75, high, (0.29, 0.22), 0.33, maple, board, 22)
        with scene.at((0, high, 0.2), (0, 0, 0)):
            size = 1.25 if bass else 1.0
            head = [
                (-0.22, -0.05),
                (0.22, -0.05),
                (0.34, 0.3),
                (0.30, 1.3),
                (0.52, 1.75),
                (0.28, 2.02),
                (-0.12, 1.75),
                (-0.42, 0.6),
                (-0.46, 0.3),
            ]
            scene.prism(maple, smooth([(x, y * size) for x, y in head], 4), 0.075, r=0.02)
            n = strings
            for j in range(n):
                y = (0.42 + 1.15 * j / (n - 1)) * size
                x = -0.33 + 0.22 * j / (n - 1)
                scene.disc(looks.CHROME, 0.06, 0.10, (x + 0.16, y, 0.1), rot=(90, 0, 0), r=0.02)
                scene.bar(looks.CHROME, (x - 0.05, y, 0), (x - 0.32, y, 0), 0.03)
                scene.ball(looks.CHROME, (0.06, 0.11, 0.07), (x - 0.34, y, 0))
        draw_strings(scene, strings, 1.0, high, (0.55, 0.34), (0.40, 0.39))
    stand(scene, 0.55, 4.4)


def red_guitar(scene: Scene) -> None:
    body = [
        (0, 0.35),
        (1.0, 0.45),
        (1.55, 1.0),
        (1.5, 1.8),
        (1.12, 2.4),
        (1.2, 3.0),
        (1.35, 3.55),
        (1.05, 3.7),
        (0.62, 3.2),
        (0.35, 3.0),
        (-0.35, 3.0),
        (-0.62, 3.3),
        (-1.0, 3.95),
        (-1.38, 3.9),
        (-1.3, 3.2),
        (-1.15, 2.5),
        (-1.5, 1.8),
        (-1.6, 1.05),
        (-1.0, 0.45),
    ]
    _electric(
        scene,
        looks.paint("#a30f16"),
        body,
        strings=6,
        high=8.0,
        guard=looks.satin("#e4e1d8"),
        pickups=(1.35, 1.95, 2.6),
        bass=False,
    )


def bass(scene: Scene) -> None:
    body = [
        (0, 0.30),
        (1.05, 0.42),
        (1.6, 1.05),
        (1.5, 1.9),
        (1.1, 2.5),
        (1.15, 3.1),
        (1.3, 3.65),
        (1.0, 3.8),
        (0.6, 3.25),
        (0.35, 3.0),
        (-0.35, 3.0),
        (-0.65, 3.4),
        (-1.0, 4.25),
        (-1.38, 4.2),
        (-1.3, 3.3),
        (-1.12, 2.55),
        (-1.5, 1.9),
        (-1.62, 1.05),
        (-1.0, 0.40),
    ]
    burst = Look(colour="#c9801f", second="#2a0f07", rough=0.3, coat=0.9, pattern=13, size=2.4)
    _electric(
        scene,
        burst.but(pattern=10, size=1.75, bump=4.6),
        body,
        strings=4,
        high=9.6,
        guard=looks.satin("#7b2f22"),
        pickups=(1.8,),
        bass=True,
    )
