"""Every word of people in a house replaced by payloads, as if nobody had looked when it came in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, Integer, LargeBinary, Numeric, String, Table, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from tests.house import House
from tests.security.payloads import written

# Where people's words are kept.
FREE = {
    "addresses": ("street_name", "apt", "district", "city"),
    "announcements": ("words",),
    "annulments": ("note",),
    "api_tokens": ("name",),
    "approvals": ("reason", "note"),
    "auctioneers": ("registration", "refusal"),
    "bids": ("shown_name",),
    "categories": ("category_name",),
    "deliveries": ("handed_over_how", "dispute"),
    "discrepancies": ("subject", "ours", "theirs"),
    "flags": ("note",),
    "gateway_events": ("event", "subject", "reference", "note"),
    "house_versions": ("why",),
    "identities": ("email",),
    "images": ("alt",),
    "legal_infos": (
        "court", "plaintiff", "defendant", "judge_name", "extra_notes", "payment_terms",
        "goods_at", "visits", "burdens", "debts",
    ),
    "legal_persons": ("legal_business_name", "trade_name"),
    "mails": ("subject", "text"),
    "payments": ("payer", "payee"),
    "postal_codes": ("street_name", "district", "city"),
    "products": ("product_name", "description", "street_name", "apt", "district", "city", "pickup"),
    "questions": ("question", "answer"),
    "ratings": ("words", "reply"),
    "saved_searches": ("name",),
    "sessions": ("user_agent", "device"),
    "technical_features": ("technical_feature_name", "unit"),
    "technical_features_values": ("value",),
    "transfers": ("last_error", "fail_reason"),
    "users": ("name", "username"),
    "withdrawals": ("reason", "note"),
}  # fmt: skip
# Long texts in which people have no word: numbers, hashes, codes and addresses the house makes.
OURS = {
    "api_tokens.token_hash", "approvals.action", "approvals.subject", "audit_head.hash",
    "audit_records.action", "audit_records.hash", "audit_records.previous",
    "audit_records.request_id", "audit_records.subject", "bid_intents.idempotency_key",
    "bid_intents.user_agent", "bidders.commitment", "bidders.salt", "bids.hash",
    "categories.slug", "charges.bank_slip_url", "charges.bar_code", "charges.boleto_line",
    "charges.gateway_id", "charges.gateway_status", "charges.invoice_url", "charges.last_error",
    "charges.pix_payload", "discrepancies.kind", "dropped_images.alt", "dropped_images.image",
    "flags.unique_key", "gateway_events.event_id", "heartbeats.process", "house_versions.subject",
    "identities.issuer", "identities.subject", "images.image", "known_words.word",
    "ledger_transactions.business_key", "mails.email", "mails.html", "mails.last_error",
    "mails.unsubscribe", "notifications.path", "notifications.topic", "notifications.unique_key",
    "outbox.topic", "outbox.unique_key", "payments.asked_key", "products.chain_head",
    "push_subscriptions.auth", "push_subscriptions.endpoint", "push_subscriptions.p256dh",
    "pushes.last_error", "record_facts.hash", "record_facts.line", "record_signatures.head",
    "record_signatures.signature", "recovery_codes.code_hash", "saved_searches.question",
    "saved_searches.stop_key", "sessions.csrf", "sessions.token_hash", "signing_keys.public_key",
    "throttles.subject", "tokens.email", "tokens.token_hash", "totp_secrets.secret",
    "transfers.gateway_id", "transfers.gateway_status", "transfers.pix_key", "users.api_token",
    "users.email", "users.password", "users.password_token", "users.photo",
    "handler_failures.error", "handler_failures.handler",
}  # fmt: skip
NOW = datetime(2026, 3, 4, tzinfo=UTC)
USUAL: dict[type, Any] = {
    LargeBinary: b"{}",
    JSONB: "{}",
    String: "1",
    DateTime: NOW,
    Date: NOW,
    Boolean: False,
    Numeric: 1,
    Integer: 1,
}
# What a row must say to be one that pages know.
CHOSEN: dict[str, dict[str, Any]] = {
    "addresses": {"zip_code": "01310-100", "state": "SP"},
    "announcements": {"kind": "words", "words": "x"},
    "api_tokens": {"scopes": ["read"]},
    "annulments": {"kind": "bid", "reason": "mistake"},
    "deliveries": {"disputed_at": NOW, "confirm_by": NOW},
    "drafts": {"step": "photos", "user_id": 1},
    "flags": {"kind": "shill", "status": "open"},
    "images": {"image": "/static/demo/x", "draft_id": 1},
    "mails": {"email": "x@y.test"},
    "postal_codes": {"zip_code": "01310100", "state": "SP"},
    "ratings": {"side": "buyer"},
    "saved_searches": {"question": "q=x", "pace": "daily"},
    "transfers": {"state": "failed"},
}
# Of these tables only rows whose words nobody has read as something else.
ONLY = {
    "technical_features_values": "where technical_feature_id in (select technical_feature_id"
    " from technical_features where kind in ('text', 'choice'))"
}


def write_more(house: House) -> None:
    """Add a row of each kind that the demonstration has none of; no rule of a table looks on."""
    rules = (
        "select conrelid::regclass as at, conname as name from pg_constraint where contype = 'c'"
    )
    for rule in house.rows(f"{rules} and connamespace = 'public'::regnamespace"):
        house.change(f"alter table {rule['at']} drop constraint {rule['name']}")
    for table in ("drafts", *FREE):
        if not house.one(f"select exists (select from {table})"):
            a_row(house, SQLModel.metadata.tables[table], CHOSEN.get(table, {}))


def a_row(house: House, table: Table, chosen: dict[str, Any]) -> None:
    """Write the least that a table takes for a row, in columns nobody has chosen a value for."""
    values = dict(chosen)
    for column in table.columns:
        needed = not (column.nullable or column.server_default or column.identity)
        if column.name in values or not needed or column.autoincrement is True:
            continue
        if column.foreign_keys:
            there = next(iter(column.foreign_keys)).column
            values[column.name] = house.one(f"select min({there.name}) from {there.table.name}")
        else:
            values[column.name] = next(
                value for kind, value in USUAL.items() if isinstance(column.type, kind)
            )
    names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    with house.database.transaction() as work:
        work.connection.exec_driver_sql("set local session_replication_role = replica")
        work.connection.execute(
            text(f"insert into {table.name} ({names}) values ({places})"), values
        )


def poison(house: House) -> set[str]:
    """Write payloads over all words; tells which fields there were."""
    filled = set()
    with house.database.transaction() as work:
        work.connection.exec_driver_sql("set local session_replication_role = replica")
        for table, columns in FREE.items():
            for column in columns:
                kind = SQLModel.metadata.tables[table].columns[column].type
                length = kind.length if isinstance(kind, String) else None
                unique = length is not None and length < 90  # names that nobody else has
                rows = work.connection.exec_driver_sql(
                    f"select ctid::text from {table} {ONLY.get(table, '')}"
                ).scalars()
                for number, row in enumerate(list(rows)):
                    mark = f"{number} " if unique else ""
                    words = mark + written(number, length and length - len(mark))
                    work.connection.exec_driver_sql(
                        f"update {table} set {column} = %s where ctid = %s::tid", (words, row)
                    )
                    filled.add(f"{table}.{column}")
    return filled
