"""The client script that the house serves, run by Node where there is one."""

import asyncio
import json
import re
import shutil
import subprocess
from pathlib import Path

import httpx

from api.sockets.server import SCRIPT
from tests.api.open_sockets.conftest import MONEY, Site

NODE = shutil.which("node")


def flags(node: str) -> list[str] | None:
    """Give what this Node must be told to have websockets; None if it has none."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.match(r"v(\d+)\.(\d+)", said)
    number = (int(version[1]), int(version[2])) if version else (0, 0)
    if number >= (22, 0):
        return []
    return ["--experimental-websocket"] if number >= (20, 10) else None


if NODE is not None and (chosen := flags(NODE)) is not None:
    node, chosen_flags = NODE, chosen

    async def test_the_seeds_example_runs_in_javascript(site: Site, tmp_path: Path) -> None:
        async with httpx.AsyncClient() as http:
            served = await http.get(f"{site.url}/socket.io/socket.io.js")
        assert served.headers["content-type"].startswith("text/javascript")
        script = tmp_path / "socket.io.cjs"
        script.write_bytes(served.content)
        ana, lot = site.house.person("ana-silva", money=MONEY), site.house.lot(opening=100)
        command = [*chosen_flags, str(Path(__file__).with_name("client.cjs")), str(script)]
        running = await asyncio.create_subprocess_exec(
            node,
            *command,
            site.url,
            str(lot),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert running.stderr is not None
        async with asyncio.timeout(30):
            while b"in" not in await running.stderr.readline():
                assert running.returncode is None
            await site.bid(ana, lot, 100)
            said, _ = await running.communicate()
        told = json.loads(said)
        assert (told["minimum"], told["refused"]) == ("100.00", "not_logged_in")
        assert ["bid", "bid", "ana-silva", 100] in told["heard"]
        assert ["snapshot", "snapshot", None, None] in told["heard"]


def test_the_script_is_the_official_one_with_its_licence() -> None:
    assert b"Socket.IO v4." in SCRIPT.read_bytes()[:200]
    assert "Guillermo Rauch" in SCRIPT.with_name("LICENSE").read_text()
