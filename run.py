#!/usr/bin/env python3
"""Everything from a fresh clone, with nothing but Python 3.11 or newer.

python3 run.py              start the site on http://localhost:8080
python3 run.py test         linters, types, import contract, then every test, the browser's too
python3 run.py test ARGS    only pytest, with these arguments
python3 run.py lint         only the linters, the types and the import contract
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST = (3, 11)
WINDOWS = os.name == "nt"
BASE_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
STEPS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "import contract": ["-c", LINT_IMPORTS, "--no-logo"],
}
# More than the two cores of a small machine: tests wait about as much as they work.
IN_PARALLEL = ["-n", "3", "--dist", "worksteal"]
# Apart, because Playwright keeps a loop running in every process that uses it.
TESTS = {
    "pytest": ["-m", "pytest", *IN_PARALLEL, "--ignore", "tests/browser"],
    "pytest in the browser": ["-m", "pytest", *IN_PARALLEL, "tests/browser"],
}
LAUNCH_A_BROWSER = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    playwright.chromium.launch(args=["--no-sandbox"]).close()
"""


def main() -> int:
    """Set up what is missing, then do what was asked."""
    what, rest = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("serve", [])
    if what not in ("serve", "test", "lint"):
        print(__doc__)
        return 0 if what in ("help", "-h", "--help") else 2
    with one_at_a_time():
        python = virtual_environment()
        install(python, BASE_LOCK if what == "serve" else DEV_LOCK)
        if what == "test":
            os.environ["CHROME_PATH"] = browser(python)
    if what == "serve":
        return serve(python, rest)
    if rest:
        return call(python, "-m", "pytest", *rest, cwd=HERE)
    return check(python, with_tests=what == "test")


def serve(python: Path, arguments: list[str]) -> int:
    """Become the site, so that a signal to this process reaches it."""
    command = [str(python), str(HERE / "main.py"), *arguments]
    if not WINDOWS:
        os.execv(command[0], command)
    return subprocess.call(command)


def check(python: Path, *, with_tests: bool) -> int:
    """Run every step to its end, so that one run shows all that is wrong."""
    steps = STEPS | (TESTS if with_tests else {})
    failed = []
    for name, command in steps.items():
        say(name)
        if call(python, *command, cwd=HERE) != 0:
            failed.append(name)
    if failed:
        say("FAILED: " + ", ".join(failed))
        return 1
    say("ALL GOOD: " + ", ".join(steps))
    return 0


def virtual_environment() -> Path:
    """Make `.venv` unless it is there and works, and return the path of its Python."""
    base = Path(os.environ.get("VENV_DIR", HERE / ".venv")).absolute()
    python = base / ("Scripts/python.exe" if WINDOWS else "bin/python")
    if python.exists() and quiet(python, "-c", "import pip"):
        return python
    shutil.rmtree(base, ignore_errors=True)
    maker = interpreter()
    say(f"making {base.name} with {maker}")
    if not quiet(maker, "-c", "import ensurepip"):  # Debian's bare python3
        uv = shutil.which("uv")
        if uv and call(uv, "venv", "--quiet", "--seed", "--python", maker, base) == 0:
            return python
        ask = "import sys; print('python%d.%d-venv' % sys.version_info[:2])"
        package = subprocess.check_output([maker, "-c", ask], text=True).strip()
        if not apt_install(package):
            sys.exit(f"Python's venv module is missing. Run once:  sudo apt install {package}")
    if call(maker, "-m", "venv", base) != 0:
        sys.exit(f"{maker} could not make a virtual environment in {base}")
    return python


def install(python: Path, lock: str) -> None:
    """Install exactly what the lock says, checked against its hashes; nothing when that is done.

    The development lock contains the other one, so that it satisfies both.
    """
    names = [BASE_LOCK] if lock == BASE_LOCK else [BASE_LOCK, DEV_LOCK]
    wanted = {name: hashlib.sha256((HERE / name).read_bytes()).hexdigest() for name in names}
    stamp = python.parent.parent / "installed.json"
    with contextlib.suppress(OSError, ValueError):
        if wanted.items() <= json.loads(stamp.read_text()).items():
            return
    stamp.unlink(missing_ok=True)
    began = time.monotonic()
    say(f"installing {lock}")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = python.parent / ("uv.exe" if WINDOWS else "uv")
    if not uv.exists():
        call(*pip, "--require-hashes", "-r", HERE / "requirements-uv.lock")
    with_uv = [str(uv), "pip", "install", "--quiet", "--python", str(python), "--require-hashes"]
    if not uv.exists() or call(*with_uv, "-r", HERE / lock) != 0:
        say("uv could not; trying pip, which may know an index that uv does not")
        if call(*pip, "--require-hashes", "-r", HERE / lock) != 0:
            sys.exit("The libraries could not be installed (see above).")
    stamp.write_text(json.dumps(wanted))
    say(f"installed in {time.monotonic() - began:.0f} s")


def browser(python: Path) -> str:
    """Find or install a Chrome or Chromium; an empty path means Playwright's own."""
    if not quiet(python, "-m", "playwright", "--version") and not apt_install("libatomic1"):
        sys.exit("Playwright does not start. On Debian run once:  sudo apt install libatomic1")
    if found := installed_browser():
        return found
    if quiet(python, "-c", LAUNCH_A_BROWSER):
        return ""
    say("no browser found: playwright install chromium")
    command = [str(python), "-m", "playwright", "install", "--only-shell", "chromium"]
    if become_root() == [] and shutil.which("apt-get"):
        command.append("--with-deps")
    if quiet(*command, timeout=600) and quiet(python, "-c", LAUNCH_A_BROWSER):
        return ""
    for package in ("chromium-headless-shell", "chromium"):  # the first is quicker, if there is one
        if apt_install(package, "fonts-liberation") and (found := installed_browser()):
            return found
    sys.exit("No browser for the tests: install Google Chrome, or set CHROME_PATH.")


def installed_browser() -> str:
    """Find the quickest browser of this machine that tells its version; empty without one."""
    names = ["chromium-headless-shell", "google-chrome", "google-chrome-stable", "chromium"]
    names += ["chromium-browser", "chrome"]
    homes = [Path("/"), Path.home()]
    places = [
        os.environ.get("CHROME_PATH"),
        *map(shutil.which, names),
        *(
            str(home / f"Applications/{name}.app/Contents/MacOS/{name}")
            for home in homes
            for name in ("Google Chrome", "Chromium")
        ),
    ]
    for place in filter(None, places):
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            command = [place, "--version"]  # Ubuntu's chromium-browser is a stub that only asks
            told = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
            if "Chrom" in told.stdout:
                return place
    return ""


def interpreter() -> str:
    """Take this Python if it is new enough, else the newest one on the path."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in range(15, OLDEST[1] - 1, -1):
        if found := shutil.which(f"python3.{minor}"):
            return found
    sys.exit(f"Python 3.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}.")


def become_root() -> list[str] | None:
    """Tell what to put before a command to run it as root unasked; None if that cannot be."""
    if WINDOWS:
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and quiet("sudo", "-n", "true") else None


def apt_install(*packages: str) -> bool:
    """Install Debian packages if that needs nobody's password."""
    root = become_root()
    if root is None or not shutil.which("apt-get"):
        return False
    say("apt-get install " + " ".join(packages))
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    call(*apt, "update")
    options = ["install", "--yes", "--no-install-recommends"]
    return call(*apt, *options, *packages, stdout=subprocess.DEVNULL) == 0


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let two set-ups of one clone wait for each other."""
    if WINDOWS:
        yield
        return
    import fcntl

    with open(__file__, "rb") as mine:
        fcntl.flock(mine, fcntl.LOCK_EX)
        yield


def quiet(*command: str | Path, timeout: float | None = None) -> bool:
    """Run a command, throw its output away, and tell whether it succeeded."""
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        nothing = subprocess.DEVNULL
        return call(*command, stdout=nothing, stderr=nothing, timeout=timeout) == 0
    return False


def call(
    *command: str | Path,
    cwd: Path | None = None,
    stdout: int | None = None,
    stderr: int | None = None,
    timeout: float | None = None,
) -> int:
    """Run a command and return its exit code."""
    words = [str(word) for word in command]
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never"}
    return subprocess.run(
        words,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL if stdout is not None else None,
        stdout=stdout,
        stderr=stderr,
        timeout=timeout,
        check=False,
    ).returncode


def say(text: str) -> None:
    """Tell the person at the terminal what happens now."""
    print(f"[run] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
