"""Erasing an account: what names or reaches the person goes, what the law wants kept stays bare."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text

from services.administration import audit
from services.database import Transaction
from services.events import SessionEnded
from services.photos.letting_go import taking_out

# A tilde is in nobody's username, and nobody can read mail at an `.invalid` name (RFC 2606).
_STRIP = text("""
    update users set name = '', username = '~' || user_id, email = user_id || '@erased.invalid',
        password = null, cpf = null, photo = null, cellphone1 = null, cellphone2 = null,
        landline = null, slug = default, api_token = null, password_token = null,
        password_token_expiration_datetime = null, email_verified_at = null, erased_at = :at
    where user_id = :user
""")
# The book of bids keeps paddle and amount; whose name was shown beside it is not history's.
_UNNAME = text("update bids set shown_name = null where user_id = :user and shown_name is not null")
# What ties the lot's record to a document is the salt; the hash without it tells nobody anything.
_UNTIE = text("update bidders set salt = null where user_id = :user and salt is not null")
# A question that was answered is part of what all have read of the lot, unsigned as it was.
_UNASK = text("delete from questions where user_id = :user and answer is null")
# What was still being written of a lot was nobody else's.
_UNDRAFTED = taking_out("draft_id in (select draft_id from drafts where user_id = :user)")
# The stars stay with whom they were given to; what was written about the sale was the person's own.
_UNSAY = text("""
    update ratings set
        words = case when author_id = :user then '' else words end,
        reply = case when subject_id = :user then null else reply end,
        replied_at = case when subject_id = :user then null else replied_at end
    where author_id = :user or subject_id = :user
""")
# A flag that came to nothing goes; of the others the number stays, to defend rights and to keep
# fraud out (LGPD, art. 7, VI and IX; art. 16, I), without what was written about the person.
_UNFLAG = text("delete from flags where user_id = :user and status = 'dismissed'")
_UNNOTE = text("""
    update flags set note = null where user_id = :user or cast(:user as text) in (
        facts ->> 'seller', facts ->> 'winner', facts ->> 'buyer', facts ->> 'defender')
""")
_UNREPORT = text("""
    update flags set facts = facts - 'words'
    where kind = 'lot_reported' and facts ->> 'reporter' = cast(:user as text)
""")
_PHOTO = text("select photo from users where user_id = :user")
_PAYMENTS = text("""
    update payments p set
        payer = case when p.payer in (u.name, l.legal_business_name, l.trade_name)
                     then :surrogate else p.payer end,
        payee = case when p.payee in (u.name, l.legal_business_name, l.trade_name)
                     then :surrogate else p.payee end
    from users u left join legal_persons l using (user_id)
    where u.user_id = :user and (p.user_id = :user or p.product_id in (
        select product_id from products where user_id = :user))
""")
_END = text("""
    update sessions set user_agent = null, device = null, revoked_at = coalesce(revoked_at, :at)
    where user_id = :user returning token_hash
""")
_DISARM = text("delete from api_tokens where user_id = :user returning token_hash")
# Letters and links to the address, even those written before there was an account.
_UNWRITTEN = tuple(
    text(f"""
        delete from {table} where user_id = :user
        or lower(email) = (select lower(email) from users where user_id = :user)
    """)  # noqa: S608  two tables of ours
    for table in ("tokens", "mails")
)
_GONE = (
    "physical_persons",
    "legal_persons",
    "addresses",
    "settings",
    "identities",
    "totp_secrets",
    "recovery_codes",
    "watches",
    "saved_searches",
    "notifications",
    "push_subscriptions",
    "drafts",
)


def erase(work: Transaction, user_id: int, *, at: datetime) -> str | None:
    """Strip an account of its person, in the caller's transaction; its number stays as surrogate.

    Returns the key of the photo to let go of once that is committed.

    Bids, holds, ledger, payments, lots and consents remain, and so does the address of each log-in
    for the time access records are kept.
    """
    values = {"user": user_id, "at": at, "surrogate": f"~{user_id}"}
    photo: str | None = work.connection.execute(_PHOTO, values).scalar_one()
    work.connection.execute(_PAYMENTS, values)
    work.connection.execute(_UNDRAFTED, {**values, "now": at})
    for table in _GONE:
        work.connection.execute(text(f"delete from {table} where user_id = :user"), values)  # noqa: S608
    for statement in _UNWRITTEN:
        work.connection.execute(statement, values)
    for ending in (_END, _DISARM):
        for key in work.connection.execute(ending, values).scalars():
            work.announce(SessionEnded(session_key=key))
    work.connection.execute(_STRIP, values)
    work.connection.execute(_UNASK, values)
    work.connection.execute(_UNSAY, values)
    work.connection.execute(_UNFLAG, values)
    work.connection.execute(_UNNOTE, values)
    work.connection.execute(_UNREPORT, values)
    work.connection.execute(_UNNAME, values)
    work.connection.execute(_UNTIE, values)
    audit.record(work, "account.erased", f"user:{user_id}", at=at)
    return photo
