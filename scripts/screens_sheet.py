"""The sheet of contacts: every picture of the site beside those of the same page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

HEAD = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Martelo</title>
<style>
body { font: 14px system-ui; margin: 24px; color-scheme: light dark; }
div { display: flex; gap: 12px; overflow-x: auto; align-items: start; }
img { display: block; max-height: 420px; max-width: 480px; border: 1px solid GrayText; }
figure { margin: 0 0 12px; }
figcaption { padding: 4px 0; }
</style>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture taken: of what, and in which look."""

    name: str
    theme: str
    language: str
    width: int

    @property
    def file(self) -> str:
        """Name its file."""
        return f"{self.name}/{self.theme}-{self.language}-{self.width}.png"


def write_sheet(folder: Path, taken: Sequence[Picture]) -> Path:
    """Write the page that shows all pictures, by what they are of."""
    parts = [HEAD]
    for name, pictures in groupby(sorted(taken, key=lambda one: one.name), lambda one: one.name):
        parts.append(f"<h2 id='{escape(name)}'>{escape(name)}</h2><div>")
        parts += [
            f"<figure><figcaption>{one.theme} {one.language} {one.width}</figcaption>"
            f"<a href='{escape(one.file)}'><img loading='lazy' alt='' src='{escape(one.file)}'></a>"
            "</figure>"
            for one in pictures
        ]
        parts.append("</div>")
    folder.mkdir(parents=True, exist_ok=True)
    sheet = folder / "index.html"
    sheet.write_text("\n".join(parts), encoding="utf-8")
    return sheet
