"""Writing a lot for sale: the list of drafts, the form in its steps, and how it will look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from components.account import UFS
from components.feedback import in_words, notice
from components.format import money
from components.frame import document, settle
from components.gallery import gallery
from components.listing import Card
from components.photo_uploads import photo_uploads, photo_uploads_head
from components.templates import render
from components.words import counted, knows, say
from services.errors import BadField, DomainError
from services.views import STEPS, DraftPhotos, DraftView, Visitor, WritingView

HOUR, DAY = 60, 1440
LONGEST_QUOTED = 120
DURATIONS = tuple(
    str(minutes)
    for minutes in (HOUR, 6 * HOUR, DAY, 3 * DAY, 5 * DAY, 7 * DAY, 10 * DAY, 15 * DAY, 30 * DAY)
)
MINUTES = ("1", "2", "3", "5", "10", "15")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One thing that is wrong: where it is mended, what it is called, what is the matter."""

    link: str
    name: str
    words: str


def drafts_response(
    request: Request,
    visitor: Visitor,
    drafts: Sequence[DraftView],
    *,
    refusal: DomainError | None = None,
    changing: int | None = None,
    lot: int | None = None,
) -> HTMLResponse:
    """Answer with what a person has begun to sell, and the way to begin; `refusal` says why not.

    `changing` is the lot somebody comes to change; `lot` one that the refusal is about.
    """
    settle(visitor)
    body = render(
        "sell_drafts.html",
        visitor=visitor,
        drafts=drafts,
        changing=changing,
        notice=notice("danger", in_words(refusal)) if refusal else "",
        published=refusal.values.get("lot", lot) if refusal else None,
    )
    title = say("sell.drafts.title")
    status = refusal.status if refusal and request.method == "POST" else 200
    return document(title, visitor, request, body, head=_head(), crumbs=_crumbs(), status=status)


def writing_response(
    request: Request,
    visitor: Visitor,
    view: WritingView,
    step: str,
    *,
    checked: bool = False,
    refusal: DomainError | None = None,
    restored: bool = False,
    cep: str = "",
    photos: DraftPhotos | None = None,
    clashes: Mapping[str, str] | None = None,
    typed_here: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Answer with one step of a draft; `checked` shows what is wrong with it, all at once.

    `clashes` are fields another window has changed, with what they hold; `typed_here` is what was
    typed into them in this one.

    `cep` says what a postal code was found to be; `photos` are needed on their own step alone.
    """
    settle(visitor)
    told = [one for one in view.problems if step in (step_of(view, one), STEPS[-1])]
    shown = told if checked else []
    typed: Mapping[str, str] = defaultdict(str, {**view.draft.fields, **(typed_here or {})})
    body = render(
        "sell_writing.html",
        visitor=visitor,
        view=view,
        step=step,
        steps=STEPS,
        done=done_steps(view),
        typed=typed,
        wrong=defaultdict(str, {one.field: in_words(one) for one in reversed(shown)}),
        shown=[wrong_of(view, one, step) for one in shown] if shown else [],
        every=[wrong_of(view, one, step) for one in view.problems],
        refusal=in_words(refusal) if refusal else "",
        restored=restored,
        was=view.marks.get(step, ""),
        elsewhere=elsewhere(view, step, clashes) if clashes else "",
        aside=aside(view),
        widget=photo_uploads(photos, visitor) if photos else "",
        states=UFS,
        cep_said=say(f"sign_up.cep.{cep}") if cep else "",
        **_durations(typed["duration"]),
    )
    return document(
        say(f"sell.step.{step}"),
        visitor,
        request,
        body,
        head=_head() + (photo_uploads_head() if photos else ""),
        crumbs=_crumbs(view.draft.name or say("sell.title")),
        status=422 if shown else refusal.status if refusal else 409 if clashes else 200,
    )


def elsewhere(view: WritingView, step: str, clashes: Mapping[str, str]) -> Markup:
    """Say which fields another window has changed, what they hold there, and what can be done."""
    return render(
        "sell_elsewhere.html",
        view=view,
        step=step,
        mine=view.marks.get(step, ""),
        theirs=[(name_of(view, name), shortened(text)) for name, text in clashes.items()],
    )


def shortened(text: str) -> str:
    """Give the beginning of what a field holds."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_QUOTED else plain[:LONGEST_QUOTED].rstrip() + "…"


def preview_response(request: Request, visitor: Visitor, view: WritingView) -> HTMLResponse:
    """Answer with the lot's page as buyers will see it, as far as it is written."""
    settle(visitor)
    lot = view.lot
    body = render(
        "sell_preview.html",
        view=view,
        lot=lot,
        gallery=gallery(lot.photos, title=lot.title) if lot else "",
    )
    head = _head() + render("sell_preview_head.html")
    crumbs = _crumbs(view.draft.name or say("sell.title"))
    return document(say("sell.preview"), visitor, request, body, head=head, crumbs=crumbs)


def aside(view: WritingView) -> Markup:
    """Draw how the lot will look in a listing, and what it costs and leaves."""
    card = Card(view=view.card, now=view.now)
    return render("sell_aside.html", view=view, card=card, percent=percent)


def said_problems(view: WritingView, step: str) -> dict[str, str]:
    """Say what is wrong with the fields of a step, for a script that shows it beside them."""
    return {
        one.field: in_words(one) for one in reversed(view.problems) if step_of(view, one) == step
    }


def wrong_of(view: WritingView, problem: BadField, step: str) -> Wrong:
    """Tell a problem with the way to its field, on this step or another."""
    where = step_of(view, problem)
    here = f"#{problem.field}"
    away = f"/new/auction/{view.draft.id}?step={where}&check=1{here}"
    return Wrong(
        link=here if where == step else away,
        name=name_of(view, problem.field),
        words=in_words(problem),
    )


def name_of(view: WritingView, field: str) -> str:
    """Call a field what its label calls it."""
    for rule in view.rules:
        if rule.field == field:
            return rule.name
    return say(f"sell.{field}") if knows(f"sell.{field}") else field


def step_of(view: WritingView, problem: BadField) -> str:
    """Tell on which step a problem is mended."""
    return view.steps.get(problem.field, "details")


def done_steps(view: WritingView) -> frozenset[str]:
    """Name the steps with something in them and nothing wrong."""
    wrong = {step_of(view, one) for one in view.problems}
    begun = {view.steps.get(name, "details") for name, text in view.draft.fields.items() if text}
    if view.photos:
        begun.add("photos")
    return frozenset(begun - wrong)


def percent(rate: Decimal) -> str:
    """Write a rate as people read it: `5%`, `7,5%`."""
    digits = money(rate).split("\N{NO-BREAK SPACE}")[-1]
    return digits.rstrip("0").rstrip(",.") + "%"


def _durations(chosen: str) -> dict[str, object]:
    own = (chosen,) if chosen.isascii() and chosen.isdigit() and chosen not in DURATIONS else ()
    options = (*DURATIONS, *own)
    return {
        "durations": options,
        "duration_words": {one: _duration(int(one)) for one in options},
        "minute_words": {one: counted("sell.minutes", int(one)) for one in MINUTES},
    }


def _duration(minutes: int) -> str:
    if minutes and minutes % DAY == 0:
        return counted("sell.days", minutes // DAY)
    if minutes and minutes % HOUR == 0:
        return counted("sell.hours", minutes // HOUR)
    return counted("sell.minutes", minutes)


def _crumbs(*names: str) -> list[tuple[str, str]]:
    first = (say("sell.drafts.title"), "/new/auction" if names else "")
    return [(say("frame.auctions"), "/"), first, *((name, "") for name in names)]


def _head() -> Markup:
    return render("sell_head.html")
