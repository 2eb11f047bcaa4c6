"""Being forgotten (LGPD, art. 18): when, what stands in the way, what is left, for how long."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import psycopg2
import pytest
from sqlalchemy.exc import IntegrityError

from services.administration.flags import FlagReviews
from services.administration.orders import Order
from services.errors import BadForm, DeletionBlocked, NotFound, TokenRefused
from services.payments.credits import debit
from services.privacy.deletions import GRACE
from services.privacy.retention import ACCESS_RECORDS
from services.sessions import key_of
from services.wallets import Leg, Movement, lock_wallets, move
from tests.house import House
from tests.services.privacy.conftest import PASSWORD
from tests.services.test_portraits import picture

LINK = re.compile(r"/auth/confirm/([\w-]+)")


def session(house: House, person: int) -> str:
    key = key_of(house.sessions.open(person, ip="203.0.113.9", user_agent="Firefox"))
    house.change("update sessions set elevated_at = null")
    return key


def ask(house: House, person: int) -> str:
    house.deletions.ask(person, session(house, person), password=PASSWORD)
    text = house.one("select text from mails order by mail_id desc limit 1")
    found = LINK.search(text)
    assert found
    return found[1]


def everything(house: House) -> str:
    """All the house keeps, in words: every row of every table."""
    tables = house.rows("""
        select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
    """)
    return "\n".join(
        str(row)
        for table in tables
        for row in house.rows(f"select t::text from {table['relname']} t")
    )


def test_it_takes_a_proof_a_letter_and_fifteen_days(house: House, ana: int) -> None:
    with pytest.raises(BadForm):
        house.deletions.ask(ana, session(house, ana), password="not this one")
    token = ask(house, ana)
    assert house.deletions.standing(ana).due_at is None
    due = house.deletions.confirm(token)
    assert due == house.clock.now() + GRACE
    standing = house.deletions.standing(ana)
    assert (standing.due_at, standing.unread) == (due, ("terms", "privacy"))
    with pytest.raises(TokenRefused):
        house.deletions.confirm(token)
    house.told.goes_on(GRACE.total_seconds() - 1)
    house.retention.forget_old()
    assert house.profile.profile(ana).fields["name"] == "Ana Beatriz Lima"
    house.told.goes_on(1)
    house.retention.forget_old()
    with pytest.raises(NotFound):
        house.profile.profile(ana)
    house.retention.forget_old()
    assert house.one("select count(*) from audit_records where action = 'account.erased'") == 1


def test_who_changes_their_mind_stays(house: House, ana: int) -> None:
    house.deletions.confirm(ask(house, ana))
    house.deletions.change_mind(ana, ip=None)
    assert house.deletions.standing(ana).due_at is None
    assert house.deletions.standing(ana).unread == ()
    house.told.goes_on(GRACE.total_seconds() + 1)
    assert house.deletions.carry_out_due() == 0
    house.deletions.confirm(ask(house, ana))
    assert house.deletions.standing(ana).due_at == house.clock.now() + GRACE


def test_nothing_that_names_the_person_is_left_and_the_books_still_hold(
    house: House, ana: int
) -> None:
    house.pay_in(ana, 150)
    lot = house.lot(house.person("seller"))
    house.bid(ana, lot, 100)
    house.after_end(lot)
    house.closing.close_due()
    settle_up(house, ana)
    house.portraits.change(ana, picture())
    token = ask(house, ana)
    key = session(house, ana)
    house.deletions.confirm(token)
    house.told.goes_on(GRACE.total_seconds() + 1)
    assert house.deletions.carry_out_due() == 1
    left = everything(house)
    for trace in (
        "Ana Beatriz",
        "ana.lima",
        "52998224725",
        "5511987654321",
        "123456789",
        "Paulista",
        "op.example",
        "Firefox",
        "argon2",
    ):
        assert trace not in left, trace
    assert house.album.kept == {}
    letters = house.rows("select email, text from mails where email = 'ana@example.com'")
    assert len(letters) == 1, "the last letter alone, until it is sent"
    assert house.one("select count(*) from bids where user_id = :ana", ana=ana) == 1
    assert house.sessions.still(key) is None
    row = house.rows("select * from users where user_id = :ana", ana=ana)[0]
    assert (row["name"], row["username"], row["cpf"]) == ("", f"~{ana}", None)
    newcomer = house.person("ana", cpf="52998224725")
    assert newcomer != ana


def test_of_flags_the_person_reads_that_they_were_and_the_erased_leave_only_those_that_held(
    house: House, ana: int
) -> None:
    chief, seller = house.person("chief", admin=True), house.person("seller")
    house.change(
        """
        insert into flags (kind, unique_key, user_id, facts, raised_at)
        select 'nibbling', n::text, case n when 4 then :seller else :ana end,
               jsonb_build_object('seller', case n when 4 then :ana else :seller end), :now
        from generate_series(1, 4) n
        """,
        ana=ana,
        seller=seller,
        now=house.clock.now(),
    )
    flags = FlagReviews(house.database, house.clock)
    numbers = [row["flag_id"] for row in house.rows("select flag_id from flags order by flag_id")]
    why = Order(reason="A Ana Beatriz explicou")
    for number, confirm in ((numbers[0], False), (numbers[1], True), (numbers[3], True)):
        flags.decide(chief, number, why, confirm=confirm)
    copy = house.exports.draw(ana)
    told = json.loads(copy.as_json())["flags_of_conduct"]
    assert [flag["status"] for flag in told] == ["dismissed", "confirmed", "open"]
    assert "explicou" not in copy.as_json().decode()
    house.deletions.confirm(ask(house, ana))
    house.told.goes_on(GRACE.total_seconds() + 1)
    assert house.deletions.carry_out_due() == 1
    left = house.rows("select flag_id, note from flags order by flag_id")
    assert [row["flag_id"] for row in left] == numbers[1:]
    assert [row["note"] for row in left] == [None] * 3


def settle_up(house: House, person: int) -> None:
    """Bring a person's wallet, debt and pending share to nothing, as payments will."""
    open_ = house.rows(
        """
        select account, sum(amount) as owed from ledger_entries
        where user_id = :person group by 1 having sum(amount) <> 0
        """,
        person=person,
    )
    for line in open_:
        house.change(
            """
            with t as (insert into ledger_transactions (kind, business_key, at)
                       values ('deposit', 'top-up:' || cast(:account as varchar), :at)
                       returning ledger_transaction_id as id)
            insert into ledger_entries (ledger_transaction_id, account, user_id, amount)
            select id, :account, cast(:person as int), -cast(:owed as numeric) from t
            union all select id, 'cash', null, cast(:owed as numeric) from t
            """,
            at=house.clock.now(),
            person=person,
            **line,
        )


@pytest.mark.parametrize("blocker", ["money", "leading", "selling", "unsettled", "admin"])
def test_what_is_unsettled_keeps_the_account(house: House, ana: int, blocker: str) -> None:
    token = ask(house, ana)
    house.deletions.confirm(token)
    settle: dict[str, Any] = {
        "money": lambda: house.pay_in(ana, 10),
        "leading": lambda: lead(house, ana),
        "selling": lambda: house.lot(ana, ends_in=40 * 86400),
        "unsettled": lambda: sell(house, ana),
        "admin": lambda: house.change("update users set admin_user = true"),
    }
    settle[blocker]()
    assert blocker in house.deletions.standing(ana).blockers
    with pytest.raises(DeletionBlocked) as refusal:
        house.deletions.ask(ana, session(house, ana), password=PASSWORD)
    assert blocker in refusal.value.reasons
    house.told.goes_on(GRACE.total_seconds() + 1)
    assert house.deletions.carry_out_due() == 0
    assert house.profile.profile(ana).username == "ana.lima"


def lead(house: House, bidder: int) -> None:
    house.pay_in(bidder, 500)
    house.bid(bidder, house.lot(house.person("seller"), ends_in=40 * 86400), 100)


def sell(house: House, seller: int) -> None:
    lot = house.lot(seller)
    house.bid(house.person("rival", money=9000), lot, 100)
    house.after_end(lot)
    house.closing.close_due()


def test_money_on_its_way_and_money_owed_keep_the_account(house: House, ana: int) -> None:
    """A boleto is paid days after it was asked for; what it brings must find its owner."""
    assert "unsettled" not in house.deletions.standing(ana).blockers
    house.change(
        "insert into payments (amount, payer, payee, opening_datetime, due_datetime, user_id,"
        " payment_method_id, payment_status_id, kind)"
        " values (50, 'Ana', 'Martelo', :now, :now, :ana, 3, 1, 'top_up')",
        now=house.clock.now(),
        ana=ana,
    )
    assert "unsettled" in house.deletions.standing(ana).blockers
    house.change("update payments set payment_status_id = 5")
    assert "unsettled" not in house.deletions.standing(ana).blockers
    with house.database.transaction() as work:
        lock_wallets(work.connection, [ana])
        legs = (*debit(work.connection, ana, Decimal(9)), Leg(account="cash", amount=Decimal(9)))
        owed = Movement(kind="deposit", business_key="top-up:back", at=house.clock.now(), legs=legs)
        move(work.connection, [owed])
    assert "unsettled" in house.deletions.standing(ana).blockers


def test_a_bid_loses_a_name_only_with_its_person(house: House) -> None:
    lot = house.lot(house.person("seller"))
    house.bid(house.person("ana", money=500), lot, 100)
    for change in ("shown_name = null", "shown_name = 'bia'", "bid_value = 1"):
        with pytest.raises(IntegrityError) as refusal:
            house.change(f"update bids set {change}")
        assert isinstance(refusal.value.orig, psycopg2.errors.RestrictViolation)


def test_access_records_are_kept_six_months_and_no_longer(house: House, ana: int) -> None:
    """Marco Civil da Internet, art. 15."""
    ended = session(house, ana)
    house.sessions.end(ended)
    house.told.goes_on(ACCESS_RECORDS.total_seconds())
    here = session(house, ana)
    house.retention.forget_old()
    assert house.one("select count(*) from sessions") == 2
    house.told.goes_on(timedelta(seconds=1).total_seconds())
    house.retention.forget_old()
    assert [row["token_hash"] for row in house.rows("select * from sessions")] == [here]
