"""What people and robots ask for most: pages a second in one process, and a listing's watchers.

    python -m scripts.bench_pages [seconds] [watchers]

The site is `main.py` in a process of its own, the demonstration with its bidders at work; who asks
is another process. hello: a bare Starlette that sends as many bytes, in the same run. CPU is the
site's, net of what it uses when nobody asks. Read the ratios; the machine decides the absolutes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil

from scripts.bench_site import HELLO, Site, hello, site

CLIENT = str(Path(__file__).with_name("bench_visitors.py"))
CONNECTIONS = 8
AIMS = {"/": 200, "/?state=live": 200, "/auction/": 100}
WATCHER_KIB = 200
SETTLING_SECONDS = 4.0


def ask(url: str, path: str, seconds: float) -> dict[str, float]:
    """Let visitors ask for one page again and again; returns requests, seconds and bytes."""
    command = [sys.executable, CLIENT, "ask", url, path, str(CONNECTIONS), str(seconds)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=120)
    seen: dict[str, float] = json.loads(done.stdout)
    return seen


def cpu(process: psutil.Process) -> float:
    """Count the seconds of CPU a process has used, not those of its database."""
    times = process.cpu_times()
    return float(times.user + times.system)


def idle(running: Site) -> float:
    """Tell how much CPU a second the site uses when nobody asks."""
    before, start = cpu(running.process), time.monotonic()
    time.sleep(SETTLING_SECONDS)
    return (cpu(running.process) - before) / (time.monotonic() - start)


def watcher_kib(running: Site, watchers: int) -> float:
    """Tell how much the site grows by each watcher of the listing."""
    command = [sys.executable, CLIENT, "watch", running.url, "/?state=live", str(watchers)]
    ask(running.url, "/?state=live", 1)  # what the first ones leave behind is not the watchers'
    before = running.process.memory_info().rss
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as people:
        assert people.stdout is not None
        assert people.stdout.readline() == b"watching\n"
        time.sleep(SETTLING_SECONDS)
        after = running.process.memory_info().rss
        people.communicate(b"\n")
    return (after - before) / watchers / 1024


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    watchers = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    print("page              requests/s    aim  CPU ms  bytes  x hello  load")
    with site() as running:
        lot = httpx.get(f"{running.url}/?state=live").text.partition('data-card="')[2]
        rest = idle(running)
        for path in ("/", "/?state=live", f"/auction/{lot.partition(chr(34))[0]}"):
            ask(running.url, path, 1)
            before, start = cpu(running.process), time.monotonic()
            seen = ask(running.url, path, seconds)
            used = cpu(running.process) - before - rest * (time.monotonic() - start)
            rate = seen["requests"] / seen["seconds"]
            with hello(int(seen["bytes"])) as bare:
                most = ask(bare, HELLO, seconds)
            aim = next(aim for start, aim in reversed(AIMS.items()) if path.startswith(start))
            print(
                f"{path:16} {rate:11.0f} {aim:6} {used / seen['requests'] * 1000:7.2f} "
                f"{seen['bytes']:6.0f} {rate / (most['requests'] / most['seconds']):8.2f}  "
                f"{os.getloadavg()[0]:.1f}",
                flush=True,
            )
        grown = watcher_kib(running, watchers)
        print(f"a watcher of the listing: {grown:.0f} KiB, aim {WATCHER_KIB} or less")


if __name__ == "__main__":
    main()
