"""What takes two people of the house: one asks, another agrees, and only then it is done."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, text

from services.administration import audit
from services.administration.orders import LONGEST_REASON
from services.administration.tables import Column, Source
from services.authority import demand, rights_in
from services.database import Database, Transaction
from services.errors import DeskRefused, Forbidden, NotFound
from services.people.fields import parse_text
from services.people.rights import Right
from services.ports import Clock
from services.sessions import SessionService
from services.views import ApprovalView, Kind
from services.views.approvals import About

Act = Callable[[Transaction, "Agreed"], None]
First = Callable[[Transaction, Mapping[str, Any]], None]
Tell = Callable[[Transaction, RowMapping], About | None]
_ASK = text("""
    insert into approvals (action, subject, payload, reason, asked_by, asked_at)
    values (:action, :subject, cast(:payload as jsonb), :reason, :actor, :now)
    on conflict (action, subject) where state = 'waiting' do nothing
    returning approval_id
""")
_READ = """
    select a.*, asker.username as asked_by_name, decider.username as decided_by_name
    from approvals a join users asker on asker.user_id = a.asked_by
    left join users decider on decider.user_id = a.decided_by
    where a.approval_id = :approval
"""
_SHOW, _LOCK = text(_READ), text(f"{_READ} for no key update of a")
_DECIDE = text("""
    update approvals set state = :state, decided_by = :actor, decided_at = :now, note = :note
    where approval_id = :approval
""")
STATES = ("waiting", "approved", "refused", "withdrawn", "lapsed")
APPROVALS = Source(
    name="approvals",
    right=Right.DESK,
    rows="approvals a join users asker on asker.user_id = a.asked_by"
    " left join users decider on decider.user_id = a.decided_by",
    where="a.action = any(:actions)",
    key="a.approval_id",
    order="-id",
    columns=(
        Column(name="id", sql="a.approval_id", kind=Kind.NUMBER, link="/admin/approvals/{key}"),
        Column(name="action", sql="a.action", kind=Kind.WORD, link="/admin/approvals/{key}"),
        Column(name="subject", sql="a.subject", kind=Kind.SUBJECT),
        Column(name="asked_by", sql="asker.username", filtered=True),
        Column(name="asked", sql="a.asked_at", kind=Kind.MOMENT, filtered=True),
        Column(name="state", sql="a.state", kind=Kind.WORD, filtered=True, choices=STATES),
        Column(name="decided_by", sql="decider.username", nullable=True),
        Column(name="decided", sql="a.decided_at", kind=Kind.MOMENT, nullable=True, shown=False),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What two people have agreed on, for the act that does it in the same transaction.

    `note` is what the second one wrote.
    """

    subject: str
    payload: Mapping[str, Any]
    reason: str
    asked_by: int
    decided_by: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Handled:
    right: Right
    act: Act
    refused: Act | None
    first: First | None
    about: Tell | None


class Approvals:
    """Keeps what was asked, and does it once somebody else has agreed.

    Whoever offers such an act registers it: `@approvals.handles("annul_bid", right=...)`.
    """

    def __init__(self, database: Database, clock: Clock, sessions: SessionService) -> None:
        self._database = database
        self._clock = clock
        self._sessions = sessions
        self._acts: dict[str, _Handled] = {}

    def handles(
        self,
        action: str,
        *,
        right: Right,
        refused: Act | None = None,
        first: First | None = None,
        about: Tell | None = None,
    ) -> Callable[[Act], Act]:
        """Register the act of an action, and the right that asking and agreeing take.

        `refused` is done instead, in the same transaction, where the second person says no. `first`
        takes the locks that come before the request's own, `about` tells what a request is about.
        """

        def register(act: Act) -> Act:
            self._acts[action] = _Handled(
                right=right, act=act, refused=refused, first=first, about=about
            )
            return act

        return register

    def actions_of(self, rights: frozenset[Right]) -> list[str]:
        """List the actions that somebody with these rights may ask for and agree to."""
        return [action for action, handled in self._acts.items() if handled.right in rights]

    def ask(
        self,
        work: Transaction,
        actor_id: int,
        action: str,
        subject: str,
        *,
        reason: str,
        payload: Mapping[str, object] | None = None,
    ) -> int:
        """Ask for an act on a subject (`bid:7`), in the caller's transaction; returns its number.

        Raises Forbidden, BadField without a reason, DeskRefused where it has been asked already.
        """
        demand(work, actor_id, self._acts[action].right)
        now, said = self._clock.now(), parse_text(reason, field="reason", longest=LONGEST_REASON)
        values = {"action": action, "subject": subject, "actor": actor_id, "now": now}
        written = json.dumps(dict(payload or {}), default=str, ensure_ascii=False)
        asked = {**values, "reason": said, "payload": written}
        number: int | None = work.connection.execute(_ASK, asked).scalar_one_or_none()
        if number is None:
            raise DeskRefused(reason="asked_already")
        audit.record(
            work, "approval_asked", subject, actor=actor_id, at=now, act=action, reason=said
        )
        return number

    def show(self, actor_id: int | None, approval_id: int) -> ApprovalView:
        """Show what was asked. Raises Forbidden, NotFound."""
        with self._database.transaction() as work:
            row = self._row(work, actor_id, approval_id)
            tell = self._acts[row["action"]].about
            about = tell(work, row) if tell is not None else None
        return ApprovalView(
            approval_id=row["approval_id"],
            action=row["action"],
            subject=row["subject"],
            payload=row["payload"],
            reason=row["reason"],
            asked_by=row["asked_by_name"],
            asked_at=row["asked_at"],
            decided_by=row["decided_by_name"],
            decided_at=row["decided_at"],
            state=row["state"],
            note=row["note"],
            mine=row["asked_by"] == actor_id,
            about=about,
        )

    def decide(
        self,
        actor_id: int,
        approval_id: int,
        *,
        approve: bool,
        session_key: str,
        note: str = "",
    ) -> None:
        """Agree, and have it done in the same transaction, or refuse.

        Whoever asked may only withdraw, by refusing. Raises Forbidden (also for agreeing with
        oneself), NotFound, BadField, ProofNeeded without a proof of the last five minutes, and
        DeskRefused for what is decided already; whatever the act itself refuses leaves everything
        as it was.
        """
        said = parse_text(note, field="note", longest=LONGEST_REASON, required=False) or None
        with self._database.transaction() as work:
            seen = self._row(work, actor_id, approval_id)
            handled = self._acts[seen["action"]]
            if handled.first is not None:
                handled.first(work, seen["payload"])
            row = work.connection.execute(_LOCK, {"approval": approval_id}).mappings().one()
            own = row["asked_by"] == actor_id
            if approve and own:
                raise Forbidden
            if row["state"] != "waiting":
                raise DeskRefused(reason="decided")
            self._sessions.demand_proof(work, session_key)
            state = "approved" if approve else "withdrawn" if own else "refused"
            now = self._clock.now()
            values = {"approval": approval_id, "state": state, "actor": actor_id}
            work.connection.execute(_DECIDE, {**values, "now": now, "note": said})
            act = handled.act if approve else handled.refused
            if act is not None and state != "withdrawn":
                agreed = Agreed(
                    subject=row["subject"],
                    payload=row["payload"],
                    reason=row["reason"],
                    asked_by=row["asked_by"],
                    decided_by=actor_id,
                    note=said or "",
                )
                act(work, agreed)
            audit.record(
                work,
                f"approval_{state}",
                row["subject"],
                actor=actor_id,
                at=now,
                act=row["action"],
                asked_by=row["asked_by"],
                reason=said or row["reason"],
            )

    def _row(self, work: Transaction, actor_id: int | None, approval_id: int) -> RowMapping:
        row = work.connection.execute(_SHOW, {"approval": approval_id}).mappings().one_or_none()
        if Right.DESK not in rights_in(work, actor_id):
            raise Forbidden
        if row is None or row["action"] not in self._acts:
            raise NotFound
        demand(work, actor_id, self._acts[row["action"]].right)
        return row
