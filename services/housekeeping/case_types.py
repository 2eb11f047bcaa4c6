"""The kinds of court case that judicial lots come from."""

from __future__ import annotations

from sqlalchemy import Connection, text

from services.administration import audit
from services.authority import demand
from services.database import Database
from services.errors import BadField, NotFound
from services.people.fields import parse_text
from services.people.rights import Right
from services.ports import Clock
from services.views.housekeeping import CaseTypeView

LONGEST = 10  # the seed's column
_ONE_WRITER = text("lock table case_types in share row exclusive mode")
_ALL = text("""
    select case_type_id as id, case_type_name as name,
           (select count(*) from legal_infos l where l.case_type_id = c.case_type_id) as lots
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
_RENAME = text("""
    update case_types c set case_type_name = :name
    from case_types before
    where c.case_type_id = :id and before.case_type_id = :id
    returning before.case_type_name
""")


class CaseTypes:
    """Shows the kinds, adds one and gives one another name; none that a lot has can go."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> tuple[CaseTypeView, ...]:
        """Show every kind, with how many lots have it."""
        with self._database.transaction() as work:
            return tuple(CaseTypeView(**row) for row in work.connection.execute(_ALL).mappings())

    def add(self, actor_id: int, name: str) -> int:
        """Add a kind and return its number. Raises Forbidden, BadField."""
        name = parse_text(name, field="case_name", longest=LONGEST)
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            work.connection.execute(_ONE_WRITER)
            free(work.connection, name)
            number: int = work.connection.execute(_ADD, {"name": name}).scalar_one()
            audit.record(
                work,
                "case_type_added",
                f"case_type:{number}",
                actor=actor_id,
                at=self._clock.now(),
                after={"name": name},
            )
        return number

    def rename(self, actor_id: int, number: int, name: str) -> None:
        """Give a kind another name. Raises Forbidden, NotFound, BadField."""
        name = parse_text(name, field="case_name", longest=LONGEST)
        asked = {"id": number, "name": name}
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            work.connection.execute(_ONE_WRITER)
            free(work.connection, name, number)
            before = work.connection.execute(_RENAME, asked).scalar_one_or_none()
            if before is None:
                raise NotFound
            audit.record(
                work,
                "case_type_renamed",
                f"case_type:{number}",
                actor=actor_id,
                at=self._clock.now(),
                before={"name": before},
                after={"name": name},
            )


def free(connection: Connection, name: str, number: int | None = None) -> None:
    """Refuse a name that another kind has. Raises BadField."""
    taken = connection.execute(_TAKEN, {"name": name, "id": number}).one_or_none()
    if taken is not None:
        raise BadField("case_name", "taken")
