"""Photograph the demo lots: `python -m scripts.demo_photos [key ...]` writes static/demo/*.webp.

Every lot of `services.demo.lots` is a model built of signed-distance solids, set on seamless paper
under three soft boxes and photographed three times. The result is the same on every run. It needs
numpy, numba and Pillow (`pip install numpy numba`), runs on one core, and takes about a quarter of
an hour for all the lots; the first lot is slower, for numba compiles then and keeps the result.

Options: `--size` (pixels across before the enlargement to 1280, 880 unless told), `--to FOLDER`,
`--only 1,3` (views).
"""

from __future__ import annotations

import argparse
import time
import zlib
from pathlib import Path

from scripts.demo_photos.darkroom import Studio, photograph, save
from scripts.demo_photos.scene import Scene
from scripts.demo_photos.shots import PAPERS, SHOTS

FOLDER = Path(__file__).resolve().parents[2] / "static" / "demo"


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    words.add_argument("keys", nargs="*", help="lots to photograph; all of them when none is named")
    words.add_argument("--size", type=int, default=880)
    words.add_argument("--to", type=Path, default=FOLDER)
    words.add_argument("--only", default="1,2,3")
    told = words.parse_args()
    unknown = [key for key in told.keys if key not in SHOTS]
    if unknown:
        words.error(f"no such lot: {', '.join(unknown)}")
    told.to.mkdir(parents=True, exist_ok=True)
    for key in told.keys or SHOTS:
        began = time.process_time()
        build, views = SHOTS[key]
        scene = Scene()
        build(scene)
        studio = Studio(scene)
        paper = PAPERS[zlib.crc32(key.encode()) % len(PAPERS)]
        for number, view in enumerate(views, start=1):
            if str(number) in told.only.split(","):
                name = f"{key}-{number}"
                save(photograph(studio, view, paper, name, told.size), told.to, name)
        print(f"{key}: {time.process_time() - began:.1f} s", flush=True)


if __name__ == "__main__":
    main()
