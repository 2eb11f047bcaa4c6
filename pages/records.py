"""Where the story of a payment is read, and the gateway's messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.records import history_response, message_response, messages_response
from pages.routing import ADMIN, COMMON, LARGEST_ID, Right, page
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/payments/{payment_id}/history`, `/admin/messages` and one message."""

    @page("/payments/{payment_id}/history", context=COMMON)
    async def history_page(request: Request, payment_id: int, visitor: Visitor) -> Response:
        told = await services.run(services.payments.history.of, payment_id, visitor)
        ui.context.client.delete()  # plain pages keep no live connection
        return history_response(request, visitor, told)

    @page("/admin/messages", context=ADMIN, right=Right.MONEY)
    async def messages_page(request: Request, visitor: Visitor) -> Response:
        before = request.query_params.get("before", "")
        readable = before.isascii() and before.isdigit() and int(before) <= LARGEST_ID
        found = await services.run(
            services.payments.messages.messages,
            request.query_params.get("shown", "wanting"),
            before=int(before) if readable else None,
        )
        ui.context.client.delete()
        return messages_response(request, visitor, found)

    @page("/admin/messages/{message_id}", context=ADMIN, right=Right.MONEY)
    async def message_page(request: Request, message_id: int, visitor: Visitor) -> Response:
        one = await services.run(services.payments.messages.message, message_id)
        ui.context.client.delete()
        return message_response(request, visitor, one)
