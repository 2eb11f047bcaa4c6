"""Who may do what in the house, asked of the rows in the act's own transaction."""

from __future__ import annotations

from sqlalchemy import text

from services.database import Transaction
from services.errors import Forbidden
from services.people.rights import Right, rights_of

_ROLES = text("""
    select u.admin_user, array(
        select distinct r.role from roles r
        where r.user_id = u.user_id and r.revoked_at is null) as roles
    from users u
    where u.user_id = :actor and u.blocked_at is null and u.erased_at is null
""")
_EXAMINES = text("""
    select product_id from roles
    where user_id = :actor and role = 'auditor' and revoked_at is null order by product_id
""")


def rights_in(work: Transaction, actor_id: int | None) -> frozenset[Right]:
    """Read what a person may do now; nothing for somebody blocked, erased or unknown."""
    row = work.connection.execute(_ROLES, {"actor": actor_id}).one_or_none()
    return rights_of(row.roles, administrator=row.admin_user) if row else frozenset()


def demand(work: Transaction, actor_id: int | None, right: Right) -> None:
    """Refuse an act to whoever has no right to it, whatever the screen showed. Raises Forbidden."""
    if right not in rights_in(work, actor_id):
        raise Forbidden


def examined_by(work: Transaction, actor_id: int | None) -> tuple[int, ...] | None:
    """List the auctions whose record a person may read; None for all. Raises Forbidden."""
    held = rights_in(work, actor_id)
    if Right.AUCTIONS in held:
        return None
    if Right.EXAMINE not in held:
        raise Forbidden
    return tuple(work.connection.execute(_EXAMINES, {"actor": actor_id}).scalars())


def demand_examination(work: Transaction, actor_id: int | None, auction_id: int) -> None:
    """Refuse the record of an auction to whoever may not read it. Raises Forbidden."""
    own = examined_by(work, actor_id)
    if own is not None and auction_id not in own:
        raise Forbidden
