"""Where the house reviews what looks like abuse, and what people ask about lots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.reviews import flag_response, question_response
from pages.admin.tables import table_page
from pages.routing import ADMIN, Right, number_in, still_page
from services.administration.flags import FLAGS
from services.administration.question_acts import QUESTIONS
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/flags` and `/admin/questions`, and one of each."""
    table_page(services, "/admin/flags", FLAGS)
    table_page(services, "/admin/questions", QUESTIONS)
    flags, questions = services.administration.flags, services.administration.questions

    @still_page("/admin/flags/{flag_id}", context=ADMIN, right=Right.AUCTIONS)
    async def flag_page(request: Request, visitor: Visitor) -> Response:
        sheet = await services.run(flags.sheet, visitor.user_id, number_in(request, "flag_id"))
        return flag_response(request, visitor, sheet)

    @still_page("/admin/questions/{question_id}", context=ADMIN, right=Right.QUESTIONS)
    async def question_page(request: Request, visitor: Visitor) -> Response:
        number = number_in(request, "question_id")
        sheet = await services.run(questions.sheet, visitor.user_id, number)
        return question_response(request, visitor, sheet)
