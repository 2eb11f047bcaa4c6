"""What the desk shows first: how much of everything waits for somebody of the house."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from models import Status
from services.administration.approvals import Approvals
from services.authority import rights_in
from services.database import Database
from services.errors import Forbidden
from services.people.fields import bare
from services.people.rights import Right
from services.ports import Clock
from services.views import BoardLine, Finding

_MOST_FOUND = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """One count of the board, for those with its right; `count` may ask for `:now`.

    `grave` is what should be nothing at all, `watched` what is only good to know.
    """

    name: str
    right: Right
    count: str
    path: str
    grave: bool = False
    watched: bool = False


# The order is the board's. Named `admin.board.<name>`.
ATTENTION = [
    Attention(
        name="closing",
        right=Right.AUCTIONS,
        count=f"""
            select count(*) from products where product_status_id = {Status.IN_OCCURRENCE:d}
            and end_datetime between :now and :now + interval '1 hour'
        """,  # noqa: S608  a number of ours
        path="/admin/auctions?status=open&sort=ends",
        watched=True,
    ),
    Attention(
        name="conditional",
        right=Right.AUCTIONS,
        count="select count(*) from products where outcome = 'conditional'",
        path="/admin/auctions?outcome=conditional",
    ),
    Attention(
        name="withdrawals",
        right=Right.AUCTIONS,
        count="select count(*) from withdrawals where decided_at is null",
        path="/admin/withdrawals?state=waiting",
    ),
    Attention(
        name="flags",
        right=Right.AUCTIONS,
        count="select count(*) from flags where status = 'open'",
        path="/admin/flags?status=open",
    ),
    Attention(
        name="suspended",
        right=Right.AUCTIONS,
        count=f"""
            select count(*) from products where product_status_id = {Status.SUSPENDED:d}
        """,  # noqa: S608  a number of ours
        path="/admin/auctions?status=suspended",
    ),
    Attention(
        name="unvalidated",
        right=Right.AUCTIONS,
        count="""
            select count(*) from products where outcome = 'sold' and validated_at is null
            and auction_type <> 'commercial'
        """,
        path="/admin/auctions?outcome=sold&validated=no",
    ),
    Attention(
        name="auctioneers",
        right=Right.USERS,
        count="""
            select count(*) from auctioneers where verified_at is null and refused_at is null
        """,
        path="/admin/users?request=waiting",
    ),
    Attention(
        name="payouts",
        right=Right.MONEY,
        count="select count(*) from transfers where state = 'checking'",
        path="/admin/payouts?state=checking",
    ),
    Attention(
        name="differences",
        right=Right.MONEY,
        count="select count(*) from discrepancies where ended_at is null and alarming",
        path="/admin/reconciliation",
        grave=True,
    ),
    Attention(
        name="messages",
        right=Right.MONEY,
        count="""
            select count(*) from gateway_events
            where result in ('quarantined', 'malformed') or result is null and tries > 1
        """,
        path="/admin/messages",
    ),
]
_TO_AGREE = text("""
    select count(*) from approvals
    where state = 'waiting' and action = any(:actions) and asked_by <> :actor
""")
_AUCTIONS = text("""
    select p.product_id, p.product_name, u.username from products p join users u using (user_id)
    where p.product_id = :number or position(lower(:words) in lower(p.product_name)) > 0
    order by p.product_id = :number desc nulls last, p.product_id desc limit :most
""")
_PEOPLE = text("""
    select user_id, username, coalesce(l.legal_business_name, name) as name
    from users left join legal_persons l using (user_id)
    where erased_at is null and (user_id = :number
        or position(lower(:words) in lower(username)) > 0
        or position(lower(:words) in lower(name)) > 0 or lower(email) = lower(:words)
        or position(lower(:words) in lower(l.legal_business_name)) > 0
        or position(lower(:words) in lower(l.trade_name)) > 0
        or cpf = :document or l.cnpj = :document)
    order by lower(username) = lower(:words) desc, user_id desc limit :most
""")


class Board:
    """Counts what waits, and finds auctions and people by a word or a number."""

    def __init__(self, database: Database, clock: Clock, approvals: Approvals) -> None:
        self._database = database
        self._clock = clock
        self._approvals = approvals

    def attention(self, actor_id: int | None) -> tuple[BoardLine, ...]:
        """Count what waits in all that is this person's to look after. Raises Forbidden."""
        with self._database.transaction() as work:
            held = rights_in(work, actor_id)
            if Right.DESK not in held:
                raise Forbidden
            now = {"now": self._clock.now()}
            agree = {"actions": self._approvals.actions_of(held), "actor": actor_id}
            waiting = work.connection.execute(_TO_AGREE, agree).scalar_one()
            approvals = BoardLine(
                name="approvals", count=waiting, path="/admin/approvals?state=waiting", grave=False
            )
            counted = tuple(
                BoardLine(
                    name=one.name,
                    count=work.connection.execute(text(one.count), now).scalar_one(),
                    path=one.path,
                    grave=one.grave,
                    watched=one.watched,
                )
                for one in ATTENTION
                if one.right in held
            )
        return (approvals, *counted) if agree["actions"] else counted

    def find(self, actor_id: int | None, words: str) -> tuple[Finding, ...]:
        """Find by a word of the name, or by number, what is this person's to see.

        People are found by CPF or CNPJ as well, masked or not.
        """
        words = " ".join(words.replace("\0", "").split())[:80]
        number = words.lstrip("#")
        fits = number.isascii() and number.isdecimal() and len(number) < 10
        asked = {
            "words": words.lstrip("@"),
            "number": int(number) if fits else None,
            "document": bare(words).upper(),
            "most": _MOST_FOUND,
        }
        found: list[Finding] = []
        with self._database.transaction() as work:
            held = rights_in(work, actor_id)
            if Right.DESK not in held:
                raise Forbidden
            if words and Right.AUCTIONS in held:
                for row in work.connection.execute(_AUCTIONS, asked):
                    path = f"/admin/auctions/{row.product_id}"
                    detail = f"#{row.product_id} · @{row.username}"
                    found.append(
                        Finding(kind="auction", label=row.product_name, detail=detail, path=path)
                    )
            if words and Right.PEOPLE in held:
                for row in work.connection.execute(_PEOPLE, asked):
                    label, path = row.name or row.username, f"/admin/users/{row.user_id}"
                    detail = f"@{row.username}"
                    found.append(Finding(kind="person", label=label, detail=detail, path=path))
        return tuple(found)
