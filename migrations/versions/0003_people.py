"""How the house knows somebody: tokens, mails, identities, second factors, consents, wishes to go.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    "consents",
    "deletion_requests",
    "identities",
    "mails",
    "postal_codes",
    "recovery_codes",
    "tokens",
    "totp_secrets",
)


def upgrade() -> None:
    op.create_table(
        "postal_codes",
        sa.Column("zip_code", sa.CHAR(length=8), nullable=False),
        sa.Column("street_name", sa.String(length=255), nullable=False),
        sa.Column("district", sa.String(length=80), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("state", sa.CHAR(length=2), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("zip_code ~ '^[0-9]{8}$'", name=op.f("ck_postal_codes_digits")),
        sa.PrimaryKeyConstraint("zip_code", name=op.f("pk_postal_codes")),
    )
    op.create_table(
        "consents",
        sa.Column("consent_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.String(length=10), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ip", postgresql.INET(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("document in ('terms', 'privacy')", name=op.f("ck_consents_document")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_consents_user_id_users")
        ),
        sa.PrimaryKeyConstraint("consent_id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_user_id", "consents", ["user_id"], unique=False)
    op.create_table(
        "deletion_requests",
        sa.Column("deletion_request_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "cancelled_at is null or done_at is null", name=op.f("ck_deletion_requests_one_ending")
        ),
        sa.CheckConstraint("due_at > asked_at", name=op.f("ck_deletion_requests_grace")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_deletion_requests_user_id_users")
        ),
        sa.PrimaryKeyConstraint("deletion_request_id", name=op.f("pk_deletion_requests")),
    )
    op.create_index("ix_deletion_requests_user_id", "deletion_requests", ["user_id"], unique=False)
    op.create_index(
        "uq_deletion_requests_open",
        "deletion_requests",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("cancelled_at is null and done_at is null"),
    )
    op.create_table(
        "identities",
        sa.Column("identity_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_identities_user_id_users")
        ),
        sa.PrimaryKeyConstraint("identity_id", name=op.f("pk_identities")),
    )
    op.create_index("ix_identities_user_id", "identities", ["user_id"], unique=False)
    op.create_index("uq_identities_subject", "identities", ["issuer", "subject"], unique=True)
    op.create_table(
        "mails",
        sa.Column("mail_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=300), nullable=True),
        sa.CheckConstraint("email !~ '[[:cntrl:][:space:]]'", name=op.f("ck_mails_one_address")),
        sa.CheckConstraint("subject !~ '[[:cntrl:]]'", name=op.f("ck_mails_one_line")),
        sa.CheckConstraint(
            "sent_at is null or failed_at is null", name=op.f("ck_mails_sent_or_failed")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_mails_user_id_users")
        ),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_mails")),
    )
    op.create_index("ix_mails_user_id", "mails", ["user_id"], unique=False)
    op.create_index(
        "ix_mails_waiting",
        "mails",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("sent_at is null and failed_at is null"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("recovery_code_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.CHAR(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_recovery_codes_user_id_users")
        ),
        sa.PrimaryKeyConstraint("recovery_code_id", name=op.f("pk_recovery_codes")),
    )
    op.create_index(
        "uq_recovery_codes_code_hash", "recovery_codes", ["user_id", "code_hash"], unique=True
    )
    op.create_table(
        "tokens",
        sa.Column("token_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.CHAR(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overtaken_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('create', 'login', 'reset', 'set_password', 'email_old', 'email_new',"
            " 'link', 'delete')",
            name=op.f("ck_tokens_kind"),
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_tokens_expires_later")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_tokens_user_id_users")
        ),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_tokens")),
    )
    op.create_index("ix_tokens_expires_at", "tokens", ["expires_at"], unique=False)
    op.create_index("ix_tokens_user_id", "tokens", ["user_id"], unique=False)
    op.create_index(
        "uq_tokens_open_of_email",
        "tokens",
        [sa.literal_column("lower(email)"), "kind"],
        unique=True,
        postgresql_where=sa.text("user_id is null and used_at is null and overtaken_at is null"),
    )
    op.create_index(
        "uq_tokens_open_of_user",
        "tokens",
        ["user_id", "kind"],
        unique=True,
        postgresql_where=sa.text("used_at is null and overtaken_at is null"),
    )
    op.create_index("uq_tokens_token_hash", "tokens", ["token_hash"], unique=True)
    op.create_table(
        "totp_secrets",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_totp_secrets_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_totp_secrets")),
    )
    op.alter_column(
        "addresses",
        "zip_code",
        existing_type=sa.CHAR(length=9),
        type_=sa.String(length=9),
        postgresql_using="translate(zip_code, '- ', '')",
    )
    op.create_check_constraint(
        op.f("ck_addresses_zip_code_digits"), "addresses", "zip_code ~ '^[0-9]{8}$'"
    )
    op.add_column("sessions", sa.Column("device", sa.String(length=80), nullable=True))
    op.add_column("sessions", sa.Column("elevated_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "settings",
        sa.Column(
            "channels",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
    )
    op.add_column("users", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "users", sa.Column("credentials_changed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.execute(
        "create trigger consents_append_only before update or delete on consents"
        " for each row execute function refuse_change()"
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("users", "credentials_changed_at")
    op.drop_column("users", "erased_at")
    op.drop_column("settings", "channels")
    op.drop_column("sessions", "elevated_at")
    op.drop_column("sessions", "device")
    op.drop_constraint(op.f("ck_addresses_zip_code_digits"), "addresses")
    op.alter_column(
        "addresses",
        "zip_code",
        existing_type=sa.String(length=9),
        type_=sa.CHAR(length=9),
        postgresql_using="substr(zip_code, 1, 5) || '-' || substr(zip_code, 6)",
    )
