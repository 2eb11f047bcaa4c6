"""News of one room to its many watchers: what it costs, beside two limits in the same run.

    python scripts/bench_fanout.py [watchers] [messages]

raw: a loop that sends to each websocket, the floor. bare: python-socketio's room. plain: a room of
ours told by python-socketio on NiceGUI's connection. ours: a room as the house tells it. Each way
has a server process of its own and its watchers in another; CPU is the server's, net of idle.
Read the ratios; the machine decides the absolutes.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOMS = str(Path(__file__).with_name("bench_rooms.py"))
WATCHERS = str(Path(__file__).with_name("bench_watchers.py"))
WAYS = ("raw", "bare", "plain", "ours")


@contextmanager
def server() -> Iterator[str]:
    """Start a server on loopback, gone afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen([sys.executable, ROOMS, str(port)], cwd=folder)
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    httpx.get(f"{url}/memory")
                    break
                except httpx.TransportError:
                    if process.poll() is not None or time.monotonic() > until:
                        raise
                    time.sleep(0.1)
            yield url
        finally:
            process.kill()
            process.wait()


def measure(way: str, watchers: int, messages: int) -> dict[str, Any]:
    """Let that many watch a server of their own."""
    with server() as url:
        command = [sys.executable, WATCHERS, url, way, str(watchers), str(messages)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=300)
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def main() -> None:
    watchers = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    messages = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    print(
        "way    cpu s/1,000  x raw  x bare   p50 ms   p99 ms  p99 x bare  lost  reordered  "
        "KiB each  bytes  load"
    )
    costs: dict[str, float] = {}
    tails: dict[str, float] = {}
    for way in WAYS:
        seen = measure(way, watchers, messages)
        costs[way] = cost = seen["cpu"] / (watchers * messages) * 1000
        tails[way] = seen["p99"]
        beside = f"{cost / costs['bare']:7.2f}" if "bare" in costs else "      -"
        tail = f"{seen['p99'] / tails['bare']:11.2f}" if "bare" in tails else "          -"
        print(
            f"{way:6} {cost:11.4f} {cost / costs['raw']:6.2f} {beside} {seen['p50']:8.1f} "
            f"{seen['p99']:8.1f} {tail} {seen['lost']:5} {seen['reordered']:10} "
            f"{seen['kib']:9.0f} {seen['bytes']:6}  {os.getloadavg()[0]:.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
