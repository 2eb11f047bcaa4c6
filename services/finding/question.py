"""What is asked of the listing: the whole of it stands in its address. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

WATCHED = "watched"
STATES = ("live", "coming", "ended", "all", WATCHED)
SORTS = ("ending", "newest", "price_low", "price_high", "bids", "relevance")
KINDS_OF_SALE = ("commercial", "official", "judicial")
WITHIN_HOURS = {"1h": 1, "24h": 24, "7d": 168}
LOOKS = ("grid", "list")
BANDS = (100, 500, 1_000, 5_000, 20_000, 100_000)  # whole reais
LONGEST_TEXT = 80
LAST_PAGE = 10_000
_MOST_CHOSEN, _MOST_WISHES, _LONGEST_CHOICE = 30, 20, 255
_HIGHEST = 10**10
_WISH = re.compile(r"f([1-9][0-9]{0,8})(-from|-to)?", re.ASCII)
_AMOUNT = re.compile(
    r"(?:R\$)?\s*([0-9]{1,10}|[0-9]{1,3}(?:\.[0-9]{3}){1,3})(?:,[0-9]*)?", re.ASCII
)
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,6})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,6})?", re.ASCII)
_PLACE = re.compile(r"[0-9a-z]{1,40}", re.ASCII)
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a lot is to have for one technical feature: one of `chosen`, or from `low` to `high`, as
    they are kept: 1234.5 or 2026-11-23; empty where there is no bound."""

    feature: int
    chosen: tuple[str, ...] = ()
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the visitor asks the listing for; whatever cannot be read becomes the default.

    `after` and `before` are the places of lots in the order asked for; `page` counts pages from
    there or, in an old address, from the beginning. `low` and `high` are whole reais.
    """

    category: str | None = None
    q: str = ""
    state: str = STATES[0]
    sort: str = ""
    uf: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    within: str = ""
    photo: bool = False
    wishes: tuple[Wish, ...] = ()
    look: str = LOOKS[0]
    page: int = 1
    after: str = ""
    before: str = ""

    @classmethod
    def read(cls, parameters: Mapping[str, str] | Pairs) -> Question:
        """Read the question from an address."""
        pairs = list(parameters.items() if isinstance(parameters, Mapping) else parameters)
        said = {name: text.replace("\0", "") for name, text in reversed(pairs)}
        low, high = _amount(said.get("min", "")), _amount(said.get("max", ""))
        text = " ".join(said.get("q", "").split())[:LONGEST_TEXT].rstrip()
        sort = _among(SORTS, said.get("sort", ""))
        return cls(
            category=said.get("category", "")[:LONGEST_TEXT] or None,
            q=text,
            state=_among(STATES, said.get("state", "")) or STATES[0],
            sort="" if sort == usual_sort(text) or (sort == "relevance" and not text) else sort,
            uf=_several(pairs, "uf", lambda one: bool(re.fullmatch("[A-Z]{2}", one))),
            type=_several(pairs, "type", lambda one: one in KINDS_OF_SALE),
            low=low,
            high=None if low is not None and high is not None and high < low else high,
            within=_among(tuple(WITHIN_HOURS), said.get("within", "")),
            photo=said.get("photo", "") == "1",
            wishes=_wishes(pairs),
            look=_among(LOOKS, said.get("look", "")) or LOOKS[0],
            page=_page(said.get("page", "")),
            after=_place(said.get("after", "")),
            before=_place(said.get("before", "")),
        )

    @classmethod
    def kept(cls, written: str) -> Question:
        """Read a question from what `pairs` gave, urlencoded."""
        return cls.read(parse_qsl(written))

    @classmethod
    def misread(cls, parameters: Pairs) -> dict[str, str]:
        """Tell by name what of an address cannot be read: it is `unknown` or `unreadable`.

        What cannot be read becomes the default for people; a program should be told.
        """
        pairs, wrong = list(parameters), dict[str, str]()
        for name, text in pairs:
            if name not in PARAMETERS and not _WISH.fullmatch(name):
                wrong[name] = "unknown"
            elif text and not cls._understood(name, text):
                wrong[name] = "unreadable"
        whole = cls.read(pairs)
        if whole.low is not None and whole.high is None and dict(pairs).get("max"):
            wrong["max"] = "unreadable"
        return wrong

    @classmethod
    def _understood(cls, name: str, text: str) -> bool:
        if name == "q":
            return len(" ".join(text.split())) <= LONGEST_TEXT
        alone = [("q", "any"), (name, text)]
        usual = {"page": "1", "photo": "0", "state": STATES[0], "look": LOOKS[0]}
        usual["sort"] = usual_sort("any")
        return text == usual.get(name) or cls.read(alone) != cls.read(alone[:1])

    @classmethod
    def asked(cls, parameters: Iterable[str]) -> bool:
        """Tell whether an address asks the listing anything; if not, it is the first page's."""
        return any(name in PARAMETERS or _WISH.fullmatch(name) for name in parameters)

    def pairs(self) -> list[tuple[str, str]]:
        """Write the question as the parameters of an address; what is usual is left out."""
        one_by_one = [
            ("category", self.category or ""),
            ("q", self.q),
            ("state", self.state if self.state != STATES[0] else ""),
            ("sort", self.sort),
            *(("uf", one) for one in self.uf),
            *(("type", one) for one in self.type),
            ("min", "" if self.low is None else str(self.low)),
            ("max", "" if self.high is None else str(self.high)),
            ("within", self.within),
            ("photo", "1" if self.photo else ""),
            *(pair for wish in self.wishes for pair in _written(wish)),
            ("look", self.look if self.look != LOOKS[0] else ""),
            ("page", str(self.page) if self.page > 1 else ""),
            ("after", self.after),
            ("before", self.before),
        ]
        return [(name, text) for name, text in one_by_one if text]

    def address(self, **changes: object) -> str:
        """Give the address of this question with some answers changed."""
        asked = replace(self, **changes).pairs() if changes else self.pairs()  # type: ignore[arg-type]
        return f"/?{urlencode(asked or [('state', STATES[0])])}"

    def anew(self, **changes: object) -> Question:
        """Give the question with some answers changed, from its first page on."""
        return replace(self, **{"page": 1, "after": "", "before": "", **changes})  # type: ignore[arg-type]

    def wish(self, feature: int) -> Wish:
        """Tell what is asked of a feature."""
        none = Wish(feature=feature)
        return next((wish for wish in self.wishes if wish.feature == feature), none)

    def wishing(self, wish: Wish) -> Question:
        """Give the question with another wish for one feature, or none."""
        others = tuple(one for one in self.wishes if one.feature != wish.feature)
        wanted = (wish,) if wish != Wish(feature=wish.feature) else ()
        return self.anew(wishes=tuple(sorted((*others, *wanted), key=lambda one: one.feature)))

    @property
    def order(self) -> str:
        """Tell the order asked for: the best first if there are words, else what ends first."""
        return self.sort or usual_sort(self.q)

    @property
    def band(self) -> int | None:
        """Tell which band of prices is asked for, if it is one."""
        asked = (self.low, self.high)
        return None if asked == (None, None) else _BY_LIMITS.get(asked)

    @property
    def of_ones_own(self) -> bool:
        """Tell whether the question is about the asker's own lots."""
        return self.state == WATCHED

    @property
    def narrowed(self) -> bool:
        """Tell whether anything but the state is asked for."""
        return self.unfiltered() != self.anew(sort="", look=LOOKS[0])

    def unfiltered(self) -> Question:
        """Give the question with nothing left but the state."""
        return Question(state=self.state)

    def standing(self) -> Question:
        """Give what of it holds for lots still to come: no state, order, place or time."""
        return self.anew(state="all", sort="", within="", look=LOOKS[0])


_BY_LIMITS: dict[tuple[int | None, int | None], int] = {}
PARAMETERS = frozenset(
    {one.name for one in fields(Question)} - {"low", "high", "wishes"} | {"min", "max"}
)


def limits_of(band: int) -> tuple[int | None, int | None]:
    """Tell from and to how many reais a band of prices goes, both included; 0 is the lowest."""
    low = BANDS[band - 1] if band else None
    return low, BANDS[band] if band < len(BANDS) else None


def usual_sort(text: str) -> str:
    """Tell the order of a question that names none."""
    return "relevance" if text else SORTS[0]


def as_number(kept: str) -> float:
    """Read a bound as what lots are filtered by: a number, or the ordinal of a date."""
    return float(date.fromisoformat(kept).toordinal()) if kept[4:5] == "-" else float(kept)


_BY_LIMITS.update({limits_of(band): band for band in range(len(BANDS) + 1)})


def _among(offered: tuple[str, ...], said: str) -> str:
    return said if said in offered else ""


def _several(pairs: Pairs, name: str, fits: object) -> tuple[str, ...]:
    assert callable(fits)
    chosen = {text for key, text in pairs if key == name and fits(text)}
    return tuple(sorted(chosen)[:_MOST_CHOSEN])


def _amount(said: str) -> int | None:
    found = _AMOUNT.fullmatch(said.strip())
    amount = int(found[1].replace(".", "")) if found else None
    return amount if amount is not None and amount < _HIGHEST else None


def _page(said: str) -> int:
    readable = said.isascii() and said.isdigit() and len(said) < 6
    return min(max(int(said), 1), LAST_PAGE) if readable else 1


def _place(said: str) -> str:
    return said if _PLACE.fullmatch(said) else ""


def _wishes(pairs: Pairs) -> tuple[Wish, ...]:
    chosen: dict[int, set[str]] = {}
    bounds: dict[tuple[int, str], str] = {}
    for name, text in pairs:
        found = _WISH.fullmatch(name)
        if not found or not text:
            continue
        feature, end = int(found[1]), found[2]
        if end:
            bounds[feature, end] = _bound(text)
        elif len(text) <= _LONGEST_CHOICE and "\0" not in text:
            chosen.setdefault(feature, set()).add(text)
    wishes = [
        Wish(
            feature=feature,
            chosen=tuple(sorted(chosen.get(feature, ()))[:_MOST_CHOSEN]),
            low=bounds.get((feature, "-from"), ""),
            high=bounds.get((feature, "-to"), ""),
        )
        for feature in sorted({*chosen, *(feature for feature, _ in bounds)})
    ]
    return tuple(wish for wish in wishes if wish != Wish(feature=wish.feature))[:_MOST_WISHES]


def _bound(said: str) -> str:
    typed = said.strip()
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(".", "")
    typed = typed.replace(",", ".")
    if _NUMBER.fullmatch(typed):
        return typed
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        return ""


def _written(wish: Wish) -> list[tuple[str, str]]:
    name = f"f{wish.feature}"
    return [
        *((name, one) for one in wish.chosen),
        (f"{name}-from", wish.low),
        (f"{name}-to", wish.high),
    ]
