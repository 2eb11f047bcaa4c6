"""A password is chosen anew by whoever reads the account's letters, or knows the old one."""

from __future__ import annotations

import pytest

from services.errors import (
    BadField,
    BadForm,
    SecondStepNeeded,
    TokenRefused,
    TooManyAttempts,
    WrongCredentials,
)
from services.people.passwords import hashed
from tests.house import House
from tests.services.letters import latest, subjects, token_in

RIGHT = "correct horse"
KEPT = hashed(RIGHT)
NEW = "quatro nuvens sobre a serra"


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana", password=KEPT)


def link(house: House, email: str = "ana@example.com") -> str:
    house.recovery.ask(email)
    return token_in(latest(house))


def test_reset_flow_a_link_sets_a_new_password_and_logs_nobody_in(house: House, ana: int) -> None:
    """ASVS 6.4.1."""
    old = house.sessions.open(ana, ip=None, user_agent=None)
    token = link(house, "Ana@Example.com")
    house.recovery.choose(token, NEW)
    assert house.sessions.find(old) is None
    assert house.rows("select * from sessions where revoked_at is null") == []
    with pytest.raises(WrongCredentials):
        house.accounts.log_in("ana", RIGHT)
    assert house.accounts.log_in("ana", NEW)
    assert subjects(house) == ["Escolha uma nova senha", "Sua senha foi trocada"]
    assert house.one("select credentials_changed_at from users") == house.clock.now()


def test_reset_flow_a_link_is_good_once_and_for_half_an_hour(house: House, ana: int) -> None:
    first = link(house)
    second = link(house)
    for token, reason in ((first, "overtaken"), ("x" * 43, "unknown")):
        with pytest.raises(TokenRefused) as caught:
            house.recovery.choose(token, NEW)
        assert caught.value.reason == reason
    house.recovery.choose(second, NEW)
    with pytest.raises(TokenRefused) as caught:
        house.recovery.choose(second, NEW + " e mais")
    assert caught.value.reason == "used"
    house.told.goes_on(3600)
    late = link(house)
    house.told.goes_on(1800)
    with pytest.raises(TokenRefused) as caught:
        house.recovery.choose(late, NEW)
    assert caught.value.reason == "expired"


def test_reset_flow_does_not_skip_the_second_factor(house: House, ana: int) -> None:
    """ASVS 6.4.3; what was begun with the old password is over, too."""
    house.change("insert into settings (user_id, two_factor_auth) values (:u, true)", u=ana)
    with pytest.raises(SecondStepNeeded) as begun:
        house.accounts.log_in("ana", RIGHT)
    house.recovery.choose(link(house), NEW)
    with pytest.raises(TokenRefused):
        house.steps.waiting(begun.value.attempt)
    with pytest.raises(SecondStepNeeded):
        house.accounts.log_in("ana", NEW)


@pytest.mark.parametrize("password", ["", "curta", "password1234", "ana@example.com!", "a" * 129])
def test_a_password_that_cannot_be_taken_leaves_the_link_good(
    house: House, ana: int, password: str
) -> None:
    token = link(house)
    with pytest.raises(BadField) as caught:
        house.recovery.choose(token, password)
    assert caught.value.field == "new_password"
    house.recovery.choose(token, NEW)


def test_nobody_gets_a_letter_who_has_no_account(house: House, ana: int) -> None:
    house.person("bia", password=KEPT, blocked=True)
    for email in ("bia@example.com", "nobody@example.com"):
        house.recovery.ask(email)
    assert subjects(house) == []
    with pytest.raises(BadField):
        house.recovery.ask("no address")


def test_who_had_no_password_sets_a_first_one(house: House) -> None:
    bia = house.person("bia", verified=False)
    token = link(house, "bia@example.com")
    house.recovery.choose(token, NEW)
    assert house.accounts.log_in("bia", NEW)
    assert house.one("select email_verified_at from users where user_id = :b", b=bia) is not None
    house.recovery.ask_for(bia)
    assert subjects(house)[-1] == "Escolha uma nova senha"


def test_three_letters_an_hour_to_one_address_in_silence(house: House, ana: int) -> None:
    for _ in range(5):
        house.recovery.ask("ana@example.com", ip="203.0.113.9")
    assert len(subjects(house)) == 3
    with pytest.raises(TooManyAttempts):
        house.recovery.ask_for(ana)
    house.told.goes_on(3600)
    house.recovery.ask_for(ana)
    assert len(subjects(house)) == 4


def test_ten_letters_an_hour_from_one_place_in_silence(house: House, ana: int) -> None:
    for number in range(10):
        house.recovery.ask(f"nobody{number}@example.com", ip="203.0.113.9")
    house.recovery.ask("ana@example.com", ip="203.0.113.9")
    assert subjects(house) == []
    house.recovery.ask("ana@example.com", ip="203.0.113.10")
    assert len(subjects(house)) == 1


def test_a_link_to_an_address_that_is_no_more_the_accounts_opens_nothing(
    house: House, ana: int
) -> None:
    token = link(house)
    house.change("update users set email = 'ana@other.example'")
    with pytest.raises(TokenRefused):
        house.recovery.choose(token, NEW)


def test_changing_the_password_ends_every_other_session(house: House, ana: int) -> None:
    """ASVS 7.4.3, 7.2.4: the one who changed it goes on under a new token."""
    mine, other = (house.sessions.open(ana, ip=None, user_agent=None) for _ in range(2))
    token = house.recovery.change(ana, RIGHT, NEW)
    assert [house.sessions.find(one) for one in (mine, other)] == [None, None]
    assert house.sessions.find(token) is not None
    assert house.accounts.log_in("ana", NEW)
    assert subjects(house) == ["Sua senha foi trocada"]


def test_both_passwords_are_judged_at_once(house: House, ana: int) -> None:
    """ASVS 6.2.3."""
    for current, new, wrong in (
        ("", "", {"current_password": "missing", "new_password": "missing"}),
        (
            "wrong",
            "curta",
            {"current_password": "password.wrong", "new_password": "password.short"},
        ),
        ("wrong", NEW, {"current_password": "password.wrong"}),
        (RIGHT, RIGHT, {"new_password": "password.same"}),
    ):
        with pytest.raises(BadForm) as caught:
            house.recovery.change(ana, current, new)
        assert wrong.items() <= {p.field: p.problem for p in caught.value.problems}.items()
    assert house.accounts.log_in("ana", RIGHT)


def test_guessing_the_current_password_is_counted(house: House, ana: int) -> None:
    for _ in range(10):
        with pytest.raises(BadForm):
            house.recovery.change(ana, "wrong", NEW)
    with pytest.raises(TooManyAttempts):
        house.recovery.change(ana, RIGHT, NEW)
