"""The pages people meet: the invoice with its ways to pay, the boleto, the receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from asaas_twin import boleto
from asaas_twin.charges import UNPAID
from asaas_twin.life import DECLINED
from asaas_twin.wire import Json, Refusal

if TYPE_CHECKING:
    from asaas_twin.twin import Twin

APPROVED = "4444444444444444"
KINDS = {
    "PIX": "Pix",
    "BOLETO": "Boleto",
    "CREDIT_CARD": "Cartão de crédito",
    "DEBIT_CARD": "Cartão de débito",
    "UNDEFINED": "A escolher",
}
WAYS = {
    "PIX": ("pix",),
    "BOLETO": ("boleto",),
    "CREDIT_CARD": ("card",),
    "UNDEFINED": ("pix", "boleto", "card"),
}
STATES = {
    "PENDING": ("Aguardando pagamento", "open"),
    "OVERDUE": ("Vencida", "late"),
    "CONFIRMED": ("Pagamento confirmado", "paid"),
    "RECEIVED": ("Pagamento recebido", "paid"),
    "RECEIVED_IN_CASH": ("Recebida fora do simulador", "paid"),
    "AWAITING_RISK_ANALYSIS": ("Pagamento em análise", "late"),
    "REFUND_REQUESTED": ("Estorno solicitado", "late"),
    "REFUND_IN_PROGRESS": ("Estorno em andamento", "late"),
    "REFUNDED": ("Valor estornado", "gone"),
    "CHARGEBACK_REQUESTED": ("Pagamento contestado", "late"),
    "CHARGEBACK_DISPUTE": ("Contestação em disputa", "late"),
    "AWAITING_CHARGEBACK_REVERSAL": ("Contestação vencida", "late"),
}
CARDS = {
    "approved": "Crédito, final 4444: aprovado",
    "declined": "Crédito, final 3151: recusado",
    "analysed": "Crédito, final 4444: vai para análise",
    "debit": "Débito, final 4444: aprovado",
}
GONE = ("Cobrança cancelada", "gone")
WORDS = Environment(
    loader=PackageLoader("asaas_twin"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


def routes(twin: Twin) -> list[Route]:
    """List the pages."""

    def invoice(request: Request) -> Response:
        payment = twin.charges.one(named(request))
        if not payment["deleted"]:
            note_view(twin, payment, "lastInvoiceViewedDate", "PAYMENT_CHECKOUT_VIEWED")
        return show(twin, request, payment)

    async def pay(request: Request) -> Response:
        payment = twin.charges.one(named(request))
        form = parse_qs((await request.body()).decode("latin-1"))
        card = form.get("card", [""])[0]
        try:
            act(twin, payment, form.get("by", [""])[0], card)
        except Refusal as refusal:
            return show(twin, request, payment, error=refusal.description, card=card)
        path = request.url.path.removesuffix("/pay")
        return RedirectResponse(path, status_code=303)

    def slip(request: Request) -> Response:
        payment = twin.charges.one(named(request))
        codes = twin.charges.identification_field(payment["id"])
        note_view(twin, payment, "lastBankSlipViewedDate", "PAYMENT_BANK_SLIP_VIEWED")
        facts = facts_of(twin, request, payment)
        bars = boleto.bars(codes["barCode"])
        width = bars[-1][0] + bars[-1][1]
        line = boleto.spaced(codes["identificationField"])
        return page("slip.html", **facts, line=line, bars=bars, width=width)

    def receipt(request: Request) -> Response:
        return page("receipt.html", number=request.path_params["id"], payee=twin.settings.payee)

    def on(path: str, handler: Callable[[Request], object], *methods: str) -> Route:
        async def serve(request: Request) -> Response:
            try:
                done = handler(request)
                if isinstance(done, Response):
                    return done
                return await done  # type: ignore[misc, no-any-return]
            except Refusal:
                return page("unknown.html", status=404)

        return Route(path, serve, methods=list(methods) or ["GET"])

    return [
        on("/i/{id}", invoice),
        on("/i/{id}/pay", pay, "POST"),
        on("/b/pdf/{id}", slip),
        on("/comprovantes/{id:path}", receipt),
    ]


def act(twin: Twin, payment: Json, by: str, card: str) -> None:
    """Do what a button says. Raises Refusal."""
    if by == "pix":
        twin.life.pay_by_pix(payment)
    elif by == "boleto":
        twin.life.pay_by_boleto(payment)
    elif by == "settle":
        twin.life.settle_now(payment)
    elif by == "card":
        digits = DECLINED[0] if card == "declined" else APPROVED
        analysed, debit = card == "analysed", card == "debit"
        twin.life.pay_by_card(payment, digits, debit=debit, analysed=analysed)


def note_view(twin: Twin, payment: Json, field: str, event: str) -> None:
    """Note the first time somebody looks, and tell of it."""
    if payment[field] is None:
        payment[field] = f"{twin.clock.now():%Y-%m-%dT%H:%M:%SZ}"
        twin.charges.tell(event, payment)


def show(
    twin: Twin, request: Request, payment: Json, *, error: str = "", card: str = ""
) -> Response:
    """Show an invoice as it stands."""
    payable = not payment["deleted"] and payment["status"] in UNPAID
    ways = WAYS.get(payment["billingType"], ()) if payable else ()
    code: Json = twin.charges.pix_code(payment["id"]) if "pix" in ways else {}
    line = ""
    if "boleto" in ways:
        codes = twin.charges.identification_field(payment["id"])
        line = boleto.spaced(codes["identificationField"])
    facts = facts_of(twin, request, payment)
    status = 422 if error else 200
    facts |= {"ways": ways, "code": code, "line": line, "cards": CARDS, "card": card}
    return page("invoice.html", status=status, **facts, error=error)


def facts_of(twin: Twin, request: Request, payment: Json) -> Json:
    """Gather what the pages of a charge say."""
    words, look = GONE if payment["deleted"] else STATES.get(payment["status"], ("", "open"))
    back = (payment["_callback"] or {}).get("successUrl") or ""
    return {
        "root": request.scope.get("root_path", ""),
        "payee": twin.settings.payee,
        "payer": twin.books.customers[payment["customer"]]["name"],
        "tail": payment["id"].removeprefix("pay_"),
        "number": payment["invoiceNumber"],
        "value": reais(payment["value"]),
        "due": local(payment["dueDate"]),
        "description": payment["description"] or "",
        "kind": KINDS[payment["billingType"]],
        "state": words,
        "look": look,
        "paid_on": local(payment["clientPaymentDate"]),
        "credited_on": local(payment["creditDate"]),
        "settles_later": payment["status"] == "CONFIRMED",
        "back": back if urlsplit(back).scheme in ("http", "https") else "",
        "number_of_slip": payment["nossoNumero"] or "",
    }


def page(template: str, *, status: int = 200, **facts: object) -> Response:
    """Answer with a page that nobody keeps."""
    html = WORDS.get_template(template).render(**facts)
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return HTMLResponse(html, status_code=status, headers=headers)


def named(request: Request) -> str:
    """Take the charge an address names."""
    return f"pay_{request.path_params['id']}"


def reais(value: Decimal) -> str:
    """Write an amount as Brazil does: 1.234,56."""
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def local(day: str | None) -> str:
    """Write a day as Brazil does."""
    return date.fromisoformat(day).strftime("%d/%m/%Y") if day else ""
