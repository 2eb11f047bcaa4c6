"""Clearing: what the gateway's messages hint at is read there, and what is found is applied."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from decimal import Decimal
from typing import Any

import structlog
from sqlalchemy import RowMapping, text

from services.billing.gateway import Charge, Transfer
from services.billing.statuses import TRANSFER_EVENTS, borne_out, hint
from services.database import Database
from services.payments.charging import reference
from services.payments.clearing_writes import Applied, apply
from services.payments.hooks import Hooks
from services.payments.inbox import Inbox
from services.ports import Clock, GatewayAway, GatewayRefused, PaymentGateway, Runner

_AT_ONCE = 8  # readings; the gateway takes 50 at a time from a whole account
_PATIENCE = 5  # readings before an event that is ahead of what is found is taken for a mistake
_CHARGES = """
    select c.charge_id, c.gateway_id, c.value, cast(cast(c.xmin as text) as bigint) as version,
           u.api_token
    from charges c join payments p using (payment_id) join users u using (user_id)
"""
_MATCH = text(f"""{_CHARGES}
    where c.gateway_id = any(:subjects) or c.charge_id = any(:numbers) and c.gateway_id is null
""")
_OWN = text(f"{_CHARGES} where c.charge_id = :charge")
Group = list[RowMapping]
log = structlog.get_logger(__name__)


class Clearing:
    """Goes through the inbox, charge by charge.

    Messages about one charge that wait together share a reading. One that cannot be dealt with
    waits for itself alone; while the gateway is away, all wait.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        gateway: PaymentGateway,
        run: Runner,
        *,
        inbox: Inbox,
        hooks: Hooks,
    ) -> None:
        self._database = database
        self._clock = clock
        self._gateway = gateway
        self._run = run
        self._inbox = inbox
        self._hooks = hooks

    async def clear_due(self) -> int:
        """Deal with what is due in the inbox, a hundred messages at a time; returns how many."""
        rows = await self._run(self._inbox.take)
        groups: dict[tuple[str, str], Group] = defaultdict(list)
        idle, orphans = [], []
        for row in rows:
            family = _family(row["event"])
            if family == "other" or row["subject"] is None:
                idle.append(row)
            else:
                groups[family, row["subject"]].append(row)
        ours = await self._run(
            self._match, [g for (name, _), g in groups.items() if name != "transfer"]
        )
        work = []
        for (family, subject), group in groups.items():
            if family == "transfer":
                work.append(self._guarded(group, self._transfer(subject, group)))
            elif subject in ours:
                work.append(self._guarded(group, self._charge(subject, group, ours[subject])))
            else:
                orphans += group
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(act: Coroutine[Any, Any, None]) -> None:
            async with gate:
                await act

        await asyncio.gather(
            self._over(idle, "nothing", "about nothing the house knows of"),
            self._over(orphans, "orphan", "of no charge of the house"),
            *(one(act) for act in work),
        )
        return len(rows)

    async def look_again(self, charge_id: int) -> Applied | None:
        """Read a charge known at the gateway and apply it, as if an event had come.

        None if the gateway knows of none. Raises GatewayAway and GatewayRefused.
        """
        row = await self._run(self._own, charge_id)
        if row["gateway_id"] is None:
            return None
        return (await self._read(row["gateway_id"], row))[0]

    async def _guarded(self, group: Group, act: Coroutine[Any, Any, None]) -> None:
        subject = group[0]["subject"]
        try:
            await act
        except (GatewayAway, GatewayRefused) as answer:
            log.warning("event_put_off", subject=subject, why=str(answer))
            await self._run(self._inbox.put_off, group, str(answer))
        except Exception as mistake:  # it harms nobody else
            log.exception("event_failed", subject=subject)
            await self._run(self._inbox.put_off, group, repr(mistake))

    async def _charge(self, subject: str, group: Group, row: RowMapping) -> None:
        _alarm(group)
        telling = [each for each in group if hint(each["event"]).asks]
        await self._over([each for each in group if each not in telling], "nothing")
        if not telling:
            return
        lying = [each for each in telling if lies(each["body"], row)]
        if lying:
            log.error("event_lies", charge=row["charge_id"], events=_names(lying))
        found, charge = await self._read(subject, row)
        if charge is None or found is None:
            await self._over(telling, "quarantined", "the gateway knows of no such charge")
            log.error("charge_not_there", charge=row["charge_id"], subject=subject)
            return
        if found.unwanted:
            await self._take_away(charge)
        await self._note(telling, lying, found, charge)

    async def _read(self, subject: str, row: RowMapping) -> tuple[Applied | None, Charge | None]:
        """Read a charge and apply it; again if it was written while it was being read."""
        for _ in range(_PATIENCE):
            charge = await self._gateway.charge(subject)
            unclaimed = row["gateway_id"] is None
            if charge is None or (unclaimed and charge.reference != reference(row["charge_id"])):
                return None, None
            applied = await self._run(self._apply, row, charge)
            if not applied.outdated:
                return applied, charge
            row = await self._run(self._own, row["charge_id"])
        raise GatewayAway("the charge was written while it was being read", maybe_done=False)

    async def _take_away(self, charge: Charge) -> None:
        try:
            await self._gateway.delete_charge(charge.id)
        except GatewayRefused as refusal:  # paid in the meantime: an event will tell
            log.warning("charge_not_taken_back", charge=charge.id, why=refusal.description)

    async def _note(
        self,
        telling: Group,
        lying: Group,
        found: Applied,
        charge: Charge,
    ) -> None:
        early = [
            each
            for each in telling
            if not borne_out(hint(each["event"]), found.standing) and each["tries"] < _PATIENCE
        ]
        if early:
            await self._run(self._inbox.put_off, early, f"found {charge.status}")
        rest = [each for each in telling if each not in early]
        wrong = rest if found.doubts else [each for each in rest if each in lying]
        why = ", ".join(found.doubts) or "the message"
        await self._over(wrong, "quarantined", f"not as asked for: {why}")
        result = "applied" if found.changed else "nothing"
        good = [each for each in rest if each not in wrong]
        await self._over(good, result, f"found {charge.status}")

    async def _transfer(self, subject: str, group: Group) -> None:
        _alarm(group)
        reading = await self._gateway.transfer(subject)
        if reading is None:
            await self._over(group, "orphan", "the gateway knows of no such transfer")
            return
        blocked = any(each["event"] == "TRANSFER_BLOCKED" for each in group)
        result = await self._run(self._apply_transfer, reading, blocked)
        await self._over(group, result, f"found {reading.status}")

    async def _over(self, group: Group, result: str, note: str = "") -> None:
        if not group:
            return
        if result == "orphan":
            log.warning("event_orphaned", subject=group[0]["subject"], events=_names(group))
        ids = [row["gateway_event_id"] for row in group]
        await self._run(self._inbox.handled, ids, result, note[:500] or None)

    def _match(self, groups: Sequence[Group]) -> dict[str, RowMapping]:
        """Find the charge of each group, by its number there or else by ours."""
        numbers = {group[0]["subject"]: _number(group) for group in groups}
        values = {
            "subjects": list(numbers),
            "numbers": [number for number in numbers.values() if number is not None],
        }
        if not numbers:
            return {}
        with self._database.transaction() as work:
            rows = work.connection.execute(_MATCH, values).mappings().all()
        known = {row["gateway_id"]: row for row in rows if row["gateway_id"] is not None}
        unclaimed = {row["charge_id"]: row for row in rows if row["gateway_id"] is None}
        found = {name: known.get(name) or unclaimed.get(number) for name, number in numbers.items()}
        return {name: row for name, row in found.items() if row is not None}

    def _own(self, charge_id: int) -> RowMapping:
        with self._database.transaction() as work:
            return work.connection.execute(_OWN, {"charge": charge_id}).mappings().one()

    def _apply(self, row: RowMapping, charge: Charge) -> Applied:
        def attempt() -> Applied:
            with self._database.transaction() as work:
                return apply(
                    work,
                    charge,
                    charge_id=row["charge_id"],
                    version=row["version"],
                    hooks=self._hooks,
                    now=self._clock.now(),
                )

        return self._database.retried(attempt)

    def _apply_transfer(self, reading: Transfer, blocked: bool) -> str:
        def attempt() -> str:
            with self._database.transaction() as work:
                said = [hook(work, reading, blocked=blocked) for hook in self._hooks.on_transfer]
            return next((word for word in said if word != "orphan"), "orphan")

        return self._database.retried(attempt)


def lies(body: bytes | memoryview, row: RowMapping) -> bool:
    """Tell whether a message claims another value or customer than the charge was asked for with.

    It changes nothing: what is read is applied. But who sends such a thing may have the token.
    """
    try:
        said = json.loads(bytes(body), parse_float=Decimal).get("payment")
    except (ValueError, RecursionError):
        return True
    asked = {"value": row["value"], "customer": row["api_token"]}
    return not isinstance(said, dict) or any(
        said.get(name) not in (None, value) for name, value in asked.items()
    )


def _family(event: str) -> str:
    if event.startswith("PAYMENT_"):
        return "charge"
    return "transfer" if event in TRANSFER_EVENTS else "other"


def _number(group: Group) -> int | None:
    """Find the house's own number in what the messages refer to: 17 in `charge:17`."""
    for row in group:
        name, _, digits = (row["reference"] or "").partition(":")
        if name == "charge" and digits.isdecimal() and len(digits) < 10:
            return int(digits)
    return None


def _alarm(group: Group) -> None:
    alarming = [row for row in group if hint(row["event"]).alarms]
    if alarming:
        log.warning("gateway_alarm", subject=alarming[0]["subject"], events=_names(alarming))


def _names(group: Group) -> list[str]:
    return [row["event"] for row in group]
