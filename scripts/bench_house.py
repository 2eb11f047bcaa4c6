"""What the benchmarks share: a durable PostgreSQL of their own, a house, lots and bidders."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from services.bootstrap import Services
from services.config import Config
from services.database import migrate
from services.gateways.embedded_postgres import EmbeddedPostgres
from services.gateways.embedded_postgres.programs import find_programs

_PEOPLE = text("""
    insert into users (name, username, email, cpf, email_verified_at)
    select 'Bidder ' || n, 'bidder' || n, 'bidder' || n || '@exemplo.com.br',
           lpad(n::text, 11, '0'), now()
    from generate_series(1, :people) n returning user_id
""")
_MONEY = text("""
    with moved as (
        insert into ledger_transactions (kind, business_key, at)
        select 'deposit', 'bench:' || user_id, now() from users returning *)
    insert into ledger_entries (ledger_transaction_id, account, user_id, amount)
    select ledger_transaction_id, 'wallet', substr(business_key, 7)::int, 9000000000 from moved
    union all select ledger_transaction_id, 'cash', null, -9000000000 from moved
""")
_LOTS = text("""
    insert into products (product_name, min_bid, start_datetime, original_end_datetime,
                          end_datetime, user_id, category_id, product_status_id, increment,
                          buyer_rate, seller_rate, admin_fee)
    select 'Lot ' || n, 100, :starts, :ends, :ends, :seller, :category, 2, 10, 5, 5, 0
    from generate_series(1, :lots) n returning product_id
""")

_ACTIVE = text("update users set active_auction_number = :lots where user_id = :seller")


@contextmanager
def durable_postgres() -> Iterator[str]:
    """Give a PostgreSQL that really writes what it acknowledges, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="martelo-bench-", ignore_cleanup_errors=True) as state:
        Path(state).chmod(0o755)
        with EmbeddedPostgres(Path(state) / "postgres") as url:
            migrate(url)
            yield url


def house(url: str, *, pool_size: int = 8) -> Services:
    """Build the services on a database, as the site does."""
    config = Config(database_url=url, demo=True, pool_size=pool_size, secret_key="k" * 40)
    return Services(config, url)


def fill(
    services: Services, *, people: int, lots: int, ends: timedelta = timedelta(days=1)
) -> tuple[list[int], list[int]]:
    """Add bidders with deep wallets and open lots; returns their ids."""
    with services.database.transaction() as work:
        connection = work.connection
        ids = list(connection.execute(_PEOPLE, {"people": people + 1}).scalars())
        connection.execute(_MONEY)
        category = connection.execute(
            text("insert into categories (category_name, slug) values ('B', 'b') returning 1")
        ).scalar_one()
        now: datetime = services.clock.now()
        made = connection.execute(
            _LOTS,
            {
                "starts": now - timedelta(days=1),
                "ends": now + ends,
                "seller": ids[-1],
                "category": category,
                "lots": lots,
            },
        ).scalars()
        numbers = list(made)
        connection.execute(_ACTIVE, {"seller": ids[-1], "lots": min(lots, 32_767)})
        return ids[:-1], numbers


def pgbench(url: str, script: str, *, clients: int, seconds: int) -> tuple[float, float]:
    """Run PostgreSQL's own load generator; returns transactions a second and p99 in ms."""
    program = str(Path(find_programs()) / "pgbench")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "script.sql").write_text(script)
        command = [program, "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T"]
        command += [str(seconds), "-f", "script.sql", "-l", "--log-prefix=log", url]
        out = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
        times = sorted(
            int(line.split()[2]) for log in Path(folder).glob("log.*") for line in log.open()
        )
    rate = next(float(line.split()[2]) for line in out.splitlines() if line.startswith("tps"))
    return rate, times[int(len(times) * 0.99)] / 1000


def percentile(values: list[float], share: float) -> float:
    """Give the value below which `share` of the values lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


MINIMAL_BID = """
\\set lot random(1, {lots})
begin;
select price from bench_lots where lot_id = :lot for update;
insert into bench_bids (lot_id, price) values (:lot, :client_id);
update bench_lots set price = price + 1 where lot_id = :lot;
commit;
"""


def minimal_tables(services: Services, *, lots: int) -> None:
    """Make the two tables of the minimal bid transaction, the limit we are measured against."""
    with services.database.transaction() as work:
        work.connection.execute(
            text(
                "drop table if exists bench_bids, bench_lots;"
                "create table bench_lots (lot_id int primary key, price numeric not null);"
                "create table bench_bids (bid_id serial primary key, lot_id int, price numeric,"
                " at timestamptz default clock_timestamp());"
                "insert into bench_lots select n, 0 from generate_series(1, :lots) n"
            ),
            {"lots": lots},
        )
