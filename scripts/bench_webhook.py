"""How many of the gateway's messages the site keeps and answers, and how soon; are any lost?

The whole site in a process of its own, its books on a PostgreSQL that really writes, spoken to
over HTTP: `python scripts/bench_webhook.py [--rate 500] [--seconds 20]`. A fifth of the messages
are sent twice, a fifth are of charges of the house that are paid, the others of nobody's. The limit
is a bare route in the same surroundings that writes each message in a transaction of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg2

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
TOKEN = "bench-token-" * 4
CONNECTIONS = 32
CHARGES = 400
PATH = "/payment/webhook"
_PEOPLE = """
    insert into users (name, username, email, api_token)
    select 'P', 'payer' || n, 'payer' || n || '@exemplo.com.br', 'cus_' || n
    from generate_series(1, %s) n;
    insert into payments (amount, payer, payee, opening_datetime, due_datetime, user_id,
                          payment_method_id, payment_status_id, kind)
    select 100, 'P', 'Martelo', now(), now(), user_id, 2, 1, 'top_up' from users
    where api_token like 'cus_%%';
    insert into charges (payment_id, billing_type, value, due_date, state, created_at, next_try_at,
                         gateway_id, pix_payload)
    select payment_id, 'PIX', 100, current_date, 'open', now(), now(), 'pay_' || payment_id, 'x'
    from payments;
"""
_KEPT = "select count(*), count(handled_at) from gateway_events"
_CREDITED = "select count(*) from ledger_transactions where kind = 'settled'"


def main() -> None:
    """Measure the bare route, then the site: as fast as it goes, and at the rate asked for."""
    from scripts.bench_house import durable_postgres

    options = argparse.ArgumentParser()
    options.add_argument("--rate", type=int, default=500)
    options.add_argument("--seconds", type=int, default=20)
    asked = options.parse_args()
    with durable_postgres() as url:
        with psycopg2.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute(_PEOPLE, [CHARGES])
            cursor.execute("create table bare (id bigserial primary key, body bytea)")
        connection.close()
        with serving("bare", url) as port:
            times, _, seconds = asyncio.run(flood(port, bodies(4000, "bare")))
            said("bare route, one durable insert each, as fast as it goes", times, seconds)
        with serving("site", url) as port:
            asyncio.run(flood(port, bodies(500, "warm")))
            fast = bodies(6000, "fast")
            times, codes, seconds = asyncio.run(flood(port, fast))
            said("the site, as fast as it goes", times, seconds)
            paced = bodies(asked.rate * asked.seconds, "paced", paid=True)
            times, more, seconds = asyncio.run(flood(port, paced, rate=asked.rate))
            said(f"the site, {asked.rate}/s", times, seconds)
            sent = {json.loads(body)["id"] for body in [*bodies(500, "warm"), *fast, *paced]}
            look(url, sent, [*codes, *more])


def said(what: str, times: list[float], seconds: float) -> None:
    """Print one line of figures."""
    cuts = statistics.quantiles(times, n=1000)
    print(
        f"{what}: {len(times) / seconds:.0f}/s; ms p50 {cuts[499] * 1000:.1f}"
        f" p99 {cuts[989] * 1000:.1f} max {max(times) * 1000:.1f}"
    )


def look(url: str, sent: set[str], codes: list[int]) -> None:
    """Compare what was sent with what is in the books, once all has been dealt with."""
    until = time.monotonic() + 120
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        while True:
            cursor.execute(_KEPT)
            kept, handled = cursor.fetchone() or (0, 0)
            if handled == kept or time.monotonic() > until:
                break
            time.sleep(0.2)
        cursor.execute(_CREDITED)
        credited = (cursor.fetchone() or (0,))[0]
    connection.close()
    print(f"answered 200: {codes.count(200)} of {len(codes)}")
    print(f"different messages sent {len(sent)}, kept {kept}, dealt with {handled}")
    print(f"charges paid {CHARGES}, credited {credited}")
    if codes.count(200) < len(codes) or kept != len(sent) or credited != CHARGES:
        raise SystemExit("something was lost")


def bodies(count: int, name: str, *, paid: bool = False) -> list[bytes]:
    """Write messages, the same for the same name; every fifth is sent a second time."""
    sample = next((ROOT / "tests" / "vectors" / "asaas").glob("real_PAYMENT_RECEIVED_pix_sand*"))
    envelope = json.loads(sample.read_bytes())
    chance = random.Random(name)  # noqa: S311  the same storm every time
    made: list[bytes] = []
    while len(made) < count:
        if made and chance.random() < 0.2:
            made.append(made[-chance.randrange(1, 1 + min(len(made), 200))])
            continue
        number = f"evt_{name}&{len(made)}"
        ours = paid and chance.random() < 0.2
        subject = f"pay_{chance.randrange(1, CHARGES + 1)}" if ours else f"pay_{name}{len(made)}"
        payment = envelope["payment"] | {"id": subject, "value": 100.0, "externalReference": None}
        payment["customer"] = subject.replace("pay_", "cus_")
        made.append(json.dumps(envelope | {"id": number, "payment": payment}).encode())
    if paid:  # each at least once
        for place in range(CHARGES):
            payment = envelope["payment"] | {"id": f"pay_{place + 1}", "value": 100.0}
            payment |= {"customer": f"cus_{place + 1}", "externalReference": None}
            body = envelope | {"id": f"evt_{name}&sure{place}", "payment": payment}
            made[-1 - place] = json.dumps(body).encode()
    return made


async def flood(
    port: int, messages: list[bytes], *, rate: float | None = None
) -> tuple[list[float], list[int], float]:
    """Send messages over some connections; gives each answer's time and code, and how long it took.

    At a rate, a message that had to wait for a connection has its waiting counted.
    """
    times: list[float] = []
    codes: list[int] = []
    queue: asyncio.Queue[tuple[bytes, float]] = asyncio.Queue()
    began = time.perf_counter()

    async def speak() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while True:
            body, due = await queue.get()
            if not body:
                break
            head = (
                f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nasaas-access-token: {TOKEN}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            start = due if rate else time.perf_counter()
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length or 0))
            times.append(time.perf_counter() - start)
            codes.append(int(answer.split()[1]))
        writer.close()
        await writer.wait_closed()

    speakers = [asyncio.create_task(speak()) for _ in range(CONNECTIONS)]
    for place, body in enumerate(messages):
        due = began + place / rate if rate else began
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        queue.put_nowait((body, due))
    for _ in speakers:
        queue.put_nowait((b"", 0.0))
    await asyncio.gather(*speakers)
    return times, codes, time.perf_counter() - began


def serving(what: str, url: str) -> Any:
    """Run a server in a process of its own until it is no longer needed; gives its port."""
    from contextlib import contextmanager

    from scripts.bench_site import free_port, running

    @contextmanager
    def run() -> Any:
        port = free_port()
        ready = f"http://127.0.0.1:{port}/readyz"
        with running([__file__, "--serve", what, url, str(port)], ready, {}):
            yield port

    return run()


def serve(what: str, url: str, port: str) -> None:
    """Be one of the servers."""
    if what == "bare":
        serve_bare(url, int(port))
    else:
        serve_site(url, int(port))


def serve_bare(url: str, port: int) -> None:
    import uvicorn
    from psycopg2.pool import ThreadedConnectionPool
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    pool = ThreadedConnectionPool(50, 50, url)

    def insert(body: bytes) -> None:
        connection = pool.getconn()
        with connection, connection.cursor() as cursor:
            cursor.execute("insert into bare (body) values (%s)", [body])
        pool.putconn(connection)

    async def webhook(request: Request) -> Response:
        await run_in_threadpool(insert, await request.body())
        return Response()

    async def ready(request: Request) -> Response:
        return Response()

    routes = [Route(PATH, webhook, methods=["POST"]), Route("/readyz", ready)]
    uvicorn.run(Starlette(routes=routes), host="127.0.0.1", port=port, log_level="warning")


def serve_site(url: str, port: int) -> None:
    import services.bootstrap
    from main import at_work, build, set_up_logs
    from main import serve as serve_people
    from services.billing.gateway import Charge
    from services.config import Config
    from tests.till import Till

    till = Till()
    for number in range(1, CHARGES + 1):
        till.charges[f"pay_{number}"] = Charge(
            id=f"pay_{number}",
            customer_id=f"cus_{number}",
            status="RECEIVED",
            billing_type="PIX",
            value=Decimal(100),
            net_value=Decimal("98.01"),
            due_date=date(2026, 3, 4),
            reference=f"charge:{number}",
            deleted=False,
            created_on=date(2026, 3, 4),
            settled_on=date(2026, 3, 4),
        )
    services.bootstrap.gateway_of = lambda config: till
    set_up_logs("error")
    with tempfile.TemporaryDirectory() as state:
        config = Config(
            base_url=f"http://127.0.0.1:{port}",
            port=port,
            host="127.0.0.1",
            database_url=url,
            demo=False,
            secret_key=os.urandom(24).hex(),
            state_dir=Path(state),
            asaas_key="$aact_hmlg_bench",
            asaas_webhook_token=TOKEN,
        )
        house = services.bootstrap.Services(config, url)
        site = build(house)
        with at_work(house):
            serve_people(site, house)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(*sys.argv[2:])
    else:
        main()
