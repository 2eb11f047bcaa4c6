"""The gateway asks before it sends money; the house says no to all it has not asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import structlog
from sqlalchemy import RowMapping, text
from sqlalchemy.exc import SQLAlchemyError

from models import PaymentState
from services.administration import audit
from services.database import Database
from services.errors import Unavailable
from services.ports import Clock

_FIND = text("""
    select t.*, p.payment_status_id from transfers t join payments p using (payment_id)
    where t.gateway_id = :gateway_id or t.transfer_id = :number
    order by t.gateway_id = :gateway_id desc nulls last limit 1 for no key update of t
""")
_APPROVE = text("""
    update transfers set approved_at = :now, gateway_id = :gateway_id where transfer_id = :transfer
""")
LONGEST_NUMBER = 64
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer to the gateway; `reason`, one word, is for its log and ours."""

    approved: bool
    reason: str = ""


class Validation:
    """Says of each transfer whether the house wants it: one it asked for itself, not used before.

    Asked the same again it says the same.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def judge(self, body: bytes) -> Verdict:
        """Approve a transfer whose number or reference, value and key are one of ours; else refuse.

        An approval ties the gateway's number to the withdrawal, so that no second transfer is
        approved for it. Anything that is no transfer is refused. Raises Unavailable while the books
        are out of reach: then nothing is said.
        """
        asked = _transfer_of(body)
        if asked is None:
            return self._refused("unreadable", {})
        number, about = asked
        try:
            return self._database.retried(lambda: self._judge(number, about))
        except SQLAlchemyError as error:
            log.error("transfer_not_judged", transfer=number, error=str(error))
            raise Unavailable from error

    def _judge(self, number: str, about: dict[str, Any]) -> Verdict:
        reference = about.get("externalReference")
        with self._database.transaction() as work:
            found = work.connection.execute(
                _FIND, {"gateway_id": number, "number": _own_number(reference)}
            )
            row = found.mappings().one_or_none()
            why = _against(row, number, about)
            if why or row is None:
                return self._refused(why, {"transfer": number, "reference": reference})
            if row["approved_at"] is None:
                now = self._clock.now()
                values = {"now": now, "gateway_id": number, "transfer": row["transfer_id"]}
                work.connection.execute(_APPROVE, values)
                audit.record(
                    work,
                    "transfer_approved",
                    f"payment:{row['payment_id']}",
                    at=now,
                    transfer=row["transfer_id"],
                    gateway_id=number,
                )
        return Verdict(approved=True)

    def _refused(self, why: str, about: dict[str, Any]) -> Verdict:
        log.error("transfer_not_ours", why=why, **about)
        return Verdict(approved=False, reason=why)


def _transfer_of(body: bytes) -> tuple[str, dict[str, Any]] | None:
    """Read the transfer that is asked about, with its number; None if it is none."""
    try:
        said = json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get("type") != "TRANSFER":
        return None
    about = said.get("transfer")
    if not isinstance(about, dict):
        return None
    number = about.get("id")
    if not isinstance(number, str) or not 0 < len(number) <= LONGEST_NUMBER:
        return None
    return (number, about) if number.isascii() and number.isprintable() else None


def _own_number(reference: object) -> int | None:
    name, _, digits = str(reference).partition(":")
    fits = name == "transfer" and digits.isascii() and digits.isdecimal() and len(digits) < 10
    return int(digits) if fits else None


def _against(row: RowMapping | None, number: str, about: dict[str, Any]) -> str:
    """Name what speaks against paying; empty if nothing does."""
    if row is None:
        return "unknown"
    account = about.get("bankAccount")
    key = account.get("pixAddressKey") if isinstance(account, dict) else None
    if row["state"] == "checking":
        return "checking"
    if row["gateway_id"] not in (None, number):
        return "another"
    if about.get("value") != row["value"]:
        return "value"
    if not isinstance(key, str) or _bare(key) != _bare(row["pix_key"]):
        return "key"
    over = row["closed_at"] is not None or row["payment_status_id"] != PaymentState.PENDING
    return "over" if over and row["approved_at"] is None else ""


def _bare(key: str) -> str:
    return "".join(letter for letter in key if letter.isalnum()).upper()
