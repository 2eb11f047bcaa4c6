"""The line and the bar code of a boleto, by FEBRABAN's rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

BANK = "461"
# Factors are four digits: after 9999 on 2025-02-21 they began again at 1000.
_SECOND_ROUND = date(2025, 2, 22)
_FIRST_DAY = date(1997, 10, 7)


def bar_code(*, due: date, value: Decimal, number: str, bank: str = BANK) -> str:
    """Write the 44 digits of a boleto; `number` (the bank's own) fills the free 25."""
    factor = due_factor(due)
    rest = f"{factor:04}{int(value * 100):010}{number.zfill(25)[-25:]}"
    return f"{bank}9{modulo_11(f'{bank}9{rest}')}{rest}"


def due_factor(due: date) -> int:
    """Count the days to the due date since the day its round of factors began."""
    if due >= _SECOND_ROUND:
        return 1000 + (due - _SECOND_ROUND).days % 9000
    return (due - _FIRST_DAY).days


def line(code: str) -> str:
    """Write the 47 digits people type from the 44 that machines read."""
    free = code[19:]
    parts = [code[:4] + free[:5], free[5:15], free[15:]]
    fields = "".join(part + modulo_10(part) for part in parts)
    return f"{fields}{code[4]}{code[5:19]}"


def spaced(digits: str) -> str:
    """Set the line as it is printed."""
    fields = [digits[:10], digits[10:21], digits[21:32]]
    dotted = [f"{field[:5]}.{field[5:]}" for field in fields]
    return " ".join([*dotted, digits[32], digits[33:]])


def modulo_10(digits: str) -> str:
    """Compute the check digit of a field."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        product = int(digit) * (2 if place % 2 == 0 else 1)
        total += product // 10 + product % 10
    return str(-total % 10)


def modulo_11(digits: str) -> str:
    """Compute the check digit of the bar code; what would be 0, 10 or 11 is 1."""
    total = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(reversed(digits)))
    check = 11 - total % 11
    return str(check if check in range(2, 10) else 1)


def bars(code: str) -> list[tuple[int, int]]:
    """Draw the bar code, two of five interleaved: start and width of each bar, in modules."""
    wide = {
        "0": "nnwwn", "1": "wnnnw", "2": "nwnnw", "3": "wwnnn", "4": "nnwnw",
        "5": "wnwnn", "6": "nwwnn", "7": "nnnww", "8": "wnnwn", "9": "nwnwn",
    }  # fmt: skip
    pattern = "nnnn"
    for black, white in zip(code[::2], code[1::2], strict=True):
        pattern += "".join(b + w for b, w in zip(wide[black], wide[white], strict=True))
    pattern += "wnn"
    drawn, at = [], 0
    for place, width in enumerate(3 if mark == "w" else 1 for mark in pattern):
        if place % 2 == 0:
            drawn.append((at, width))
        at += width
    return drawn
