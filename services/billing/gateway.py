"""What the house asks of a payment gateway, and what it reads there, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class BillingType(StrEnum):
    """How a charge may be paid; `UNDEFINED` leaves it to the payer. (Asaas, `billingType`)

    Debit cards cannot be asked for: they come back from a charge that left the choice.
    """

    PIX = "PIX"
    BOLETO = "BOLETO"
    CREDIT_CARD = "CREDIT_CARD"
    UNDEFINED = "UNDEFINED"


class PixKeyType(StrEnum):
    """What a Pix key is. (Asaas, `pixAddressKeyType`)"""

    CPF = "CPF"
    CNPJ = "CNPJ"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    EVP = "EVP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Who pays: document in digits (letters too, in a CNPJ), the rest as the gateway wants it."""

    name: str
    document: str
    email: str
    reference: str
    mobile_phone: str = ""
    postal_code: str = ""
    address: str = ""
    address_number: str = ""
    complement: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeOrder:
    """A sum of reais asked of a customer until the end of a day, under the house's reference."""

    customer_id: str
    billing_type: BillingType
    value: Decimal
    due_date: date
    description: str
    reference: str
    success_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money given back, or on its way; `key` is one's own. Done only at status DONE."""

    key: str
    status: str
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A charge as the gateway tells it: `status` and `billing_type` are open words of its own.

    `value` is what was paid, with fines and discounts, once it was; `net_value` without the
    gateway's fee; `settled_on` the day it entered the balance there, None until it does.
    """

    id: str
    customer_id: str
    status: str
    billing_type: str
    value: Decimal
    net_value: Decimal
    due_date: date
    reference: str | None
    deleted: bool
    created_on: date
    invoice_url: str | None = None
    bank_slip_url: str | None = None
    settled_on: date | None = None
    credit_date: date | None = None
    refunds: tuple[Refund, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PixCode:
    """The code of a Pix: `payload` to copy, `image` a PNG of its QR, until when it is good."""

    payload: str
    image: bytes
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BoletoLine:
    """What pays a boleto: the line to type (47 digits) and the bar code (44)."""

    line: str
    bar_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOrder:
    """A sum of reais to be sent to a Pix key, under the house's reference."""

    value: Decimal
    pix_key: str
    pix_key_type: PixKeyType
    description: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer as the gateway tells it: `status` is an open word of its own."""

    id: str
    status: str
    value: Decimal
    fee: Decimal
    reference: str | None
    pix_key: str | None
    authorized: bool
    fail_reason: str | None = None
