"""One cluster of our own: made on first use, shared by many processes, never left running."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psutil
import psycopg2

from services.gateways.embedded_postgres.guard import (
    SHUTDOWN_SECONDS,
    WINDOWS,
    alone,
    in_place,
    named_in,
    post_guard,
    take_lock,
)
from services.gateways.embedded_postgres.programs import Programs

SETTINGS = {"max_connections": "200", "timezone": "UTC", "log_timezone": "UTC"}
THROWAWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
AT_ITS_LIMIT = ("too many clients", "connection slots are reserved")


class EmbeddedPostgres:
    """A PostgreSQL server in a folder of ours.

    It listens on a Unix socket in a private folder (on Windows on a free port of the loopback) and
    always asks for its password. Every process that uses the cluster shares a lock; when the last
    one is gone, however it died, a guard stops the server. A throwaway cluster trusts to luck with
    the disk and is deleted with its last user.
    """

    def __init__(
        self, state: Path, *, throwaway: bool = False, settings: dict[str, str] | None = None
    ) -> None:
        self._programs = Programs(state.resolve())
        self._throwaway = throwaway
        self._settings = SETTINGS | (THROWAWAY_SETTINGS if throwaway else {}) | (settings or {})
        self._using: int | None = None
        self.state = self._programs.state
        self.data = self.state / "data"
        self._users = self.state / "users.lock"
        self._pid_file = self.data / "postmaster.pid"

    def start(self) -> str:
        """Join the cluster, made and started where needed; return the URL of its first database.

        Waits up to two minutes for a recovery. Raises RuntimeError with a sentence for the person
        at the terminal. Calling it again changes nothing.
        """
        while True:
            with self._one_at_a_time() as turn:
                if self._using is None:
                    self._using = take_lock(self._users, shared=True)
                if in_place(turn, self._turns):
                    try:
                        return self._join()
                    except BaseException:
                        self._leave()
                        raise
                self._leave()

    def stop(self) -> None:
        """Leave the cluster; the last one out stops the server and waits until it has stopped."""
        if self._using is None:
            return
        with self._one_at_a_time():
            if WINDOWS or alone(self._using):
                self._programs.run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")
                if self._throwaway and not self._pid_file.exists():
                    shutil.rmtree(self.state, ignore_errors=True)
            self._leave()

    def __enter__(self) -> str:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    # ---- joining -----------------------------------------------------------------------------

    def _join(self) -> str:
        url = self._url_if_running()
        if url is None:
            self._make()
            self._clear_left_over_pid_file()
            log = self._launch()
            url = self._url_if_running()
            if url is None:
                raise RuntimeError(f"PostgreSQL started but does not answer, see {log}")
        if pid := named_in(self._pid_file):
            post_guard(
                users=self._users,
                pid_file=self._pid_file,
                sockets=Path(self._pid_lines()[4]),
                pid=pid,
                throwaway=self._throwaway,
            )
        return url

    def _url_if_running(self) -> str | None:
        """Judged by a connection, never by a process number."""
        lines = self._pid_lines()
        if len(lines) < 6:
            return None
        port, sockets, host = (line.strip() for line in lines[3:6])
        place = f"@/postgres?host={quote(sockets, safe='')}&port={port}"
        if not sockets:
            place = f"@{host}:{port}/postgres"
        url = f"postgresql://postgres:{quote(self._password(), safe='')}{place}"
        try:
            connection = psycopg2.connect(url, connect_timeout=5)
        except psycopg2.OperationalError as error:
            return url if any(words in str(error) for words in AT_ITS_LIMIT) else None
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute("show data_directory")
            row = cursor.fetchone()
        return url if row and Path(row[0]).resolve() == self.data.resolve() else None

    def _make(self) -> None:
        if (self.data / "PG_VERSION").exists():
            self._check_version()
            return
        shutil.rmtree(self.data, ignore_errors=True)
        for left_over in self.state.glob("new-*"):  # of an initdb that was interrupted
            shutil.rmtree(left_over, ignore_errors=True)
        aside = self.state / f"new-{os.getpid()}"  # moved into place only when complete
        aside.mkdir(mode=0o700)
        with tempfile.TemporaryDirectory(prefix="initdb-") as folder:
            password = Path(folder) / "password"
            password.write_text(self._password())
            for path in (aside, password, Path(folder)):
                self._programs.own(path)
            options = ["-D", str(aside), "-U", "postgres", "-E", "UTF8", "--no-instructions"]
            options += ["--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8"]
            options += ["--auth=scram-sha-256", f"--pwfile={password}"]
            options += ["--no-sync"] if self._throwaway else []
            made = self._programs.run("initdb", *options)
        if made.returncode:
            shutil.rmtree(aside, ignore_errors=True)
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
        aside.rename(self.data)

    def _check_version(self) -> None:
        version = (self.data / "PG_VERSION").read_text().strip()
        ours = self._programs.run("postgres", "-V").stdout.strip()
        if f" {version}." not in ours:
            raise RuntimeError(
                f"{self.data} was made by PostgreSQL {version}, this is {ours}: "
                "dump and restore it, or remove it"
            )

    def _clear_left_over_pid_file(self) -> None:
        """After a crash its number may be any process's by now, and PostgreSQL would not start."""
        if not (pid := named_in(self._pid_file)):
            self._pid_file.unlink(missing_ok=True)
            return
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            ours = "postgres" in process.name().lower() and str(self.data) in process.cmdline()
            if ours:  # starting up, stuck or shutting down: let it come to its end
                process.send_signal(signal.SIGTERM if WINDOWS else signal.SIGINT)
                process.wait(SHUTDOWN_SECONDS)
        self._pid_file.unlink(missing_ok=True)

    def _launch(self) -> Path:
        log = self.state / "server.log"
        if WINDOWS:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            where = {"listen_addresses": "127.0.0.1", "port": str(port)}
        else:
            sockets = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # at most ~100 bytes long
            self._programs.own(sockets)
            where = {
                "listen_addresses": "",
                "unix_socket_directories": str(sockets),
                "unix_socket_permissions": "0700",
            }
        self._programs.start_server(self.data, self._settings | where, log)
        return log

    # ---- locks and files ---------------------------------------------------------------------

    @property
    def _turns(self) -> Path:
        return self.state / "start.lock"

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[int]:
        self._programs.make_folder()
        turn = take_lock(self._turns)
        try:
            yield turn
        finally:
            os.close(turn)

    def _leave(self) -> None:
        if self._using is not None:
            os.close(self._using)
            self._using = None

    def _pid_lines(self) -> list[str]:
        try:
            return self._pid_file.read_text().splitlines()
        except OSError:
            return []

    def _password(self) -> str:
        path = self.state / "password"
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
            if not (password := file.read()):
                password = secrets.token_urlsafe(24)
                file.write(password)
        return password
