"""The published increment tables: a new one is a new name, for lots are bid on by the old ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from sqlalchemy import Connection, text

from services.authority import demand
from services.database import Database, Transaction
from services.errors import BadField
from services.housekeeping import versions
from services.people.fields import parse_text
from services.people.rights import Right
from services.ports import Clock
from services.sessions import SessionService
from services.views.housekeeping import StepsView

SUBJECT = "increments:default"
FIRST = "brl"
MOST_TIERS = 40
LARGEST = Decimal("9999999999.99")
# Below these a rise is a nuisance, and a proxy is worn down by it: R$ 1, and a thousandth of the
# price. The house's own table rises by a hundredth and more.
LEAST_STEP, LEAST_SHARE = Decimal(1), Decimal("0.001")
_NAME = re.compile(r"[a-z][a-z0-9-]{1,19}")
_ALL = text("""
    select s.table_name, array_agg(array[s.lower_bound, s.step] order by s.lower_bound) as steps,
           (select count(*) from products p
            where p.increments = s.table_name and p.increment is null) as lots
    from increment_steps s group by s.table_name order by s.table_name
""")
_KNOWN = text("select from increment_steps where table_name = :name limit 1")
_ADD = text("""
    insert into increment_steps (table_name, lower_bound, step)
    select :name, low, step
    from unnest(cast(:lows as numeric[]), cast(:steps as numeric[])) rows (low, step)
""")


class IncrementTables:
    """Shows and publishes increment tables, and says which one new lots take."""

    def __init__(self, database: Database, clock: Clock, sessions: SessionService) -> None:
        self._database = database
        self._clock = clock
        self._sessions = sessions

    def all(self) -> tuple[StepsView, ...]:
        """Show every table that was ever published."""
        with self._database.transaction() as work:
            used = name_in_force(work.connection)
            return tuple(
                StepsView(
                    name=row.table_name,
                    steps=tuple((low, step) for low, step in row.steps),
                    lots=row.lots,
                    in_use=row.table_name == used,
                )
                for row in work.connection.execute(_ALL)
            )

    def version(self) -> int:
        """Tell the version of the choice of which table new lots take."""
        with self._database.transaction() as work:
            found = versions.history(work.connection, SUBJECT)
            return found[0].version if found else 0

    def check(
        self,
        actor_id: int,
        name: str,
        tiers: Sequence[tuple[Decimal, Decimal]],
        *,
        why: str,
        session_key: str,
    ) -> tuple[tuple[Decimal, Decimal], ...]:
        """Tell which steps new lots would rise by, and write nothing; without `tiers` by `name`'s.

        Raises as `publish` does.
        """
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            self._sessions.demand_proof(work, session_key)
            rows = {row.table_name: row.steps for row in work.connection.execute(_ALL)}
        parse_text(why, field="why", longest=versions.LONGEST_WHY)
        if not tiers:
            if name not in rows:
                raise BadField("table_name", "not_offered")
            return tuple((low, step) for low, step in rows[name])
        if not _NAME.fullmatch(name):
            raise BadField("table_name", "increments.name")
        if name in rows:
            raise BadField("table_name", "taken")
        return read_tiers(tiers)

    def publish(
        self,
        actor_id: int,
        name: str,
        tiers: Sequence[tuple[Decimal, Decimal]],
        *,
        seen: int,
        why: str,
        session_key: str,
    ) -> None:
        """Publish a table under a new name; lots published from then on rise by it.

        `tiers` are from which price on, in R$, and by how much. Raises Forbidden, Overtaken,
        BadField, and ProofNeeded without a proof of the last five minutes.
        """
        if not _NAME.fullmatch(name):
            raise BadField("table_name", "increments.name")
        rows = read_tiers(tiers)
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            self._sessions.demand_proof(work, session_key)
            self._write(work, actor_id, name, rows, seen, why)

    def choose(self, actor_id: int, name: str, *, seen: int, why: str, session_key: str) -> None:
        """Have new lots rise by a table that is published. Raises as `publish`, BadField."""
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            self._sessions.demand_proof(work, session_key)
            self._write(work, actor_id, name, (), seen, why)

    def _write(
        self,
        work: Transaction,
        actor_id: int,
        name: str,
        rows: Sequence[tuple[Decimal, Decimal]],
        seen: int,
        why: str,
    ) -> None:
        known = work.connection.execute(_KNOWN, {"name": name}).one_or_none() is not None
        if known == bool(rows):
            raise BadField("table_name", "taken" if rows else "not_offered")
        versions.write(
            work,
            SUBJECT,
            {"table": name, "tiers": [[str(low), str(step)] for low, step in rows]},
            before={"table": FIRST},
            actor=actor_id,
            seen=seen,
            why=why,
            now=self._clock.now(),
        )
        if rows:
            values = {"name": name, "lows": [r[0] for r in rows], "steps": [r[1] for r in rows]}
            work.connection.execute(_ADD, values)


def name_in_force(connection: Connection) -> str:
    """Tell which table a lot takes that is published now."""
    found = versions.history(connection, SUBJECT)
    return str(found[0].content["table"]) if found else FIRST


def read_tiers(tiers: Sequence[tuple[Decimal, Decimal]]) -> tuple[tuple[Decimal, Decimal], ...]:
    """Read a table: it begins at nothing, and neither prices nor steps ever fall."""
    if not 1 <= len(tiers) <= MOST_TIERS:
        raise BadField("tiers", "increments.count", most=MOST_TIERS)
    lows, steps = [low for low, _ in tiers], [step for _, step in tiers]
    if lows[0] != 0:
        raise BadField("tiers", "increments.begins")
    if any(after <= before for before, after in pairwise(lows)):
        raise BadField("tiers", "increments.order")
    if any(after < before for before, after in pairwise(steps)):
        raise BadField("tiers", "increments.steps")
    if any(not 0 < step <= LARGEST for step in steps) or lows[-1] > LARGEST:
        raise BadField("tiers", "increments.amount")
    if any(step < max(LEAST_STEP, low * LEAST_SHARE) for low, step in tiers):
        raise BadField("tiers", "increments.least", least=LEAST_STEP)
    return tuple(tiers)
