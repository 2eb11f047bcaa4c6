"""What the house sets, on the desk: fees, limits, increment tables, kinds of cases, texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.admin.console import console
from components.admin.things import page_of, place_of
from components.format import decimal, number
from components.language import LANGUAGES
from components.templates import render
from components.words import catalogue, say
from services.views import (
    CaseTypeView,
    FeesView,
    LimitView,
    StepsView,
    VersionView,
    Visitor,
)

# The sentences a house may say otherwise: the screens of what cannot be shown, and the papers.
EDITABLE = ("page", "how", "terms", "privacy", "accessibility")
BLANK_TIERS = 12
SAMPLES = tuple(map(Decimal, (0, 100, 1_000, 10_000, 100_000, 1_000_000)))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsPreview:
    """Steps that somebody wants new lots to rise by: what was typed, and where it is confirmed."""

    name: str
    steps: Sequence[tuple[Decimal, Decimal]]
    typed: Mapping[str, str]
    address: str

    @property
    def new(self) -> bool:
        """Tell whether the table is still to be published."""
        return not self.address.endswith("/choose")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence that may be changed: what it came with, and what it says now."""

    language: str
    key: str
    original: str
    words: str
    version: int

    @property
    def places(self) -> frozenset[str]:
        """List the places that are filled when it is said."""
        return places_of(self.original)

    @property
    def place(self) -> str:
        """Say where it stands."""
        return place_of(self.key)

    @property
    def page(self) -> str:
        """Give the address of the page where it stands, if it is one."""
        return page_of(self.key)


def settings_response(
    request: Request,
    visitor: Visitor,
    fees: Sequence[FeesView],
    limits: Sequence[LimitView],
    cases: Sequence[CaseTypeView],
    *,
    history: Mapping[str, Sequence[VersionView]],
    refused: Refused | None = None,
) -> HTMLResponse:
    """Answer with the forms of fees, limits and kinds of cases."""
    return console(
        request,
        visitor,
        say("admin.settings"),
        "admin_settings.html",
        section="settings",
        done="admin.settings.done",
        refused=refused,
        head=_head(),
        fees=[(one, fee_values(one)) for one in fees],
        limits=[(one, limit_value(one)) for one in limits],
        cases=cases,
        history={
            subject: [replace(one, content=_case_said(one.content)) for one in versions]
            if subject.startswith("case_type:")
            else versions
            for subject, versions in history.items()
        },
    )


def _case_said(content: Mapping[str, Any]) -> dict[str, str]:
    """Write a version of a kind of case by the names of its form's fields."""
    retired = {"retired": say("admin.settings.cases.gone")} if content["retired"] else {}
    return {"case_name": content["name"]} | retired


def increments_response(
    request: Request,
    visitor: Visitor,
    tables: Sequence[StepsView],
    version: int,
    *,
    refused: Refused | None = None,
    preview: StepsPreview | None = None,
) -> HTMLResponse:
    """Answer with the published increment tables, and the form of a new one.

    With a `preview`, what it would change comes first, and asks whether that is meant.
    """
    typed = refused.typed if refused and refused.form == "increments" else {}
    if preview and preview.new:
        typed = preview.typed
    used = next((table for table in tables if table.in_use), None)
    rows: list[tuple[str, str]] = [
        (plain(low), plain(step)) for low, step in (used.steps if used else ())
    ]
    if typed:
        rows = [(typed.get(f"low_{n}", ""), typed.get(f"step_{n}", "")) for n in range(40)]
        rows = [row for row in rows if any(row)]
    return console(
        request,
        visitor,
        say("admin.increments"),
        "admin_increments.html",
        section="increments",
        done="admin.settings.done",
        refused=refused,
        head=_head(),
        tables=tables,
        version=version,
        preview=preview,
        samples=_samples(used, preview) if preview else (),
        values=typed,
        rows=[*rows, *[("", "")] * max(2, BLANK_TIERS - len(rows))],
    )


def _samples(used: StepsView | None, preview: StepsPreview) -> list[tuple[str, str, str]]:
    """Set beside each other by how much bids rise now, and by how much they would."""

    def written(value: Decimal) -> str:
        return f"R$\u00a0{plain(value)}"

    return [
        (
            written(price),
            written(step_at(used.steps, price)) if used else "–",
            written(step_at(preview.steps, price)),
        )
        for price in SAMPLES
    ]


def step_at(steps: Sequence[tuple[Decimal, Decimal]], price: Decimal) -> Decimal:
    """Tell the step of the highest tier not above a price."""
    return next(step for low, step in reversed(steps) if low <= price)


def texts_response(
    request: Request,
    visitor: Visitor,
    versions: Mapping[str, VersionView],
    *,
    language: str,
    family: str,
) -> HTMLResponse:
    """Answer with the sentences of one family that may be changed."""
    return console(
        request,
        visitor,
        say("admin.texts"),
        "admin_texts.html",
        section="texts",
        done="admin.settings.done",
        head=_head(),
        sentences=[one for one in sentences(versions, language) if family_of(one.key) == family],
        languages=LANGUAGES,
        chosen=language,
        families=EDITABLE,
        family=family,
    )


def text_response(
    request: Request,
    visitor: Visitor,
    sentence: Sentence,
    history: Sequence[VersionView],
    *,
    refused: Refused | None = None,
) -> HTMLResponse:
    """Answer with the form of one sentence and all it has said."""
    where = f"/admin/texts?language={sentence.language}&family={family_of(sentence.key)}"
    return console(
        request,
        visitor,
        sentence.place,
        "admin_text.html",
        section="texts",
        done="admin.settings.done",
        refused=refused,
        head=_head(),
        crumbs=[(say("admin.texts"), where)],
        sentence=sentence,
        history=history,
    )


def sentences(versions: Mapping[str, VersionView], language: str) -> list[Sentence]:
    """List all sentences that may be changed, in the order of the catalogue."""
    found = []
    for key, original in catalogue(language).items():
        if family_of(key) not in EDITABLE:
            continue
        version = versions.get(f"text:{language}:{key}")
        own = version.content.get("words", "") if version else ""
        found.append(
            Sentence(
                language=language,
                key=key,
                original=original,
                words=own or original,
                version=version.version if version else 0,
            )
        )
    return found


def sentence_of(versions: Mapping[str, VersionView], language: str, key: str) -> Sentence | None:
    """Find a sentence that may be changed; None for one that may not, or that there is not."""
    if language not in LANGUAGES:
        return None
    return next((one for one in sentences(versions, language) if one.key == key), None)


def places_of(sentence: str) -> frozenset[str]:
    """List the places of a sentence, `{reference}` as `reference`."""
    parts = sentence.split("{")[1:]
    return frozenset(part.partition("}")[0] for part in parts)


def family_of(key: str) -> str:
    """Tell which family a sentence belongs to: the first word of its key."""
    return key.partition(".")[0]


def fee_values(fees: FeesView) -> dict[str, str]:
    """Write fees as the fields of their form."""
    return {
        "buyer_rate": plain(fees.buyer_rate),
        "seller_rate": plain(fees.seller_rate),
        "admin_fee": plain(fees.admin_fee),
    }


def limit_value(limit: LimitView) -> str:
    """Write a limit as the field of its form."""
    return plain(limit.value) if limit.money else number(int(limit.value))


def plain(value: Decimal) -> str:
    """Write an amount as people type it, without its currency."""
    whole = value.to_integral_value()
    return decimal(whole if value == whole else value.quantize(Decimal("0.01")))


def known_families(wanted: str, among: Collection[str] = EDITABLE) -> str:
    """Give the family that is wanted, the first one if there is none such."""
    return wanted if wanted in among else EDITABLE[0]


def _head() -> str:
    return render("admin_settings_head.html")
