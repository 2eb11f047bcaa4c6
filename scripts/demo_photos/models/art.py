"""Paintings, sculpture and vases; one unit is ten centimetres."""

import math

from scripts.demo_photos import looks, sdf
from scripts.demo_photos.pictures import canvas, porcelain
from scripts.demo_photos.scene import Look, Scene, smooth


def _painting(
    scene: Scene,
    kind: str,
    half: tuple[float, float],
    frame: Look,
    *,
    wide: float,
    carved: bool = False,
) -> None:
    """A framed canvas leaning slightly back."""
    w, h = half
    number = scene.picture(canvas(kind))
    with scene.at((0, 0.03, 0), (-7, 0, 0)), scene.at((0, h + wide, 0)):
        scene.box(
            Look(colour="#808080", rough=0.55, pattern=6, picture=number, size=1.0),
            (w, h, 0.06),
            (0, 0, 0.02),
        )
        scene.box(looks.matt("#6b5b48"), (w + wide * 0.5, h + wide * 0.5, 0.05), (0, 0, -0.12))
        profile = [
            (-0.05, -0.18),
            (-0.05, 0.10),
            (0.05, 0.16),
            (wide * 0.35, 0.14),
            (wide * 0.55, 0.24),
            (wide * 0.85, 0.26),
            (wide, 0.14),
            (wide, -0.18),
        ]
        if not carved:
            profile = [
                (-0.04, -0.18),
                (-0.04, 0.14),
                (wide * 0.2, 0.20),
                (wide, 0.20),
                (wide, -0.18),
            ]
        for turn, reach, away in ((0, w, h), (90, h, w), (180, w, h), (270, h, w)):
            with scene.at(rot=(0, 0, turn)), scene.group():
                # the moulding runs along x; local outline (out, towards the eye)
                scene.prism(
                    frame,
                    [(a, b) for a, b in profile],
                    reach + wide,
                    (0, away, 0),
                    rot=(90, 0, 90),
                    r=0.02,
                )
                for s in (-1, 1):
                    scene.box(
                        None,
                        (20, 20, 20),
                        (s * (reach + 20 / math.sqrt(2)), away - 20 / math.sqrt(2), 0),
                        rot=(0, 0, 45),
                        op=sdf.CUT,
                    )
            if carved:
                n = int(reach * 2 / 0.42)
                for i in range(n + 1):
                    with scene.at(rot=(0, 0, turn)):
                        scene.ball(
                            frame,
                            (0.16, 0.10, 0.09),
                            (-reach + 2 * reach * i / n, away + wide * 0.22, 0.15),
                        )


def geometric(scene: Scene) -> None:
    _painting(scene, "geometric", (5.0, 4.0), looks.EBONY.but(axis=2, rough=0.5), wide=0.42)


def hills(scene: Scene) -> None:
    gilt = Look(
        colour="#d1a556", second="#8a6427", rough=0.42, metal=0.8, pattern=2, size=2.5, bump=0.15
    )
    _painting(scene, "hills", (4.5, 3.0), gilt, wide=0.75, carved=True)


def seascape(scene: Scene) -> None:
    _painting(scene, "seascape", (3.5, 2.5), looks.satin("#dcd8cc"), wide=0.5)


def bronze_knot(scene: Scene) -> None:
    bronze = Look(colour="#c08d4e", second="#8a5c2c", rough=0.20, metal=1.0, pattern=2, size=1.2)
    for i, turn in enumerate((34, -52, 30)):
        scene.ring(
            bronze, 0.80, 0.215, (0.06 * (i - 1), 1.95 + 0.98 * i, 0), rot=(90, turn, 6 * (i - 1))
        )
    _plinth(scene, 1.3, 1.1)


def _plinth(scene: Scene, x: float, z: float) -> None:
    stone = Look(colour="#1c1d1f", second="#3a3c40", rough=0.15, coat=0.8, pattern=5, size=0.8)
    scene.box(stone, (x, 0.48, z), (0, 0.48, 0), r=0.05)


def marble_figure(scene: Scene) -> None:
    marble = Look(colour="#d9d6d0", second="#7f8389", rough=0.35, coat=0.3, pattern=5, size=0.85)
    with scene.group():
        scene.ball(marble, (1.35, 1.0, 0.95), (-1.5, 1.85, 0))
        scene.ball(marble, (1.1, 1.55, 0.85), (-1.75, 2.5, 0), rot=(0, 0, 18), k=0.7)
        scene.ball(marble, (0.55, 0.62, 0.55), (-2.15, 4.15, 0.05), k=0.55)
        scene.bar(marble, (-0.6, 1.45, 0.1), (1.5, 2.9, 0.15), 0.8, 0.55, k=0.8)
        scene.bar(marble, (1.5, 2.9, 0.15), (3.0, 1.35, 0.1), 0.58, 0.36, k=0.5)
        scene.bar(marble, (-1.0, 1.3, -0.2), (2.6, 1.25, -0.25), 0.6, 0.42, k=0.5)
        scene.bar(marble, (-1.2, 3.3, 0.7), (0.1, 1.6, 0.9), 0.36, 0.3, k=0.5)
        scene.bar(None, (-1.35, 2.45, -3), (-1.35, 2.45, 3), 0.56, op=sdf.CUT, k=0.5)
    _plinth(scene, 3.2, 1.25)


def _pot(scene: Scene, look: Look, profile: list[tuple[float, float]]) -> None:
    with scene.group():
        scene.lathe(look, profile)


def blue_vase(scene: Scene) -> None:
    number = scene.picture(porcelain())
    look = Look(colour="#eef0f1", rough=0.12, coat=0.9, pattern=6, picture=number, axis=3, size=4.2)
    outer = smooth(
        [
            (0.62, 0.0),
            (0.72, 0.05),
            (0.66, 0.35),
            (0.78, 0.9),
            (1.12, 1.8),
            (1.2, 2.5),
            (1.05, 3.05),
            (0.62, 3.42),
            (0.48, 3.7),
            (0.5, 3.95),
            (0.72, 4.2),
        ],
        6,
        closed=False,
    )
    inner = smooth(
        [
            (0.64, 4.2),
            (0.42, 3.95),
            (0.40, 3.7),
            (0.55, 3.4),
            (0.95, 3.0),
            (1.1, 2.5),
            (1.0, 1.8),
            (0.6, 0.8),
            (0.0, 0.5),
        ],
        5,
        closed=False,
    )
    _pot(scene, look, [(0.0, 0.0), *outer, *inner])


def amber_vase(scene: Scene) -> None:
    glass = Look(colour="#4a2204", second="#eeb056", rough=0.03, coat=1.0, clear=0.96)
    outer = smooth(
        [
            (0.70, 0.0),
            (0.86, 0.08),
            (0.84, 0.4),
            (0.70, 1.0),
            (0.66, 1.7),
            (0.80, 2.5),
            (1.05, 3.1),
            (1.22, 3.4),
        ],
        7,
        closed=False,
    )
    inner = smooth(
        [(1.10, 3.36), (0.92, 3.0), (0.66, 2.4), (0.50, 1.7), (0.50, 1.0), (0.42, 0.7), (0.0, 0.6)],
        7,
        closed=False,
    )
    _pot(scene, glass, [(0.0, 0.0), *outer, *inner])
    core = Look(colour="#4a1e03", second="#e89a3e", rough=0.05, coat=1.0, clear=0.93)
    back = smooth(
        [(0.0, 0.12), (0.66, 0.14), (0.62, 0.9), (0.56, 1.7), (0.7, 2.4), (0.94, 3.0), (1.1, 3.3)],
        6,
        closed=False,
    )
    _pot(
        scene,
        core,
        [*back, (1.06, 3.3), (0.9, 3.0), (0.66, 2.4), (0.52, 1.7), (0.5, 1.0), (0, 0.7)],
    )
