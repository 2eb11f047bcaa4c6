"""Somebody with an account as the house's people read it."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, text

from services.administration.tables import Column, Source
from services.errors import NotFound
from services.people.rights import Right
from services.views import Kind, RoleLine, StrikeLine

_PERSON = """
    select u.*, coalesce(l.cnpj, u.cpf, '') as document, l.user_id is not null as company,
           coalesce(l.legal_business_name, u.name) as called,
           (select count(*) from products p where p.user_id = u.user_id
            and p.product_status_id in (1, 2, 6)) as selling,
           (select count(*) from products p where p.user_id = u.user_id
            and p.outcome = 'sold') as sold,
           (select count(*) from bids b where b.user_id = u.user_id and b.kind = 'direct') as bids,
           (select count(*) from products p where p.leader_id = u.user_id
            and p.outcome = 'sold') as won
    from users u left join legal_persons l using (user_id)
    where u.user_id = :user
"""
_READ, _LOCK = text(_PERSON), text(f"{_PERSON} for no key update of u")
_ROLES = text("""
    select role_id, role, product_id as auction_id, granted_at from roles
    where user_id = :user and revoked_at is null order by role, product_id
""")
_STRIKES = text("""
    select strike_id, product_id as auction_id, at, penalty, waived_at is not null as waived
    from strikes where user_id = :user order by at desc limit 50
""")
_KIND = """
    case when u.admin_user then 'administrator' when exists (
            select from roles r where r.user_id = u.user_id and r.revoked_at is null) then 'staff'
        when a.verified_at is not null then 'auctioneer'
        when l.user_id is not null then 'company' else 'individual' end
"""
_STATE = """
    case when u.erased_at is not null then 'erased' when u.blocked_at is not null then 'blocked'
        when u.email_verified_at is null then 'unverified' else 'active' end
"""
_REQUEST = """
    case when a.user_id is null then null when a.verified_at is not null then 'verified'
        when a.refused_at is not null then 'refused' else 'waiting' end
"""
_BARE = r"upper(regexp_replace(:words, '[^0-9A-Za-z]', '', 'g'))"
USERS = Source(
    name="users",
    right=Right.PEOPLE,
    rows="users u left join legal_persons l using (user_id)"
    " left join auctioneers a on a.user_id = u.user_id",
    key="u.user_id",
    order="-id",
    search="position(lower(:words) in lower(u.name || ' ' || u.username || ' '"
    " || coalesce(l.legal_business_name, '') || ' ' || coalesce(l.trade_name, ''))) > 0"
    f" or lower(u.email) = lower(:words) or u.cpf = {_BARE} or l.cnpj = {_BARE}"
    " or u.user_id = :number",
    columns=(
        Column(name="id", sql="u.user_id", kind=Kind.NUMBER, link="/admin/users/{key}"),
        Column(name="name", sql="coalesce(l.legal_business_name, u.name)",
               link="/admin/users/{key}", filtered=True),
        Column(name="username", sql="u.username", filtered=True),
        Column(name="email", sql="u.email", filtered=True),
        Column(name="document", sql="coalesce(l.cnpj, u.cpf)", nullable=True, shown=False,
               sorted=False),
        Column(name="kind", sql=f"({_KIND})", kind=Kind.WORD, filtered=True,
               choices=("individual", "company", "auctioneer", "staff", "administrator")),
        Column(name="state", sql=f"({_STATE})", kind=Kind.WORD, filtered=True,
               choices=("active", "unverified", "blocked", "erased")),
        Column(name="request", sql=f"({_REQUEST})", kind=Kind.WORD, nullable=True, filtered=True,
               shown=False, choices=("waiting", "verified", "refused")),
        Column(name="strikes", sql="(select count(*) from strikes s where s.user_id = u.user_id"
               " and s.waived_at is null)", kind=Kind.NUMBER),
        Column(name="joined", sql="u.created_at", kind=Kind.MOMENT, filtered=True),
    ),
)  # fmt: skip


def read_person(connection: Connection, user_id: int, *, lock: bool = False) -> RowMapping:
    """Read somebody's row, under its lock if wanted. Raises NotFound."""
    query = _LOCK if lock else _READ
    row = connection.execute(query, {"user": user_id}).mappings().one_or_none()
    if row is None:
        raise NotFound
    return row


def roles_of(connection: Connection, user_id: int) -> tuple[RoleLine, ...]:
    """List the roles somebody holds now."""
    rows = connection.execute(_ROLES, {"user": user_id}).mappings()
    return tuple(RoleLine(**row) for row in rows)


def strikes_of(connection: Connection, user_id: int) -> tuple[StrikeLine, ...]:
    """List the sales somebody did not pay, the newest first."""
    rows = connection.execute(_STRIKES, {"user": user_id}).mappings()
    return tuple(StrikeLine(**row) for row in rows)
