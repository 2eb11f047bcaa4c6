"""The demonstration's inbox: every letter the house has written, for whoever tries it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.dev_mail import inbox_response, mail_response
from pages.routing import PUBLIC, page
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/dev/mail` and `/dev/mail/{mail_id}`, which are nowhere outside a demonstration."""

    @page("/dev/mail", context=PUBLIC)
    async def inbox_page(request: Request, visitor: Visitor) -> Response:
        mails = await services.run(services.mails.inbox)
        ui.context.client.delete()  # what is only read keeps no live connection
        return inbox_response(request, visitor, mails)

    @page("/dev/mail/{mail_id}", context=PUBLIC)
    async def mail_page(request: Request, visitor: Visitor, mail_id: int) -> Response:
        mail = await services.run(services.mails.mail, mail_id)
        ui.context.client.delete()
        return mail_response(request, visitor, mail)
