"""What scanners read: the bar code of a boleto, element by element, and the QR code of a Pix."""

from __future__ import annotations

import re

import pytest

from components.codes import bar_code, qr_code

BAR = re.compile(r"M(\d+) 0h(\d+)v60h-\2z")


def test_a_pair_of_digits_goes_in_bars_and_spaces() -> None:
    # 1 is wide narrow narrow narrow wide in bars, 2 is narrow wide narrow narrow wide in spaces;
    # before them four narrow elements, after them wide, narrow, narrow.
    drawn = [(int(at), int(wide)) for at, wide in BAR.findall(bar_code("12"))]
    assert drawn == [
        *((10, 1), (12, 1)),
        *((14, 3), (18, 1), (22, 1), (24, 1), (26, 3)),
        *((32, 3), (36, 1)),
    ]


def test_a_boleto_fits_between_its_quiet_zones() -> None:
    box = re.search(r'viewBox="0 0 (\d+) 60"', bar_code("4" * 44))
    assert box is not None
    assert int(box[1]) == 10 + 4 + 22 * 18 + 5 + 10


@pytest.mark.parametrize("digits", ["", "1", "1x", "²²", "12 3"])
def test_anything_else_is_no_bar_code(digits: str) -> None:
    with pytest.raises(ValueError, match="even number"):
        bar_code(digits)


def test_a_qr_code_takes_its_colour_from_the_page() -> None:
    drawn = qr_code("00020126")
    assert drawn.startswith("<svg")
    assert 'class="qr__dark"' in drawn
