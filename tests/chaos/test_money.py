"""Killed between any two steps, the house makes of a sale and its money what it would have made."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.house import House

ROOT = Path(__file__).resolve().parents[2]
EVERY_STEP = Path(__file__).with_name("every_step.py")


def test_killed_between_any_two_steps_of_a_sale_the_house_ends_with_the_same_books(
    house: House,
) -> None:
    done = subprocess.run(
        [sys.executable, str(EVERY_STEP), house.url],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=110,
    )
    ends = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"step"')]
    whole = ends[-1]
    assert len(ends) > 15
    assert [found["killed"] for found in ends] == [True] * (len(ends) - 1) + [False]
    assert (whole["status"], whole["state"], whole["asked"]) == (2, "closed", 1)
    assert whole["money"] == ["60.00", "0.00"]
    for found in ends[:-1]:
        story = {name: found[name] for name in found if name not in ("step", "killed", "result")}
        expected = {name: whole[name] for name in story}
        assert story == expected, f"killed at step {found['step']}"
        assert found["result"] in ("applied", "nothing")
