"""Cars: a lower body, a cabin with its glass, wheels and lamps, drawn from a side outline."""

from scripts.demo_photos import looks, sdf
from scripts.demo_photos.models.bodywork import WIDE, Shape, body, plan, skin
from scripts.demo_photos.models.wheels import wheel
from scripts.demo_photos.scene import Look, Outline, Scene, smooth


def car(scene: Scene, s: Shape, look: Look) -> None:
    """The whole car."""
    h, dark = s.half, looks.BLACK
    with scene.group():
        body(scene, s, look)
        for x in s.axles:
            scene.disc(
                dark,
                s.wheel * 1.14,
                WIDE,
                (x, s.wheel * 1.02, 0),
                rot=(90, 0, 0),
                op=sdf.CUT,
                k=0.02,
            )
        for side in (-1, 1):
            scene.box(
                None,
                (1.5, 0.02, 0.05),
                (0, s.waist - 0.36, side * (h + 0.045)),
                r=0.02,
                op=sdf.CUT,
                k=0.05,
            )
        if s.bed:
            a, b = s.bed
            scene.box(
                dark,
                ((b - a) / 2, 0.5, h - 0.12),
                ((a + b) / 2, s.waist + 0.16, 0),
                r=0.04,
                op=sdf.CUT,
            )
    inner = [(x, y) for x, y in s.cabin]
    with scene.group():
        _cabin(scene, s, look, inner, 0.0)
        for pane in s.panes:
            scene.prism(looks.BLACK, pane, WIDE, r=0.03, op=sdf.CUT)
        a, b = s.windscreen
        top = max(y for _, y in s.cabin)
        scene.prism(
            looks.BLACK,
            [
                (-h * 0.78, s.waist + 0.03),
                (h * 0.78, s.waist + 0.03),
                (h * 0.78 - a, top - b),
                (-h * 0.78 + a, top - b),
            ],
            WIDE,
            rot=(0, 90, 0),
            r=0.05,
            op=sdf.CUT,
        )
    with scene.group():
        _cabin(scene, s, looks.WINDOW, inner, 0.014)
    with scene.group():
        scene.box(
            dark,
            (abs(s.nose - s.tail) / 2 - 0.6, 0.1, h - 0.22),
            ((s.nose + s.tail) / 2, s.wheel * 0.95, 0),
        )
    for x in s.axles:
        with scene.mirrored():
            wheel(
                scene,
                x,
                h - 0.105,
                s.wheel,
                classic=s.classic,
                rim=looks.CHROME if s.classic else looks.ALUMINIUM,
            )
    _trim(scene, s, look)


def _cabin(scene: Scene, s: Shape, look: Look, outline: Outline, less: float) -> None:
    h, top = s.half, max(y for _, y in s.cabin)
    low = s.waist - 0.25
    base = [*outline, (outline[-1][0], low), (outline[0][0] - 0.1, low)]
    scene.prism(look, smooth(base, 5), h, r=0.04, grow=-less)
    scene.prism(None, plan(s), WIDE, rot=(90, 0, 0), op=sdf.KEEP, k=0.16, grow=-less)
    scene.prism(
        None,
        smooth(
            [
                (-h * 0.97, s.waist - 0.5),
                (h * 0.97, s.waist - 0.5),
                (h * 0.95, s.waist),
                (h * 0.74, top - 0.03),
                (h * 0.3, top + 0.03),
                (-h * 0.3, top + 0.03),
                (-h * 0.74, top - 0.03),
                (-h * 0.95, s.waist),
            ],
            3,
        ),
        WIDE,
        grow=-less,
        rot=(0, 90, 0),
        op=sdf.KEEP,
        k=0.06,
    )


def _trim(scene: Scene, s: Shape, look: Look) -> None:
    h, n, t = s.half, s.nose, s.tail
    y, tall = s.lamp
    ry, rtall = s.rear_lamp
    if s.classic:
        with scene.mirrored():
            with scene.at((n - 0.07, y, h * 0.68), (0, 0, -90)):
                with scene.group():
                    scene.ring(looks.CHROME, 0.092, 0.014)
                with scene.group():
                    scene.ball(looks.LAMP, (0.088, 0.035, 0.088))
            with scene.group():
                scene.ball(looks.AMBER, (0.03, 0.03, 0.05), (n - 0.03, y - 0.2, h * 0.66))
        for x, side in ((n + 0.035, 1), (t - 0.035, -1)):
            with scene.group():
                scene.box(looks.CHROME, (0.04, 0.045, h * 0.97), (x, 0.42, 0), r=0.035)
                scene.box(
                    looks.CHROME,
                    (0.16, 0.04, 0.02),
                    (x - side * 0.14, 0.42, h * 0.95),
                    r=0.018,
                    k=0.05,
                )
                scene.box(
                    looks.CHROME,
                    (0.16, 0.04, 0.02),
                    (x - side * 0.14, 0.42, -h * 0.95),
                    r=0.018,
                    k=0.05,
                )
        skin(scene, s, looks.BLACK, (n - 0.25, y - 0.09, -h * 0.5), (n + 0.1, y + 0.09, h * 0.5))
        for i in range(4):
            skin(
                scene,
                s,
                looks.CHROME,
                (n - 0.25, y - 0.07 + i * 0.043, -h * 0.48),
                (n + 0.1, y - 0.058 + i * 0.043, h * 0.48),
                grow=0.011,
                r=0.005,
            )
        with scene.mirrored():
            skin(
                scene,
                s,
                looks.RED_LAMP,
                (t - 0.1, ry - 0.06, h * 0.55),
                (t + 0.2, ry + 0.06, h * 0.93),
            )
    else:
        with scene.mirrored():
            skin(
                scene,
                s,
                looks.GLOSS_BLACK,
                (n - 0.62, y - tall, h * 0.42),
                (n + 0.1, y + tall, h + 0.1),
            )
            lens = (n - 0.40, h * 0.55, n + 0.1, h + 0.1)
            for glass, low, high, grow in (
                (looks.HEADLAMP, -0.55, 0.60, 0.008),
                (looks.LAMP, -0.55, -0.25, 0.012),
            ):
                skin(
                    scene,
                    s,
                    glass,
                    (lens[0], y + tall * low, lens[1]),
                    (lens[2], y + tall * high, lens[3]),
                    grow=grow,
                    r=0.012,
                )
            skin(scene, s, looks.BLACK, (n - 0.4, 0.27, h * 0.58), (n + 0.1, 0.40, h * 0.84))
            skin(
                scene,
                s,
                looks.GLOSS_BLACK,
                (t - 0.1, ry - rtall - 0.02, h * 0.50),
                (t + 0.39, ry + rtall + 0.02, h + 0.1),
                grow=0.003,
            )
            skin(
                scene,
                s,
                looks.RED_LAMP,
                (t - 0.1, ry - rtall, h * 0.52),
                (t + 0.36, ry + rtall, h + 0.1),
                grow=0.008,
            )
        skin(scene, s, looks.BLACK, (n - 0.3, 0.30, -h * 0.52), (n + 0.1, y - 0.02, h * 0.52))
        for i in range(4):
            skin(
                scene,
                s,
                looks.CHROME if i == 3 else looks.GREY,
                (n - 0.3, 0.40 + i * (y - 0.44) / 3.4, -h * 0.50),
                (n + 0.1, 0.418 + i * (y - 0.44) / 3.4, h * 0.50),
                grow=0.011,
                r=0.008,
            )
        skin(scene, s, looks.BLACK, (t - 0.1, 0.2, -h * 0.7), (t + 0.3, 0.36, h * 0.7))
    for x, turn in ((n + 0.02, 0), (t - 0.012, 0)):
        with scene.group():
            scene.box(
                looks.WHITE,
                (0.012, 0.055, 0.2),
                (x, 0.43 if turn == 0 and x > 0 else ry - 0.16, 0),
                r=0.006,
            )
    with scene.mirrored():
        for x in s.doors:
            skin(
                scene,
                s,
                looks.BLACK,
                (x - 0.005, 0.34, h * 0.6),
                (x + 0.005, s.waist, h + 0.1),
                grow=0.002,
                r=0.0,
            )
        with scene.group():
            front = max(x for x, y2 in s.cabin if y2 < s.waist + 0.05)
            scene.ball(
                looks.CHROME if s.classic else look,
                (0.07, 0.07, 0.11),
                (front - 0.55, s.waist + 0.08, h + 0.06),
            )
            scene.bar(
                looks.BLACK,
                (front - 0.55, s.waist, h - 0.05),
                (front - 0.55, s.waist + 0.04, h + 0.04),
                0.02,
            )
        for x in s.doors[1:]:
            with scene.group():
                scene.box(
                    looks.CHROME if s.classic else look,
                    (0.085, 0.014, 0.018),
                    (x + 0.17, s.waist - 0.14, h - 0.005),
                    r=0.013,
                )
        if s.roof_rails:
            with scene.group():
                top = max(y2 for _, y2 in s.cabin)
                scene.bar(
                    looks.BLACK, (0.35, top + 0.02, h * 0.66), (-1.7, top + 0.0, h * 0.66), 0.022
                )
