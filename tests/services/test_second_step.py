"""Whoever is asked twice has a session only after the second answer."""

from __future__ import annotations

import pytest

from services.errors import BadField, SecondStepNeeded, TokenRefused, TooManyAttempts
from services.people.one_time_codes import code_of
from services.people.passwords import hashed
from services.sealing import Seal
from tests.house import House
from tests.services.letters import code_in, latest, subjects, token_in

RIGHT = "correct horse"
KEPT = hashed(RIGHT)


@pytest.fixture
def ana(house: House) -> int:
    """Somebody who is asked by letter."""
    number = house.person("ana", password=KEPT)
    house.change("insert into settings (user_id, two_factor_auth) values (:u, true)", u=number)
    return number


def begun(house: House, login: str = "ana", going_to: str = "/wallet") -> str:
    with pytest.raises(SecondStepNeeded) as caught:
        house.accounts.log_in(login, RIGHT, ip="203.0.113.9", going_to=going_to)
    assert house.rows("select * from sessions where user_agent <> 'before'") == []
    return caught.value.attempt


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_the_password_alone_opens_nothing(house: House, ana: int) -> None:
    attempt = begun(house)
    view = house.steps.waiting(attempt)
    assert (view.method, view.email) == ("email", "a•••@example.com")
    assert subjects(house) == ["Confirme sua entrada"]
    [row] = house.rows("select * from tokens")
    letter = latest(house)
    for secret in (code_in(letter), token_in(letter)):
        assert secret not in str(row)
        assert secret not in attempt


def test_the_letters_code_finishes_the_log_in(house: House, ana: int) -> None:
    attempt = begun(house)
    code = code_in(latest(house))
    entry = house.steps.by_code(attempt, f" {code[:3]} {code[3:]} ", ip="203.0.113.9")
    assert entry.going_to == "/wallet"
    visitor = house.sessions.find(entry.token)
    assert visitor is not None
    assert visitor.user_id == ana


def test_otp_replay_a_code_is_good_once(house: House, ana: int) -> None:
    """ASVS 6.5.1."""
    attempt = begun(house)
    code = code_in(latest(house))
    house.steps.by_code(attempt, code)
    with pytest.raises(TokenRefused) as caught:
        house.steps.by_code(attempt, code)
    assert caught.value.reason == "used"


def test_otp_expiry_after_ten_minutes_nothing_opens(house: House, ana: int) -> None:
    """ASVS 6.5.5."""
    attempt = begun(house)
    letter = latest(house)
    house.told.goes_on(600)
    for finish in (
        lambda: house.steps.by_code(attempt, code_in(letter)),
        lambda: house.steps.by_link(attempt, token_in(letter)),
        lambda: house.steps.again(attempt),
    ):
        with pytest.raises(TokenRefused) as caught:
            finish()
        assert caught.value.reason == "expired"


def test_otp_tries_the_sixth_is_refused_however_right(house: House, ana: int) -> None:
    """ASVS 6.6.3: a new log-in does not give new tries."""
    attempt = begun(house)
    for number in range(5):
        attempt = begun(house) if number == 3 else attempt
        with pytest.raises(BadField) as caught:
            house.steps.by_code(attempt, wrong(code_in(latest(house))))
        assert (caught.value.field, caught.value.problem) == ("code", "code.wrong")
    with pytest.raises(TooManyAttempts):
        house.steps.by_code(attempt, code_in(latest(house)))
    house.told.goes_on(600)
    attempt = begun(house)
    assert house.steps.by_code(attempt, code_in(latest(house))).token


def test_an_empty_answer_is_no_try(house: House, ana: int) -> None:
    attempt = begun(house)
    for _ in range(6):
        with pytest.raises(BadField, match=r"bad_field") as caught:
            house.steps.by_code(attempt, "  ")
        assert caught.value.problem == "missing"
    assert house.steps.by_code(attempt, code_in(latest(house))).token


def test_the_link_counts_where_the_log_in_was_begun_alone(house: House, ana: int) -> None:
    """ASVS 6.6.2: bound to the attempt."""
    attempt = begun(house)
    token = token_in(latest(house))
    forged = Seal("x" * 40, purpose="second step").seal(token)
    for other in ("", "nonsense", "é", forged):
        with pytest.raises(TokenRefused) as caught:
            house.steps.by_link(other, token)
        assert caught.value.reason == "elsewhere"
    assert house.sessions.find(house.steps.by_link(attempt, token).token) is not None
    with pytest.raises(TokenRefused):
        house.steps.by_link(attempt, token)


def test_a_code_of_another_attempt_is_wrong(house: House, ana: int) -> None:
    house.person("bia", password=KEPT)
    house.change("insert into settings (user_id, two_factor_auth) select max(user_id), true"
                 " from users")  # fmt: skip
    attempt = begun(house)
    code = code_in(latest(house))
    hers = begun(house, "bia")
    if code_in(latest(house)) != code:
        with pytest.raises(BadField):
            house.steps.by_code(hers, code)
    assert house.steps.by_code(attempt, code).token


def test_a_new_letter_voids_the_one_before(house: House, ana: int) -> None:
    attempt = begun(house)
    old = latest(house)
    renewed = house.steps.again(attempt)
    with pytest.raises(TokenRefused) as caught:
        house.steps.by_code(attempt, code_in(old))
    assert caught.value.reason == "overtaken"
    with pytest.raises(TokenRefused):
        house.steps.by_link(renewed, token_in(old))
    assert house.steps.by_code(renewed, code_in(latest(house))).going_to == "/wallet"


def test_nobody_is_flooded_with_letters(house: House, ana: int) -> None:
    attempt = begun(house)
    for _ in range(4):
        attempt = house.steps.again(attempt)
    for more in (lambda: house.steps.again(attempt), lambda: house.accounts.log_in("ana", RIGHT)):
        with pytest.raises(TooManyAttempts):
            more()
    assert len(subjects(house)) == 5


def test_tokens_of_other_kinds_are_no_log_ins(house: House, ana: int) -> None:
    """ASVS 2.3.1: the steps in their order."""
    house.recovery.ask("ana@example.com")
    token = token_in(latest(house))
    sealed = Seal("k" * 40, purpose="second step").seal(token)
    for enter in (
        lambda: house.steps.waiting(sealed),
        lambda: house.steps.by_code(sealed, "123456"),
        lambda: house.steps.by_link(sealed, token),
        lambda: house.steps.by_link("", token),
    ):
        with pytest.raises(TokenRefused) as caught:
            enter()
        assert caught.value.reason == "unknown"


def test_who_is_blocked_meanwhile_stays_out(house: House, ana: int) -> None:
    attempt = begun(house)
    house.change("update users set blocked_at = now()")
    with pytest.raises(TokenRefused):
        house.steps.by_code(attempt, code_in(latest(house)))
    house.change("update users set blocked_at = null")


def test_an_administrator_is_always_asked_twice_but_the_demonstrations(
    house: House, fresh_database: str
) -> None:
    """ASVS 6.3.3."""
    house.person("helena", password=KEPT, admin=True)
    begun(house, "helena")
    house.change("update users set demo = true")
    assert house.accounts.log_in("helena", RIGHT)
    serious = House(fresh_database, demo=False)
    with pytest.raises(SecondStepNeeded):
        serious.accounts.log_in("helena", RIGHT)
    serious.leave()


@pytest.fixture
def app(house: House) -> tuple[str, tuple[str, ...]]:
    """The secret of Bia's app, and her recovery codes."""
    bia = house.person("bia", password=KEPT)
    key = house.sessions.find(house.sessions.open(bia, ip=None, user_agent="before"))
    assert key is not None
    secret = house.factors.begin_app(bia, session_key=key.session_key).secret
    codes = house.factors.confirm_app(
        bia, code_of(secret, house.clock.now()), session_key=key.session_key
    )
    house.change("delete from mails")
    return secret, codes


def test_an_app_is_asked_and_no_letter_written(house: House, app: tuple[str, object]) -> None:
    attempt = begun(house, "bia")
    assert house.steps.waiting(attempt).method == "app"
    assert subjects(house) == []
    with pytest.raises(TokenRefused):
        house.steps.again(attempt)
    house.told.goes_on(60)
    code = code_of(app[0], house.clock.now())
    with pytest.raises(BadField):
        house.steps.by_code(attempt, wrong(code))
    assert house.sessions.find(house.steps.by_code(attempt, code).token)


def test_otp_replay_an_apps_code_is_good_once_in_all_log_ins(
    house: House, app: tuple[str, object]
) -> None:
    """ASVS 6.5.1: the code that confirmed the app counts as used, too."""
    code = code_of(app[0], house.clock.now())
    with pytest.raises(BadField):
        house.steps.by_code(begun(house, "bia"), code)
    house.told.goes_on(60)
    code = code_of(app[0], house.clock.now())
    house.steps.by_code(begun(house, "bia"), code)
    house.change("delete from sessions where user_agent <> 'before'")
    with pytest.raises(BadField):
        house.steps.by_code(begun(house, "bia"), code)


def test_a_recovery_code_stands_in_once_and_is_told(
    house: House, app: tuple[str, tuple[str, ...]]
) -> None:
    code = app[1][3]
    house.steps.by_code(begun(house, "bia"), code.replace("-", " ").upper())
    assert "Um código de recuperação foi usado" in subjects(house)
    house.change("delete from sessions where user_agent <> 'before'")
    with pytest.raises(BadField):
        house.steps.by_code(begun(house, "bia"), code)
    assert house.one("select count(*) from recovery_codes where used_at is null") == 9
    assert code not in str(house.rows("select * from recovery_codes"))
