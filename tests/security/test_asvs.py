"""What we say of the standard is so: the tests its table names exist, new houses are empty."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.conftest import connect

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_test_named_in_the_table_exists() -> None:
    named = NAMED.findall((ROOT / "docs" / "security" / "asvs.md").read_text())
    assert len(named) > 60
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).is_file() or f"def {name}(" not in (ROOT / path).read_text()
    ]
    assert missing == []


def test_6_3_2_a_new_house_has_no_people(new_database: Callable[[str], str]) -> None:
    with connect(new_database("newborn")) as cursor:
        cursor.execute("select count(*) from users")
        assert cursor.fetchone() == (0,)
