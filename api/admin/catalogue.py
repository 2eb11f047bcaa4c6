"""The forms by which the house changes its categories and technical features."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.admin.sealing import sealed
from api.forms import own_form, typed
from api.routing import Right, door
from components.account import Refused
from components.admin.catalogue import (
    category_response,
    feature_response,
    features_response,
    tree_response,
)
from components.admission import ADMIN
from components.format import parse_amount
from services.errors import BadAmount, BadField, BadInput, DomainError, NotFound, Overtaken
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

CATALOGUE, FEATURES = "/admin/catalogue", "/admin/features"
LARGEST_ID, LARGEST_POSITION = 2**31 - 1, 32_767
Form = Mapping[str, str]
Act = Callable[[int, int, Form], object]


def register(app: FastAPI, services: Services) -> None:
    """Serve the forms of `/admin/catalogue` and `/admin/features`."""
    desk = CatalogueDesk(services)
    one, feature = CATALOGUE + "/{number}", FEATURES + "/{number}"
    for path, act in (
        (CATALOGUE, desk.add),
        (f"{one}/rename", desk.rename),
        (f"{one}/move", desk.move),
        (f"{one}/retire", desk.retire),
        (f"{one}/attach", desk.attach),
        (f"{one}/detach", desk.detach),
        (FEATURES, desk.add_feature),
        (feature, desk.change_feature),
    ):
        door(app, "POST", path, context=ADMIN, right=Right.CATALOGUE)(desk.taker(act))


class CatalogueDesk:
    """Takes the forms: each is done, or comes back with all that is wrong in it."""

    def __init__(self, services: Services) -> None:
        self._run = services.run
        self._catalogue = services.catalogue
        self._drawers = services.administration.drawers

    def taker(self, act: Act) -> Callable[[Request], Awaitable[Response]]:
        """Make the handler of a form."""

        async def take(request: Request) -> Response:
            actor, visitor, form = await own_form(request)
            number = whole(request.path_params.get("number", "0"), largest=LARGEST_ID)
            try:
                await self._run(act, actor, number, form)
            except (BadInput, Overtaken) as error:
                return await self._again(request, visitor, number, error, form)
            page = FEATURES if request.url.path.startswith(FEATURES) else CATALOGUE
            return RedirectResponse(
                f"{page}/{number}?done=saved" if number else f"{page}?done=added", 303
            )

        take.__doc__ = act.__doc__
        return take

    def add(self, actor: int, number: int, form: Form) -> None:
        """Add a category."""
        self._catalogue.add_category(
            actor,
            form.get("category_name", ""),
            parent_id=parent_in(form),
            why=form.get("why", ""),
        )

    def rename(self, actor: int, number: int, form: Form) -> None:
        """Give a category another name."""
        name = form.get("category_name", "")
        self._catalogue.rename_category(actor, number, name, **sealed(form))

    def move(self, actor: int, number: int, form: Form) -> None:
        """Put a category somewhere else."""
        self._catalogue.move_category(
            actor, number, parent_id=parent_in(form), position=position_in(form), **sealed(form)
        )

    def retire(self, actor: int, number: int, form: Form) -> None:
        """Take no more lots in a category, or take them again."""
        retired = form.get("retired") == "on"
        self._catalogue.retire_category(actor, number, retired=retired, **sealed(form))

    def attach(self, actor: int, number: int, form: Form) -> None:
        """Ask the lots of a category for a feature."""
        self._catalogue.attach(
            actor,
            feature_in(form),
            number,
            required=form.get("required") == "on",
            position=position_in(form),
            **sealed(form),
        )

    def detach(self, actor: int, number: int, form: Form) -> None:
        """Ask the lots of a category no more for a feature."""
        self._catalogue.detach(actor, feature_in(form), number, **sealed(form))

    def add_feature(self, actor: int, number: int, form: Form) -> None:
        """Add a technical feature."""
        name, why = form.get("feature_name", ""), form.get("why", "")
        self._catalogue.add_feature(actor, name, **feature_of(form), why=why)

    def change_feature(self, actor: int, number: int, form: Form) -> None:
        """Change a technical feature."""
        name = form.get("feature_name", "")
        asked = feature_of(form) | sealed(form)
        self._catalogue.change_feature(actor, number, name, **asked)

    async def _again(
        self, request: Request, visitor: Visitor, number: int, error: DomainError, form: Form
    ) -> Response:
        catalogue, drawers, actor = self._catalogue, self._drawers, visitor.user_id
        path = request.url.path
        last = path.rpartition("/")[2]
        if path.startswith(FEATURES):
            refused = refusal("feature" if number else "new-feature", error, form, "feature_name")
            if number:
                feature = await self._run(drawers.feature, actor, number)
                history = await self._run(catalogue.history, f"feature:{number}")
                return feature_response(request, visitor, feature, history, refused=refused)
            features = await self._run(drawers.features, actor)
            return features_response(request, visitor, features, refused=refused)
        tree = await self._run(catalogue.tree, retired=True)
        if last == "detach":
            last = f"detach-{form.get('feature_id', '')}"
        refused = refusal(last if number else "category", error, form, "category_name")
        if not number:
            return tree_response(request, visitor, tree, refused=refused)
        return category_response(
            request,
            visitor,
            await self._run(catalogue.category, number),
            tree,
            await self._run(catalogue.rules_of, number),
            await self._run(drawers.features, actor),
            await self._run(catalogue.history, f"category:{number}"),
            refused=refused,
        )


def refusal(form: str, error: DomainError, fields: Form, named: str) -> Refused:
    """Give a form back; what is wrong with a `name` belongs to the field that holds it."""
    if isinstance(error, BadField) and error.field == "name":
        error = BadField(named, error.problem, **error.values)
    return Refused(form=form, error=error, typed=typed(fields))


def feature_of(form: Form) -> dict[str, Any]:
    """Read what a form says of a feature. Raises BadField."""
    kind = form.get("kind", "")
    return {
        "kind": kind,
        "unit": form.get("unit", ""),
        "choices": [line.strip() for line in form.get("choices", "").splitlines() if line.strip()],
        "low": bound_in(form, "low", kind),
        "high": bound_in(form, "high", kind),
    }


def bound_in(form: Form, name: str, kind: str) -> Decimal | None:
    """Read a bound: a day of a date, else a number as people here write it. Raises BadField."""
    written = form.get(name, "").strip()
    if not written:
        return None
    try:
        if kind == "date":
            return Decimal(date.fromisoformat(written).toordinal())
        sign = -1 if written.startswith("-") else 1
        return sign * parse_amount(written.removeprefix("-"))
    except (BadAmount, ValueError):
        raise BadField(name, "bound") from None


def parent_in(form: Form) -> int | None:
    """Read under which category one is to stand; None for the top. Raises NotFound."""
    written = form.get("parent_id", "")
    return whole(written, largest=LARGEST_ID) if written else None


def feature_in(form: Form) -> int:
    """Read which feature is meant. Raises BadField."""
    written = form.get("feature_id", "")
    if not written:
        raise BadField("feature_id", "missing")
    return whole(written, largest=LARGEST_ID)


def position_in(form: Form) -> int:
    """Read where among others something stands. Raises BadField."""
    written = form.get("position", "").strip() or "0"
    try:
        return whole(written, largest=LARGEST_POSITION)
    except NotFound:
        raise BadField("position", "position", most=LARGEST_POSITION) from None


def whole(written: str, *, largest: int) -> int:
    """Read a number. Raises NotFound for what is none, or more than any row has."""
    if not (written.isascii() and written.isdecimal() and len(written) < 11):
        raise NotFound
    if int(written) > largest:
        raise NotFound
    return int(written)
