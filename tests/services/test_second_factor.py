"""How a person is asked twice is the person's to choose, after a proof, and told by letter."""

from __future__ import annotations

import pytest

from services.errors import (
    BadField,
    BadForm,
    Forbidden,
    NotFound,
    ProofNeeded,
    TokenRefused,
    TooManyAttempts,
)
from services.people.one_time_codes import code_of
from services.people.passwords import hashed
from services.people.rights import ROLES
from tests.house import House
from tests.services.letters import code_in, latest, subjects

RIGHT = "correct horse"
KEPT = hashed(RIGHT)


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana", password=KEPT)


@pytest.fixture
def here(house: House, ana: int) -> str:
    """The key of a session of Ana's, just begun."""
    return session_of(house, ana)


def session_of(house: House, person: int) -> str:
    visitor = house.sessions.find(house.sessions.open(person, ip=None, user_agent=None))
    assert visitor is not None
    return visitor.session_key


def with_app(house: House, person: int, here: str) -> tuple[str, tuple[str, ...]]:
    key = house.factors.begin_app(person, session_key=here)
    code = code_of(key.secret, house.clock.now())
    return key.secret, house.factors.confirm_app(person, code, session_key=here)


def test_nobody_is_asked_twice_until_they_wish(house: House, ana: int, here: str) -> None:
    view = house.factors.standing(ana)
    assert (view.method, view.required, view.has_password, view.codes_left) == (
        None,
        False,
        True,
        0,
    )
    house.factors.choose_email(ana, session_key=here)
    assert house.factors.standing(ana).method == "email"
    house.factors.turn_off(ana, session_key=here)
    assert house.factors.standing(ana).method is None
    assert subjects(house) == [
        "Verificação em duas etapas ligada", "Verificação em duas etapas desligada",
    ]  # fmt: skip


def test_an_app_counts_once_it_has_shown_a_code(house: House, ana: int, here: str) -> None:
    key = house.factors.begin_app(ana, session_key=here)
    assert key.secret in key.address
    assert house.factors.standing(ana).method is None
    assert key.secret not in str(house.rows("select * from totp_secrets"))
    assert house.factors.begin_app(ana, session_key=here, anew=False) == key
    for typed, problem in (("000000x", "code.wrong"), ("", "missing")):
        with pytest.raises(BadField) as caught:
            house.factors.confirm_app(ana, typed, session_key=here)
        assert caught.value.problem == problem
    codes = house.factors.confirm_app(ana, code_of(key.secret, house.clock.now()), session_key=here)
    assert len(codes) == 10
    view = house.factors.standing(ana)
    assert (view.method, view.codes_left) == ("app", 10)
    for again in (
        lambda: house.factors.begin_app(ana, session_key=here),
        lambda: house.factors.confirm_app(ana, "123456", session_key=here),
    ):
        with pytest.raises(Forbidden):
            again()


def test_new_codes_void_the_old(house: House, ana: int, here: str) -> None:
    with pytest.raises(Forbidden):
        house.factors.renew_codes(ana, session_key=here)
    _, old = with_app(house, ana, here)
    new = house.factors.renew_codes(ana, session_key=here)
    assert not set(old) & set(new)
    with house.database.transaction() as work:
        person = house.factors.person(work, ana)
        assert not house.factors.accept(work, person, old[0])
        assert house.factors.accept(work, person, new[0])
        assert not house.factors.accept(work, person, new[0])


def test_letters_in_place_of_the_app_forget_it(house: House, ana: int, here: str) -> None:
    with_app(house, ana, here)
    house.factors.choose_email(ana, session_key=here)
    assert house.factors.standing(ana).method == "email"
    assert house.rows("select * from totp_secrets") == house.rows("select * from recovery_codes")


def test_an_administrator_cannot_turn_it_off(house: House) -> None:
    """ASVS 6.3.3."""
    helena = house.person("helena", admin=True)
    here = session_of(house, helena)
    assert house.factors.standing(helena).method == "email"
    with pytest.raises(Forbidden):
        house.factors.turn_off(helena, session_key=here)


@pytest.mark.parametrize("role", ROLES)
def test_whoever_holds_a_role_of_the_house_is_asked_twice_as_long_as_they_do(
    house: House, ana: int, role: str
) -> None:
    """ASVS 6.3.3."""
    assert house.factors.standing(ana).method is None
    lot = house.lot() if role == "auditor" else None
    house.change(
        "insert into roles (user_id, role, product_id, granted_at, granted_by)"
        " values (:user, :role, :lot, now(), :user)",
        user=ana,
        role=role,
        lot=lot,
    )
    standing = house.factors.standing(ana)
    assert (standing.method, standing.required) == ("email", True)
    with pytest.raises(Forbidden):
        house.factors.turn_off(ana, session_key=session_of(house, ana))
    house.change("update roles set revoked_at = now()")
    assert house.factors.standing(ana).method is None


def test_five_minutes_after_the_log_in_every_change_needs_a_proof(
    house: House, ana: int, here: str
) -> None:
    """ASVS 6.2.3 and 7.5.1."""
    house.told.goes_on(299)
    assert house.sessions.proven(here)
    house.told.goes_on(1)
    assert not house.sessions.proven(here)
    for change in (
        lambda: house.factors.choose_email(ana, session_key=here),
        lambda: house.factors.turn_off(ana, session_key=here),
        lambda: house.factors.begin_app(ana, session_key=here),
        lambda: house.factors.confirm_app(ana, "123456", session_key=here),
        lambda: house.factors.renew_codes(ana, session_key=here),
    ):
        with pytest.raises(ProofNeeded):
            change()
    assert house.rows("select * from settings") == []
    house.proofs.prove(ana, session_key=here, password=RIGHT)
    house.factors.choose_email(ana, session_key=here)


def test_a_proof_is_of_its_own_session(house: House, ana: int, here: str) -> None:
    other = session_of(house, ana)
    house.told.goes_on(300)
    house.proofs.prove(ana, session_key=here, password=RIGHT)
    assert house.sessions.proven(here)
    assert not house.sessions.proven(other)
    house.sessions.end(here)
    assert not house.sessions.proven(here)


def test_the_password_proves_and_ten_tries_are_enough(house: House, ana: int, here: str) -> None:
    asked = house.proofs.asked(ana)
    assert (asked.password, asked.app, asked.letter) == (True, False, False)
    with pytest.raises(BadForm) as missing:
        house.proofs.prove(ana, session_key=here)
    assert [(one.field, one.problem) for one in missing.value.problems] == [("password", "missing")]
    for _ in range(10):
        with pytest.raises(BadField) as caught:
            house.proofs.prove(ana, session_key=here, password="wrong")
        assert (caught.value.field, caught.value.problem) == ("password", "password.wrong")
    with pytest.raises(TooManyAttempts):
        house.proofs.prove(ana, session_key=here, password=RIGHT)


def test_with_an_app_both_are_asked(house: House, ana: int, here: str) -> None:
    secret, _ = with_app(house, ana, here)
    house.told.goes_on(300)
    with pytest.raises(BadForm) as missing:
        house.proofs.prove(ana, session_key=here)
    assert [one.field for one in missing.value.problems] == ["password", "code"]
    with pytest.raises(BadField):
        house.proofs.prove(ana, session_key=here, password=RIGHT, code="123")
    assert not house.sessions.proven(here)
    code = code_of(secret, house.clock.now())
    house.proofs.prove(ana, session_key=here, password=RIGHT, code=code)
    assert house.sessions.proven(here)


def test_without_a_password_a_letters_code_proves_in_its_own_session(house: House) -> None:
    bia = house.person("bia")
    here, other = session_of(house, bia), session_of(house, bia)
    house.told.goes_on(300)
    assert house.proofs.asked(bia).letter
    attempt = house.proofs.send_code(bia, session_key=here)
    code = code_in(latest(house))
    with pytest.raises(TokenRefused):
        house.steps.by_code(attempt, code)  # it logs nobody in
    for key, typed in ((other, code), (here, "0")):
        with pytest.raises(BadField):
            house.proofs.prove(bia, session_key=key, code=typed, attempt=attempt)
    house.proofs.prove(bia, session_key=here, code=code, attempt=attempt)
    assert house.sessions.proven(here)
    with pytest.raises(TokenRefused):
        house.proofs.prove(bia, session_key=here, code=code, attempt=attempt)


def test_of_nobody_nothing_is_told(house: House) -> None:
    with pytest.raises(NotFound):
        house.factors.standing(7)


def test_otp_replay_of_two_who_answer_at_once_one_is_right(
    house: House, ana: int, here: str
) -> None:
    """ASVS 6.5.1: both have read the person before either has answered."""
    secret, _ = with_app(house, ana, here)
    house.told.goes_on(60)
    code = code_of(secret, house.clock.now())
    with house.database.transaction() as work:
        as_both_read = house.factors.person(work, ana)
    judged = []
    for _ in range(2):
        with house.database.transaction() as work:
            judged.append(house.factors.accept(work, as_both_read, code))
    assert judged == [True, False]
