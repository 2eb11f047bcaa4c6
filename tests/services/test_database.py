"""Transactions commit once, at their edge, and only then is anything told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from models import Category
from services.database import Database, answered, dialect_url, is_away, worth_retrying
from services.errors import Overloaded
from services.events import Event, RoomChanged, SessionEnded
from tests.house import House

COUNT = "select count(*) from categories"


def test_work_is_done_as_a_whole_or_not_at_all(house: House) -> None:
    def half() -> None:
        with house.database.transaction() as work:
            work.session.add(Category(name="Joias", slug="joias"))
            work.session.flush()
            work.announce(SessionEnded(session_key="x"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert house.one(COUNT) == 0
    assert house.news == []


def test_what_a_session_was_given_is_written_at_the_edge(house: House) -> None:
    with house.database.transaction() as work:
        category = Category(name="Joias", slug="joias")
        work.session.add(category)
    assert house.one(COUNT) == 1
    assert category.id == 1  # still readable


def test_a_row_that_cannot_be_written_is_the_only_thing_said(house: House) -> None:
    """Its flush has undone the transaction; undoing it again would warn, which is an error here."""

    def twice() -> None:
        with house.database.transaction() as work:
            work.session.add(Category(name="Joias", slug="joias"))
            work.session.flush()
            work.session.add(Category(name="Outras joias", slug="joias"))

    with pytest.raises(IntegrityError):
        twice()
    assert house.one(COUNT) == 0


def test_news_never_comes_before_its_commit(house: House, sister: House) -> None:
    """Whoever hears of a version finds it in the database."""
    ana, lot = house.person("ana", money=1000), house.lot(opening=100, buy_now=900)
    found: list[tuple[int, int]] = []

    def look(event: Event) -> None:
        assert isinstance(event, RoomChanged)
        found.append((event.version, sister.auction(lot)["version"]))

    house.hub.listen(look)
    house.bid(ana, lot, 100)
    house.chronograph.add_time_to_auction(lot, 60)
    house.told.goes_on(90000)
    house.closing.close_due()
    assert [version for version, _ in found] == [1, 2, 3]
    assert all(told <= there for told, there in found)


def test_a_listener_that_fails_harms_nobody(house: House, said: list[Any]) -> None:
    def fail(_: Any) -> None:
        raise ValueError("no screen")

    stop = house.hub.listen(fail)
    later: list[Any] = []
    house.hub.listen(later.append)
    with house.database.transaction() as work:
        work.announce(RoomChanged(auction_id=1, version=1))
    assert later == [RoomChanged(auction_id=1, version=1)]
    assert said[-1]["event"] == "listener_failed"
    stop()
    stop()
    with house.database.transaction() as work:
        work.announce(RoomChanged(auction_id=1, version=2))
    assert len(said) == 1
    assert len(later) == 2


@pytest.mark.parametrize("code", ["40001", "40P01", "55P03"])
def test_what_may_succeed_is_tried_three_times(house: House, code: str) -> None:
    tried: list[int] = []

    def work() -> str:
        tried.append(1)
        if len(tried) < 3:
            house.change(f"do $$ begin raise exception 'again' using errcode = '{code}'; end $$")
        return "done"

    assert house.database.retried(work) == "done"
    tried.clear()
    with pytest.raises(DBAPIError):
        house.database.retried(lambda: work() if len(tried) < 2 else tried.append(1), times=2)
    assert len(tried) == 2


def test_what_cannot_succeed_is_tried_once(house: House) -> None:
    tried: list[int] = []

    def work() -> None:
        tried.append(1)
        house.change("select 1 / 0")

    with pytest.raises(DBAPIError):
        house.database.retried(work)
    assert len(tried) == 1


def test_a_lost_connection_is_worth_another_try(house: House) -> None:
    tried: list[int] = []

    def work() -> int:
        with house.database.transaction() as door:
            number: int = door.connection.exec_driver_sql("select pg_backend_pid()").scalar_one()
            if not tried:
                tried.append(number)
                door.connection.exec_driver_sql(f"select pg_terminate_backend({number})")
        return number

    assert house.database.retried(work) != tried[0]


def error(house: House, code: str) -> DBAPIError:
    with pytest.raises(DBAPIError) as caught:
        house.change(f"do $$ begin raise exception 'x' using errcode = '{code}'; end $$")
    return caught.value


def test_a_refusal_of_the_database_is_told_from_its_absence(house: House, cluster: str) -> None:
    assert [
        code
        for code in ("08006", "53300", "57P01", "57P03", "55P03", "57014", "23505")
        if is_away(error(house, code))
    ] == ["08006", "53300", "57P01", "57P03"]
    nowhere = Database(re.sub(r"/[^/?]*(\?|$)", r"/no_such_database\1", house.url, count=1))
    with pytest.raises(OperationalError) as caught:
        nowhere.engine.connect()
    assert is_away(caught.value)
    assert not worth_retrying(caught.value)


@pytest.mark.parametrize("code", ["57014", "55P03", "40P01", "40001", "53300", "57P01", "25P03"])
def test_a_database_that_is_slow_busy_or_away_is_no_mistake_of_ours(
    house: House, code: str
) -> None:
    raising = f"do $$ begin raise exception 'x' using errcode = '{code}'; end $$"
    with pytest.raises(Overloaded) as caught:
        answered(lambda: house.change(raising))
    assert (caught.value.status, caught.value.values) == (503, {"seconds": 5})


def test_what_the_database_refuses_otherwise_is_a_mistake_of_ours(house: House) -> None:
    with pytest.raises(DBAPIError):
        answered(lambda: house.change("select 1 / 0"))
    assert answered(lambda: 7) == 7


def test_whoever_gets_no_connection_is_asked_to_come_again() -> None:
    def nobody_leaves() -> None:
        raise NoConnection("QueuePool limit of size 8 overflow 2 reached")

    with pytest.raises(Overloaded):
        answered(nobody_leaves)


def test_an_error_shows_nobodys_maximum(house: House) -> None:
    ana, lot = house.person("ana", money=9000), house.lot()
    with pytest.raises(DBAPIError) as caught:
        house.batch(house.request(ana, lot, "4321.09", ip="no address", confirmed=True))
    assert "4321" not in str(caught.value)


def test_a_connection_speaks_utc_and_waits_for_no_lock_for_ever(house: House) -> None:
    shown = house.rows("""
        select current_setting('timezone') as zone, current_setting('lock_timeout') as lock,
               current_setting('statement_timeout') as statement""")
    assert shown == [{"zone": "UTC", "lock": "8s", "statement": "15s"}]


@pytest.mark.parametrize(
    "url",
    ["postgres://a:b@h/d", "postgresql://a:b@h/d", "postgresql+psycopg2://a:b@h/d"],
)
def test_an_address_may_be_written_in_any_way(url: str) -> None:
    said: str = dialect_url(url).render_as_string(hide_password=False)
    assert said == "postgresql+psycopg2://a:b@h/d"
