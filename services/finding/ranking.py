"""How well lots answer the words of a search: sets of lots by ever lower scores. Pure.

Each word counts by the best part of the lot it stands in. Lots with all words in the title come
before all others, those that have them as they were typed before these. Nothing is done lot by lot,
so a word that half the market has takes as long as one that nobody has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import and_, or_

from services.finding.lexicon import Lexicon
from services.finding.words import Search, Term

_WEIGHTS = {"title": 20, "about": 10, "place": 4, "words": 1}
_TITLED, _EXACT = 1000, 2000
Tiers = list[tuple[int, int]]


def answering(lexicon: Lexicon, search: Search, *, loose: bool = False) -> int:
    """Give the lots that have all words of a search, or any of them."""
    return _together((_matching(lexicon, "words", term) for term in search.terms), loose=loose)


def rank(lexicon: Lexicon, search: Search, *, loose: bool = False) -> Tiers:
    """Give the lots that answer a search as pairs of a score and a set, the best first."""
    asked = [{part: _matching(lexicon, part, term) for part in _WEIGHTS} for term in search.terms]
    scores = {0: _together((parts["words"] for parts in asked), loose=loose)}
    for parts in asked:
        scores = _weighed(scores, parts)
    titled = _together((parts["title"] for parts in asked), loose=loose)
    exact = _together((_as_typed(lexicon, term) for term in search.terms), loose=False)
    lifted: defaultdict[int, int] = defaultdict(int)
    for score, bits in scores.items():
        as_typed = bits & exact
        in_title = (bits ^ as_typed) & titled
        lifted[score + _EXACT] |= as_typed
        lifted[score + _TITLED] |= in_title
        lifted[score] |= bits ^ as_typed ^ in_title
    return [(score, lifted[score]) for score in sorted(lifted, reverse=True) if lifted[score]]


def _weighed(scores: Mapping[int, int], parts: Mapping[str, int]) -> dict[int, int]:
    """Add to each score the weight of the first part a word is in."""
    weighed: defaultdict[int, int] = defaultdict(int)
    for score, left in scores.items():
        for part, weight in _WEIGHTS.items():
            here = left & parts[part]
            weighed[score + weight] |= here
            left ^= here
        weighed[score] |= left
    return {score: bits for score, bits in weighed.items() if bits}


def _matching(lexicon: Lexicon, part: str, term: Term) -> int:
    """Give the lots where a part has what begins with a word, its stems, or what it may mean."""
    begun = _together((lexicon.beginning(part, one) for one in term.plain), loose=False)
    return begun | _stems(lexicon, part, term) | lexicon.having(part, term.near)


def _as_typed(lexicon: Lexicon, term: Term) -> int:
    plain = _together((lexicon.having("title", (one,)) for one in term.plain), loose=False)
    return plain | _stems(lexicon, "title", term)


def _stems(lexicon: Lexicon, part: str, term: Term) -> int:
    return _together((lexicon.having(part, (one,)) for one in term.stems), loose=False)


def _together(sets: Iterable[int], *, loose: bool) -> int:
    """Give what is in all sets, or in any; of none, nothing."""
    listed = list(sets)
    return reduce(or_ if loose else and_, listed) if listed else 0
