"""What Asaas tells, read as values: unknown keys are nothing to us, missing ones no surprise."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from services.billing.gateway import BoletoLine, Charge, PixCode, Refund, Transfer
from services.ports import GatewayAway

BRASILIA = ZoneInfo("America/Sao_Paulo")
Json = dict[str, Any]
T = TypeVar("T")


def charge_of(body: Json) -> Charge:
    """Read a charge; without number, status or value it is none. Raises GatewayAway."""
    made, due = day(body.get("dateCreated")), day(body.get("dueDate"))
    value = demanded(money(body.get("value")), "value")
    return Charge(
        id=demanded(text(body.get("id")), "id"),
        customer_id=text(body.get("customer")) or "",
        status=demanded(text(body.get("status")), "status"),
        billing_type=text(body.get("billingType")) or "",
        value=value,
        net_value=or_else(money(body.get("netValue")), value),
        due_date=demanded(due or made, "dueDate"),
        reference=text(body.get("externalReference")),
        deleted=body.get("deleted") is True,
        created_on=demanded(made or due, "dateCreated"),
        invoice_url=text(body.get("invoiceUrl")),
        bank_slip_url=text(body.get("bankSlipUrl")),
        settled_on=day(body.get("paymentDate")),
        credit_date=day(body.get("creditDate")),
        refunds=refunds_of(things(body.get("refunds"))),
    )


def refunds_of(bodies: list[Json]) -> tuple[Refund, ...]:
    """Read refunds, each with a key that stays while its status moves.

    The end-to-end number comes late or never, so the key is a mark of when the refund was asked and
    how much it is; equal ones are numbered. Raises GatewayAway.
    """
    seen: Counter[str] = Counter()
    refunds = []
    for body in bodies:
        value = demanded(money(body.get("value")), "refund value")
        mark = f"{body.get('dateCreated')} {value:.2f}"
        seen[mark] += 1
        key = hashlib.sha256(f"{mark} {seen[mark]}".encode()).hexdigest()[:32]
        refunds.append(Refund(key=key, status=text(body.get("status")) or "", value=value))
    return tuple(refunds)


def transfer_of(body: Json) -> Transfer:
    """Read a transfer; without number, status or value it is none. Raises GatewayAway."""
    account = body.get("bankAccount")
    return Transfer(
        id=demanded(text(body.get("id")), "id"),
        status=demanded(text(body.get("status")), "status"),
        value=demanded(money(body.get("value")), "value"),
        fee=or_else(money(body.get("transferFee")), Decimal(0)),
        reference=text(body.get("externalReference")),
        pix_key=text(account.get("pixAddressKey")) if isinstance(account, dict) else None,
        authorized=body.get("authorized") is True,
        fail_reason=text(body.get("failReason")),
    )


def pix_code_of(body: Json) -> PixCode:
    """Read the code of a Pix. Raises GatewayAway."""
    expires = instant(body.get("expirationDate"))
    try:
        image = base64.b64decode(text(body.get("encodedImage")) or "", validate=True)
    except binascii.Error:
        image = b""
    return PixCode(
        payload=demanded(text(body.get("payload")), "payload"),
        image=image,
        expires_at=demanded(expires, "expirationDate"),
    )


def boleto_line_of(body: Json) -> BoletoLine:
    """Read the line of a boleto. Raises GatewayAway."""
    return BoletoLine(
        line=demanded(text(body.get("identificationField")), "identificationField"),
        bar_code=demanded(text(body.get("barCode")), "barCode"),
    )


def things(value: object) -> list[Json]:
    """Take the objects of a list; there may be none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(value: object) -> str | None:
    """Take a text that is not empty."""
    return value if isinstance(value, str) and value else None


def money(value: object) -> Decimal | None:
    """Take an amount of reais; numbers come whole, with one place or with two."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    try:
        return Decimal(value).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def day(value: object) -> date | None:
    """Take a day from `YYYY-MM-DD`, whatever follows it."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def instant(value: object) -> datetime | None:
    """Take an instant; without an offset it is Brasília's time."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if read is None:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=BRASILIA)).astimezone(UTC)


def demanded(value: T | None, name: str) -> T:
    """Give what an answer cannot do without. Raises GatewayAway."""
    if value is None:
        raise GatewayAway(f"an answer without {name}", maybe_done=True)
    return value


def or_else(value: T | None, other: T) -> T:
    """Give a value, or another where there is none."""
    return other if value is None else value
