"""The house's own PostgreSQL survives every death: the app's, the server's, the machine's."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest

from services.gateways.embedded_postgres import EmbeddedPostgres
from services.gateways.embedded_postgres.programs import find_programs

ROOT = Path(__file__).resolve().parents[3]
USE_THE_CLUSTER = """
import sys
from pathlib import Path
from services.gateways.embedded_postgres import EmbeddedPostgres
print(EmbeddedPostgres(Path(sys.argv[1]), throwaway=sys.argv[2] == "throwaway").start(), flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that the unprivileged user may enter too."""
    made = Path(tempfile.mkdtemp(prefix="martelo-pg-"))
    made.chmod(0o755)
    yield made
    kill_servers_in(made)
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def cluster_with_a_table(folder: Path) -> Path:
    with EmbeddedPostgres(folder / "cluster") as url:
        tell(url, "create table lot (n integer)")
    return folder / "cluster"


@pytest.fixture
def state(cluster_with_a_table: Path) -> Iterator[Path]:
    """A stopped cluster with one lot in it."""
    with EmbeddedPostgres(cluster_with_a_table) as url:
        tell(url, "truncate lot; insert into lot values (1)")
    yield cluster_with_a_table
    kill_servers_in(cluster_with_a_table)


@contextlib.contextmanager
def app(state: Path, fate: str = "keep") -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that uses the cluster, and the address it was given."""
    command = [sys.executable, "-c", USE_THE_CLUSTER, str(state), fate]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def tell(url: str, statement: str) -> None:
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement)


def lots(url: str) -> int:
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from lot")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def server_of(state: Path) -> psutil.Process:
    return psutil.Process(int((state / "data/postmaster.pid").read_text().splitlines()[0]))


def has_stopped(server: psutil.Process) -> bool:
    """A dead process may stay listed until its parent asks for it."""
    try:
        return server.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def servers_in(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["name", "cmdline"]):
        words = process.info["cmdline"] or []
        if process.info["name"] == "postgres" and any(str(folder) in word for word in words):
            found.append(process)
    return found


def kill_servers_in(folder: Path) -> None:
    for server in servers_in(folder):
        server.kill()
    assert soon(lambda: not servers_in(folder))


def soon(happened: Callable[[], bool], *, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.02)
    return happened()


def test_the_guard_stops_the_server_of_an_app_that_was_killed(state: Path) -> None:
    with app(state) as (process, url):
        server, sockets = (
            server_of(state),
            Path((state / "data/postmaster.pid").read_text().splitlines()[4]),
        )
        tell(url, "insert into lot values (2)")
        process.kill()
        assert soon(lambda: has_stopped(server))
    assert soon(lambda: not sockets.exists())
    assert not (state / "data/postmaster.pid").exists()
    with EmbeddedPostgres(state) as again:
        assert lots(again) == 2


def test_a_second_process_shares_the_server_until_the_last_one_leaves(state: Path) -> None:
    with app(state) as (first, url):
        cluster = EmbeddedPostgres(state)
        assert cluster.start() == url
        server = server_of(state)
        first.kill()
        first.wait()
        time.sleep(0.3)
        assert lots(url) == 1
        cluster.stop()
        assert has_stopped(server)


def test_leaving_does_not_stop_a_server_that_others_use(state: Path) -> None:
    cluster = EmbeddedPostgres(state)
    url = cluster.start()
    with app(state) as (_, same):
        assert same == url
        cluster.stop()
        assert lots(url) == 1


def test_apps_that_start_together_on_an_empty_folder_share_one_server(folder: Path) -> None:
    state = folder / "together"
    with contextlib.ExitStack() as stack:
        command = [sys.executable, "-c", USE_THE_CLUSTER, str(state), "throwaway"]
        processes = [
            stack.enter_context(
                subprocess.Popen(
                    command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
                )
            )
            for _ in range(3)
        ]
        for process in processes:
            stack.callback(process.kill)
        urls = {process.stdout.readline() for process in processes if process.stdout}
        assert len(urls) == 1
        assert urls != {""}
        for process in processes:
            process.kill()
        assert soon(lambda: not servers_in(state))
        assert soon(lambda: not state.exists()), "a throwaway cluster goes with its last user"


def test_a_server_that_was_killed_recovers_at_the_next_start(state: Path) -> None:
    cluster = EmbeddedPostgres(state)
    tell(cluster.start(), "insert into lot values (2)")
    server_of(state).kill()
    assert soon(lambda: not servers_in(state))

    assert lots(cluster.start()) == 2
    cluster.stop()


def test_a_left_over_pid_file_that_names_a_strangers_process_is_cleared(state: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        lines = [str(stranger.pid), str(state / "data"), "1", "5432", "/nowhere", "", "", "ready"]
        (state / "data/postmaster.pid").write_text("\n".join(lines) + "\n")
        with EmbeddedPostgres(state) as url:
            assert lots(url) == 1
        assert stranger.poll() is None
        stranger.kill()


def test_an_interrupted_initdb_is_begun_again(folder: Path) -> None:
    state = folder / "interrupted"
    (state / "new-1/base").mkdir(parents=True)
    (state / "data/base").mkdir(parents=True)
    (state / "password").touch()

    with EmbeddedPostgres(state, throwaway=True) as url:
        tell(url, "create table lot()")
        assert not (state / "new-1").exists()


def test_a_throwaway_cluster_is_deleted_when_it_stops(folder: Path) -> None:
    cluster = EmbeddedPostgres(folder / "throwaway", throwaway=True)
    tell(cluster.start(), "create table lot()")
    cluster.stop()
    cluster.stop()

    assert not (folder / "throwaway").exists()


def test_nobody_gets_in_without_the_password(state: Path) -> None:
    with EmbeddedPostgres(state) as url:
        before, after = url.split(":", 2)[:2], url.split("@", 1)[1]
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(f"{':'.join(before)}:wrong@{after}")


def test_a_folder_of_another_version_is_refused_with_a_sentence(state: Path) -> None:
    version = state / "data/PG_VERSION"
    ours = version.read_text()
    version.write_text("12\n")

    with pytest.raises(RuntimeError, match="was made by PostgreSQL 12"):
        EmbeddedPostgres(state).start()

    version.write_text(ours)


if os.geteuid() == 0:  # nobody but root has to become somebody else

    def test_as_root_a_private_folder_stays_private_and_the_cluster_goes_elsewhere(
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        with tempfile.TemporaryDirectory(prefix="martelo-private-") as private:
            package = find_programs().parents[1]
            for folder in (package, package.with_name(package.name + ".libs")):
                if folder.is_dir():
                    shutil.copytree(folder, Path(private) / folder.name, symlinks=True)
            programs = Path(private) / package.name / "pginstall" / "bin"
            monkeypatch.setenv("EMBEDDED_PG_BIN", str(programs))
            cluster = EmbeddedPostgres(Path(private) / "pg", throwaway=True)
            try:
                with cluster as url:
                    tell(url, "create extension pg_trgm")
                    assert server_of(cluster.state).username() != "root"
                    assert cluster.state.is_relative_to("/var/lib/martelo")
                assert Path(private).stat().st_mode & 0o777 == 0o700
                assert not cluster.state.exists()
            finally:
                shutil.rmtree(cluster.state, ignore_errors=True)
