"""A copy of all the house keeps about a person, for them to take elsewhere (LGPD, art. 18)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from services.database import Database
from services.errors import NotFound
from services.ports import Clock
from services.throttles import Throttles
from services.views.cells import harmless

_MOST, _WITHIN = 10, timedelta(hours=1)
# Own data alone: of a sale the lot and the sums, never who is on its other side.
_QUERIES = {
    "account": """
        select username, name, email, cpf, cellphone1, cellphone2, landline, photo is not null as
               photo, wallet, held, created_at, email_verified_at
        from users where user_id = :user and erased_at is null
    """,
    "individual": "select rg, birth_date, gender from physical_persons where user_id = :user",
    "company": """
        select cnpj, state_tax_registration, legal_business_name, trade_name,
               scrap_purchase_authorization
        from legal_persons where user_id = :user
    """,
    "addresses": """
        select zip_code, street_name, street_number, apt, district, city, state, principal_address
        from addresses where user_id = :user order by address_id
    """,
    "settings": """
        select anonymous_mode, two_factor_auth, theme, language, text_size, reading_spacing,
               reduced_motion, underlined_links, calm_page, channels
        from settings where user_id = :user
    """,
    "bids": """
        select b.product_id as auction, p.product_name as lot, b.bid_value, b.bid_datetime, b.kind,
               b.winner, b.paddle, b.shown_name, exists (
                   select from annulled_intents a
                   where a.product_id = b.product_id and a.sequence = b.intent_sequence) as annulled
        from bids b join products p using (product_id)
        where b.user_id = :user order by b.bid_id
    """,
    "bids_authorised": """
        select i.product_id as auction, i.maximum, i.arrived_at, i.accepted, i.refusal,
               host(i.ip) as ip, i.user_agent
        from bid_intents i where i.user_id = :user order by i.arrived_at
    """,
    "declarations": """
        select d.product_id as auction, d.notice, d.words, d.at, host(d.ip) as ip
        from declarations d where d.user_id = :user order by d.at, d.product_id
    """,
    "bids_taken_back": """
        select a.product_id as auction, a.kind, a.reason, a.note, a.at
        from annulments a where a.user_id = :user order by a.annulment_id
    """,
    "ratings_given": """
        select y.product_id as auction, r.stars, r.words, r.at
        from ratings r join payments y using (payment_id)
        where r.author_id = :user order by r.rating_id
    """,
    "ratings_received": """
        select y.product_id as auction, r.stars, r.words, r.shown_at, r.reply, r.replied_at
        from ratings r join payments y using (payment_id)
        where r.subject_id = :user and r.shown_at <= clock_timestamp() order by r.rating_id
    """,
    "lots_withdrawn": """
        select w.product_id as auction, w.reason, w.asked_at, w.decided_at, w.granted
        from withdrawals w where w.user_id = :user order by w.withdrawal_id
    """,
    "flags_of_conduct": """
        select f.product_id as auction, f.kind, f.raised_at, f.status, f.reviewed_at
        from flags f where f.user_id = :user order by f.flag_id
    """,
    "lots_reported": """
        select f.product_id as auction, f.raised_at, f.facts ->> 'reason' as reason,
               f.facts ->> 'words' as words from flags f
        where f.kind = 'lot_reported' and f.facts ->> 'reporter' = cast(:user as text)
        order by f.flag_id
    """,
    "holds": """
        select product_id as auction, amount, captured, opened_at, ended_at, ending
        from holds where user_id = :user order by hold_id
    """,
    "movements": """
        select t.at, t.kind, t.product_id as auction, e.account, e.amount
        from ledger_entries e join ledger_transactions t using (ledger_transaction_id)
        where e.user_id = :user order by e.ledger_entry_id
    """,
    "payments": """
        select p.product_id as auction, p.kind, p.amount, p.hammer, p.commission, p.admin_fee,
               p.from_wallet, s.payment_status_name as status, m.payment_method_name as method,
               p.opening_datetime, p.due_datetime, p.confirmation_datetime
        from payments p join payment_statuses s using (payment_status_id)
        join payment_methods m using (payment_method_id)
        where p.user_id = :user order by p.payment_id
    """,
    "lots": """
        select p.product_id as auction, p.product_name as lot, p.description, p.min_bid, p.reserve,
               p.start_datetime, p.end_datetime, s.product_status_name as status, p.outcome, p.price
        from products p join product_statuses s using (product_status_id)
        where p.user_id = :user order by p.product_id
    """,
    "questions": """
        select q.product_id as auction, p.product_name as lot, q.question, q.asked_at, q.answer,
               q.answered_at
        from questions q join products p using (product_id)
        where q.user_id = :user order by q.question_id
    """,
    "answers": """
        select q.product_id as auction, p.product_name as lot, q.answer, q.answered_at
        from questions q join products p using (product_id)
        where p.user_id = :user and q.answer is not null order by q.question_id
    """,
    "news": """
        select created_at, read_at, topic, product_id as auction, facts
        from notifications where user_id = :user order by notification_id
    """,
    "push_subscriptions": """
        select created_at, endpoint from push_subscriptions
        where user_id = :user order by push_subscription_id
    """,
    "watched": """
        select w.product_id as auction, p.product_name as lot, w.created_at, w.alerts
        from watches w join products p using (product_id)
        where w.user_id = :user order by w.created_at, w.product_id
    """,
    "saved_searches": """
        select name, question, pace, created_at from saved_searches
        where user_id = :user order by saved_search_id
    """,
    "sessions": """
        select created_at, seen_at, revoked_at, host(ip) as ip, user_agent
        from sessions where user_id = :user order by session_id
    """,
    "api_keys": """
        select name, scopes, created_at, expires_at, last_used_at, revoked_at
        from api_tokens where user_id = :user order by api_token_id
    """,
    "identities": """
        select issuer, email, created_at from identities where user_id = :user order by identity_id
    """,
    "consents": """
        select document, version, at, host(ip) as ip, withdrawn
        from consents where user_id = :user order by consent_id
    """,
    "letters": """
        select email, subject, created_at, sent_at from mails where user_id = :user order by mail_id
    """,
    "deletion_requests": """
        select asked_at, due_at, cancelled_at from deletion_requests
        where user_id = :user order by deletion_request_id
    """,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A person's data as tables of rows, and when it was drawn."""

    drawn_at: datetime
    tables: Mapping[str, list[dict[str, Any]]]

    def as_json(self) -> bytes:
        """Write it as one JSON document, in UTF-8, amounts as strings with two decimals."""
        document = {"drawn_at": self.drawn_at, **self.tables}
        written = json.dumps(document, default=_plain, ensure_ascii=False, indent=2)
        return written.encode()

    def as_csv(self) -> bytes:
        """Write it as a ZIP of CSV files, one a table; no cell is read as a formula by anything."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, rows in self.tables.items():
                archive.writestr(f"{name}.csv", _csv(rows))
        return packed.getvalue()


class Exports:
    """Draws copies of a person's data."""

    def __init__(self, database: Database, clock: Clock, throttles: Throttles) -> None:
        self._database = database
        self._clock = clock
        self._throttles = throttles

    def draw(self, user_id: int) -> Export:
        """Draw all that is kept about a person: no secrets, nobody else's data.

        Raises NotFound, TooManyAttempts after ten in an hour.
        """
        self._throttles.count(f"export:{user_id}", most=_MOST, within=_WITHIN)
        with self._database.transaction() as work:
            tables = {
                name: [
                    dict(row)
                    for row in work.connection.execute(text(query), {"user": user_id}).mappings()
                ]
                for name, query in _QUERIES.items()
            }
        if not tables["account"]:
            raise NotFound
        return Export(drawn_at=self._clock.now(), tables=tables)


def _csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    if rows:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    written = value if isinstance(value, str) else _written(value)
    return harmless(written)


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, default=_plain).strip('"')


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    raise TypeError(type(value))
