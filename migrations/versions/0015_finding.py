"""Words lots are found by, kept by triggers; what has changed; searches that people keep.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# The stemmer knows Portuguese as it is written, accents and all; people type without them. So a lot
# has both: the stems of what is written, and its words without accents and plural.
PLAIN = r"""
create function plain_words(said text) returns text
language sql immutable strict parallel safe set search_path = public, pg_catalog as $$
    select trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        regexp_replace(lower(unaccent('unaccent', said)), '[^a-z0-9]+', ' ', 'g'),
        '(\w)(oes|aes|aos)\M', '\1ao', 'g'),
        '(\w[aeou])is\M', '\1l', 'g'),
        '(\w\w)ns\M', '\1m', 'g'),
        '(\w\w[rz])es\M', '\1', 'g'),
        '(\w\w[^s ])s\M', '\1', 'g'))
$$
"""
# By the indexes, whatever the tables looked like when they were last counted.
WORDS = """
create function words_of(lots integer[])
returns table (product_id integer, title tsvector, words tsvector)
language sql stable set search_path = public, pg_catalog
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    with recursive branch (product_id, category_id) as (
        select p.product_id, p.category_id from products p where p.product_id = any(lots)
        union all
        select b.product_id, c.parent_id
        from branch b join categories c on c.category_id = b.category_id
        where c.parent_id is not null),
    said (product_id, title, about, place, prose) as (
        select p.product_id, p.product_name,
               (select string_agg(c.category_name, ' ') from branch b
                join categories c on c.category_id = b.category_id
                where b.product_id = p.product_id)
               || ' ' || coalesce((select string_agg(v.value, ' ')
                from technical_features_values v
                join technical_features f on f.technical_feature_id = v.technical_feature_id
                where v.product_id = p.product_id and f.kind in ('text', 'choice', 'number')), ''),
               coalesce(p.city, '') || ' ' || coalesce(p.district, ''),
               left(coalesce(p.description, ''), 20000)
        from products p where p.product_id = any(lots))
    select s.product_id,
           to_tsvector('portuguese', s.title) || to_tsvector('simple', plain_words(s.title)),
           setweight(to_tsvector('portuguese', s.title)
                     || to_tsvector('simple', plain_words(s.title)), 'A')
           || setweight(to_tsvector('portuguese', s.about)
                        || to_tsvector('simple', plain_words(s.about)), 'B')
           || setweight(to_tsvector('simple', plain_words(s.place)), 'C')
           || setweight(to_tsvector('portuguese', s.prose)
                        || to_tsvector('simple', plain_words(s.prose)), 'D')
    from said s
$$
"""
WRITE = """
create function write_words(lots integer[]) returns void
language sql set search_path = public, pg_catalog as $$
    insert into lot_words (product_id, title, words)
    select * from words_of(lots) order by 1
    on conflict (product_id) do update set title = excluded.title, words = excluded.words;
    insert into lot_changes (product_id, changed_at, learn)
    select lot, clock_timestamp(), true from unnest(lots) lot order by lot
    on conflict (product_id) do update
        set changed_at = excluded.changed_at, learn = true, reword = false;
$$
"""
NOTE = """
create function note_change(lots integer[]) returns void
language sql set search_path = public, pg_catalog as $$
    insert into lot_changes (product_id, changed_at)
    select product_id, clock_timestamp() from products
    where product_id = any(lots) and product_status_id <> 5 order by product_id
    on conflict (product_id) do update set changed_at = excluded.changed_at;
$$
"""
# A draft has no words: nobody finds it.
LOT = """
create function lot_is_found() returns trigger
language plpgsql set search_path = public, pg_catalog as $$
begin
    if new.product_status_id = 5 then
        if tg_op = 'UPDATE' then
            delete from lot_words where product_id = new.product_id;
            update lot_changes set changed_at = clock_timestamp() where product_id = new.product_id;
        end if;
        return null;
    end if;
    if tg_op = 'INSERT' or old.product_status_id = 5
       or (old.product_name, old.description, old.category_id, old.city, old.district)
          is distinct from (new.product_name, new.description, new.category_id, new.city,
                            new.district) then
        perform write_words(array[new.product_id]);
    else
        perform note_change(array[new.product_id]);
    end if;
    if new.product_status_id in (1, 2) and (tg_op = 'INSERT' or old.product_status_id = 5) then
        insert into publications (product_id, published_at)
        values (new.product_id, clock_timestamp()) on conflict do nothing;
    end if;
    return null;
end $$
"""
DETAILS = """
create function details_are_found() returns trigger
language plpgsql set search_path = public, pg_catalog as $$
declare lots integer[];
begin
    select array_agg(distinct c.product_id) into lots
    from changed c join lot_words w on w.product_id = c.product_id;
    if lots is null then
        return null;
    end if;
    if tg_table_name = 'images' then
        perform note_change(lots);
    else
        perform write_words(lots);
    end if;
    return null;
end $$
"""
# A branch may hold more lots than a transaction has time for: their words are written by a worker.
CATEGORY = """
create function category_is_found() returns trigger
language plpgsql set search_path = public, pg_catalog as $$
begin
    if (old.category_name, old.parent_id) is not distinct from (new.category_name, new.parent_id)
    then
        return null;
    end if;
    with recursive under (category_id) as (
        select new.category_id
        union
        select c.category_id from under u join categories c on c.parent_id = u.category_id)
    update lot_changes l set reword = true
    from products p join under u on u.category_id = p.category_id
    where l.product_id = p.product_id;
    return null;
end $$
"""
TRIGGERS = (
    """create trigger lots_are_found after insert or update of product_name, description,
    category_id, city, district, state, auction_type, product_status_id on products
    for each row execute function lot_is_found()""",
    """create trigger categories_are_found after update on categories
    for each row execute function category_is_found()""",
    *(
        f"create trigger {table}_{event}_found after {event} on {table}"
        f" referencing {side} table as changed"
        " for each statement execute function details_are_found()"
        for table in ("technical_features_values", "images")
        for event, side in (("insert", "new"), ("update", "new"), ("delete", "old"))
    ),
)
FUNCTIONS = (
    "category_is_found()",
    "details_are_found()",
    "lot_is_found()",
    "note_change(integer[])",
    "write_words(integer[])",
    "words_of(integer[])",
    "plain_words(text)",
)


def lot_key() -> sa.Column[int]:
    return sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False)


def of_the_lot(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["product_id"],
        ["products.product_id"],
        name=op.f(f"fk_{table}_product_id_products"),
        ondelete="CASCADE",
    )


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.execute("create extension if not exists unaccent with schema public")
    op.execute("create extension if not exists pg_trgm with schema public")
    op.create_table(
        "lot_words",
        lot_key(),
        sa.Column("title", postgresql.TSVECTOR(), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        of_the_lot("lot_words"),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_lot_words")),
    )
    for column in ("title", "words"):
        op.create_index(f"ix_lot_words_{column}", "lot_words", [column], postgresql_using="gin")
    op.create_table(
        "lot_changes",
        lot_key(),
        sa.Column("changed_at", moment, nullable=False),
        flag("learn"),
        flag("reword"),
        of_the_lot("lot_changes"),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_lot_changes")),
    )
    op.create_index("ix_lot_changes_changed_at", "lot_changes", ["changed_at"])
    op.create_index(
        "ix_lot_changes_due",
        "lot_changes",
        ["product_id"],
        postgresql_where=sa.text("learn or reword"),
    )
    op.create_table(
        "known_words",
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_known_words")),
    )
    op.create_index(
        "ix_known_words_trigrams",
        "known_words",
        ["word"],
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
    )
    op.create_index(
        "ix_known_words_beginning",
        "known_words",
        ["word"],
        postgresql_ops={"word": "text_pattern_ops"},
    )
    op.create_table(
        "publications",
        lot_key(),
        sa.Column("published_at", moment, nullable=False),
        sa.Column("handled_at", moment, nullable=True),
        of_the_lot("publications"),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_publications")),
    )
    op.create_index(
        "ix_publications_due",
        "publications",
        ["product_id"],
        postgresql_where=sa.text("handled_at is null"),
    )
    _keep_searches(moment)
    for function in (PLAIN, WORDS, WRITE, NOTE, LOT, DETAILS, CATEGORY):
        op.execute(sa.text(function.replace(":", "\\:")))
    for trigger in TRIGGERS:
        op.execute(trigger)
    op.execute(
        "select write_words(array(select product_id from products where product_status_id <> 5))"
    )
    op.execute("""
        insert into publications (product_id, published_at, handled_at)
        select product_id, created_at, now() from products where product_status_id <> 5
    """)


def _keep_searches(moment: sa.DateTime) -> None:
    op.create_table(
        "saved_searches",
        sa.Column("saved_search_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("question", sa.String(1000), nullable=False),
        sa.Column("pace", sa.String(10), nullable=False),
        sa.Column("stop_key", sa.String(43), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("digest_at", moment, nullable=True),
        sa.CheckConstraint("pace in ('now', 'daily', 'off')", name=op.f("ck_saved_searches_pace")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_saved_searches_user_id_users")
        ),
        sa.PrimaryKeyConstraint("saved_search_id", name=op.f("pk_saved_searches")),
    )
    op.create_index("ix_saved_searches_user_id", "saved_searches", ["user_id"])
    op.create_index("uq_saved_searches_stop_key", "saved_searches", ["stop_key"], unique=True)
    op.create_index(
        "uq_saved_searches_question", "saved_searches", ["user_id", "question"], unique=True
    )
    op.create_table(
        "search_finds",
        sa.Column("saved_search_id", sa.Integer(), autoincrement=False, nullable=False),
        lot_key(),
        sa.Column("found_at", moment, nullable=False),
        sa.Column("told_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["saved_search_id"],
            ["saved_searches.saved_search_id"],
            name=op.f("fk_search_finds_saved_search_id_saved_searches"),
            ondelete="CASCADE",
        ),
        of_the_lot("search_finds"),
        sa.PrimaryKeyConstraint("saved_search_id", "product_id", name=op.f("pk_search_finds")),
    )
    op.create_index("ix_search_finds_product_id", "search_finds", ["product_id"])
    op.create_index(
        "ix_search_finds_untold",
        "search_finds",
        ["saved_search_id"],
        postgresql_where=sa.text("told_at is null"),
    )


def downgrade() -> None:
    op.execute("drop trigger lots_are_found on products")
    op.execute("drop trigger categories_are_found on categories")
    for table in ("technical_features_values", "images"):
        for event in ("insert", "update", "delete"):
            op.execute(f"drop trigger {table}_{event}_found on {table}")
    for function in FUNCTIONS:
        op.execute(f"drop function {function}")
    for table in ("search_finds", "saved_searches", "publications", "known_words", "lot_changes"):
        op.drop_table(table)
    op.drop_table("lot_words")
    op.execute("drop extension pg_trgm")
    op.execute("drop extension unaccent")
