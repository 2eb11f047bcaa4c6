"""What a listing is narrowed by, in words: the filters one may choose, and those already chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from components.format import NO_BREAK, feature_value, money_round
from components.words import knows, say
from services.views import Choice, Facets, Feature, FeatureFacet, Question, Wish, limits_of

MANY = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One thing to choose: how it is called, where it leads, how many lots it finds."""

    label: str
    value: str
    lots: int
    chosen: bool
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A filter that is on, and the address without it."""

    label: str
    address: str


def bands(question: Question, facets: Facets) -> list[Pick]:
    """List the bands of prices; one that is chosen leads back to all."""
    picks = []
    for one in facets.bands:
        low, high = limits_of(int(one.value))
        there = (
            question.anew(low=None, high=None) if one.chosen else question.anew(low=low, high=high)
        )
        picks.append(_pick(one, prices(low, high), address=there.address()))
    return [pick for pick in picks if pick.lots or pick.chosen]


def states(question: Question, facets: Facets) -> list[Pick]:
    """List where lots stand, with how many there are of each."""
    return [
        _pick(
            one,
            say(f"listing.states.{one.value}"),
            address=question.anew(state=one.value).address(),
        )
        for one in facets.states
    ]


def ufs(facets: Facets) -> list[Pick]:
    """List the states of the country that lots are in, those with the most first."""
    return [_pick(one, _named_uf(one.value)) for one in facets.ufs]


def types(facets: Facets) -> list[Pick]:
    """List the types of auction."""
    return [_pick(one, say(f"listing.type.{one.value}")) for one in facets.types]


def within(facets: Facets) -> list[Pick]:
    """List the times to the end."""
    return [_pick(one, say(f"listing.within.{one.value}")) for one in facets.within]


def choices(facet: FeatureFacet) -> list[Pick]:
    """List the values of a technical feature."""
    return [_pick(one, _value(facet, one.value)) for one in facet.choices]


def bound(facet: FeatureFacet, end: str) -> str:
    """Write the least or the most lots have, as an example in a field; none for a date."""
    if facet.kind == "date":
        return ""
    return _value(facet, end).removesuffix(f"{NO_BREAK}{facet.unit}")


def applied(question: Question, facets: Facets) -> list[Applied]:
    """List the filters that are on, but for the category and the state, which stand elsewhere."""
    return [Applied(label=label, address=there.address()) for label, there in _on(question, facets)]


def prices(low: int | None, high: int | None) -> str:
    """Say a range of prices."""
    if low is None:
        return say("listing.range.to", high=money_round(high or 0))
    if high is None:
        return say("listing.range.from", low=money_round(low))
    return say("listing.range.between", low=money_round(low), high=money_round(high))


def _pick(one: Choice, label: str, *, address: str = "") -> Pick:
    return Pick(label=label, value=one.value, lots=one.lots, chosen=one.chosen, address=address)


def _on(question: Question, facets: Facets) -> Iterator[tuple[str, Question]]:
    if question.q:
        yield f"“{question.q}”", question.anew(q="", sort="")
    for one in question.uf:
        yield _named_uf(one), question.anew(uf=_without(question.uf, one))
    for one in question.type:
        yield say(f"listing.type.{one}"), question.anew(type=_without(question.type, one))
    if question.low is not None or question.high is not None:
        yield prices(question.low, question.high), question.anew(low=None, high=None)
    if question.within:
        yield say(f"listing.within.{question.within}"), question.anew(within="")
    if question.photo:
        yield say("listing.photo"), question.anew(photo=False)
    for facet in facets.features:
        wish = question.wish(facet.id)
        for one in wish.chosen:
            rest = replace(wish, chosen=_without(wish.chosen, one))
            yield f"{facet.name}: {_value(facet, one)}", question.wishing(rest)
        if wish.low or wish.high:
            yield _range(facet, wish), question.wishing(replace(wish, low="", high=""))


def _range(facet: FeatureFacet, wish: Wish) -> str:
    ends = {
        "low": _value(facet, wish.low) if wish.low else "",
        "high": _value(facet, wish.high) if wish.high else "",
    }
    key = "between" if wish.low and wish.high else "from" if wish.low else "to"
    return f"{facet.name}: " + say(f"listing.range.{key}", **ends)


def _without(chosen: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(other for other in chosen if other != one)


def _named_uf(uf: str) -> str:
    return say(f"uf.{uf}") if knows(f"uf.{uf}") else uf


def _value(facet: FeatureFacet, value: str) -> str:
    kept = Feature(name=facet.name, value=value, unit=facet.unit, kind=facet.kind)
    return feature_value(kept)
