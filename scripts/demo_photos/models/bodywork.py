"""The lines of a car: its outlines, the lower body, and patches of the body's own surface."""

from dataclasses import dataclass

from scripts.demo_photos import sdf
from scripts.demo_photos.scene import Look, Outline, Scene, smooth

WIDE = 5.0


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A car's lines in metres, front towards +x; outlines run in the side plane."""

    body: Outline
    cabin: Outline
    panes: tuple[Outline, ...]
    axles: tuple[float, float]
    wheel: float
    half: float
    waist: float
    doors: tuple[float, ...]
    nose: float
    tail: float
    lamp: tuple[float, float]
    rear_lamp: tuple[float, float]
    roof_rails: bool = False
    bed: tuple[float, float] | None = None
    classic: bool = False
    windscreen: tuple[float, float] = (0.12, 0.07)


def plan(s: Shape) -> list[tuple[float, float]]:
    h, n, t = s.half, s.nose, s.tail
    return smooth(
        [
            (n, -h * 0.45),
            (n, h * 0.45),
            (n - 0.16, h * 0.82),
            (n - 0.7, h),
            (0, h * 1.01),
            (t + 0.6, h),
            (t + 0.12, h * 0.84),
            (t, h * 0.5),
            (t, -h * 0.5),
            (t + 0.12, -h * 0.84),
            (t + 0.6, -h),
            (0, -h * 1.01),
            (n - 0.7, -h),
            (n - 0.16, -h * 0.82),
        ],
        5,
    )


def body(scene: Scene, s: Shape, look: Look, grow: float = 0.0) -> None:
    scene.prism(look, smooth(s.body, 5), s.half + 0.1, r=0.05, grow=grow)
    scene.prism(None, plan(s), WIDE, rot=(90, 0, 0), op=sdf.KEEP, k=0.16, grow=grow)


def skin(
    scene: Scene,
    s: Shape,
    look: Look,
    low: tuple[float, float, float],
    high: tuple[float, float, float],
    *,
    grow: float = 0.005,
    r: float = 0.03,
) -> None:
    """A patch of the body's own surface, in another material: lamps, grille, bumpers."""
    mid = tuple((a + b) / 2 for a, b in zip(low, high, strict=True))
    half = tuple((b - a) / 2 for a, b in zip(low, high, strict=True))
    with scene.group():
        body(scene, s, look, grow)
        scene.box(None, (half[0], half[1], half[2]), (mid[0], mid[1], mid[2]), r=r, op=sdf.KEEP)
    group = scene.groups[-1]
    group[:3] = mid
    group[3] = sum(v * v for v in half) ** 0.5
    group[6:] = half
