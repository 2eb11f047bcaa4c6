"""A real PostgreSQL for every test that asks for one, and no way out to the network.

One throwaway cluster serves all workers of a run; a template database is migrated once, each worker
gets a copy of it, and `fresh_database` empties that copy. With `TEST_DATABASE_URL`, a superuser's,
the databases are made on a server of one's own and dropped at the end.
"""

import contextlib
import ipaddress
import os
import socket
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2 import sql
from sqlalchemy import make_url

from services.database import Database, migrate
from services.gateways.embedded_postgres import EmbeddedPostgres

LOOKUP_TABLES = (
    "alembic_version",
    "case_types",
    "fee_schedules",
    "increment_steps",
    "payment_methods",
    "payment_statuses",
    "product_statuses",
)
# Those the house itself changes; every test begins with what a new database begins with.
CHANGED_LOOKUPS = ("case_types", "fee_schedules", "increment_steps")
TEMPLATE_LOCK = 727402
CHANGED = """
    select '{table}' where exists (
        (table {table} except table begun.{table})
        union all (table begun.{table} except table {table})
    )
"""
NUMBERED_TABLES = """
    select t.relname, s.sequencename
    from pg_class t
    left join pg_depend d
        on d.refobjid = t.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
        and d.objid in (select oid from pg_class where relkind = 'S')
    left join pg_sequences s
        on s.schemaname = 'public' and s.sequencename = d.objid::regclass::text
        and s.last_value is not null
    where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace and t.relname <> all(%s)
"""


@pytest.fixture(scope="session")
def run_id() -> str:
    """One name for this run, the same in all its workers."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex


@pytest.fixture(scope="session")
def cluster(run_id: str) -> Iterator[str]:
    """The URL of a server where databases may be made: our own, deleted with its last worker."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    state = Path(tempfile.gettempdir()) / f"martelo-tests-{run_id}"
    with EmbeddedPostgres(state, throwaway=True) as url:
        yield url


@pytest.fixture(scope="session")
def new_database(cluster: str, run_id: str, worker_id: str) -> Iterator[Callable[[str], str]]:
    """Make a migrated database of that name, this worker's own, and give its URL."""
    template = f"martelo_template_{run_id[:16]}"
    made: list[str] = []

    def make(name: str) -> str:
        database = f"martelo_{name}_{worker_id}_{run_id[:16]}"
        with connect(cluster) as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [TEMPLATE_LOCK])
            if not exists(cursor, template):
                unfinished = f"{template}_unfinished"
                create(cursor, unfinished, "template0")
                migrate(database_on(cluster, unfinished))
                rename = sql.SQL("alter database {} rename to {}")
                cursor.execute(rename.format(*map(sql.Identifier, (unfinished, template))))
            create(cursor, database, template)
        with connect(database_on(cluster, database)) as cursor:
            cursor.execute("create schema begun")
            for table in CHANGED_LOOKUPS:
                cursor.execute(f"create table begun.{table} as table {table}")
        made.append(database)
        return database_on(cluster, database)

    yield make
    if "TEST_DATABASE_URL" in os.environ:
        with connect(cluster) as cursor:
            for name in (*made, template):
                drop(cursor, name)


@pytest.fixture(scope="session")
def database_url(new_database: Callable[[str], str]) -> str:
    """This worker's database, in the state the last test left it."""
    return new_database("tests")


@pytest.fixture
def fresh_database(database_url: str) -> str:
    """This worker's database, with nothing in it but the lookup rows."""
    with connect(database_url) as cursor:
        empty(cursor)
    return database_url


@pytest.fixture
def database(fresh_database: str) -> Iterator[Database]:
    """The house's own door to a fresh database."""
    opened = Database(fresh_database, pool_size=4)
    yield opened
    opened.close()


@pytest.fixture(scope="session", autouse=True)
def no_way_out() -> Iterator[None]:
    """Fail the test that talks to anything but this machine."""
    patch = pytest.MonkeyPatch()

    def kept_in(real: Callable[..., Any]) -> Callable[..., Any]:
        def connect_here(mine: socket.socket, address: Any) -> Any:
            if mine.family in (socket.AF_INET, socket.AF_INET6) and not is_here(address[0]):
                pytest.fail(f"a test tried to connect to {address[0]}")
            return real(mine, address)

        return connect_here

    def resolve_here(host: Any, *rest: Any, **options: Any) -> Any:
        if host is not None and not is_here(host):
            pytest.fail(f"a test tried to look up {host}")
        return resolve(host, *rest, **options)

    resolve = socket.getaddrinfo
    patch.setattr(socket.socket, "connect", kept_in(socket.socket.connect))
    patch.setattr(socket.socket, "connect_ex", kept_in(socket.socket.connect_ex))
    patch.setattr(socket, "getaddrinfo", resolve_here)
    yield
    patch.undo()


def is_here(host: str | bytes) -> bool:
    """Tell whether a host is this machine; an address that no one can reach counts too."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in ("", "localhost") or name == socket.gethostname():
        return True
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(name)
        return address.is_loopback or address.is_unspecified
    return False


@contextlib.contextmanager
def connect(url: str) -> Iterator[Any]:
    """Open a cursor whose statements each commit at once."""
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def database_on(url: str, name: str) -> str:
    """Name another database of the same server."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def exists(cursor: Any, name: str) -> bool:
    cursor.execute("select 1 from pg_database where datname = %s", [name])
    return cursor.fetchone() is not None


def create(cursor: Any, name: str, template: str) -> None:
    """Copy a database, over what a run that died may have left."""
    drop(cursor, name)
    words = sql.SQL("create database {} template {} strategy file_copy")
    cursor.execute(words.format(sql.Identifier(name), sql.Identifier(template)))


def drop(cursor: Any, name: str) -> None:
    cursor.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def empty(cursor: Any) -> None:
    """Take out every row but the lookups', which are again as they were made, and start the numbers
    used at 1 again.

    Deleting from the few tables that a test filled takes a tenth of truncating all of them.
    """
    cursor.execute(NUMBERED_TABLES, [list(LOOKUP_TABLES)])
    tables = [(sql.Identifier(table), number) for table, number in cursor.fetchall()]
    look = [
        sql.SQL("select {} where exists (select from {})").format(sql.Literal(place), table)
        for place, (table, _) in enumerate(tables)
    ]
    cursor.execute(sql.SQL(" union all ").join(look))
    orders = [sql.SQL("delete from {}").format(tables[place][0]) for (place,) in cursor.fetchall()]
    orders += [
        sql.SQL("alter sequence {} restart").format(sql.Identifier(number))
        for _, number in tables
        if number
    ]
    cursor.execute(" union all ".join(CHANGED.format(table=table) for table in CHANGED_LOOKUPS))
    for (table,) in cursor.fetchall():
        again = "delete from {0}; insert into {0} table begun.{0}"
        orders.append(sql.SQL(again).format(sql.Identifier(table)))
    cursor.execute("set session_replication_role = replica")  # no foreign key, no trigger
    cursor.execute("set lock_timeout = '5s'")  # a test that left a transaction open is told so
    if orders:
        cursor.execute(sql.SQL("; ").join(orders))
