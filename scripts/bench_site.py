"""The site for the benchmarks of its pages: the demonstration, and a bare server to compare with.

Started as a program it is the bare server: `python scripts/bench_site.py PORT BYTES`.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).resolve().parents[1]
HELLO = "/hello"
START_SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A running site: where it answers, and the process that does."""

    url: str
    process: psutil.Process


@contextmanager
def site(program: Path = ROOT / "main.py", **more: str) -> Iterator[Site]:
    """Start the demonstration with a database of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="martelo-pages-", ignore_cleanup_errors=True) as state:
        Path(state).chmod(0o755)
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        settings = {
            "BASE_URL": url,
            "DATABASE_URL": "",
            "DEMO": "1",
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "STATE_DIR": state,
        }
        with running([str(program)], f"{url}/readyz", settings | more) as process:
            until = time.monotonic() + START_SECONDS
            while 'rel="next"' not in httpx.get(f"{url}/?state=all").text:  # more than one page
                if time.monotonic() > until:
                    raise TimeoutError("the demonstration has no lots")
                time.sleep(0.5)
            yield Site(url=url, process=psutil.Process(process.pid))


@contextmanager
def hello(size: int) -> Iterator[str]:
    """Start a bare server whose page has that many bytes, gone afterwards."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running([__file__, str(port), str(size)], f"{url}{HELLO}", {}):
        yield url


@contextmanager
def running(
    program: list[str], ready: str, settings: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until it answers at `ready`, and for as long as it is needed."""
    process = subprocess.Popen(
        [sys.executable, *program],
        cwd=ROOT,
        env=os.environ | settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                httpx.get(ready)
                break
            except httpx.TransportError:
                if process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """Give a port of loopback that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def main() -> None:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import HTMLResponse
    from starlette.routing import Route

    body = "x" * int(sys.argv[2])

    async def page(request: Request) -> HTMLResponse:
        return HTMLResponse(body)

    uvicorn.run(
        Starlette(routes=[Route(HELLO, page)]),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="warning",
    )


if __name__ == "__main__":
    main()
