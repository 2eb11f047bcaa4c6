"""Who may come in, and how the pages look and speak for them."""

from __future__ import annotations

from typing import Any

import pytest
from passlib.hash import argon2

from services.errors import BadInput, TooManyAttempts, WrongCredentials
from services.people.passwords import hashed
from services.views import Comfort
from tests.house import House

RIGHT = "correct horse"
KEPT = hashed(RIGHT)


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana", password=KEPT)


@pytest.mark.parametrize("login", ["ana", "ANA", " ana ", "ana@example.com", "Ana@Example.COM"])
def test_one_comes_in_by_name_or_mail(house: House, ana: int, login: str) -> None:
    token = house.accounts.log_in(login, RIGHT, ip="203.0.113.9", user_agent="Firefox")
    visitor = house.sessions.find(token)
    assert visitor is not None
    assert visitor.user_id == ana
    assert house.rows("select ip, user_agent from sessions") == [
        {"ip": "203.0.113.9", "user_agent": "Firefox"}
    ]


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("ana", "wrong"),
        ("ana", ""),
        ("ana", RIGHT + "\0"),
        ("ana", "x" * 5000),
        ("nobody", RIGHT),
        ("", RIGHT),
        ("a\0na", "wrong"),
        ("x" * 5000, RIGHT),
        ("' or 1=1 --", RIGHT),
    ],
)
def test_nobody_else_does(house: House, ana: int, login: str, password: str) -> None:
    with pytest.raises(WrongCredentials):
        house.accounts.log_in(login, password)
    assert house.rows("select * from sessions") == []


def test_neither_does_who_is_blocked_or_has_no_password(house: House, ana: int) -> None:
    house.person("bia")
    house.change("update users set blocked_at = now() where user_id = :ana", ana=ana)
    for login in ("ana", "bia"):
        with pytest.raises(WrongCredentials):
            house.accounts.log_in(login, RIGHT)
    house.change("update users set blocked_at = null")


def test_ten_tries_on_an_account_are_enough(house: House, ana: int) -> None:
    for _ in range(10):
        with pytest.raises(WrongCredentials):
            house.accounts.log_in("ana", "wrong")
        house.told.goes_on(10)
    with pytest.raises(TooManyAttempts) as caught:
        house.accounts.log_in("Ana ", RIGHT)  # right, and too late; however it is written
    assert caught.value.minutes == 4  # three minutes and twenty seconds
    house.told.goes_on(200)
    assert house.accounts.log_in("ana", RIGHT)


def test_coming_in_forgets_the_wrong_tries(house: House, ana: int) -> None:
    for _ in range(2):
        for _ in range(9):
            with pytest.raises(WrongCredentials):
                house.accounts.log_in("ana", "wrong")
        assert house.accounts.log_in("ana", RIGHT)


def test_an_address_may_not_try_everybody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.accounts.matches", lambda *_: (False, None))
    for number in range(60):
        with pytest.raises(WrongCredentials):
            house.accounts.log_in(f"somebody{number}", "wrong", ip="203.0.113.9")
    with pytest.raises(TooManyAttempts):
        house.accounts.log_in("somebody else", "wrong", ip="203.0.113.9")
    with pytest.raises(WrongCredentials):
        house.accounts.log_in("somebody else", "wrong", ip="203.0.113.10")


def test_an_outdated_hash_is_made_anew(house: House) -> None:
    old = argon2.using(type="ID", memory_cost=1024, time_cost=1, parallelism=1).hash(RIGHT)
    house.person("ana", password=old)
    house.accounts.log_in("ana", RIGHT)
    kept = house.one("select password from users where username = 'ana'")
    assert kept != old
    assert "m=19456,t=2,p=1" in kept
    assert house.accounts.log_in("ana", RIGHT)


def test_one_chooses_how_the_pages_look_and_speak(house: House, ana: int) -> None:
    house.accounts.prefer(ana, theme="hc-dark")
    assert house.rows("select theme, language from settings") == [
        {"theme": "hc-dark", "language": "pt-BR"}
    ]
    house.accounts.prefer(ana, language="en")
    assert house.rows("select theme, language from settings") == [
        {"theme": "hc-dark", "language": "en"}
    ]


@pytest.mark.parametrize("chosen", [{"theme": "pink"}, {"language": "fr"}, {"theme": ""}])
def test_one_chooses_what_there_is(house: House, ana: int, chosen: Any) -> None:
    with pytest.raises(BadInput):
        house.accounts.prefer(ana, **chosen)
    assert house.rows("select * from settings") == []


def test_only_the_demonstration_lists_its_people(house: House, fresh_database: str) -> None:
    plain = House(fresh_database, demo=False)
    house.person("ana", password=KEPT)
    house.person("otavio", password=KEPT, admin=True)
    house.person("bot")
    house.change("update users set demo = true")
    house.person("stranger", password=KEPT)
    assert [(p.username, p.role) for p in house.accounts.demo_people()] == [
        ("ana", "individual"),
        ("otavio", "administrator"),
    ]
    assert plain.accounts.demo_people() == ()
    plain.leave()


def test_the_account_keeps_how_its_person_reads_best(house: House, ana: int) -> None:
    chosen = Comfort(text_size=150, calm=True)
    house.accounts.prefer(ana, theme="dark", comfort=chosen)
    house.accounts.prefer(ana, language="en")
    visitor = house.sessions.find(house.accounts.log_in("ana", RIGHT))
    assert visitor is not None
    assert (visitor.theme, visitor.language, visitor.comfort) == ("dark", "en", chosen)
    house.accounts.prefer(ana, comfort=Comfort())
    again = house.sessions.find(house.accounts.log_in("ana", RIGHT))
    assert again is not None
    assert again.comfort == Comfort()


def test_a_size_of_text_there_is_not_is_refused(house: House, ana: int) -> None:
    with pytest.raises(BadInput):
        house.accounts.prefer(ana, comfort=Comfort(text_size=300))
    assert house.rows("select * from settings") == []
