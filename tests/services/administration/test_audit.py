"""The audit log takes no change; where its owner forces one, the chain tells."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import structlog
from sqlalchemy.exc import DBAPIError

from scripts.verify_audit import main
from services.administration import audit
from services.administration.records import AuditLog
from services.errors import Forbidden
from services.views import Verdict
from tests.house import House

FORCED = "set local session_replication_role = replica"


@pytest.fixture
def log(house: House) -> AuditLog:
    with structlog.contextvars.bound_contextvars(correlation="a1b2c3"):
        for number in range(1, 6):
            write(house, f"act_{number}")
    return AuditLog(house.database)


def write(house: House, action: str) -> None:
    with house.database.transaction() as work:
        audit.record(
            work, action, "auction:7", at=house.clock.now(), before={"a": 1}, reason="Porquê"
        )


def write_and_fail(house: House) -> None:
    with house.database.transaction() as work:
        audit.record(work, "never", "auction:7", at=house.clock.now())
        work.connection.exec_driver_sql("select 1 / 0")


def force(house: House, statement: str) -> None:
    """Change the log as whoever owns the database can: past its triggers."""
    with house.database.transaction() as work:
        work.connection.exec_driver_sql(FORCED)
        work.connection.exec_driver_sql(statement)


def test_a_log_nobody_touched_is_whole_and_names_the_request(house: House, log: AuditLog) -> None:
    found = log.verify()
    assert (found.count, found.broken) == (5, "")
    assert found.head == house.one("select hash from audit_records where position = 5")
    assert house.one("select distinct request_id from audit_records") == "a1b2c3"


@pytest.mark.parametrize(
    ("statement", "broken", "position"),
    [
        ("update audit_records set action = 'x' where position = 3", "changed", 3),
        ("update audit_records set details = '{}' where position = 2", "changed", 2),
        ("update audit_records set at = at + interval '1 microsecond' where position = 4",
         "changed", 4),
        ("delete from audit_records where position = 3", "missing", 4),
        ("delete from audit_records where position = 5", "cut", 5),
    ],
)  # fmt: skip
def test_what_was_changed_or_taken_out_is_found(
    house: House, log: AuditLog, statement: str, broken: str, position: int | None
) -> None:
    force(house, statement)
    found = log.verify()
    assert (found.broken, found.position) == (broken, position)


def test_two_records_that_changed_places_are_found(house: House, log: AuditLog) -> None:
    for before, after in ((2, 90), (3, 2), (90, 3)):
        force(house, f"update audit_records set position = {after} where position = {before}")
    assert log.verify().broken in ("changed", "reordered")


def test_a_chain_sealed_anew_does_not_hold_a_head_noted_elsewhere(
    house: House, log: AuditLog
) -> None:
    noted = log.verify().head
    force(house, "update audit_records set action = 'x' where position = 5")
    force(house, "update audit_records a set hash = audit_seal(previous, a) where position = 5")
    force(house, "update audit_head h set hash = a.hash from audit_records a where a.position = 5")
    assert log.verify().broken == ""
    assert log.verify(noted=noted).broken == "lost"


def test_the_command_says_what_is_broken(
    house: House, log: AuditLog, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--database", house.url, "--head", log.verify().head]) == 0
    assert "the chain is whole" in capsys.readouterr().out
    force(house, "update audit_records set subject = 'auction:8' where position = 2")
    assert main(["--database", house.url]) == 1
    assert "record 2 was changed" in capsys.readouterr().err


def test_the_chain_is_proved_for_who_may_read_it_alone(house: House, log: AuditLog) -> None:
    chief, ana = house.person("chief", admin=True), house.person("ana")
    head = log.verify().head
    assert log.prove(chief, noted=head) == Verdict(count=5, head=head)
    assert log.prove(chief, noted="0" * 63).broken == "lost"
    with pytest.raises(Forbidden):
        log.prove(ana)


def test_records_written_at_once_are_one_chain(house: House, log: AuditLog) -> None:
    with ThreadPoolExecutor(6) as many:
        list(many.map(lambda n: write(house, f"at_once_{n}"), range(30)))
    found = log.verify()
    assert found == Verdict(count=35, head=found.head)


def test_a_log_is_neither_emptied_nor_written_by_an_act_that_failed(
    house: House, log: AuditLog
) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        house.change("truncate audit_records")
    with pytest.raises(DBAPIError):
        write_and_fail(house)
    assert log.verify().count == 5
