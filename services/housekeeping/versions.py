"""Versions of what the house sets: the newest is in force, and none is ever lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from services.administration import audit
from services.database import Transaction
from services.errors import Overtaken
from services.people.fields import parse_text
from services.views.housekeeping import VersionView

LONGEST_WHY, MOST_SHOWN = 300, 50
_ONE_WRITER = text("select pg_advisory_xact_lock(727411)")
_NEWEST = """
    select distinct on (v.subject) v.subject, v.version, v.content, v.at, v.why,
           coalesce(u.username, '') as actor
    from house_versions v join users u on u.user_id = v.actor_id
    where v.subject like :beginning
    order by v.subject, v.version desc
"""
_HISTORY = text("""
    select v.subject, v.version, v.content, v.at, v.why, coalesce(u.username, '') as actor
    from house_versions v join users u on u.user_id = v.actor_id
    where v.subject = :subject order by v.version desc limit :most
""")
_LATEST = text("""
    select version, content from house_versions
    where subject = :subject order by version desc limit 1
""")
_ADD = text("""
    insert into house_versions (subject, version, content, at, actor_id, why)
    values (:subject, :version, cast(:content as jsonb), :now, :actor, :why)
""")


def newest(connection: Connection, family: str) -> dict[str, VersionView]:
    """Read what is in force of all subjects of a family, by subject."""
    beginning = family.replace("_", r"\_").replace("%", r"\%") + ":%"
    rows = connection.execute(text(_NEWEST), {"beginning": beginning}).mappings()
    return {row["subject"]: VersionView(**row) for row in rows}


def history(connection: Connection, subject: str) -> tuple[VersionView, ...]:
    """Read the last fifty versions of a subject, the newest first."""
    asked = {"subject": subject, "most": MOST_SHOWN}
    rows = connection.execute(_HISTORY, asked).mappings()
    return tuple(VersionView(**row) for row in rows)


def write(
    work: Transaction,
    subject: str,
    content: Mapping[str, Any],
    *,
    actor: int,
    seen: int | None,
    why: str,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    action: str = "setting_changed",
) -> int:
    """Write the next version of a subject, with the audit, and return its number.

    `seen` is the version that was looked at, 0 for none, None for an act on whatever there is.
    `before` is what was in force before the first version; `action` is what the audit calls it.
    Raises Overtaken if somebody has written another meanwhile, BadField of `why` without a reason.
    """
    why = parse_text(why, field="why", longest=LONGEST_WHY)
    connection = work.connection
    connection.execute(_ONE_WRITER)
    latest = connection.execute(_LATEST, {"subject": subject}).one_or_none()
    version = latest.version if latest else 0
    if seen not in (None, version):
        raise Overtaken(reason="setting")
    values = {
        "subject": subject,
        "version": version + 1,
        "content": json.dumps(dict(content), ensure_ascii=False, default=str),
        "now": now,
        "actor": actor,
        "why": why,
    }
    connection.execute(_ADD, values)
    audit.record(
        work,
        action,
        subject,
        actor=actor,
        at=now,
        before=latest.content if latest else _plain(before),
        after=json.loads(str(values["content"])),
        reason=why,
    )
    return version + 1


def _plain(content: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Write what was in force as versions are written, so that both compare."""
    if content is None:
        return None
    plain: Mapping[str, Any] = json.loads(json.dumps(dict(content), default=str))
    return plain
