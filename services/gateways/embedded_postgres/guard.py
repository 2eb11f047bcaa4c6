"""The guard: a small process that stops the server when its last user is gone, however it died.

Run as a program it needs nothing but Python's standard library.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

WINDOWS = sys.platform == "win32"
if not WINDOWS:
    import fcntl

SHUTDOWN_SECONDS = 60


def take_lock(path: Path, *, shared: bool = False) -> int:
    """Wait for the lock of that file and hold it until the returned descriptor is closed.

    A file that was deleted while we waited is another cluster's: take the new one.
    """
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not WINDOWS:
            fcntl.flock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        if in_place(descriptor, path):
            return descriptor
        os.close(descriptor)


def in_place(descriptor: int, path: Path) -> bool:
    """Tell whether the open file is still the one at that path."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def alone(descriptor: int) -> bool:
    """Tell whether nobody else holds the lock this descriptor shares; if so, hold it alone."""
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def post_guard(*, users: Path, pid_file: Path, sockets: Path, pid: int, throwaway: bool) -> None:
    """Leave a guard behind who waits for the last user of the server `pid` to go.

    A second guard of the same server goes away at once.
    """
    if WINDOWS:
        return
    words = [
        str(users),
        str(pid_file),
        str(sockets),
        str(pid),
        "throwaway" if throwaway else "keep",
    ]
    subprocess.run(
        [sys.executable, "-I", "-S", __file__, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
        check=True,
    )


def keep_guard(*, users: Path, pid_file: Path, sockets: Path, pid: int, throwaway: bool) -> None:
    """Wait until nobody uses the cluster, stop its server cleanly and remove what it leaves."""
    mine = os.open(sockets / "guard.lock", os.O_RDWR | os.O_CREAT, 0o600)
    if not alone(mine):
        return
    try:
        descriptor = os.open(users, os.O_RDWR)
    except FileNotFoundError:
        descriptor = None
    if descriptor is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if named_in(pid_file) == pid:
            stop_server(pid, pid_file)
        if throwaway and in_place(descriptor, users) and not pid_file.exists():
            shutil.rmtree(users.parent, ignore_errors=True)
    shutil.rmtree(sockets, ignore_errors=True)


def stop_server(pid: int, pid_file: Path) -> None:
    """Ask for a fast shutdown, which leaves nothing to recover, and wait for it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + SHUTDOWN_SECONDS
        while pid_file.exists() and not is_dead(pid) and time.monotonic() < deadline:
            time.sleep(0.02)  # the guard is a process of its own: nobody's loop waits


def is_dead(pid: int) -> bool:
    """Tell whether a process has ended, even if its parent has not asked for it yet."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except ProcessLookupError:
        return True
    except OSError:  # a system without /proc
        return False


def named_in(pid_file: Path) -> int | None:
    """Read which process a postmaster.pid names, alive or not."""
    try:
        return int(pid_file.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


if __name__ == "__main__":
    if os.fork() == 0:
        _, at_users, at_pid_file, at_sockets, server, fate = sys.argv
        keep_guard(
            users=Path(at_users),
            pid_file=Path(at_pid_file),
            sockets=Path(at_sockets),
            pid=int(server),
            throwaway=fate == "throwaway",
        )
