"""Counting what a listing can be narrowed by: each choice with everything else that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from services.catalogue.features import FeatureRule, canonical
from services.finding.narrowing import Asker, Narrowing
from services.finding.question import BANDS, KINDS_OF_SALE, STATES, WITHIN_HOURS, Question, Wish
from services.finding.register import Register
from services.finding.tree import Branch, Tree
from services.views import CategoryView, Choice, Facets, FeatureFacet


def count(
    register: Register,
    asker: Asker,
    tree: Tree,
    question: Question,
    narrowing: Narrowing,
    rules: Mapping[int, FeatureRule],
) -> Facets:
    """Count all facets of a question."""
    chosen = tree.named(question.category)
    in_band = narrowing.all_but("price")
    with_photo = narrowing.all_but("photo") & register.any_of("photo", (True,))
    by_state, by_end = narrowing.all_but("state"), narrowing.all_but("within")
    return Facets(
        path=tuple(_named(one) for one in tree.path(chosen)) if chosen else (),
        categories=_categories(register, tree, chosen, narrowing, rules),
        states=tuple(
            Choice(
                value=one,
                lots=(by_state & asker.in_state(one)).bit_count(),
                chosen=one == question.state,
            )
            for one in STATES
        ),
        ufs=_choices(register.values("uf"), narrowing.all_but("uf"), question.uf),
        types=_choices(
            {kind: register.any_of("type", (kind,)) for kind in KINDS_OF_SALE},
            narrowing.all_but("type"),
            question.type,
            sort=False,
        ),
        bands=tuple(
            Choice(
                value=str(band),
                lots=(in_band & register.any_of("band", (band,))).bit_count(),
                chosen=question.band == band,
            )
            for band in range(len(BANDS) + 1)
        ),
        within=tuple(
            Choice(
                value=one,
                lots=(by_end & asker.ending_within(one)).bit_count(),
                chosen=one == question.within,
            )
            for one in WITHIN_HOURS
        ),
        photo=Choice(value="1", lots=with_photo.bit_count(), chosen=question.photo),
        features=tuple(
            facet
            for rule in rules.values()
            if (facet := _feature(register, rule, question.wish(rule.id), narrowing)) is not None
        ),
    )


def count_tops(
    register: Register, tree: Tree, among: int, *, retired: bool = False
) -> tuple[CategoryView, ...]:
    """Count the lots of a set in the top categories; `retired` ones on demand."""
    return tuple(
        _named(top, (among & register.any_of("category", tree.whole(top))).bit_count())
        for top in tree.tops
        if retired or not top.retired
    )


def _named(branch: Branch, lots: int = 0) -> CategoryView:
    return CategoryView(id=branch.id, name=branch.name, slug=branch.slug, lots=lots)


def _categories(
    register: Register,
    tree: Tree,
    chosen: Branch | None,
    narrowing: Narrowing,
    rules: Mapping[int, FeatureRule],
) -> tuple[CategoryView, ...]:
    """Count the categories one step down, or beside the one where there is no further one.

    What is asked of features goes with who steps down, and stays behind with who steps aside.
    """
    if chosen is None:
        steps, left = tree.tops, ["category"]
    elif chosen.children:
        steps, left = tree.under(chosen), ["category"]
    else:
        above = None if chosen.parent is None else tree.branches[chosen.parent]
        steps = tree.tops if above is None else tree.under(above)
        left = ["category", *(rule.field for rule in rules.values())]
    among = narrowing.all_but(*left)
    counted = (
        _named(one, (among & register.any_of("category", tree.whole(one))).bit_count())
        for one in steps
    )
    return tuple(one for one in counted if one.lots or (chosen and one.id == chosen.id))


def _choices(
    sets: Mapping[object, int], among: int, chosen: Iterable[str], *, sort: bool = True
) -> tuple[Choice, ...]:
    wanted = set(chosen)
    counted = [
        Choice(value=str(value), lots=(among & bits).bit_count(), chosen=value in wanted)
        for value, bits in sets.items()
    ]
    shown = [one for one in counted if one.lots or one.chosen]
    return tuple(sorted(shown, key=lambda one: (-one.lots, one.value)) if sort else shown)


def _feature(
    register: Register, rule: FeatureRule, wish: Wish, narrowing: Narrowing
) -> FeatureFacet | None:
    if rule.kind in ("choice", "yes_no"):
        offered = rule.choices if rule.kind == "choice" else ("yes", "no")
        among = narrowing.all_but(rule.field)
        choices = tuple(
            Choice(
                value=one,
                lots=(among & register.any_of("choice", ((rule.id, one),))).bit_count(),
                chosen=one in wish.chosen,
            )
            for one in offered
        )
        shown = tuple(one for one in choices if one.lots or one.chosen)
        facet = FeatureFacet(id=rule.id, name=rule.name, kind=rule.kind, choices=shown)
        return facet if shown else None
    bounds = register.bounds(rule.id)
    if rule.kind not in ("number", "date") or bounds is None:
        return None
    least, most = (_written(rule.kind, bound) for bound in bounds)
    return FeatureFacet(
        id=rule.id,
        name=rule.name,
        kind=rule.kind,
        unit=rule.unit,
        least=least,
        most=most,
        low=wish.low,
        high=wish.high,
    )


def _written(kind: str, bound: float) -> str:
    if kind == "date":
        return date.fromordinal(int(bound)).isoformat()
    return canonical(Decimal(repr(bound)))
