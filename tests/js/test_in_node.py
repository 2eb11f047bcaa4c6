"""The logic of the room in the browser, tested by Node where there is one."""

import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.test.mjs"))
NODE = shutil.which("node")


def knows_modules(node: str) -> bool:
    """Tell whether this Node finds out by itself that a file is a module: 20.10 and later."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.match(r"v(\d+)\.(\d+)", said)
    return version is not None and (int(version[1]), int(version[2])) >= (20, 10)


if NODE is not None and knows_modules(NODE):
    node = NODE

    def test_clock_money_state_chart_bids_and_masks_hold_in_node() -> None:
        command = [node, "--experimental-detect-module", "--test", *map(str, FILES)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert len(FILES) == 6
        assert done.returncode == 0, done.stdout + done.stderr
