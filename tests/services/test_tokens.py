"""A token opens one thing once, for a while; its table could be read aloud."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from models.identity import TOKEN_KINDS
from services.errors import TokenRefused
from services.sealing import Seal, SealBroken
from services.tokens import LIFETIMES, Token, TokenKind
from tests.house import House

MAIL = "ana@example.com"


def issue(house: House, kind: TokenKind = TokenKind.CREATE, email: str = MAIL) -> str:
    with house.database.transaction() as work:
        return house.tokens.issue(work, kind, email=email, payload={"name": "Ana"})


def redeem(house: House, token: str, kind: TokenKind = TokenKind.CREATE) -> Token | str:
    try:
        with house.database.transaction() as work:
            return house.tokens.redeem(work, token, kind)
    except TokenRefused as refused:
        return refused.message_key


def test_it_gives_back_what_it_stands_for_once(house: House) -> None:
    token = issue(house)
    with house.database.transaction() as work:
        shown = house.tokens.peek(work, token)
    found = redeem(house, token)
    assert found == shown
    assert isinstance(found, Token)
    assert (found.kind, found.user_id, found.email) == (TokenKind.CREATE, None, MAIL)
    assert found.payload == {"name": "Ana"}
    assert redeem(house, token) == "token.used"
    assert house.one("select payload from tokens") == {}


def test_the_table_keeps_only_its_hash(house: House) -> None:
    token = issue(house)
    assert len(token) >= 43
    assert token not in str(house.rows("select * from tokens"))


@pytest.mark.parametrize(
    ("kind", "minutes"), [(TokenKind.CREATE, 1440), (TokenKind.LOGIN, 10), (TokenKind.RESET, 30)]
)
def test_it_expires_at_the_very_instant(house: House, kind: TokenKind, minutes: int) -> None:
    token, late = issue(house, kind), issue(house, kind, "bia@example.com")
    assert LIFETIMES[kind] == timedelta(minutes=minutes)
    house.told.goes_on(minutes * 60 - 0.001)
    assert isinstance(redeem(house, token, kind), Token)
    house.told.goes_on(0.001)
    assert redeem(house, late, kind) == "token.expired"


def test_a_newer_one_overtakes_the_older_of_its_kind_only(house: House) -> None:
    old, login = issue(house), issue(house, TokenKind.LOGIN)
    other = issue(house, email="bia@example.com")
    new = issue(house, email="ANA@example.com")
    assert redeem(house, old) == "token.overtaken"
    for token, kind in ((new, TokenKind.CREATE), (login, TokenKind.LOGIN)):
        assert isinstance(redeem(house, token, kind), Token)
    assert isinstance(redeem(house, other), Token)


def test_of_one_user_there_is_one_open_token_of_a_kind_whatever_the_mail(house: House) -> None:
    ana = house.person("ana")
    with house.database.transaction() as work:
        old = house.tokens.issue(work, TokenKind.RESET, email=MAIL, user_id=ana)
        new = house.tokens.issue(work, TokenKind.RESET, email="new@example.com", user_id=ana)
    assert redeem(house, old, TokenKind.RESET) == "token.overtaken"
    found = redeem(house, new, TokenKind.RESET)
    assert isinstance(found, Token)
    assert found.user_id == ana


def test_for_another_thing_it_is_unknown_and_stays_good(house: House) -> None:
    token = issue(house)
    assert redeem(house, token, TokenKind.LOGIN) == "token.unknown"
    assert isinstance(redeem(house, token), Token)


@pytest.mark.parametrize("forged", ["", "x", "\0", "\ud800", "x" * 100_000, "' or true --"])
def test_what_was_never_issued_is_unknown(house: House, forged: str) -> None:
    issue(house)
    assert redeem(house, forged) == "token.unknown"


def test_an_undone_use_is_no_use(house: House) -> None:
    token = issue(house)

    def fails() -> None:
        with house.database.transaction() as work:
            house.tokens.redeem(work, token, TokenKind.CREATE)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    found = redeem(house, token)
    assert isinstance(found, Token)
    assert found.payload == {"name": "Ana"}


def test_of_many_at_once_one_succeeds(house: House) -> None:
    token = issue(house)
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: redeem(house, token), range(12)))
    assert sum(isinstance(each, Token) for each in found) == 1
    assert found.count("token.used") == 11


def test_of_many_issued_at_once_one_opens(house: House) -> None:
    with ThreadPoolExecutor(6) as pool:
        tokens = list(pool.map(lambda _: issue(house), range(12)))
    found = [redeem(house, token) for token in tokens]
    assert sum(isinstance(each, Token) for each in found) == 1


def test_the_pending_one_of_a_mail_is_found_to_be_sent_again(house: House) -> None:
    issue(house)
    with house.database.transaction() as work:
        found = house.tokens.pending(work, TokenKind.CREATE, "Ana@Example.com")
        assert found is not None
        assert found.payload == {"name": "Ana"}
        assert house.tokens.pending(work, TokenKind.RESET, MAIL) is None
        house.told.goes_on(86_400)
        assert house.tokens.pending(work, TokenKind.CREATE, MAIL) is None


def test_what_people_wrote_goes_when_it_expires_and_the_rest_a_week_later(house: House) -> None:
    issue(house)
    house.told.goes_on(86_400)
    house.tokens.forget_old()
    assert house.rows("select payload from tokens") == [{"payload": {}}]
    house.told.goes_on(7 * 86_400 + 1)
    house.tokens.forget_old()
    assert house.rows("select * from tokens") == []


def test_the_table_and_the_house_know_the_same_kinds() -> None:
    assert sorted(TOKEN_KINDS) == sorted(TokenKind)
    assert set(LIFETIMES) == set(TokenKind)


def test_a_seal_opens_for_its_own_purpose_and_key_only() -> None:
    seal = Seal("k" * 40, purpose="totp")
    sealed = seal.seal("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DP" not in sealed
    assert len(sealed) <= 255
    assert Seal("k" * 40, purpose="totp").open(sealed) == "JBSWY3DPEHPK3PXP"
    for other in (Seal("k" * 40, purpose="other"), Seal("l" * 40, purpose="totp")):
        with pytest.raises(SealBroken):
            other.open(sealed)
    with pytest.raises(SealBroken):
        seal.open(sealed[:-5] + "AAAA=")
    with pytest.raises(ValueError, match="secret key"):
        Seal("", purpose="totp")
