"""Sales on screen: the winner's checkout, the seller's view of it, and the lists of both."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from secrets import token_urlsafe
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from components.codes import qr_code
from components.feedback import in_words, notice
from components.format import day
from components.forms import sentences
from components.frame import document, settle
from components.payments import SCREENS, Told, mark_of
from components.templates import as_script, render
from components.words import knows, say, vocabulary
from services.errors import BadForm
from services.views import SalesView, SaleView, Visitor, harmless, milliseconds


def sale_response(
    request: Request, visitor: Visitor, sale: SaleView, told: Told, *, now: datetime | None = None
) -> HTMLResponse:
    """Answer with a sale as this person sees it; refused, with what was typed and why."""
    settle(visitor)
    now = now or datetime.now(UTC)
    charge = sale.charge
    invoice = _address(charge.invoice_url) if charge else ""
    body = render(
        "sale.html",
        visitor=visitor,
        sale=sale,
        told=_told(told),
        headline=_headline(sale),
        mark=mark_of(sale),
        key=token_urlsafe(18),
        picture=qr_code(charge.code) if charge and charge.code else "",
        invoice=invoice,
        simulated=urlsplit(invoice).netloc == request.url.netloc,
        slip=_address(charge.slip_url) if charge else "",
        now=now,
        now_ms=milliseconds(now),
        due_ms=milliseconds(sale.due_at),
        refused_form=told.form,
        wrongs=sentences(told.refusal),
        typed=told.typed,
        words=Markup(as_script(vocabulary("clock"))),  # noqa: S704 escaped by as_script
    )
    return document(
        sale.title,
        visitor,
        request,
        body,
        status=told.refusal.status if told.refusal else 200,
        crumbs=_crumbs(sale),
        head=render("sale_head.html"),
    )


def sales_response(request: Request, visitor: Visitor, sales: SalesView) -> HTMLResponse:
    """Answer with all that somebody bought, or sold."""
    settle(visitor)
    body = render("sales.html", visitor=visitor, list=sales)
    title = say(f"sales.title.{sales.role}")
    return document(title, visitor, request, body, head=render("sale_list_head.html"))


def sales_csv(sales: SalesView) -> bytes:
    """Write what somebody sold as spreadsheets here read it: semicolons, decimal commas."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    columns = ("number", "when", "lot", "state", "hammer", "commission", "share", "paid", "freed")
    writer.writerow([say(f"sales.csv.{name}") for name in columns])
    for sale in sales.sales:
        freed = sale.delivery.received_at if sale.delivery and sale.state == "done" else None
        writer.writerow(
            [
                sale.payment_id,
                day(sale.opened_at),
                harmless(sale.title),
                say(f"sale.state.{sale.state}"),
                *(_plain(amount) for amount in (sale.hammer, sale.sellers_commission, sale.share)),
                day(sale.paid_at) if sale.paid_at else "",
                day(freed) if freed else "",
            ]
        )
    return file.getvalue().encode("utf-8-sig")


def _address(url: str) -> str:
    """Let a link of the gateway's lead to a place of the web, and run nothing."""
    return url if url.startswith(("https://", "http://")) else ""


def _told(told: Told) -> Markup | str:
    if told.refusal is not None and not isinstance(told.refusal, BadForm):
        return notice("danger", in_words(told.refusal))
    if told.done and knows(f"sale.done.{told.done}"):
        return notice("success", say(f"sale.done.{told.done}"))
    return ""


def _headline(sale: SaleView) -> str:
    """Say in a sentence how the sale stands, for this side of it."""
    if sale.role == "house":
        return say(f"sale.state.{sale.state}")
    key = f"sale.say.{sale.role}.{sale.state}"
    return say(key, left=sale.left, share=sale.share, at=sale.due_at, total=sale.total)


def _crumbs(sale: SaleView) -> list[tuple[str, str]]:
    lists = {"buyer": "/purchases", "seller": "/sales"}
    if sale.role not in lists:
        return []
    return [(say(f"sales.title.{sale.role}"), lists[sale.role]), (sale.title, "")]


def _plain(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


SCREENS["sale"] = sale_response
