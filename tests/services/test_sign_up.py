"""An account exists once its e-mail has been read, once, and nobody else learns who has one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.errors import (
    AlreadyMember,
    BadField,
    BadForm,
    DomainError,
    TokenRefused,
    TooManyAttempts,
)
from services.people.consents import DOCUMENTS
from services.people.passwords import hashed
from services.tokens import TokenKind
from tests.forms import ADDRESS, COMPANY, INDIVIDUAL, PASSWORD, link_in, picture
from tests.house import House

IP = "203.0.113.9"
MARIA = "maria@example.com"


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash a password once for all tests."""
    once = hashed(PASSWORD)
    monkeypatch.setattr("services.sign_up.hashed", lambda _: once)


def sign_up(house: House, **changes: str) -> str:
    return house.sign_up.sign_up(INDIVIDUAL | changes, language="pt-BR", ip=IP)


def letters(house: House, to: str = MARIA) -> list[Any]:
    return house.rows("select * from mails where email = :to order by mail_id", to=to)


def token(house: House, to: str = MARIA) -> str:
    return link_in(letters(house, to)[-1]["text"]).removeprefix("/auth/confirm/")


def users(house: House) -> list[Any]:
    return house.rows("select * from users order by user_id")


def refusal(house: House, *values: str, **named: str) -> DomainError | str:
    try:
        return house.sign_up.confirm(*values, **named)
    except DomainError as refused:
        return refused


def test_nobody_exists_before_the_mail_is_confirmed(house: House) -> None:
    assert sign_up(house, email=" Maria@Example.COM ") == "Maria@example.com"
    assert users(house) == []
    assert house.sign_up.confirm(token(house, "Maria@example.com")) == "/"
    assert [person["username"] for person in users(house)] == ["maria.souza"]


def test_an_individual_with_everything(house: House) -> None:
    house.sign_up.sign_up(
        INDIVIDUAL | ADDRESS,
        photo=picture(),
        language="en",
        next_path="/auction/5",
        ip=IP,
    )
    assert house.sign_up.confirm(token(house)) == "/auction/5"
    (maria,) = users(house)
    assert {name: maria[name] for name in ("name", "cpf", "email", "cellphone1", "wallet")} == {
        "name": "Maria de Souza",
        "cpf": "12345678909",
        "email": MARIA,
        "cellphone1": "+5511987654321",
        "wallet": 0,
    }
    assert maria["email_verified_at"] == house.clock.now()
    assert not maria["admin_user"]
    assert house.album.kept[maria["photo"]]["portrait.webp"][8:12] == b"WEBP"
    assert house.one("select birth_date::text from physical_persons") == "1985-05-17"
    assert house.one("select language from settings") == "en"
    assert house.one("select principal_address from addresses where zip_code = '01310100'")
    agreed = house.rows("select document, version, at, host(ip) as ip, withdrawn from consents")
    assert {(row["document"], row["version"]) for row in agreed} == set(DOCUMENTS.items())
    assert {(row["at"], row["ip"], row["withdrawn"]) for row in agreed} == {
        (house.clock.now(), IP, False)
    }


def test_a_company_can_log_in_afterwards(house: House) -> None:
    house.sign_up.sign_up(COMPANY, language="pt-BR")
    house.sign_up.confirm(token(house, COMPANY["email"]))
    firm = house.rows("select * from legal_persons")[0]
    assert (firm["cnpj"], firm["scrap_purchase_authorization"]) == ("12ABC34501DE35", True)
    assert house.rows("select * from physical_persons") == []
    assert house.accounts.log_in("OFICINA-prado", PASSWORD)


def test_everything_wrong_is_said_at_once_with_the_photo(house: House) -> None:
    with pytest.raises(BadForm) as refused:
        house.sign_up.sign_up(
            INDIVIDUAL | {"cpf": "1", "email": "x"}, photo=b"no photo", language="pt-BR"
        )
    assert [problem.field for problem in refused.value.problems] == ["cpf", "email", "photo"]
    assert letters(house) == []


def test_a_link_opens_once_and_a_newer_one_takes_its_place(house: House) -> None:
    """ASVS 6.4.1 and 6.5.1: forged, replayed, overtaken and expired links open nothing."""
    sign_up(house)
    first = token(house)
    sign_up(house, name="Maria Outra")
    second = token(house)

    def reason(value: str) -> str:
        found = refusal(house, value)
        return found.reason if isinstance(found, TokenRefused) else "opened"

    assert reason(first) == "overtaken"
    assert reason("forged" * 7) == "unknown"
    house.told.goes_on(24 * 3600)
    assert reason(second) == "expired"
    sign_up(house)
    third = token(house)
    assert [reason(third), reason(third)] == ["opened", "used"]
    assert len(users(house)) == 1


def test_a_token_of_another_kind_creates_nobody_and_stays_good(house: House) -> None:
    """ASVS 2.3.1: steps in order."""
    ana = house.person("ana")
    with house.database.transaction() as work:
        reset = house.tokens.issue(work, TokenKind.RESET, email="ana@example.com", user_id=ana)
    found = refusal(house, reset)
    assert isinstance(found, TokenRefused)
    with pytest.raises(TokenRefused):
        house.sign_up.pending(reset)
    with house.database.transaction() as work:
        assert house.tokens.redeem(work, reset, TokenKind.RESET).user_id == ana


def test_who_has_an_account_is_told_so_by_mail_alone(house: House) -> None:
    house.person("maria")
    assert sign_up(house, email="MARIA@example.com") == "MARIA@example.com"
    (letter,) = letters(house, "MARIA@example.com")
    assert "/login" in letter["text"]
    assert "/auth/confirm" not in letter["text"]
    assert house.one("select payload::text from tokens") == '{"language": "pt-BR"}'
    house.sign_up.resend("maria@example.com")
    again = letters(house, "MARIA@example.com")
    assert [row["text"] for row in again] == [letter["text"]] * 2


@pytest.mark.parametrize("clash", [{"cpf": "111.444.777-35"}, {"email": "ana@example.com"}])
def test_somebodys_document_opens_no_second_account(house: House, clash: dict[str, str]) -> None:
    sign_up(house, **clash)
    waiting = token(house, clash.get("email", MARIA))
    house.person("ana", cpf="11144477735")
    with pytest.raises(AlreadyMember):
        house.sign_up.pending(waiting)
    assert isinstance(refusal(house, waiting), AlreadyMember)
    assert len(users(house)) == 1
    with house.database.transaction() as work:
        assert house.tokens.peek(work, waiting).kind is TokenKind.CREATE


def test_a_companys_number_opens_no_second_account(house: House) -> None:
    house.sign_up.sign_up(COMPANY, language="pt-BR")
    house.sign_up.confirm(token(house, COMPANY["email"]))
    other = COMPANY | {
        "email": MARIA, "cpf": "123.456.789-09", "username": "outra", "cnpj": "12ABC34501DE35",
    }  # fmt: skip
    house.sign_up.sign_up(other, language="pt-BR")
    assert isinstance(refusal(house, token(house)), AlreadyMember)


def test_a_name_taken_meanwhile_is_chosen_anew_at_the_confirmation(house: House) -> None:
    sign_up(house, username="Ana")
    house.person("ana")
    house.person("ana2")
    waiting = token(house)
    pending = house.sign_up.pending(waiting)
    assert (pending.username, pending.suggestion) == ("Ana", "Ana3")
    for username, problem in (("", "taken"), ("ANA2", "taken"), ("a b", "username.shape")):
        found = refusal(house, waiting, username=username)
        assert isinstance(found, BadForm)
        assert [(each.field, each.problem) for each in found.problems] == [("username", problem)]
    assert house.sign_up.confirm(waiting, username="ana.souza") == "/"
    assert users(house)[-1]["username"] == "ana.souza"


def test_a_free_name_needs_no_suggestion(house: House) -> None:
    sign_up(house)
    assert house.sign_up.pending(token(house)).suggestion is None


def test_of_two_clicks_one_creates_and_of_two_wishes_for_one_document_one(
    house: House, sister: House
) -> None:
    sign_up(house)
    sign_up(house, email="outra@example.com", username="outra")
    mine, others = token(house), token(house, "outra@example.com")
    with ThreadPoolExecutor(4) as people:
        found = list(people.map(refusal, [house, sister] * 2, [mine, mine, others, others]))
    assert found.count("/") == 1
    assert all(each == "/" or isinstance(each, TokenRefused | AlreadyMember) for each in found)
    assert len(users(house)) == 1


def test_an_account_is_worth_more_than_its_photo(house: House) -> None:
    house.sign_up.sign_up(INDIVIDUAL, photo=picture(), language="pt-BR")
    house.album.full = True
    house.sign_up.confirm(token(house))
    assert users(house)[0]["photo"] is None


def test_what_does_not_come_true_leaves_no_photo(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.sign_up.sign_up(INDIVIDUAL, photo=picture(), language="pt-BR")

    def fails(*_: Any, **__: Any) -> int:
        assert house.album.kept
        raise RuntimeError

    monkeypatch.setattr("services.sign_up_rows.add", fails)
    with pytest.raises(RuntimeError):
        house.sign_up.confirm(token(house))
    assert house.album.kept == {}
    assert house.sign_up.pending(token(house)).email == MARIA


def test_a_pending_letter_is_sent_again_and_nothing_else(house: House) -> None:
    sign_up(house)
    first = token(house)
    assert house.sign_up.resend("MARIA@example.com") == "MARIA@example.com"
    assert [row["subject"] for row in letters(house)] == [letters(house)[0]["subject"]] * 2
    assert isinstance(refusal(house, first), TokenRefused)
    assert house.sign_up.confirm(token(house)) == "/"
    assert house.sign_up.resend("nobody@example.com") == "nobody@example.com"
    assert house.sign_up.resend(MARIA) == MARIA
    assert house.one("select count(*) from mails") == 2
    with pytest.raises(BadField):
        house.sign_up.resend("x")


def test_nobodys_mailbox_is_flooded_and_the_last_letter_stays_good(house: House) -> None:
    for _ in range(7):
        sign_up(house)
        house.sign_up.resend(MARIA)
    assert len(letters(house)) == 5
    assert house.sign_up.confirm(token(house)) == "/"


def test_one_address_of_the_net_does_not_ask_without_end(house: House) -> None:
    """ASVS 2.4.1: anti-automation."""
    for number in range(20):
        sign_up(house, email=f"m{number}@example.com")
    with pytest.raises(TooManyAttempts):
        sign_up(house)
    for number in range(20):
        house.sign_up.resend(f"r{number}@example.com", ip=IP)
    with pytest.raises(TooManyAttempts):
        house.sign_up.resend(MARIA, ip=IP)
    house.told.goes_on(3600)
    assert sign_up(house)


def test_a_check_reads_the_form_and_asks_no_table(house: House) -> None:
    house.person("maria.souza")
    assert house.sign_up.check(INDIVIDUAL) == ()
    assert [each.field for each in house.sign_up.check(INDIVIDUAL | {"rg": ""})] == ["rg"]
