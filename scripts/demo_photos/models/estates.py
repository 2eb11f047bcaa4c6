"""Buildings and land, as an architect's perspective on a turfed base."""

from scripts.demo_photos import looks, sdf
from scripts.demo_photos.models.wheels import wheel
from scripts.demo_photos.scene import Look, Scene, Triple

WALL = looks.matt("#e6dfd2")
WHITE = looks.matt("#e9e8e4")
ROOF = Look(colour="#a5512f", second="#6e3019", rough=0.8, pattern=7, size=9.0, bump=0.35, axis=2)
PAVING = looks.matt("#b9b6ae")
ASPHALT = Look(colour="#4b4d50", second="#3c3e41", rough=0.95, pattern=8, size=14.0, bump=0.2)
PLANK = Look(colour="#9a6a3f", second="#6b4424", rough=0.7, pattern=7, size=16.0, bump=0.3, axis=1)
LEAF = Look(colour="#4f7a35", second="#2f5222", rough=0.95, pattern=8, size=5.0, bump=0.9)
PINE = LEAF.but(colour="#33593a", second="#1d3a26")
FRAME = looks.satin("#2c2f33")


def _base(scene: Scene, x: float, z: float, look: Look = looks.GRASS) -> None:
    scene.box(looks.matt("#8f8a80"), (x, 0.14, z), (0, 0.14, 0), r=0.05)
    scene.box(look, (x - 0.12, 0.08, z - 0.12), (0, 0.25, 0), r=0.04)


def _tree(scene: Scene, x: float, z: float, tall: float, *, spread: float = 1.0) -> None:
    scene.bar(looks.matt("#5d4632"), (x, 0.2, z), (x, tall * 0.6, z), 0.16 * spread, 0.09 * spread)
    with scene.group():
        for i, (dx, dy, dz, r) in enumerate(
            (
                (0, 0.72, 0, 1.0),
                (0.7, 0.6, 0.2, 0.72),
                (-0.6, 0.64, 0.35, 0.75),
                (0.1, 0.62, -0.7, 0.7),
                (0.05, 0.92, 0.1, 0.68),
            )
        ):
            scene.ball(
                LEAF,
                r * spread,
                (x + dx * spread, tall * dy, z + dz * spread),
                k=0.35 if i else 0.0,
            )


def _pine(scene: Scene, x: float, z: float, tall: float) -> None:
    scene.bar(looks.matt("#5d4632"), (x, 0.2, z), (x, tall * 0.5, z), 0.16)
    for i in range(4):
        scene.cone(
            PINE,
            tall * 0.13,
            tall * (0.20 - 0.04 * i),
            0.05,
            (x, tall * (0.30 + 0.19 * i), z),
            r=0.04,
        )


def _window(
    scene: Scene, place: Triple, half: tuple[float, float], turn: float = 0.0, *, bars: int = 1
) -> None:
    """A framed window whose face looks along +z before turning."""
    w, h = half
    with scene.at(place, (0, turn, 0)):
        scene.box(looks.WINDOW, (w, h, 0.03))
        with scene.group():
            scene.box(FRAME, (w + 0.06, h + 0.06, 0.06))
            scene.box(FRAME, (w - 0.02, h - 0.02, 0.2), op=sdf.CUT)
        for i in range(bars):
            scene.box(FRAME, (0.03, h, 0.05), (-w + 2 * w * (i + 1) / (bars + 1), 0, 0))


def _gable(
    scene: Scene,
    half: float,
    deep: float,
    low: float,
    high: float,
    look: Look,
    roof: Look,
    *,
    over: float = 0.5,
) -> None:
    """Walls with a two-sided roof; the ridge runs along x, gables to the sides."""
    scene.prism(
        look,
        [(-deep, 0.2), (deep, 0.2), (deep, low), (0, high), (-deep, low)],
        half,
        rot=(0, 90, 0),
    )
    slope = (high - low) / deep
    y0 = low - slope * over
    for side in (-1, 1):
        scene.prism(
            roof,
            [
                (0, high + 0.02),
                (0, high + 0.24),
                (side * (deep + over), y0 + 0.24),
                (side * (deep + over), y0 + 0.02),
            ][::side],
            half + over,
            rot=(0, 90, 0),
            r=0.02,
        )


def house(scene: Scene) -> None:
    _base(scene, 8.5, 7)
    _gable(scene, 5.2, 3.2, 3.0, 4.9, WALL, ROOF)
    with scene.at((2.6, 0, 2.6), (0, 90, 0)):
        _gable(scene, 1.8, 2.0, 3.0, 4.3, WALL, ROOF, over=0.4)
    for x in (-3.7, -1.6):
        _window(scene, (x, 1.75, 3.22), (0.65, 0.65))
    _window(scene, (2.6, 1.75, 4.42), (0.95, 0.7), bars=2)
    for z in (-1.4, 1.2):
        _window(scene, (5.22, 1.75, z), (0.6, 0.6), 90)
        _window(scene, (-5.22, 1.75, z), (0.6, 0.6), -90)
    scene.box(looks.WALNUT, (0.5, 1.05, 0.05), (0.05, 1.35, 3.22), r=0.02)
    scene.box(PAVING, (0.7, 0.03, 1.9), (0.05, 0.34, 5.0), r=0.02)
    scene.box(PAVING, (1.6, 0.03, 1.3), (2.6, 0.34, 5.6), r=0.02)
    scene.box(looks.matt("#93583a"), (0.4, 0.9, 0.4), (-2.6, 4.9, -1.0), r=0.03)
    _tree(scene, -6.6, 3.6, 4.2)
    _tree(scene, 6.9, -3.6, 4.8, spread=1.15)
    for x in (-4.6, -3.7, -2.7, -1.6):
        scene.ball(LEAF, 0.42, (x, 0.55, 3.75))


def townhouse(scene: Scene) -> None:
    _base(scene, 9, 7.5)
    wood = PLANK
    scene.box(WHITE, (5.6, 1.55, 3.6), (-0.4, 1.85, -0.6), r=0.02)
    scene.box(WHITE, (4.4, 1.6, 4.2), (1.4, 4.95, 0.2), r=0.02)
    scene.box(looks.matt("#6d6f72"), (4.6, 0.1, 4.4), (1.4, 6.6, 0.2), r=0.02)
    scene.box(looks.matt("#6d6f72"), (5.75, 0.09, 3.75), (-0.4, 3.45, -0.6), r=0.02)
    scene.box(wood, (1.15, 1.6, 0.08), (-1.7, 4.95, 4.42))
    _window(scene, (2.6, 4.95, 4.42), (2.6, 1.05), bars=3)
    _window(scene, (-3.2, 1.9, 3.03), (2.1, 1.15), bars=2)
    scene.box(wood, (1.4, 1.3, 0.06), (3.3, 1.6, 3.05), r=0.01)
    scene.box(looks.GLOSS_BLACK, (0.55, 1.15, 0.06), (0.6, 1.45, 3.05), r=0.01)
    for z in (-1.8, 1.2):
        _window(scene, (5.82, 5.0, z), (0.9, 0.9), 90)
        _window(scene, (-6.02, 1.9, z - 0.6), (0.8, 0.9), -90)
    _window(scene, (5.22, 1.9, -1.2), (1.1, 0.8), 90)
    glass = Look(colour="#9db4ba", second="#dfe9ea", rough=0.05, coat=0.7, clear=0.75)
    scene.box(glass, (1.6, 0.45, 0.03), (-4.6, 4.0, 2.9))
    scene.box(PAVING, (1.7, 0.03, 2.0), (3.3, 0.34, 5.1), r=0.02)
    scene.box(PAVING, (0.7, 0.03, 2.0), (0.6, 0.34, 5.1), r=0.02)
    scene.box(
        Look(colour="#2f9fb5", rough=0.05, coat=1.0), (1.7, 0.02, 1.0), (-4.9, 0.35, 5.3), r=0.02
    )
    with scene.group():
        scene.box(PAVING, (2.0, 0.05, 1.3), (-4.9, 0.33, 5.3), r=0.02)
        scene.box(None, (1.7, 1, 1.0), (-4.9, 0.33, 5.3), op=sdf.CUT)
    _tree(scene, -7.4, -3.6, 5.2, spread=1.2)
    _tree(scene, 7.6, 4.8, 3.6, spread=0.8)
    for x in (-2.4, -1.6, -0.8):
        scene.ball(LEAF, 0.4, (x, 0.5, 3.6))


def tower(scene: Scene) -> None:
    _base(scene, 8, 8)
    floors, step = 8, 1.9
    with scene.at((0, 0.33, 0)):
        scene.box(
            looks.matt("#cfc7b8"),
            (3.4, floors * step / 2 + 0.4, 3.0),
            (0, floors * step / 2 + 0.9, 0),
            r=0.03,
        )
        scene.box(
            looks.matt("#8b5a45"),
            (0.55, floors * step / 2 + 0.6, 0.1),
            (0, floors * step / 2 + 1.0, 3.05),
        )
        scene.box(WHITE, (3.6, 0.2, 3.2), (0, floors * step + 1.4, 0), r=0.03)
        scene.box(WHITE, (1.1, 0.7, 1.0), (0.6, floors * step + 2.0, -0.6), r=0.03)
        scene.box(looks.WINDOW, (2.9, 0.55, 0.05), (0, 0.75, 3.0))
        scene.box(WHITE, (1.5, 0.08, 0.9), (0, 1.45, 3.7), r=0.02)
        for i in range(floors):
            y = 2.25 + i * step
            for x in (-1.95, 1.95):
                scene.box(WHITE, (1.25, 0.09, 0.55), (x, y - 0.68, 3.5), r=0.02)
                scene.box(
                    Look(colour="#7d9299", second="#cfdadb", rough=0.05, coat=0.8, clear=0.5),
                    (1.22, 0.33, 0.02),
                    (x, y - 0.28, 4.0),
                )
                scene.box(looks.WINDOW, (1.0, 0.62, 0.03), (x, y, 3.01))
                scene.box(FRAME, (0.03, 0.62, 0.05), (x, y, 3.02))
            for side in (-1, 1):
                for z in (-1.5, 0.1, 1.6):
                    scene.box(looks.WINDOW, (0.04, 0.5, 0.45), (side * 3.4, y, z))
                    scene.box(WHITE, (0.07, 0.05, 0.55), (side * 3.42, y - 0.56, z))
    for x, z in ((-6, 5.5), (6, 5.6), (-6.2, -4), (6.2, -4.5)):
        _tree(scene, x, z, 3.4, spread=0.9)
    scene.box(PAVING, (1.3, 0.03, 2.0), (0, 0.34, 5.8), r=0.02)


def warehouse(scene: Scene) -> None:
    _base(scene, 13, 10, ASPHALT)
    metal = Look(
        colour="#c3cace", second="#9aa2a8", rough=0.5, metal=0.3, pattern=7, size=14.0, bump=0.25
    )
    roof = Look(
        colour="#8f999f",
        second="#747e84",
        rough=0.5,
        metal=0.3,
        pattern=7,
        size=9.0,
        bump=0.25,
        axis=2,
    )
    with scene.at((0, 0.2, -1.5)):
        scene.prism(metal, [(-9, 0), (9, 0), (9, 5.0), (0, 6.8), (-9, 5.0)], 6.0)
        for s in (-1, 1):
            scene.prism(roof, [(0, 6.82), (0, 7.05), (s * 9.4, 5.15), (s * 9.4, 4.94)][::s], 6.3)
        scene.box(looks.matt("#2d5f8f"), (9.02, 0.5, 0.06), (0, 4.2, 6.0))
        for x in (-4.6, 1.4):
            scene.box(
                Look(
                    colour="#e0dfda",
                    second="#b9b8b3",
                    rough=0.6,
                    pattern=7,
                    size=12.0,
                    bump=0.3,
                    axis=1,
                ),
                (1.9, 1.75, 0.08),
                (x, 1.85, 6.03),
            )
            scene.box(FRAME, (2.05, 0.1, 0.14), (x, 3.65, 6.05))
            for d in (-2.0, 2.0):
                scene.box(
                    Look(colour="#e2b01e", rough=0.5),
                    (0.09, 0.55, 0.09),
                    (x + d, 0.6, 6.5),
                    r=0.03,
                )
        scene.box(looks.matt("#d9d9d5"), (1.7, 1.6, 0.5), (6.6, 1.65, 6.3), r=0.03)
        scene.box(FRAME, (0.45, 1.0, 0.05), (6.0, 1.1, 6.82))
        scene.box(looks.WINDOW, (0.7, 0.5, 0.05), (7.3, 1.9, 6.82))
        for z in (-4, -1.3, 1.4, 4.1):
            for s in (-1, 1):
                scene.box(looks.WINDOW, (0.05, 0.4, 0.9), (s * 9.0, 3.4, z))
    for i in range(6):
        scene.box(looks.WHITE, (0.06, 0.01, 1.1), (2.2 + 1.6 * i, 0.335, 8.0))
    with scene.at((6.2, 0.33, 7.6), (0, 90, 0)):
        scene.box(looks.paint("#8c1f22"), (1.5, 0.35, 0.62), (0, 0.6, 0), r=0.12)
        scene.box(looks.WINDOW, (0.8, 0.28, 0.55), (-0.1, 1.05, 0), r=0.15)
        for x in (-0.9, 0.9):
            wheel(scene, x, 0.55, 0.28)
            wheel(scene, x, -0.55, 0.28)
    for x in (-11.5, 11.5):
        _tree(scene, x, -6, 4.2)


def plot(scene: Scene) -> None:
    with scene.group():
        scene.box(looks.matt("#8f8a80"), (9, 0.2, 7), (0, 0.2, 0), r=0.05)
    with scene.group():
        scene.box(looks.GRASS, (8.85, 0.2, 5.2), (0, 0.35, -1.6), r=0.04)
        scene.ball(looks.GRASS, (10, 1.9, 5.5), (0, 0.1, -5.5), k=1.2)
        scene.box(None, (8.85, 5, 5.2), (0, 0.35, -1.6), op=sdf.KEEP)
    scene.box(ASPHALT, (8.85, 0.05, 1.1), (0, 0.42, 5.75))
    scene.box(PAVING, (8.85, 0.09, 0.28), (0, 0.45, 4.2), r=0.02)
    for i in range(8):
        scene.box(looks.WHITE, (0.5, 0.01, 0.05), (-7.4 + 2.1 * i, 0.475, 5.75))
    corners = ((-5, 3.3), (5, 3.3), (5, -2.0), (-5, -2.0))
    for i, (x, z) in enumerate(corners):
        y = 0.55 if z > 0 else 1.25
        scene.box(looks.matt("#e9e5da"), (0.12, 0.55, 0.12), (x, y + 0.4, z), r=0.02)
        scene.box(looks.RED_LAMP, (0.125, 0.12, 0.125), (x, y + 0.75, z), r=0.02)
        x2, z2 = corners[(i + 1) % 4]
        y2 = 0.55 if z2 > 0 else 1.25
        scene.bar(looks.matt("#d8d2c2"), (x, y + 0.6, z), (x2, y2 + 0.6, z2), 0.035)
    for px, pz, tall in (
        (-7.6, -4.6, 6.4),
        (-6.4, -5.6, 7.2),
        (7.4, -5.2, 7.0),
        (6.3, -4.2, 5.6),
        (2.2, -5.8, 6.2),
        (-2.0, -5.6, 5.4),
    ):
        _pine(scene, px, pz, tall + 0.8)
    _tree(scene, 7.4, 1.6, 4.0, spread=0.8)
    scene.bar(looks.WALNUT, (-3.4, 0.5, 3.6), (-3.4, 1.9, 3.6), 0.06)
    scene.box(looks.matt("#1f4e79"), (0.75, 0.42, 0.05), (-3.4, 1.9, 3.68), r=0.03)
    scene.box(looks.WHITE, (0.55, 0.05, 0.02), (-3.4, 2.0, 3.73))
    scene.box(looks.WHITE, (0.4, 0.05, 0.02), (-3.4, 1.8, 3.73))


def chalet(scene: Scene) -> None:
    _base(scene, 8.5, 7.5)
    roof = Look(
        colour="#5b4a42", second="#3b2f2a", rough=0.85, pattern=7, size=9.0, bump=0.3, axis=2
    )
    stone = Look(colour="#9b948a", second="#5e584f", rough=0.9, pattern=12, size=2.6)
    with scene.at((0, 0, 0), (0, 90, 0)):
        _gable(scene, 4.2, 3.9, 2.7, 7.0, PLANK, roof, over=0.8)
    scene.box(stone, (4.05, 0.35, 4.35), (0, 0.55, 0), r=0.03)
    scene.box(stone, (0.55, 3.6, 0.6), (3.9, 3.9, -1.2), r=0.04)
    scene.box(looks.OAK, (4.3, 0.09, 1.3), (0, 0.95, 5.4), r=0.02)
    for x in (-4.2, -2.1, 2.1, 4.2):
        scene.box(looks.OAK, (0.08, 0.5, 0.08), (x, 1.4, 6.6), r=0.02)
    for x in (-3.15, 3.15):
        for y in (1.45, 1.85):
            scene.box(looks.OAK, (1.1, 0.04, 0.04), (x, y, 6.6), r=0.02)
    for i in range(2):
        scene.box(looks.OAK, (1.0, 0.07, 0.25), (0, 0.68 - 0.22 * i, 6.85 + 0.35 * i), r=0.02)
    scene.box(looks.matt("#3b5b45"), (0.55, 1.05, 0.06), (0, 2.05, 4.24), r=0.02)
    for x in (-2.2, 2.2):
        _window(scene, (x, 2.2, 4.24), (0.8, 0.7))
    for x in (-0.95, 0.95):
        _window(scene, (x, 4.6, 4.24), (0.55, 0.6))
    for z in (-2, 1.6):
        _window(scene, (-3.94, 2.0, z), (0.65, 0.6), -90)
        _window(scene, (3.94, 2.0, z + 0.6), (0.65, 0.6), 90)
    for x, z, t in ((-7.0, -4.6, 8.4), (-6.2, 3.4, 6.2), (6.8, -5.0, 9.0), (7.0, 2.6, 6.6)):
        _pine(scene, x, z, t)
