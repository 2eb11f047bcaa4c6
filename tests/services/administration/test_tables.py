"""A declared table is filtered, sorted and paged without losing or doubling a row."""

import pytest

from services.administration import audit
from services.administration.records import RECORDS
from services.administration.tables import PAGE, Column, Source
from services.errors import Forbidden
from services.people.rights import RIGHTS, Right
from services.views import Kind, TableAsk, TableView
from tests.services.administration.conftest import Desk

PEOPLE = Source(
    name="people",
    right=Right.PEOPLE,
    rows="users u",
    key="u.user_id",
    order="-id",
    search="position(lower(:words) in lower(u.name)) > 0 or u.user_id = :number",
    columns=(
        Column(name="id", sql="u.user_id", kind=Kind.NUMBER, filtered=True),
        Column(name="name", sql="u.name", filtered=True),
        Column(name="group", sql="nullif(u.user_id % 3, 0)", kind=Kind.NUMBER, nullable=True),
        Column(name="wallet", sql="u.wallet", kind=Kind.MONEY, filtered=True),
        Column(
            name="checked", sql="u.email_verified_at", kind=Kind.MOMENT, nullable=True,
            filtered=True,
        ),
        Column(name="chief", sql="u.admin_user", kind=Kind.YES_NO, filtered=True),
    ),
)  # fmt: skip


@pytest.fixture
def crowd(desk: Desk) -> Desk:
    for number in range(120):
        desk.house.person(f"one{number:03}", verified=number % 4 > 0)
    return desk


def look(desk: Desk, ask: TableAsk) -> TableView:
    return desk.tables.page(PEOPLE, desk.chief, ask)


@pytest.mark.parametrize("sort", ["", "name", "-name", "group", "-group", "-checked", "wallet"])
def test_every_row_is_on_one_page_forwards_and_backwards(crowd: Desk, sort: str) -> None:
    everybody = {r["user_id"] for r in crowd.house.rows("select user_id from users")}
    page, pages = look(crowd, TableAsk(sort=sort)), []
    while True:
        pages.append([row["key"] for row in page.rows])
        if not page.later:
            break
        page = look(crowd, TableAsk(sort=sort, after=page.later))
    assert [len(one) for one in pages] == [PAGE, PAGE, len(everybody) - 2 * PAGE]
    assert {key for one in pages for key in one} == everybody
    back = []
    while True:
        back.append([row["key"] for row in page.rows])
        if not page.earlier:
            break
        page = look(crowd, TableAsk(sort=sort, before=page.earlier))
    assert back == pages[::-1]


def test_filters_and_words_narrow_and_what_is_not_understood_is_passed_over(crowd: Desk) -> None:
    assert look(crowd, TableAsk(words="ONE01")).total == 10
    assert look(crowd, TableAsk(words="#7")).rows[0]["id"] == 7
    assert look(crowd, TableAsk(filters={"name": "chief"})).total == 1
    assert look(crowd, TableAsk(filters={"chief": "yes"})).total == 1
    assert look(crowd, TableAsk(filters={"wallet.from": "0.01"})).total == 0
    assert look(crowd, TableAsk(filters={"wallet.to": "10", "id": "3"})).total == 1
    day = {"checked.from": "2026-01-01", "checked.to": "2026-02-02"}
    assert look(crowd, TableAsk(filters=day)).total > 0
    nonsense = {"chief": "maybe", "wallet.from": "NaN", "checked.from": "9999-99-99", "x": "y"}
    found = look(
        crowd,
        TableAsk(filters=nonsense, sort="password", after="eyJ4Ijox", columns=("password", "id")),
    )
    assert (found.total, found.ask.filters, found.ask.sort) == (126, {}, "")
    assert [column.name for column in found.shown] == ["id"]


def test_what_no_column_can_hold_is_taken_out_of_words_and_filters(crowd: Desk) -> None:
    found = look(crowd, TableAsk(words="one\x0001", filters={"name": "\x00one01\x00", "id": "\0"}))
    assert (found.total, found.ask.filters) == (10, {"name": "one01"})
    assert look(crowd, TableAsk(filters={"name": "\0"})).ask.filters == {}
    hostile = {"chief": "\0", "wallet.from": "\0", "checked.to": "2026\0-02-02"}
    assert (
        look(crowd, TableAsk(filters=hostile)).total
        == look(crowd, TableAsk(filters={"checked.to": "2026-02-02"})).total
    )


@pytest.mark.parametrize("mark", ["WyJ4IiwxXQ", "WyJuYW4iLDFd", "W10", "bnVsbA", "[", "A" * 200])
def test_a_mark_that_no_page_gave_is_the_first_page(crowd: Desk, mark: str) -> None:
    for sort in ("checked", "wallet", "group", "chief"):
        assert len(look(crowd, TableAsk(sort=sort, after=mark)).rows) == PAGE


def test_only_who_has_its_right_reads_a_table_or_takes_it_away(desk: Desk) -> None:
    for role, person in desk.people.items():
        for source in (PEOPLE, RECORDS):
            if source.right in RIGHTS.get(role, ()):
                assert desk.tables.page(source, person, TableAsk()) is not None
                continue
            with pytest.raises(Forbidden):
                desk.tables.page(source, person, TableAsk())
            with pytest.raises(Forbidden):
                next(desk.tables.batches(source, person, TableAsk()))
    with pytest.raises(Forbidden):
        desk.tables.page(PEOPLE, None, TableAsk())


def test_who_took_a_table_away_is_written_down(crowd: Desk) -> None:
    taken = list(crowd.tables.batches(PEOPLE, crowd.chief, TableAsk(words="one")))
    assert [len(batch) for batch in taken] == [120]
    (record,) = crowd.house.rows("select * from audit_records")
    assert (record["actor_id"], record["action"]) == (crowd.chief, "table_exported")
    assert record["details"]["words"] == "one"


def test_the_audit_log_is_searched_by_subject_and_word(desk: Desk) -> None:
    with desk.house.database.transaction() as work:
        now = desk.house.clock.now()
        audit.record(work, "suspended", "auction:7", actor=desk.chief, at=now, reason="Perícia")
        audit.record(work, "extended", "auction:8", at=now)
    found = desk.tables.page(RECORDS, desk.chief, TableAsk(words="perícia"))
    assert [row["subject"] for row in found.rows] == ["auction:7"]
    found = desk.tables.page(
        RECORDS, desk.chief, TableAsk(filters={"about": "auction", "which": "8"})
    )
    assert [row["action"] for row in found.rows] == ["extended"]
