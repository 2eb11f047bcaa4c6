"""The Asaas simulator over real HTTP on a free port of this machine, and a listener for its events.

`with opened() as twin:` serves one; `twin.url` ends in `/v3` and goes to `AsaasGateway` with
`twin.key`. What payers, banks and time do is done by `twin.pay`, `twin.drive` and `twin.advance`.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import uvicorn

from asaas_twin import Settings, Twin
from asaas_twin.clock import BRASILIA
from services.billing.gateway import BillingType, Charge, ChargeOrder, Customer
from services.gateways.asaas import AsaasGateway

TOKEN = "a-token-of-the-tests-with-40-characters!"
PATIENCE = 10.0
CPF = "24971563792"
DUE = date(2099, 1, 31)


@dataclass(slots=True, kw_only=True)
class RunningTwin:
    """A simulator being served, and its drivers."""

    root: str
    key: str
    net: httpx.Client

    @property
    def url(self) -> str:
        """Where its API is."""
        return f"{self.root}/v3"

    def gateway(self, **options: Any) -> AsaasGateway:
        """Open the house's own way to it; close it in the test's own loop."""
        return AsaasGateway(self.url, self.key, user_agent="Martelo tests", **options)

    def ask(self, method: str, path: str, body: Any = None, **options: Any) -> httpx.Response:
        """Ask its API as somebody with its key."""
        headers = {"access_token": self.key}
        given = {} if body is None else {"json": body}
        return self.net.request(method, f"{self.url}{path}", headers=headers, **given, **options)

    def drive(self, path: str, /, **body: Any) -> Any:
        """Make something happen: `/payments/pay_1/chargeback`; fail if it will not."""
        answer = self.net.post(f"{self.root}/_admin{path}", json=body)
        assert answer.status_code == 200, answer.text
        return read(answer)

    def look(self, path: str) -> Any:
        """Read what the drivers show: `/deliveries`, `/events`."""
        return read(self.net.get(f"{self.root}/_admin{path}"))

    def pay(self, charge_id: str, by: str = "pix") -> None:
        """Press a button of the invoice page: `pix`, `boleto`, `card` or `settle`."""
        answer = self.net.post(
            f"{self.root}/i/{charge_id.removeprefix('pay_')}/pay", data={"by": by}
        )
        assert answer.status_code == 303, answer.text

    def fault(self, kind: str, /, **how: Any) -> None:
        """Order a fault: latency, error, drop_before, drop_after, rate_limit or html."""
        self.drive("/faults", kind=kind, **how)

    def advance(self, **by: float) -> None:
        """Move its clock forward: `days=1`."""
        self.drive("/clock/advance", **by)

    def notify(self, url: str, *, token: str = TOKEN, **settings: Any) -> str:
        """Have its events sent to an address, and give the webhook's number."""
        body = {"name": "tests", "url": url, "authToken": token, **settings}
        answer = self.ask("POST", "/webhooks", body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def customer(self, **more: Any) -> str:
        """Make a customer and give its number."""
        answer = self.ask("POST", "/customers", {"name": "Cliente", "cpfCnpj": CPF, **more})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def charge(self, billing_type: str = "PIX", value: float = 100, **more: Any) -> Any:
        """Make a charge, due today unless told otherwise."""
        now = self.look("/clock")["now"][:10]
        body = {"customer": more.pop("customer", None) or self.customer(), "dueDate": now, **more}
        body |= {"billingType": billing_type, "value": value}
        answer = self.ask("POST", "/payments", body)
        assert answer.status_code == 200, answer.text
        return read(answer)

    def payment(self, charge_id: str) -> Any:
        """Read a charge."""
        return read(self.ask("GET", f"/payments/{charge_id}"))

    def balance(self) -> Decimal:
        """Read the balance."""
        return Decimal(read(self.ask("GET", "/finance/balance"))["balance"])


def read(answer: httpx.Response) -> Any:
    """Read JSON with money as decimals."""
    return json.loads(answer.content, parse_float=Decimal)


def from_noon() -> float:
    """Count the seconds from now to noon of this day in Brasília, back if it is over.

    Its nights are then as far away whenever the tests are run.
    """
    now = datetime.now(BRASILIA)
    return (now.replace(hour=12, minute=0, second=0, microsecond=0) - now).total_seconds()


@contextmanager
def opened(settings: Settings | None = None, **changes: Any) -> Iterator[RunningTwin]:
    """Serve a simulator in a thread of its own; quick, unless `pace` says otherwise."""
    chosen = replace(settings or Settings(pace=0.01, seed=1), **changes)
    ahead = from_noon()
    config = uvicorn.Config(
        lambda: Twin(
            replace(chosen, public_url=root()), real_time=lambda: time.time() + ahead
        ).app(),
        factory=True,
        host="127.0.0.1",
        port=0,
        log_level="critical",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    socket = config.bind_socket()
    socket.listen()  # who comes before the server is up waits

    def root() -> str:
        return f"http://127.0.0.1:{socket.getsockname()[1]}"

    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    try:
        with httpx.Client(timeout=PATIENCE, headers={"User-Agent": "tests"}) as net:
            net.get(f"{root()}/_admin/clock").raise_for_status()
            yield RunningTwin(root=root(), key=chosen.key, net=net)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        socket.close()
    assert not thread.is_alive(), "the simulator did not stop"


@dataclass(slots=True)
class Listener:
    """Somebody who is told of events, and answers as a test wants."""

    url: str = ""
    answer: Callable[[dict[str, Any]], tuple[int, Any]] = lambda _: (200, {})
    heard: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)

    @property
    def events(self) -> list[str]:
        """Name what was heard, in order."""
        return [body.get("event", "") for body in self.heard]

    def wait(self, count: int) -> list[dict[str, Any]]:
        """Wait until so much was heard."""
        with self.news:
            came = self.news.wait_for(lambda: len(self.heard) >= count, timeout=PATIENCE)
        assert came, f"heard only {self.events}"
        return self.heard


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen on a free port of this machine."""
    listener = Listener()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            body = json.loads(raw, parse_float=Decimal)
            status, said = listener.answer(body)
            self.send_response(status)
            written = json.dumps(said).encode()
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)
            with listener.news:
                listener.heard.append(body)
                listener.headers.append(dict(self.headers.items()))
                listener.news.notify_all()

        def log_message(self, *_: Any) -> None:
            """Say nothing into the test's output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    listener.url = f"http://127.0.0.1:{server.server_port}/payment/webhook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Pauses(list[float]):
    """Waits no time, and remembers for how long it was asked."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def ana(**changes: str) -> Customer:
    """Somebody to be charged."""
    facts = {"name": "Ana", "document": CPF, "email": "ana@example.com", "reference": "user:7"}
    return Customer(**{**facts, **changes})


async def ask_for_money(
    gateway: AsaasGateway, reference: str = "lot:1", kind: BillingType = BillingType.PIX
) -> Charge:
    """Charge her, by the house's own way."""
    customer = await gateway.customer_of(reference="user:7", document=CPF)
    customer = customer or await gateway.create_customer(ana())
    return await gateway.create_charge(
        ChargeOrder(
            customer_id=customer,
            billing_type=kind,
            value=Decimal("1250.50"),
            due_date=DUE,
            description="Lote 14",
            reference=reference,
            success_url="http://localhost/wallet",
        )
    )
