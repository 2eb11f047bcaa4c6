"""Choosing the photos of a lot: to send, order, turn, describe and take out."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from components.frame import document, settle
from components.templates import render
from components.words import say
from services.errors import DomainError
from services.views import LONGEST_ALT, MOST_PHOTOS, DraftPhotos, Visitor

ACCEPT = "image/jpeg,image/png,image/webp,image/avif"
MEGABYTES = 15
AT_ONCE_MEGABYTES = 100
WIZARD = "wizard"  # where a form says it stands; else on the page of photos alone
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a form: what to say, and what was refused by name and why."""

    said: str = ""
    refused: tuple[tuple[str, str], ...] = ()
    error: DomainError | None = None

    @property
    def status(self) -> int:
        """Give the answer's number; what was taken in part is no refusal."""
        if not self.refused or self.said:
            return 200
        return self.error.status if self.error else 422


def photo_uploads(
    view: DraftPhotos, visitor: Visitor, *, here: str = WIZARD, outcome: Outcome | None = None
) -> Markup:
    """Draw the whole part for a page, which must also have `photo_uploads_head()` in its head.

    It brings forms of its own and so must not stand inside another.
    """
    return render(
        "photo_uploads.html",
        part=photo_list(view, visitor, here=here),
        view=view,
        visitor=visitor,
        here=here,
        outcome=outcome or Outcome(),
        accept=ACCEPT,
        megabytes=MEGABYTES,
        at_once=AT_ONCE_MEGABYTES,
        most=MOST_PHOTOS,
    )


def photo_uploads_head() -> Markup:
    """Write what the part needs in a page's head."""
    return render("photo_uploads_head.html")


def photo_list(view: DraftPhotos, visitor: Visitor, *, here: str) -> Markup:
    """Draw the photos there are, and those that may come back."""
    return render(
        "photo_list.html",
        view=view,
        visitor=visitor,
        here=here,
        most=MOST_PHOTOS,
        longest=LONGEST_ALT,
    )


def photos_response(
    request: Request, visitor: Visitor, view: DraftPhotos, *, outcome: Outcome | None = None
) -> HTMLResponse:
    """Answer with the photos of a draft alone, with what was refused."""
    settle(visitor)
    outcome = outcome or Outcome()
    body = render(
        "photos.html",
        part=photo_uploads(view, visitor, here="photos", outcome=outcome),
        draft=f"/new/auction/{view.draft_id}",
    )
    title = say("uploads.title")
    head = photo_uploads_head()
    return document(title, visitor, request, body, head=head, status=outcome.status)


def back_to(draft_id: int, here: str) -> str:
    """Tell where a form leads back to."""
    draft = f"/new/auction/{draft_id}"
    return f"{draft}?step=photos#photos" if here == WIZARD else f"{draft}/photos"


def file_name(told: str | None) -> str:
    """Give a file's name as it may be shown: no folders, no signs that steer, not endless."""
    name = (told or "").replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if sign.isprintable())
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
