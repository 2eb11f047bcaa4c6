"""The API v3: the same addresses, the same answers, the same refusals."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from asaas_twin.cashier import Cashier, typed_number
from asaas_twin.paging import key, page
from asaas_twin.wire import Dropped, Json, Refusal, answer, parsed, refused, shown

if TYPE_CHECKING:
    from asaas_twin.twin import Twin

Handler = Callable[[Request, Json], object]
Address = tuple[str, str, Handler]
UNNAMED = (
    "O cabeçalho de autenticação 'access_token' é obrigatório e não foi encontrado na requisição"
)
UNLIKE_A_KEY = (
    "O valor fornecido não parece ser uma chave de API válida do Asaas. "
    "Verifique o formato da sua chave"
)


def routes(twin: Twin) -> list[Route]:
    """List every address of the API."""

    def on(method: str, path: str, handler: Handler) -> Route:
        return Route(path, endpoint(twin, handler), methods=[method])

    everything = [*payments(twin), *customers(twin), *money(twin), *webhooks(twin)]
    return [on(*one) for one in everything]


def payments(twin: Twin) -> list[Address]:
    """List the addresses of charges."""
    charges, life, refunds = twin.charges, twin.life, twin.refunds
    cashier = Cashier(twin)
    one = "/payments/{id}"

    def about(tell: Callable[[Json], object]) -> Handler:
        return lambda request, _: tell(charges.one(key(request)))

    def moved(move: Callable[[Json], None]) -> Handler:
        return lambda request, _: cashier.moved(charges.one(key(request)), move)

    def refunded(request: Request, body: Json) -> Json:
        return shown(refunds.refund(charges.one(key(request)), body))

    return [
        ("POST", "/payments", lambda _, body: cashier.create(body)),
        ("GET", "/payments", listed(charges.found)),
        ("GET", one, about(shown)),
        ("PUT", one, lambda r, body: shown(charges.change(key(r), body))),
        ("DELETE", one, lambda r, _: charges.delete(key(r))),
        ("POST", f"{one}/restore", lambda r, _: shown(charges.restore(key(r)))),
        ("GET", f"{one}/status", about(lambda payment: {"status": payment["status"]})),
        ("GET", f"{one}/viewingInfo", about(views)),
        ("GET", f"{one}/pixQrCode", lambda r, _: charges.pix_code(key(r))),
        ("GET", f"{one}/identificationField", lambda r, _: charges.identification_field(key(r))),
        ("POST", f"{one}/refund", refunded),
        ("POST", f"{one}/bankSlip/refund", about(refunds.ask_for_account)),
        ("GET", f"{one}/refunds", lambda r, _: page(r, charges.one(key(r))["refunds"] or [])),
        ("POST", f"{one}/receiveInCash", cashier.receive_in_cash),
        ("POST", f"{one}/undoReceivedInCash", moved(life.undo_cash)),
        ("POST", f"{one}/payWithCreditCard", cashier.pay_with_card),
        ("GET", "/installments/{id}/payments", cashier.instalments),
        ("POST", "/creditCard/tokenizeCreditCard", lambda _, body: life.card(typed_number(body))),
        ("POST", "/sandbox/payment/{id}/confirm", moved(cashier.confirm)),
        ("POST", "/sandbox/payment/{id}/overdue", moved(life.overdue)),
    ]


def customers(twin: Twin) -> list[Address]:
    """List the addresses of customers."""
    people, one = twin.customers, "/customers/{id}"
    return [
        ("POST", "/customers", lambda _, body: people.create(body)),
        ("GET", "/customers", listed(people.found)),
        ("GET", one, lambda r, _: shown(people.one(key(r)))),
        ("PUT", one, lambda r, body: people.change(key(r), body)),
        ("DELETE", one, lambda r, _: people.delete(key(r))),
        ("POST", f"{one}/restore", lambda r, _: people.restore(key(r))),
    ]


def money(twin: Twin) -> list[Address]:
    """List the addresses of transfers, balance and statement."""
    transfers = twin.transfers

    def statement(request: Request, _: Json) -> Json:
        since = request.query_params.get("startDate", "")
        until = request.query_params.get("finishDate", "9999")
        rows = [row for row in twin.account.statement() if since <= row["date"] <= until]
        return page(request, rows)

    return [
        ("POST", "/transfers", lambda _, body: shown(transfers.create(body))),
        ("GET", "/transfers", listed(transfers.found)),
        ("GET", "/transfers/{id}", lambda r, _: shown(transfers.one(key(r)))),
        ("DELETE", "/transfers/{id}/cancel", lambda r, _: shown(transfers.cancel(key(r)))),
        ("GET", "/finance/balance", lambda *_: {"balance": twin.account.balance}),
        ("GET", "/financialTransactions", statement),
    ]


def webhooks(twin: Twin) -> list[Address]:
    """List the addresses of webhooks."""
    hooks, one = twin.webhooks, "/webhooks/{id}"
    return [
        ("POST", "/webhooks", lambda _, body: hooks.create(body)),
        ("GET", "/webhooks", lambda r, _: page(r, hooks.all())),
        ("GET", one, lambda r, _: shown(hooks.one(key(r)))),
        ("PUT", one, lambda r, body: hooks.change(key(r), body)),
        ("DELETE", one, lambda r, _: hooks.remove(key(r))),
        ("POST", f"{one}/removeBackoff", lambda r, _: hooks.remove_backoff(key(r))),
    ]


def endpoint(twin: Twin, handler: Handler) -> Callable[[Request], object]:
    """Let a request through as Asaas does: its key, its body, then what it asks for."""

    async def serve(request: Request) -> Response:
        raw = await request.body()
        fault = twin.faults.take(request.method, request.url.path.partition("/v3")[2])
        kind = fault.kind if fault else ""
        if fault is not None and fault.seconds:
            await asyncio.sleep(fault.seconds)
        if kind == "drop_before":
            return Dropped()
        try:
            if kind in REFUSALS:
                return REFUSALS[kind]()
            admit(twin, request, raw)
            done = answer(handler(request, body_of(raw)))
        except Refusal as refusal:
            done = refusal.answer()
        return Dropped() if kind == "drop_after" else done

    return serve


REFUSALS: dict[str, Callable[[], Response]] = {
    "error": lambda: Response(status_code=500),
    "html": lambda: HTMLResponse("<html><body><h1>403 ERROR</h1></body></html>", status_code=403),
    "rate_limit": lambda: Response(
        status_code=429,
        headers={"RateLimit-Limit": "100", "RateLimit-Remaining": "0", "RateLimit-Reset": "1"},
    ),
}


def admit(twin: Twin, request: Request, raw: bytes) -> None:
    """Refuse who has no key of this account, or asks as nobody may. Raises Refusal."""
    token = request.headers.get("access_token")
    if request.method == "GET" and raw:
        raise Refusal(403)
    if not token:
        raise Refusal(401, "access_token_not_found", UNNAMED)
    if not token.startswith("$aact_"):
        raise Refusal(401, "invalid_access_token_format", UNLIKE_A_KEY)
    if token.startswith("$aact_prod_"):
        sentence = "A chave de API informada não pertence a este ambiente"
        raise Refusal(401, "invalid_environment", sentence)
    if token != twin.settings.key:
        raise Refusal(401, "invalid_access_token", "A chave de API fornecida é inválida")
    if twin.settings.demand_user_agent and not request.headers.get("user-agent"):
        raise refused("invalid_user_agent", "O cabeçalho 'User-Agent' é obrigatório.")


async def unknown(_: Request, __: Exception) -> Response:
    """Answer for an address that is none, with an empty body as Asaas does."""
    return Response(status_code=404)


def body_of(raw: bytes) -> Json:
    """Read the body of a request; there may be none. Raises Refusal."""
    if not raw:
        return {}
    try:
        body = parsed(raw)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise refused("invalid_object", "O corpo da requisição é inválido.")
    return body


def listed(find: Callable[[dict[str, str]], list[Json]]) -> Handler:
    """List what a query finds."""
    return lambda request, _: page(request, find(dict(request.query_params)))


def views(payment: Json) -> Json:
    """Tell when a charge's pages were first looked at."""
    names = {"invoiceViewedDate": "Invoice", "boletoViewedDate": "BankSlip"}
    return {name: payment[f"last{what}ViewedDate"] for name, what in names.items()}
