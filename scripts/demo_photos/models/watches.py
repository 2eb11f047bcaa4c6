"""Wrist and pocket watches; one unit is a centimetre."""

import math

from scripts.demo_photos import looks
from scripts.demo_photos.pictures import Bitmap, dial
from scripts.demo_photos.scene import Look, Scene, smooth

DROP = 2.2
STITCH = looks.matt("#d9c9a4")


def _face(scene: Scene, picture: Bitmap, radius: float) -> Look:
    number = scene.picture(picture)
    return Look(
        colour="#808080",
        rough=0.3,
        coat=0.35,
        pattern=6,
        picture=number,
        axis=1,
        glow=0.12,
        size=radius,
    )


def _hand(scene: Scene, look: Look, turn: float, length: float, wide: float, y: float) -> None:
    with scene.at((0, y, 0), (0, 180 - turn, 0)):
        scene.box(look, (wide, 0.02, length / 2), (0, 0, length / 2 - 0.18), r=0.02)


def _case(
    scene: Scene,
    metal: Look,
    face: Look,
    ink: Look,
    *,
    bezel: Look | None = None,
    pushers: bool = False,
    diver: bool = False,
) -> None:
    """The head, dial up, twelve o'clock towards -z; 2 cm in radius."""
    with scene.group():
        scene.lathe(
            metal,
            smooth(
                [
                    (0.0, -0.42),
                    (1.5, -0.42),
                    (1.85, -0.3),
                    (2.0, 0.0),
                    (1.96, 0.3),
                    (1.86, 0.42),
                    (1.74, 0.46),
                    (1.70, 0.30),
                    (0, 0.30),
                ],
                4,
                closed=False,
            ),
        )
        for sx in (-1, 1):
            for sz in (-1, 1):
                scene.bar(
                    metal,
                    (sx * 1.28, 0.05, sz * 1.2),
                    (sx * 1.22, -0.42, sz * 2.25),
                    0.24,
                    0.17,
                    k=0.15,
                )
    scene.disc(face, 1.70, 0.02, (0, 0.31, 0))
    if bezel:
        with scene.group():
            scene.lathe(
                bezel, [(1.62, 0.34), (1.66, 0.50), (1.95, 0.44), (1.99, 0.26), (1.7, 0.26)], r=0.02
            )
        for i in range(12):
            with scene.at((0, 0.485, 0), (0, 30 * i, 0)):
                scene.box(ink, (0.035 if i else 0.09, 0.015, 0.1), (0, 0, -1.80), r=0.01)
        for i in range(48):
            with scene.at((0, 0.33, 0), (0, 7.5 * i, 0)):
                scene.box(metal, (0.05, 0.12, 0.03), (0, 0, 2.0), r=0.02)
    else:
        scene.ring(metal, 1.76, 0.10, (0, 0.42, 0))
    for i in range(12):
        with scene.at((0, 0.35, 0), (0, -30 * i, 0)):
            if diver and i % 3:
                scene.disc(ink, 0.11, 0.03, (0, 0, -1.30), r=0.02)
            elif not pushers or i not in (3, 6, 9):
                scene.box(ink, (0.06 if i else 0.11, 0.035, 0.19), (0, 0, -1.28), r=0.02)
    _hand(scene, ink, 304, 1.08, 0.075, 0.40)
    _hand(scene, ink, 51, 1.50, 0.055, 0.44)
    _hand(scene, looks.satin("#b3302a") if diver else ink, 170, 1.60, 0.014, 0.47)
    scene.disc(ink, 0.11, 0.09, (0, 0.42, 0), r=0.03)
    with scene.at((2.12, 0, 0), (0, 0, -90)):
        scene.disc(metal, 0.25, 0.17, r=0.05)
        for i in range(16):
            with scene.at(rot=(0, 22.5 * i, 0)):
                scene.box(metal, (0.03, 0.14, 0.03), (0, 0, 0.25), r=0.02)
    if pushers:
        for z in (-0.85, 0.85):
            with scene.at((1.95, 0, z), (0, -24 if z > 0 else 24, -90)):
                scene.disc(metal, 0.10, 0.22, r=0.02)
                scene.disc(metal, 0.17, 0.09, (0, 0.26, 0), r=0.04)


def _loop(turn: float) -> tuple[float, float, float]:
    """A point of the strap's ellipse and its slope, 0 at the head."""
    a = math.radians(turn)
    y, z = 2.55 * math.cos(a), 3.05 * math.sin(a)
    return y, z, math.degrees(math.atan2(-2.55 * math.sin(a), 3.05 * math.cos(a)))


def _links(scene: Scene, metal: Look) -> None:
    brushed = metal.but(rough=0.36)
    for i in range(27):
        turn = 46 + i * 10.31
        y, z, slope = _loop(turn)
        wide = 1.02 - 0.12 * math.sin(math.radians(turn / 2)) ** 2
        with scene.at((0, y - DROP, z), (-slope, 0, 0)):
            scene.box(brushed, (wide * 0.42, 0.13, 0.235), r=0.06)
            for s in (-1, 1):
                scene.box(metal, (wide * 0.27, 0.12, 0.225), (s * wide * 0.71, 0, 0), r=0.06)


def _strap(scene: Scene, hide: Look) -> None:
    outer = smooth([(_loop(t)[1], _loop(t)[0] - DROP) for t in range(40, 323, 12)], 2, closed=False)
    inner = [(z * 0.93, (y + DROP) * 0.92 - DROP) for z, y in reversed(outer)]
    scene.prism(hide, [*outer, *inner], 0.92, rot=(0, -90, 0), r=0.09)
    for i in range(32):
        turn = 47 + i * 7.3
        y, z, slope = _loop(turn)
        for s in (-1, 1):
            with scene.at((s * 0.78, y - DROP, z), (-slope, 0, 0)):
                scene.box(STITCH, (0.025, 0.03, 0.10), (0, 0.0, 0), r=0.02)


def _worn(
    scene: Scene, metal: Look, picture: Bitmap, ink: Look, *, hide: Look | None, **parts: object
) -> None:
    """The watch standing on its closed strap, the head leaning back."""
    lean = math.radians(58)
    low = min(
        (_loop(t)[0] - DROP) * math.cos(lean) - _loop(t)[1] * math.sin(lean) for t in range(360)
    )
    with scene.at((0, (0.0 if hide else 0.13) - low, 0), (58, 0, 0)):
        _case(scene, metal, _face(scene, picture, 1.7), ink, **parts)  # type: ignore[arg-type]
        if hide:
            _strap(scene, hide)
        else:
            _links(scene, metal)


def blue_steel(scene: Scene) -> None:
    _worn(scene, looks.STEEL, dial("#2a4f8f", "#eef1f4"), looks.CHROME, hide=None)


def gold_chronograph(scene: Scene) -> None:
    hide = looks.LEATHER.but(colour="#54301b", second="#3a1f10", size=9.0)
    _worn(
        scene,
        looks.GOLD,
        dial("#1b1b1d", "#e8d9a8", kind="plain", counters=True),
        looks.GOLD,
        hide=hide,
        pushers=True,
    )


def bronze_diver(scene: Scene) -> None:
    hide = looks.LEATHER.but(colour="#7d5530", second="#5a3a1f", size=9.0)
    _worn(
        scene,
        looks.BRONZE,
        dial("#1d5a44", "#f0ead6", kind="diver"),
        looks.satin("#f1ecd8"),
        hide=hide,
        bezel=looks.satin("#14181a"),
        diver=True,
    )


def pocket(scene: Scene) -> None:
    """A pocket watch leaning on a small dark block, its chain on the table."""
    silver, blue = looks.SILVER, Look(colour="#23407f", rough=0.2, metal=0.7)
    with scene.at((0, 2.37, 0), (66, 0, 0)):
        with scene.group():
            scene.lathe(
                silver,
                smooth(
                    [
                        (0, -0.55),
                        (1.4, -0.5),
                        (2.2, -0.2),
                        (2.42, 0.1),
                        (2.3, 0.36),
                        (2.12, 0.42),
                        (2.05, 0.24),
                        (0, 0.24),
                    ],
                    5,
                    closed=False,
                ),
            )
        scene.ring(silver, 2.2, 0.12, (0, 0.36, 0))
        scene.disc(
            _face(scene, dial("#f1efe8", "#1c1c20", kind="roman"), 2.05).but(glow=0.0),
            2.05,
            0.02,
            (0, 0.26, 0),
        )
        _hand(scene, blue, 305, 1.15, 0.06, 0.36)
        _hand(scene, blue, 50, 1.75, 0.045, 0.40)
        scene.disc(blue, 0.12, 0.05, (0, 0.38, 0), r=0.02)
        with scene.at((0, 0.28, 0.88)):
            _hand(scene, blue, 130, 0.36, 0.02, 0.04)
        scene.bar(silver, (0, 0, -2.4), (0, 0, -2.75), 0.2)
        scene.disc(silver, 0.36, 0.22, (0, 0, -3.0), r=0.08, rot=(90, 0, 0))
        scene.ring(silver, 0.72, 0.08, (0, 0, -3.2))
    scene.box(looks.satin("#3a3d42"), (1.2, 1.35, 0.8), (0, 1.35, -1.75), r=0.08)
    path = smooth(
        [
            (
                0.6,
                5.4,
            ),
            (1.7, 3.6),
            (2.3, 1.6),
            (2.9, 0.4),
            (3.4, 0.14),
        ],
        8,
        closed=False,
    )
    links = [(x, y, -1.2 + 0.35 * i / 6) for i, (x, y) in enumerate(path)]
    floor = smooth(
        [(3.4, 0.7), (3.9, 1.8), (3.2, 2.7), (2.2, 2.5), (1.6, 3.1), (2.3, 3.9), (3.6, 3.8)],
        7,
        closed=False,
    )
    links += [(x, 0.13, z) for x, z in floor]
    for i, (x, y, z) in enumerate(links[4:]):
        x2, y2, z2 = links[min(i + 5, len(links) - 1)]
        turn = math.degrees(math.atan2(x2 - x, z2 - z)) if i + 5 < len(links) else 0
        lift = (
            math.degrees(math.atan2(y - y2, math.hypot(x2 - x, z2 - z)))
            if i + 5 < len(links)
            else 0
        )
        with scene.at((x, y, z), (lift, turn, 0)):
            scene.ring(silver, 0.17, 0.045, rot=(0, 0, 78 if i % 2 else 12))
