"""Wheels, for everything that rolls."""

from scripts.demo_photos import looks
from scripts.demo_photos.scene import Look, Scene


def wheel(
    scene: Scene,
    x: float,
    z: float,
    radius: float,
    *,
    spokes: int = 7,
    rim: Look = looks.ALUMINIUM,
    wide: float = 0.22,
    classic: bool = False,
) -> None:
    """A wheel standing on the floor, its face towards +z."""
    w, r = wide / 2, radius
    with scene.at((x, radius, z), (90, 0, 0)):
        with scene.group():
            scene.lathe(
                looks.RUBBER,
                [
                    (r * 0.66, -w),
                    (r * 0.93, -w),
                    (r, -w * 0.72),
                    (r, w * 0.72),
                    (r * 0.93, w),
                    (r * 0.66, w),
                ],
                r=0.008,
            )
        with scene.group():
            scene.ring(rim, r * 0.655, 0.014, (0, w * 0.85, 0), tall=0.03)
            scene.disc(looks.BLACK, r * 0.64, 0.01, (0, w * 0.1, 0))
            if classic:
                scene.ball(rim, (r * 0.60, w * 0.55, r * 0.60), (0, w * 0.35, 0))
                scene.ball(rim, (r * 0.24, w * 0.40, r * 0.24), (0, w * 0.75, 0), k=0.02)
            else:
                scene.disc(rim, r * 0.17, 0.03, (0, w * 0.75, 0), r=0.012)
                scene.disc(looks.GREY, r * 0.46, 0.008, (0, w * 0.25, 0))
        if not classic:
            for i in range(spokes):
                with scene.at(rot=(0, 360 * i / spokes, 0)), scene.group():
                    scene.box(
                        rim,
                        (r * 0.27, 0.016, r * 0.065),
                        (r * 0.38, w * 0.72, 0),
                        r=0.012,
                        rot=(0, 0, -6),
                    )
