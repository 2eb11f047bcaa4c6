"""Questions and answers about a lot: on its page, and alone after a form was refused."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from components.account import Refused
from components.feedback import notice
from components.frame import document, settle
from components.templates import render
from components.words import say
from services.views import LONGEST_ANSWER, LONGEST_QUESTION, QuestionsView, Visitor


def questions_part(
    view: QuestionsView, visitor: Visitor, *, refused: Refused | None = None, back: str = ""
) -> Markup:
    """Draw what is asked about a lot, with the form of whoever may ask or answer.

    A form that came back is `question`, or `answer-` with the number of what it answers. `back`
    names the page to go back to, where that is not the lot's.
    """
    return render(
        "lot_questions.html",
        asked=view,
        visitor=visitor,
        refused=refused,
        back=back,
        notice=notice("danger", refused.whole) if refused and refused.whole else "",
        most={"question": LONGEST_QUESTION, "answer": LONGEST_ANSWER},
    )


def questions_response(
    request: Request, visitor: Visitor, view: QuestionsView, refused: Refused
) -> HTMLResponse:
    """Answer a refused form with the questions of its lot, and all that was typed."""
    settle(visitor)
    body = render(
        "lot_asking.html", asked=view, part=questions_part(view, visitor, refused=refused)
    )
    return document(
        say("question.title"),
        visitor,
        request,
        body,
        status=refused.error.status,
        head=render("lot_asking_head.html"),
    )
