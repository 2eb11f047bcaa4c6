"""An e-mail changes once both addresses have said yes, and nobody learns whose address is whose."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.email_changes import EmailChanges
from services.errors import (
    BadForm,
    DomainError,
    NotLoggedIn,
    ProofNeeded,
    TokenRefused,
    TooManyAttempts,
)
from services.people.passwords import hashed
from services.sessions import key_of
from services.tokens import TokenKind
from tests.house import House

PASSWORD = "nuvem lenta de abril"
NEW = "ana@nova.example"
LINK = re.compile(r"/auth/confirm/([\w-]+)")


@pytest.fixture(scope="module")
def kept() -> str:
    return hashed(PASSWORD)


@pytest.fixture
def ana(house: House, kept: str) -> int:
    return house.person("ana", password=kept)


def session(house: House, person: int) -> str:
    key = key_of(house.sessions.open(person, ip=None, user_agent=None))
    house.change("update sessions set elevated_at = null")
    return key


def ask(house: House, person: int, email: str = NEW) -> tuple[str, str]:
    """Ask for another e-mail; returns the links sent to the old address and to the new one."""
    house.email_changes.ask(person, session(house, person), email=email, password=PASSWORD)
    mails = house.rows("select text from mails order by mail_id desc limit 2")
    new, old = (LINK.search(mail["text"]) for mail in mails)
    assert new
    assert old
    return old[1], new[1]


def email(house: House, person: int) -> str:
    found: str = house.one("select email from users where user_id = :person", person=person)
    return found


@pytest.mark.parametrize("turned", [False, True])
def test_the_second_yes_changes_it_whichever_comes_first(
    house: House, ana: int, turned: bool
) -> None:
    old, new = ask(house, ana)
    assert house.profile.profile(ana).new_email == NEW
    first, second = (new, old) if turned else (old, new)
    assert house.email_changes.confirm(first) is False
    assert (email(house, ana), house.profile.profile(ana).new_email) == ("ana@example.com", NEW)
    assert house.email_changes.confirm(second) is True
    assert (email(house, ana), house.profile.profile(ana).new_email) == (NEW, None)
    row = house.rows("select credentials_changed_at, email_verified_at from users")[0]
    assert row["credentials_changed_at"] == row["email_verified_at"] == house.clock.now()
    last = house.rows("select email, text from mails order by mail_id desc limit 1")[0]
    assert last["email"] == "ana@example.com"
    assert NEW not in last["text"]


def test_asvs_6_5_1_a_yes_is_said_once_and_in_time(house: House, ana: int) -> None:
    old, new = ask(house, ana)
    house.email_changes.confirm(old)
    with pytest.raises(TokenRefused) as refusal:
        house.email_changes.confirm(old)
    assert refusal.value.reason == "used"
    house.told.goes_on(24 * 3600)
    with pytest.raises(TokenRefused) as refusal:
        house.email_changes.confirm(new)
    assert refusal.value.reason == "expired"
    assert email(house, ana) == "ana@example.com"


def test_a_yes_to_one_wish_is_none_to_the_next(house: House, ana: int) -> None:
    old, new = ask(house, ana, "ladra@example.org")
    house.email_changes.confirm(old)
    _, other = ask(house, ana)
    assert house.email_changes.confirm(other) is False
    with pytest.raises(TokenRefused):
        house.email_changes.confirm(new)
    assert email(house, ana) == "ana@example.com"


def test_asvs_2_3_1_a_token_of_another_kind_says_no_yes(house: House, ana: int) -> None:
    with house.database.transaction() as work:
        token = house.tokens.issue(work, TokenKind.RESET, email=NEW, user_id=ana)
    with pytest.raises(TokenRefused) as refusal:
        house.email_changes.confirm(token)
    assert refusal.value.reason == "unknown"


def test_both_yeses_at_once_change_it_once(house: House, ana: int) -> None:
    halves = ask(house, ana)
    with ThreadPoolExecutor(2) as people:
        said = list(people.map(house.email_changes.confirm, halves))
    assert sorted(said) == [False, True]
    assert email(house, ana) == NEW


def test_a_wish_withdrawn_opens_nothing(house: House, ana: int) -> None:
    halves = ask(house, ana)
    house.email_changes.withdraw(ana)
    assert house.profile.profile(ana).new_email is None
    for half in halves:
        with pytest.raises(TokenRefused):
            house.email_changes.confirm(half)


def test_asvs_6_3_8_an_address_that_has_an_account_is_answered_the_same(
    house: House, ana: int
) -> None:
    house.person("bia")
    house.email_changes.ask(ana, session(house, ana), email="BIA@example.com", password=PASSWORD)
    assert house.profile.profile(ana).new_email == "BIA@example.com"
    to_ana, to_bia = house.rows("select * from mails order by mail_id")
    assert to_bia["email"] == "BIA@example.com"
    assert not LINK.search(to_bia["text"]), "she confirms nothing"
    old = LINK.search(to_ana["text"])
    assert old
    with pytest.raises(TokenRefused):
        house.email_changes.confirm(old[1])


def test_an_address_given_away_meanwhile_stays_its_owners(house: House, ana: int) -> None:
    old, new = ask(house, ana)
    house.email_changes.confirm(old)
    bia = house.person("bia")
    house.change("update users set email = :new where user_id = :bia", new=NEW, bia=bia)
    with pytest.raises(TokenRefused):
        house.email_changes.confirm(new)
    assert email(house, ana) == "ana@example.com"


def test_doors_open_by_letters_to_the_old_address_are_closed(house: House, ana: int) -> None:
    halves = ask(house, ana)
    with house.database.transaction() as work:
        reset = house.tokens.issue(work, TokenKind.RESET, email="ana@example.com", user_id=ana)
    for half in halves:
        house.email_changes.confirm(half)
    with house.database.transaction() as work, pytest.raises(TokenRefused) as refusal:
        house.tokens.redeem(work, reset, TokenKind.RESET)
    assert refusal.value.reason == "overtaken"


def test_asvs_6_2_3_and_7_5_1_it_takes_a_proof(house: House, ana: int) -> None:
    changes: EmailChanges = house.email_changes
    key = session(house, ana)
    wrong = {"": "missing", "wrong password!": "password.wrong"}
    for password, problem in wrong.items():
        with pytest.raises(BadForm) as refusal:
            changes.ask(ana, key, email="x", password=password)
        told = {one.field: one.problem for one in refusal.value.problems}
        assert told == {"email": "email.shape", "password": problem}
    house.change("update sessions set elevated_at = :now", now=house.clock.now())
    changes.ask(ana, key, email=NEW, password="")
    house.told.goes_on(301)
    with pytest.raises(BadForm):
        changes.ask(ana, key, email=NEW, password="")
    house.sessions.end(key)
    with pytest.raises(NotLoggedIn):
        changes.ask(ana, key, email=NEW, password=PASSWORD)


def test_where_an_app_is_on_the_password_alone_does_not_do(house: House, ana: int) -> None:
    key = session(house, ana)
    house.change(
        "insert into totp_secrets (user_id, secret, created_at, confirmed_at)"
        " values (:ana, 'sealed', :now, :now)",
        ana=ana,
        now=house.clock.now(),
    )
    house.told.goes_on(301)
    with pytest.raises(ProofNeeded):
        house.email_changes.ask(ana, key, email=NEW, password=PASSWORD)
    assert house.rows("select * from mails") == []
    house.change("update sessions set elevated_at = :now", now=house.clock.now())
    house.email_changes.ask(ana, key, email=NEW, password="")


def test_who_has_no_password_proves_it_by_letter(house: House) -> None:
    gil = house.person("gil")
    key = session(house, gil)
    with pytest.raises(ProofNeeded):
        house.email_changes.ask(gil, key, email=NEW, password="")
    house.change("update sessions set elevated_at = :now", now=house.clock.now())
    house.email_changes.ask(gil, key, email=NEW, password="")


def test_nobody_guesses_the_password_or_floods_a_mailbox(house: House, ana: int) -> None:
    key = session(house, ana)

    def tried(password: str) -> type[DomainError] | None:
        try:
            house.email_changes.ask(ana, key, email=NEW, password=password)
        except DomainError as refusal:
            return type(refusal)
        return None

    assert [tried(PASSWORD) for _ in range(4)] == [None, None, None, TooManyAttempts]
    assert [tried("no") for _ in range(11)] == [BadForm] * 10 + [TooManyAttempts]
    assert house.one("select count(*) from mails") == 6


def test_the_same_address_is_no_change(house: House, ana: int) -> None:
    with pytest.raises(BadForm) as refusal:
        house.email_changes.ask(
            ana, session(house, ana), email="ANA@example.com", password=PASSWORD
        )
    assert refusal.value.problems[0].problem == "email.same"
