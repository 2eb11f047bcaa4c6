"""The invariants of invariants.sql, by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

INVARIANTS = Path(__file__).with_name("invariants.sql")
OF_A_RUNNING_HOUSE = "I13"  # liveness: a test may leave a lot past its end on purpose


def invariants() -> dict[str, str]:
    """Read the queries of invariants.sql by their numbers."""
    parts = re.split(r"^-- (I\d+)\b.*$", INVARIANTS.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], (part.strip().rstrip(";") for part in parts[2::2]), strict=True))


def broken(connection: Connection) -> Iterator[str]:
    """Name the invariants whose query returns a row."""
    for number, query in invariants().items():
        if connection.exec_driver_sql(f"select exists ({query})").scalar_one():
            yield number
