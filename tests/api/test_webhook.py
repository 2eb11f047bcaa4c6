"""The gateway's messages over HTTP: all that are authentic are kept and answered 200."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from api import security, webhook
from api.beside import Beside
from services.billing.gateway import Charge
from services.billing.statuses import CHARGE_EVENTS, TRANSFER_EVENTS
from services.bootstrap import Services
from services.config import Config
from tests.invariants import OF_A_RUNNING_HOUSE, broken
from tests.payments import LEDGER, message
from tests.till import Till

TOKEN, OLD, ASKING = "new-token-" * 4, "old-token-" * 4, "asking-token-" * 4
PAYLOADS = Path(__file__).parents[1] / "vectors" / "asaas"
LIFE = ("CREATED", "CONFIRMED", "RECEIVED", "REFUND_IN_PROGRESS", "REFUNDED")
PERMUTATIONS = list(itertools.permutations(LIFE))
_PEOPLE = text("""
    insert into users (name, username, email, api_token)
    select 'P', 'p' || n, 'p' || n || '@exemplo.com.br', 'cus_' || n
    from generate_series(1, :people) n
""")
_CHARGES = text("""
    with opened as (
        insert into payments (amount, payer, payee, opening_datetime, due_datetime, user_id,
                              payment_method_id, payment_status_id, kind)
        select 100, 'P', 'Martelo', now(), now(), user_id, 4, 1, 'top_up' from users
        order by user_id returning payment_id
    )
    insert into charges (payment_id, billing_type, value, due_date, state, created_at, next_try_at,
                         gateway_id)
    select payment_id, 'CREDIT_CARD', 100, current_date, 'open', now(), now(), 'pay_' || payment_id
    from opened order by payment_id returning charge_id, payment_id
""")


@pytest.fixture
def till() -> Till:
    """The gateway behind the house."""
    return Till()


@pytest.fixture
def services(
    fresh_database: str, tmp_path: Path, till: Till, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Services]:
    """The house as it is built, with another gateway and two tokens."""
    monkeypatch.setattr("services.bootstrap.gateway_of", lambda _: till)
    config = Config(
        _env_file=None,
        base_url="http://127.0.0.1:8080",
        secret_key="k" * 40,
        state_dir=tmp_path,
        cep_url="",
        asaas_key="$aact_hmlg_x",
        asaas_webhook_token=TOKEN,
        asaas_webhook_token_old=OLD,
        asaas_withdrawal_token=ASKING,
    )
    built = Services(config, fresh_database)
    yield built
    with built.database.transaction() as work:
        wrong = set(broken(work.connection)) - {OF_A_RUNNING_HOUSE}
    built.database.close()
    assert not wrong


@pytest.fixture
async def gateway(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    """The gateway at the door, with its token."""
    machines = FastAPI()
    webhook.register_beside(machines, services)
    security.guard_machines(machines, services.config)
    transport = httpx.ASGITransport(Beside(nobody, machines), raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1:8080", headers={webhook.TOKEN: TOKEN}
    ) as client:
        yield client


async def nobody(scope: object, receive: object, send: object) -> None:
    raise AssertionError("it went to the pages of people")


async def tell(gateway: httpx.AsyncClient, body: bytes, **options: Any) -> httpx.Response:
    return await gateway.post("/payment/webhook", content=body, **options)


def rows(services: Services, query: str, **values: Any) -> list[dict[str, Any]]:
    with services.database.transaction() as work:
        return [dict(row) for row in work.connection.execute(text(query), values).mappings()]


def charge(services: Services, till: Till, people: int) -> list[tuple[int, int]]:
    """Open top-ups by card, one for each of so many people; gives charge and payment numbers."""
    with services.database.transaction() as work:
        work.connection.execute(_PEOPLE, {"people": people})
        made = [tuple(row) for row in work.connection.execute(_CHARGES)]
    for charge_id, payment_id in made:
        till.charges[f"pay_{payment_id}"] = Charge(
            id=f"pay_{payment_id}",
            customer_id=f"cus_{payment_id}",
            status="PENDING",
            billing_type="CREDIT_CARD",
            value=Decimal(100),
            net_value=Decimal("96.52"),
            due_date=date(2026, 3, 4),
            reference=f"charge:{charge_id}",
            deleted=False,
            created_on=date(2026, 3, 4),
        )
    return made


@pytest.mark.parametrize(
    "tokens",
    [
        [],
        [""],
        ["x"],
        [TOKEN[:-1]],
        [TOKEN + "x"],
        [TOKEN.upper()],
        [ASKING],
        [TOKEN, TOKEN],
        [TOKEN[:20], TOKEN[20:]],
        ["\xff" * 40],
        ["x" * 5000],
    ],
)
async def test_without_the_token_nothing_is_said_and_nothing_kept(
    gateway: httpx.AsyncClient, services: Services, tokens: list[str]
) -> None:
    del gateway.headers[webhook.TOKEN]
    headers = [(webhook.TOKEN.encode(), token.encode("latin-1")) for token in tokens]
    for body in (message("PAYMENT_RECEIVED", {}), b"\xff", b""):
        answer = await tell(gateway, body, headers=headers)
        assert (answer.status_code, answer.content) == (401, b"")
    assert rows(services, "select * from gateway_events") == []


async def test_the_token_before_is_good_until_it_is_taken_out(
    gateway: httpx.AsyncClient, services: Services
) -> None:
    for token in (TOKEN, OLD):
        answer = await tell(gateway, message("PAYMENT_X", {}), headers={webhook.TOKEN: token})
        assert (answer.status_code, answer.content) == (200, b"")
    assert len(rows(services, "select * from gateway_events")) == 2


def test_a_house_without_a_token_knows_nobody() -> None:
    assert webhook.marks_of("", "") == []


async def test_whatever_an_authentic_message_holds_it_is_kept_and_answered_200(
    gateway: httpx.AsyncClient, services: Services
) -> None:
    files = sorted(PAYLOADS.glob("*.json"))
    named = [*CHARGE_EVENTS, *TRANSFER_EVENTS, "PAYMENT_OF_NEXT_YEAR", "CHECKOUT_PAID"]
    bodies = [path.read_bytes() for path in files]
    bodies += [message(name, {"payment": {"id": "pay_nobodys"}}) for name in named]
    bodies += [b"\xc3\x28", b"{", b"", b"[]", b'{"id":"evt_\\u0000","event":"X"}']
    bodies += [b'{"id":"evt_long","event":"X","x":"' + b"x" * 5_000_000 + b'"}']
    for body in bodies:
        answer = await tell(gateway, body)
        assert answer.status_code == 200, body[:80]
        assert (await tell(gateway, body)).status_code == 200
    kept = rows(services, "select *, length(body) as weight from gateway_events")
    assert len(files) == 12
    assert len(kept) == len(bodies)
    assert max(row["weight"] for row in kept) == 1_000_000
    assert {bytes(row["body"]) for row in kept} >= {path.read_bytes() for path in files}
    while await services.payments.clearing.clear_due():
        continue
    results = rows(services, "select distinct result from gateway_events")
    assert {row["result"] for row in results} == {"malformed", "orphan", "nothing"}


async def test_the_same_message_fifty_times_at_once_credits_once(
    gateway: httpx.AsyncClient, services: Services, till: Till
) -> None:
    [(charge_id, payment_id)] = charge(services, till, 1)
    till.becomes(f"pay_{payment_id}", "RECEIVED")
    body = message("PAYMENT_RECEIVED", {"payment": {"id": f"pay_{payment_id}"}})
    answers = await asyncio.gather(*(tell(gateway, body) for _ in range(50)))
    assert [answer.status_code for answer in answers] == [200] * 50
    while await services.payments.clearing.clear_due():
        continue
    keys = rows(services, "select business_key from ledger_transactions order by 1")
    assert [row["business_key"] for row in keys] == [f"paid:{charge_id}", f"settled:{charge_id}"]


async def test_while_the_books_are_away_the_gateway_is_to_try_again(
    gateway: httpx.AsyncClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(services.database.engine, "connect", unreachable)
        assert (await tell(gateway, message("PAYMENT_X", {}))).status_code == 503
        asked = await ask(gateway, b'{"type": "TRANSFER", "transfer": {"id": "x"}}')
        assert asked.status_code == 503
    assert (await tell(gateway, message("PAYMENT_X", {}))).status_code == 200


def unreachable(*_: object) -> None:
    from sqlalchemy.exc import OperationalError

    raise OperationalError("select 1", {}, Exception("no route"))


async def ask(gateway: httpx.AsyncClient, body: bytes, token: str = ASKING) -> httpx.Response:
    return await gateway.post(
        "/payment/validate-withdrawal", content=body, headers={webhook.TOKEN: token}
    )


async def test_no_transfer_is_approved_that_the_house_has_not_asked_for(
    gateway: httpx.AsyncClient,
) -> None:
    for token in ("", TOKEN, "x" * 40):
        refused = await ask(gateway, b"{}", token)
        assert (refused.status_code, refused.content) == (401, b"")
    known = (PAYLOADS / "docs_withdrawal_validation_TRANSFER_request.json").read_bytes()
    for body in (known, b"", b"\xff", b"null", b"[" * 99_999, b'{"type": "BILL", "bill": {}}'):
        answer = await ask(gateway, body)
        assert answer.status_code == 200
        assert answer.json()["status"] == "REFUSED"


async def test_every_order_of_a_charges_five_events_ends_in_the_same_books(
    gateway: httpx.AsyncClient, services: Services, till: Till
) -> None:
    """All 120 orders, heard after all has happened and while it does; the last comes 14 days late.

    The charge's life goes on between the events of the second half, whichever is heard then.
    """
    count = len(PERMUTATIONS)
    charges = charge(services, till, 2 * count)
    for _, payment_id in charges[:count]:
        becomes(till, payment_id, LIFE[-1])
    for place in range(len(LIFE)):
        for (_, payment_id), order in zip(charges, PERMUTATIONS * 2, strict=True):
            body = message(f"PAYMENT_{order[place]}", {"payment": {"id": f"pay_{payment_id}"}})
            assert (await tell(gateway, body)).status_code == 200
        for _, payment_id in charges[count:]:
            becomes(till, payment_id, LIFE[place])
        await clear(services)
    for _ in range(6):  # those that came too early are asked after again
        rows(
            services,
            "update gateway_events set next_try_at = now() - interval '14 days' returning 1",
        )
        await clear(services)

    results = rows(services, "select result, count(*) as n from gateway_events group by 1")
    assert {row["result"] for row in results} <= {"applied", "nothing"}, "one is not dealt with"
    ended = {
        (
            row["payment_status_id"],
            row["flag"],
            row["gateway_status"],
            row["state"],
            row["paid_value"],
        )
        for row in rows(services, "select * from payments join charges using (payment_id)")
    }
    assert ended == {(4, None, "REFUNDED", "closed", Decimal(100))}
    books = set()
    for charge_id, payment_id in charges:
        legs = rows(services, LEDGER, payment=payment_id)
        assert {leg["user_id"] for leg in legs} <= {payment_id, None}
        books.add(
            tuple(
                (
                    leg["business_key"].replace(f":{charge_id}", ":n", 1),
                    leg["account"],
                    leg["amount"],
                )
                for leg in legs
            )
        )
    assert len(books) == 1
    assert {key for key, *_ in books.pop()} == {"paid:n", "settled:n", "reversed:n:1"}


def becomes(till: Till, payment_id: int, event: str) -> None:
    """Let a charge stand as after this event of its life; it was settled as it was received."""
    status = "PENDING" if event == "CREATED" else event
    settled = LIFE.index(event) >= LIFE.index("RECEIVED")
    till.becomes(f"pay_{payment_id}", status, settled_on=date(2026, 3, 4) if settled else None)


async def clear(services: Services) -> None:
    while await services.payments.clearing.clear_due():
        continue


def test_the_payload_files_are_what_asaas_sends() -> None:
    for path in PAYLOADS.glob("real_*.json"):
        assert {"id", "event"} <= set(json.loads(path.read_bytes()))
