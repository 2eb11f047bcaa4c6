"""Lighthouse on a phone: the first page, the listing and a lot of a site of its own.

`python scripts/lighthouse.py` starts the demonstration, runs Lighthouse 12 by `npx` (Node 18 or
newer, and a Chrome or Chromium; `CHROME_PATH` says which), prints the four scores of each page, the
middle of `--runs`, and fails where one is under what the house promises: 100 for accessibility, 95
for best practices and for search engines. Performance is shown and not judged: it is the machine's
as much as the page's, and what it is made of is measured by `bench_paint.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.bench_site import site

LIGHTHOUSE = "lighthouse@12"
LEAST = {"accessibility": 100, "best-practices": 95, "seo": 95}
SHOWN = ("performance", *LEAST)
FLAGS = "--headless=new --no-sandbox --disable-gpu"
SECONDS = 240


def scores(url: str, only: str = ",".join(SHOWN)) -> tuple[dict[str, int], list[str]]:
    """Run once on an address: the scores in percent, and what kept a category from all of it."""
    with tempfile.TemporaryDirectory(prefix="martelo-lighthouse-") as folder:
        report = Path(folder) / "report.json"
        asked = [
            *("npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json"),
            *(f"--output-path={report}", f"--only-categories={only}", f"--chrome-flags={FLAGS}"),
        ]
        subprocess.run(asked, check=True, timeout=SECONDS, env=os.environ)
        found = json.loads(report.read_text("utf-8"))
    categories = found["categories"]
    audits = found["audits"]
    missed = [
        f"{name}: {audits[one['id']]['title']}"
        for name, category in categories.items()
        for one in category["auditRefs"]
        if one["weight"] and (score := audits[one["id"]]["score"]) is not None
        if score < (0.9 if name == "performance" else 1)
    ]
    return {name: round(100 * (one["score"] or 0)) for name, one in categories.items()}, missed


def places(url: str) -> dict[str, str]:
    """Name the three pages: the first, the listing, and a lot that is open."""
    page = httpx.get(f"{url}/?state=live").text
    lot = page.split('href="/auction/')[1].split('"')[0]
    return {"home": "/", "listing": "/?state=live", "lot": f"/auction/{lot}"}


def main() -> int:
    """Print the table, and tell by the exit code whether every promise is kept."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=1, help="the middle one of so many counts")
    asked.add_argument("--url", default="", help="of a running site, instead of one of its own")
    chosen = asked.parse_args()
    if chosen.url:
        return measure(chosen.url.rstrip("/"), chosen.runs)
    with site() as running:
        return measure(running.url, chosen.runs)


def measure(url: str, runs: int) -> int:
    """Measure the three pages; 1 if one of them is under the least."""
    kept = True
    print(f"{'':10}" + "".join(f"{name:>16}" for name in SHOWN))
    for name, path in places(url).items():
        every = [scores(url + path) for _ in range(runs)]
        middle = {one: int(median(found[one] for found, _ in every)) for one in SHOWN}
        print(f"{name:10}" + "".join(f"{middle[one]:>16}" for one in SHOWN), flush=True)
        for line in sorted({line for _, missed in every for line in missed}):
            print(f"{'':10}  {line}")
        kept = kept and all(middle[one] >= least for one, least in LEAST.items())
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
