"""A token speaks for its person within its scopes, until it is over; only its owner has it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from services.clients import api_tokens
from services.clients.api_tokens import new_secret, well_made
from services.errors import BadForm, BadToken, NotFound, ProofNeeded
from services.events import SessionEnded
from services.people.passwords import hashed
from services.sessions import key_of
from services.views import NewApiToken
from tests.house import House

PASSWORD = "uma senha que ninguém tem"


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana-silva", password=hashed(PASSWORD))


def make(house: House, person: int, *, fresh: bool = True, **asked: Any) -> NewApiToken:
    key = key_of(house.sessions.open(person, ip=None, user_agent=None))
    if not fresh:
        house.change("update sessions set elevated_at = null")
    given = {"name": "planilha", "scopes": ["read", "bid"], "days": "30", **asked}
    return house.reception.tokens.make(person, session_key=key, **given)


def test_a_token_is_its_persons_within_its_scopes_and_never_an_administrators(
    house: House, ana: int
) -> None:
    house.change("update users set admin_user = true where user_id = :ana", ana=ana)
    made = make(house, ana, scopes=["bid", "read"])
    assert re.fullmatch(r"mrt_[0-9A-Za-z]{46}", made.secret)
    bearer = house.reception.tokens.find(made.secret)
    assert (bearer.visitor.user_id, bearer.scopes) == (ana, frozenset({"read", "bid"}))
    assert not bearer.visitor.admin
    assert house.sessions.find(made.secret) is None


def test_what_is_kept_of_a_token_opens_nothing(house: House, ana: int) -> None:
    made = make(house, ana)
    rows = house.rows("select * from api_tokens")
    assert made.secret not in str(rows)
    assert rows[0]["token_hash"] == key_of(made.secret)
    (listed,) = house.reception.tokens.of(ana)
    assert (listed.name, listed.ending, listed.scopes) == (
        "planilha",
        made.secret[-4:],
        ("read", "bid"),
    )
    with pytest.raises(BadToken):
        house.reception.tokens.find(rows[0]["token_hash"])


def test_a_slip_of_the_pen_is_found_without_looking(house: House, ana: int) -> None:
    secret = make(house, ana).secret
    assert well_made(secret)
    last = "0" if secret[-1] != "0" else "1"
    slips = [secret[:-1] + last, secret[:-1], secret + "0", "mrt_" + "é" * 46, "", "mrt_"]
    assert not any(map(well_made, slips))
    for wrong in (*slips, new_secret()):
        with pytest.raises(BadToken):
            house.reception.tokens.find(wrong)


def test_a_token_wants_a_proof_and_a_letter_tells_of_it(house: House, ana: int) -> None:
    with pytest.raises(BadForm) as refusal:
        make(house, ana, fresh=False)
    assert [problem.field for problem in refusal.value.problems] == ["password"]
    with pytest.raises(BadForm):
        make(house, ana, fresh=False, password="guessed")
    assert house.one("select count(*) from api_tokens") == 0
    make(house, ana, fresh=False, password=PASSWORD)
    (letter,) = house.rows("select * from mails where subject like '%chave de API%'")
    assert letter["email"] == "ana-silva@example.com"
    assert "planilha" in letter["text"]
    assert "mrt_" not in letter["text"]
    nobody = house.person("sem-senha")
    with pytest.raises(ProofNeeded):
        make(house, nobody, fresh=False)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"name": " "}, "token_name"),
        ({"name": "x" * 61}, "token_name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["read", "admin"]}, "scopes"),
        ({"days": "9999"}, "lasts"),
    ],
)
def test_a_form_that_is_wrong_makes_no_token(
    house: House, ana: int, asked: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadForm) as refusal:
        make(house, ana, **asked)
    assert [problem.field for problem in refusal.value.problems] == [field]
    assert house.one("select count(*) from api_tokens") == 0


def test_nobody_has_more_tokens_than_they_can_know(
    house: House, ana: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_tokens, "MOST", 1)
    make(house, ana)
    with pytest.raises(BadForm):
        make(house, ana)


def test_a_token_that_is_over_opens_nothing(house: House, ana: int) -> None:
    bia = house.person("bia-souza")
    revoked, expiring, blocked = make(house, ana), make(house, ana), make(house, bia)
    find = house.reception.tokens.find
    number = house.one("select min(api_token_id) from api_tokens")
    with pytest.raises(NotFound):
        house.reception.tokens.revoke(bia, number)
    house.reception.tokens.revoke(ana, number)
    assert SessionEnded(session_key=key_of(revoked.secret)) in house.news
    with pytest.raises(BadToken):
        find(revoked.secret)
    with pytest.raises(NotFound):
        house.reception.tokens.revoke(ana, number)
    assert [one.ending for one in house.reception.tokens.of(ana)] == [expiring.secret[-4:]]
    assert find(blocked.secret).visitor.user_id == bia
    house.change("update users set blocked_at = now() where user_id = :bia", bia=bia)
    with pytest.raises(BadToken):
        find(blocked.secret)
    house.told.goes_on(timedelta(days=30).total_seconds() - 1)
    assert find(expiring.secret).visitor.user_id == ana
    house.told.goes_on(1)
    with pytest.raises(BadToken):
        find(expiring.secret)
    assert house.reception.tokens.of(ana)[0].expired


def test_the_owner_sees_when_a_token_was_used(house: House, ana: int) -> None:
    secret = make(house, ana).secret
    assert house.reception.tokens.of(ana)[0].last_used_at is None
    house.reception.tokens.find(secret)
    first = house.reception.tokens.of(ana)[0].last_used_at
    assert first == house.clock.now()
    house.told.goes_on(30)
    house.reception.tokens.find(secret)
    assert house.reception.tokens.of(ana)[0].last_used_at == first
    house.told.goes_on(31)
    house.reception.tokens.find(secret)
    assert house.reception.tokens.of(ana)[0].last_used_at == house.clock.now()


def test_only_what_is_still_good_lives(house: House, ana: int) -> None:
    secret, cookie = make(house, ana).secret, house.sessions.open(ana, ip=None, user_agent=None)
    keys = {key_of(secret), key_of(cookie), "0" * 64}
    living = house.reception.presence.living
    assert living(keys) == {key_of(secret), key_of(cookie)}
    house.told.goes_on(9 * 3600)
    assert living(keys) == {key_of(secret)}, "a session sleeps, a token does not"
    house.change("update users set blocked_at = now() where user_id = :ana", ana=ana)
    assert living(keys) == frozenset()


def test_a_token_that_is_long_over_is_forgotten_and_one_in_use_is_not(
    house: House, ana: int
) -> None:
    make(house, ana)
    lasting = make(house, ana, days="365").secret
    house.told.goes_on(timedelta(days=30 + 184).total_seconds())
    house.retention.forget_old()
    assert [row["ending"] for row in house.rows("select ending from api_tokens")] == [lasting[-4:]]
