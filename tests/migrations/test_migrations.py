"""The schema is brought up and taken down whole, and says what the tables say."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import psycopg2
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from services.database import alembic_config, migrate


@pytest.fixture(scope="module")
def url(new_database: Callable[[str], str]) -> str:
    return new_database("migrations")


def objects(url: str) -> set[tuple[str, str]]:
    """List what there is in the schema: tables, indexes, functions, triggers, rules, rows."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("""
            select 'relation', relname || ' ' || relkind::text from pg_class
            where relnamespace = 'public'::regnamespace and relname not like 'alembic%'
            union all select 'function', proname from pg_proc
            where pronamespace = 'public'::regnamespace
            union all select 'trigger', tgname from pg_trigger where not tgisinternal
            union all select 'rule', conname || pg_get_constraintdef(oid) from pg_constraint
            where connamespace = 'public'::regnamespace and conname not like 'alembic%'""")
        return set(cursor.fetchall())


def test_the_migrations_make_what_the_tables_say(url: str) -> None:
    command.check(alembic_config(url, Config))  # raises where a table says something else


def test_there_is_one_line_of_revisions() -> None:
    assert len(ScriptDirectory.from_config(alembic_config("", Config)).get_heads()) == 1


def test_down_leaves_nothing_and_up_again_the_same(url: str) -> None:
    before = objects(url)
    command.downgrade(alembic_config(url, Config), "base")
    assert objects(url) == set()
    migrate(url)
    migrate(url)  # safe to call twice
    assert objects(url) == before
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from product_statuses")
        assert cursor.fetchone() == (6,)
