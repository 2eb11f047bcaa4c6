"""How near two words are: what a typing error leaves of the one that was meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable

_SHORT = 4
_MOST_MEANT = 4


def distance(one: str, other: str) -> int:
    """Count the slips between two words: a letter missing, too many, another, or two swapped."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, sign in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != sign))
            if row > 1 and column > 1 and (letter, one[row - 2]) == (other[column - 2], sign):
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]


def meant(typed: str, known: Iterable[str]) -> list[str]:
    """Give the known words somebody may have meant: the nearest, within one or two slips.

    A short word bears one slip, a longer one two; of a word as long as four letters or less, the
    first letter is always right.
    """
    bears = 1 if len(typed) <= _SHORT + 1 else 2
    near = sorted((distance(typed, word), word) for word in known)
    best = [(slips, word) for slips, word in near if slips <= min(bears, near[0][0])]
    if len(typed) <= _SHORT:
        best = [(slips, word) for slips, word in best if word[0] == typed[0]]
    return [word for _, word in best[:_MOST_MEANT]]
