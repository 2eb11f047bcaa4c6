"""What stringed instruments share: stand, strings and neck; one unit is ten centimetres."""

from scripts.demo_photos import looks
from scripts.demo_photos.scene import Look, Scene

NUT = looks.matt("#e8e2d2")
STRING = Look(colour="#d9d6cf", rough=0.25, metal=0.9)


def stand(scene: Scene, low: float, neck: float) -> None:
    """A plain dark stand: a round foot, a post behind, two arms below and a yoke."""
    scene.disc(looks.BLACK, 1.25, 0.05, (0, 0.05, -0.75), r=0.03)
    scene.bar(looks.BLACK, (0, 0.05, -0.75), (0, neck, -0.62), 0.06)
    for s in (-1, 1):
        scene.bar(looks.RUBBER, (0, low - 0.1, -0.7), (s * 0.75, low - 0.06, -0.3), 0.06)
        scene.bar(looks.RUBBER, (s * 0.75, low - 0.06, -0.3), (s * 0.8, low - 0.02, 0.5), 0.07)


def draw_strings(
    scene: Scene,
    count: int,
    low: float,
    high: float,
    wide: tuple[float, float],
    z: tuple[float, float],
) -> None:
    for i in range(count):
        t = i / (count - 1) - 0.5
        scene.bar(
            STRING,
            (t * wide[0], low, z[0]),
            (t * wide[1], high, z[1]),
            0.013 + 0.006 * (count - 1 - i) / count,
        )


def neck(
    scene: Scene,
    low: float,
    high: float,
    wide: tuple[float, float],
    z: float,
    neck: Look,
    board: Look,
    frets: int,
    *,
    dots: bool = True,
) -> None:
    a, b = wide
    shape = [(-a, low), (a, low), (b, high), (-b, high)]
    scene.prism(neck, shape, 0.14, (0, 0, z - 0.15), r=0.09)
    scene.prism(board, shape, 0.04, (0, 0, z), r=0.01)
    span = (high - low) * 1.45
    for i in range(1, frets):
        y = high - span * (1 - 2 ** (-i / 12))
        if y < low:
            break
        w = b + (a - b) * (high - y) / (high - low)
        scene.bar(STRING, (-w * 0.97, y, z + 0.04), (w * 0.97, y, z + 0.04), 0.014)
        if dots and i in (3, 5, 7, 9, 12, 15):
            scene.disc(NUT, 0.035, 0.01, (0, y + 0.15, z + 0.036), rot=(90, 0, 0))
    scene.box(NUT, (b, 0.03, 0.06), (0, high, z + 0.02), r=0.01)
