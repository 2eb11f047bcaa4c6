"""A paper on A4: the house's head, facts, tables, signatures; each page numbered and traceable."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Sequence
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

FONTS = Path(__file__).parent / "fonts"
_FAMILY = "house"
_INK, _FAINT, _LINE = (23, 23, 23), (95, 95, 95), (205, 205, 205)
_MARGIN, _LABEL, _GAP = 20, 52, 3
Fact = tuple[str, str]


class Sheets(FPDF):
    """Pages of one paper; `foot` stands under each, with `page` saying which of how many."""

    def __init__(self, *, title: str, house: str, foot: str, page: str, made_at: datetime) -> None:
        super().__init__(format="A4")
        self._house, self._foot, self._page = house, foot, page
        for style, name in (("", "regular"), ("B", "bold")):
            self.add_font(_FAMILY, style, FONTS / f"inter-{name}.ttf")
        self.set_margins(_MARGIN, 29, _MARGIN)
        self.set_auto_page_break(True, margin=28)
        self.set_creation_date(made_at)
        self.set_title(title)
        self.set_author(house)
        self.add_page()
        self._ink(18, bold=True)
        self.multi_cell(0, 8.5, title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(2)

    def normalize_text(self, text: str) -> str:
        """Write a letter the typeface lacks without its accent, or as a question mark."""
        font = self.current_font
        known = getattr(font, "cmap", None)
        if known is None:
            return super().normalize_text(text)
        plain = (letter if ord(letter) in known else _plain(letter, known) for letter in text)
        return super().normalize_text("".join(plain))

    def header(self) -> None:
        """Draw the house's name over every page."""
        self.set_y(15)
        self._ink(10, bold=True)
        self.cell(0, 5, self._house, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._rule(23)
        self.set_y(29)

    def footer(self) -> None:
        """Draw under every page what it is traced by, and its number."""
        self._rule(272)
        self.set_y(274)
        self._ink(7.5, faint=True)
        self.multi_cell(145, 3.6, self._foot, align="L")
        self.set_xy(-_MARGIN - 25, 274)
        self.cell(25, 3.6, self._page.format(n=self.page_no(), pages="{nb}"), align="R")

    def section(self, title: str) -> None:
        """Begin a part, with what follows it on the same page."""
        if self.will_page_break(32):
            self.add_page()
        self.ln(2.5)
        self._ink(11.5, bold=True)
        self.multi_cell(0, 6, title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1)

    def text_block(self, text: str, *, faint: bool = False) -> None:
        """Write a paragraph."""
        self._ink(9 if faint else 10, faint=faint)
        self.multi_cell(0, 5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1.5)

    def facts(self, facts: Sequence[Fact]) -> None:
        """Write names with what they name, side by side."""
        for name, value in facts:
            if not value:
                continue
            if self.will_page_break(12):
                self.add_page()
            top = self.get_y()
            self._ink(9, faint=True)
            self.multi_cell(_LABEL, 5, name, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            low = self.get_y()
            self.set_xy(_MARGIN + _LABEL + _GAP, top)
            self._ink(10)
            self.multi_cell(0, 5, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.set_y(max(low, self.get_y()) + 0.3)

    def sums(self, sums: Sequence[Fact]) -> None:
        """Write amounts under each other, the last one as what they come to."""
        for place, (name, amount) in enumerate(sums, 1):
            last = place == len(sums)
            if last:
                self._rule(self.get_y() + 1)
                self.ln(2.5)
            self._ink(11 if last else 10, bold=last)
            self.cell(115, 6, name)
            self.cell(0, 6, amount, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1)

    def lines(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], *, widths: tuple[int, ...]
    ) -> None:
        """Write rows under their heads, which every page repeats."""
        self._ink(9)
        self.set_draw_color(*_LINE)
        with self.table(
            borders_layout="HORIZONTAL_LINES",
            col_widths=widths,
            line_height=4.8,
            text_align="LEFT",
            padding=(1.2, 1),
        ) as drawn:
            for row in (heads, *rows):
                drawn.row(row)
        self.ln(2)

    def signatures(self, places: Sequence[Fact]) -> None:
        """Leave room for each to sign over the own name and part, all on one page."""
        if self.will_page_break(24 * len(places)):
            self.add_page()
        for who, part in places:
            self.ln(15)
            self.set_draw_color(*_INK)
            self.line(_MARGIN, self.get_y(), _MARGIN + 95, self.get_y())
            self.ln(1)
            self._ink(10)
            self.multi_cell(0, 4.6, who, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self._ink(8.5, faint=True)
            self.multi_cell(0, 4.2, part, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _ink(self, size: float, *, bold: bool = False, faint: bool = False) -> None:
        self.set_font(_FAMILY, "B" if bold else "", size)
        self.set_text_color(*(_FAINT if faint else _INK))

    def _rule(self, y: float) -> None:
        self.set_draw_color(*_LINE)
        self.line(_MARGIN, y, self.w - _MARGIN, y)


def _plain(letter: str, known: Container[int]) -> str:
    if letter.isspace():
        return " "
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if ord(base) in known else "?"
