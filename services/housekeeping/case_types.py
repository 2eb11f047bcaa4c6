"""The kinds of court case that judicial lots come from, as the form of a lot offers them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

from services.authority import demand
from services.database import Database, Transaction
from services.errors import BadField, NotFound
from services.housekeeping import versions
from services.people.fields import parse_text
from services.people.rights import Right
from services.ports import Clock
from services.views.housekeeping import CaseTypeView, VersionView

FAMILY = "case_type"
LONGEST = 10  # the seed's column
_ONE_WRITER = text("lock table case_types in share row exclusive mode")
_ALL = text("""
    select case_type_id as id, case_type_name as name,
           (select count(*) from legal_infos l where l.case_type_id = c.case_type_id) as lots,
           retired_at is not null as retired,
           (select coalesce(max(v.version), 0) from house_versions v
            where v.subject = 'case_type:' || c.case_type_id) as version
    from case_types c order by case_type_id
""")
_TAKEN = text("""
    select from case_types
    where lower(case_type_name) = lower(:name) and case_type_id is distinct from :id
""")
_ADD = text("""
    insert into case_types (case_type_id, case_type_name)
    select coalesce(max(case_type_id), 0) + 1, :name from case_types returning case_type_id
""")
_LOCKED = text("""
    select case_type_name as name, retired_at is not null as retired
    from case_types where case_type_id = :id for update
""")
_WRITE = text("""
    update case_types set case_type_name = :name,
        retired_at = case when :retired then coalesce(retired_at, :now) end
    where case_type_id = :id
""")
_OTHERS = text("select from case_types where retired_at is null and case_type_id <> :id limit 1")


class CaseTypes:
    """Shows the kinds, adds one, gives one another name, and offers one no more, or again.

    Each change says why and is a version; lots keep the kind they were published with.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> tuple[CaseTypeView, ...]:
        """Show every kind, with how many lots have it."""
        with self._database.transaction() as work:
            return tuple(CaseTypeView(**row) for row in work.connection.execute(_ALL).mappings())

    def history(self, number: int) -> tuple[VersionView, ...]:
        """Show what a kind was before, the newest first."""
        with self._database.transaction() as work:
            return versions.history(work.connection, f"{FAMILY}:{number}")

    def add(self, actor_id: int, name: str, *, why: str) -> int:
        """Add a kind and return its number. Raises Forbidden, BadField."""
        name = parse_text(name, field="case_name", longest=LONGEST)
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            work.connection.execute(_ONE_WRITER)
            free(work.connection, name)
            number: int = work.connection.execute(_ADD, {"name": name}).scalar_one()
            self._keep(work, actor_id, "added", number, name, retired=False, seen=0, why=why)
        return number

    def rename(self, actor_id: int, number: int, name: str, *, seen: int, why: str) -> None:
        """Give a kind another name. Raises Forbidden, NotFound, Overtaken, BadField."""
        name = parse_text(name, field="case_name", longest=LONGEST)
        with self._database.transaction() as work:
            before = self._locked(work, actor_id, number)
            free(work.connection, name, number)
            self._keep(
                work, actor_id, "renamed", number, name,
                retired=before["retired"], before=before, seen=seen, why=why,
            )  # fmt: skip

    def retire(self, actor_id: int, number: int, *, retired: bool, seen: int, why: str) -> None:
        """Offer a kind to new lots no more, or again.

        Raises Forbidden, NotFound, Overtaken, BadField; the last one offered stays.
        """
        with self._database.transaction() as work:
            before = self._locked(work, actor_id, number)
            others = work.connection.execute(_OTHERS, {"id": number}).one_or_none()
            if retired and others is None:
                raise BadField("case_name", "case.last")
            act = "retired" if retired else "restored"
            self._keep(
                work, actor_id, act, number, before["name"],
                retired=retired, before=before, seen=seen, why=why,
            )  # fmt: skip

    @staticmethod
    def _locked(work: Transaction, actor_id: int, number: int) -> dict[str, Any]:
        demand(work, actor_id, Right.SYSTEM)
        work.connection.execute(_ONE_WRITER)
        found = work.connection.execute(_LOCKED, {"id": number}).mappings().one_or_none()
        if found is None:
            raise NotFound
        return dict(found)

    def _keep(
        self,
        work: Transaction,
        actor_id: int,
        act: str,
        number: int,
        name: str,
        *,
        retired: bool,
        seen: int,
        why: str,
        before: dict[str, Any] | None = None,
    ) -> None:
        now = self._clock.now()
        values = {"id": number, "name": name, "retired": retired, "now": now}
        work.connection.execute(_WRITE, values)
        versions.write(
            work,
            f"{FAMILY}:{number}",
            {"name": name, "retired": retired},
            before=before,
            actor=actor_id,
            seen=seen,
            why=why,
            now=now,
            action=f"case_type_{act}",
        )


def free(connection: Connection, name: str, number: int | None = None) -> None:
    """Refuse a name that another kind has. Raises BadField."""
    taken = connection.execute(_TAKEN, {"name": name, "id": number}).one_or_none()
    if taken is not None:
        raise BadField("case_name", "taken")
