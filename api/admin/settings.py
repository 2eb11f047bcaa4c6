"""The forms by which the house sets its fees, limits, increments, kinds of cases and texts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.admin.sealing import sealed
from api.forms import own_form, typed
from api.routing import Right, door
from components.account import Refused
from components.admin.settings import (
    StepsPreview,
    increments_response,
    places_of,
    sentence_of,
    settings_response,
    text_response,
)
from components.admission import ADMIN
from components.format import parse_amount
from services.errors import (
    BadAmount,
    BadField,
    BadForm,
    DomainError,
    Forbidden,
    NotFound,
    ProofNeeded,
)
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

SETTINGS, INCREMENTS, TEXTS = "/admin/settings", "/admin/increments", "/admin/texts"
MOST_TIERS = 40
Form = Mapping[str, str]
Act = Callable[[int, Form, Mapping[str, str], str], object]


def register(app: FastAPI, services: Services) -> None:
    """Serve the forms of `/admin/settings`, `/admin/increments` and `/admin/texts`."""
    desk = SettingsDesk(services)
    for path, act, done in (
        (SETTINGS + "/fees/{kind}", desk.set_fees, "fees"),
        (SETTINGS + "/limits/{name}", desk.set_limit, "limit"),
        (SETTINGS + "/cases", desk.add_case, "case"),
        (SETTINGS + "/cases/{number}", desk.rename_case, "case"),
        (SETTINGS + "/cases/{number}/retire", desk.retire_case, "case"),
        (INCREMENTS, desk.publish, "increments"),
        (INCREMENTS + "/{name}/choose", desk.choose, "chosen"),
        (TEXTS + "/{language}/{key}", desk.change_text, "text"),
    ):
        door(app, "POST", path, context=ADMIN, right=Right.SYSTEM)(desk.taker(act, done))


class SettingsDesk:
    """Takes the forms: each is done, or comes back with all that is wrong in it."""

    def __init__(self, services: Services) -> None:
        self._run = services.run
        self._settings = services.administration.settings

    def taker(self, act: Act, done: str) -> Callable[[Request], Awaitable[Response]]:
        """Make the handler of a form, named by what it does."""

        async def take(request: Request) -> Response:
            actor, visitor, form = await own_form(request)
            place = request.path_params
            try:
                preview = await self._run(act, actor, form, place, visitor.session_key)
            except ProofNeeded:
                raise
            except DomainError as error:
                refused = Refused(form=named(request.url.path), error=error, typed=typed(form))
                return await self._again(request, visitor, refused)
            if isinstance(preview, StepsPreview):
                return await self._increments(request, visitor, preview=preview)
            path = request.url.path if TEXTS in request.url.path else home(request.url.path)
            return RedirectResponse(f"{path}?done={done}", 303)

        take.__doc__ = act.__doc__
        return take

    def set_fees(self, actor: int, form: Form, place: Form, key: str) -> None:
        """Set what a type of auction costs from now on."""
        rates = amounts(form, "buyer_rate", "seller_rate", "admin_fee")
        self._settings.fees.change(
            actor,
            place["kind"],
            buyer_rate=rates["buyer_rate"],
            seller_rate=rates["seller_rate"],
            admin_fee=rates["admin_fee"],
            session_key=key,
            **sealed(form),
        )

    def set_limit(self, actor: int, form: Form, place: Form, key: str) -> None:
        """Set a limit."""
        value = amounts(form, "value")["value"]
        self._settings.limits.change(actor, place["name"], value, session_key=key, **sealed(form))

    def add_case(self, actor: int, form: Form, place: Form, key: str) -> None:
        """Add a kind of court case."""
        self._settings.case_types.add(actor, form.get("case_name", ""), why=form.get("why", ""))

    def rename_case(self, actor: int, form: Form, place: Form, key: str) -> None:
        """Give a kind of court case another name."""
        name = form.get("case_name", "")
        self._settings.case_types.rename(actor, case_in(place), name, **sealed(form))

    def retire_case(self, actor: int, form: Form, place: Form, key: str) -> None:
        """Offer a kind of court case to new lots no more, or again."""
        retired = form.get("retired") == "on"
        self._settings.case_types.retire(actor, case_in(place), retired=retired, **sealed(form))

    def publish(self, actor: int, form: Form, place: Form, key: str) -> object:
        """Publish an increment table under a new name, once it was seen what that changes."""
        increments, name = self._settings.increments, form.get("table_name", "").strip()
        tiers, why = tiers_of(form), form.get("why", "")
        if form.get("confirmed") == "on":
            increments.publish(actor, name, tiers, session_key=key, **sealed(form))
            return None
        if not tiers:
            raise BadField("tiers", "increments.count", most=MOST_TIERS)
        steps = increments.check(actor, name, tiers, why=why, session_key=key)
        return StepsPreview(name=name, steps=steps, typed=typed(form), address=INCREMENTS)

    def choose(self, actor: int, form: Form, place: Form, key: str) -> object:
        """Have new lots rise by another published table, once it was seen what that changes."""
        increments, name = self._settings.increments, place["name"]
        if form.get("confirmed") == "on":
            increments.choose(actor, name, session_key=key, **sealed(form))
            return None
        steps = increments.check(actor, name, (), why=form.get("why", ""), session_key=key)
        address = f"{INCREMENTS}/{name}/choose"
        return StepsPreview(name=name, steps=steps, typed=typed(form), address=address)

    def change_text(self, actor: int, form: Form, place: Form, key: str) -> None:
        """Say a sentence in other words."""
        language, key = place["language"], place["key"]
        sentence = sentence_of(self._settings.texts.versions(), language, key)
        if sentence is None:
            raise NotFound
        words, places = form.get("words", ""), places_of(sentence.original)
        if words.strip() == sentence.original.strip():
            words = ""
        self._settings.texts.change(actor, language, key, words, places=places, **sealed(form))

    async def _again(self, request: Request, visitor: Visitor, refused: Refused) -> Response:
        settings, place = self._settings, request.path_params
        if isinstance(refused.error, NotFound | Forbidden):
            raise refused.error
        if home(request.url.path) == SETTINGS:
            found = await self._run(settings.overview)
            return settings_response(request, visitor, **found, refused=refused)
        if home(request.url.path) == INCREMENTS:
            return await self._increments(request, visitor, refused=refused)
        language, key = place["language"], place["key"]
        sentence = sentence_of(await self._run(settings.texts.versions), language, key)
        assert sentence is not None
        history = await self._run(settings.texts.history, language, key)
        return text_response(request, visitor, sentence, history, refused=refused)

    async def _increments(self, request: Request, visitor: Visitor, **more: Any) -> Response:
        increments = self._settings.increments
        tables, version = await self._run(increments.all), await self._run(increments.version)
        return increments_response(request, visitor, tables, version, **more)


def home(path: str) -> str:
    """Tell on which page a form stands."""
    return next(page for page in (SETTINGS, INCREMENTS, TEXTS) if path.startswith(page))


def named(path: str) -> str:
    """Name a form as its page does."""
    page = home(path)
    parts = path.removeprefix(page).strip("/").split("/")
    if page == TEXTS:
        return "text"
    if page == INCREMENTS:
        return f"choose-{parts[0]}" if parts[0] else "increments"
    kind = {"fees": "fees", "limits": "limit", "cases": "case"}[parts[0]]
    return f"{kind}-{parts[1] if len(parts) > 1 else 'new'}"


def case_in(place: Mapping[str, str]) -> int:
    """Read the number of a kind of case from a path. Raises NotFound."""
    number = place["number"]
    if not (number.isascii() and number.isdecimal() and len(number) < 6):
        raise NotFound
    return int(number)


def amounts(form: Mapping[str, str], *names: str) -> dict[str, Decimal]:
    """Read amounts as people here write them; all that cannot be read is said at once."""
    read, wrong = {}, []
    for name in names:
        try:
            read[name] = parse_amount(form.get(name, ""))
        except BadAmount:
            wrong.append(BadField(name, "amount.unreadable"))
    if wrong:
        raise BadForm(wrong)
    return read


def tiers_of(form: Mapping[str, str]) -> list[tuple[Decimal, Decimal]]:
    """Read the tiers of a table, blank rows passed over. Raises BadField of `tiers`."""
    tiers = []
    for row in range(MOST_TIERS):
        low, step = form.get(f"low_{row}", "").strip(), form.get(f"step_{row}", "").strip()
        if not low and not step:
            continue
        try:
            tiers.append((parse_amount(low), parse_amount(step)))
        except BadAmount:
            raise BadField("tiers", "increments.row", row=row + 1) from None
    return tiers
