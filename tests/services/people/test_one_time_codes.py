"""Codes good once, and what a browser says it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.people.devices import device_of, network_of
from services.people.one_time_codes import (
    app_address,
    code_of,
    is_of_an_app,
    new_letter_code,
    new_recovery_codes,
    new_secret,
    read_code,
    step_of,
)

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B: 12345678901234567890
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert code_of(RFC_SECRET, at) == code
    assert step_of(code, RFC_SECRET, now=at, after=None) == seconds // 30


@pytest.mark.parametrize(
    ("late", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_clocks_may_be_half_a_minute_apart(late: int, right: bool) -> None:
    code = code_of(RFC_SECRET, NOON)
    now = NOON + timedelta(seconds=late)
    assert (step_of(code, RFC_SECRET, now=now, after=None) is not None) is right


def test_a_code_used_is_right_no_more_nor_is_an_older_one() -> None:
    step = step_of(code_of(RFC_SECRET, NOON), RFC_SECRET, now=NOON, after=None)
    assert step is not None
    before = code_of(RFC_SECRET, NOON - timedelta(seconds=30))
    assert step_of(code_of(RFC_SECRET, NOON), RFC_SECRET, now=NOON, after=step) is None
    assert step_of(before, RFC_SECRET, now=NOON, after=step) is None
    later = NOON + timedelta(seconds=30)
    assert step_of(code_of(RFC_SECRET, later), RFC_SECRET, now=later, after=step) == step + 1


def test_an_app_reads_who_and_where() -> None:
    address = app_address(RFC_SECRET, account="ana", house="Casa Leilões")
    assert address.startswith(f"otpauth://totp/Casa%20Leil%C3%B5es:ana?secret={RFC_SECRET}")
    assert "issuer=Casa%20Leil%C3%B5es" in address


def test_codes_are_random_and_readable() -> None:
    assert len({new_secret() for _ in range(50)}) == 50
    assert all(len(code) == 6 and code.isdecimal() for code in (new_letter_code(), "000000"))
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert not set("".join(codes)) & set("01ilo")
    assert all(len(read_code(code)) == 10 and not is_of_an_app(read_code(code)) for code in codes)


@pytest.mark.parametrize(
    "typed", ["123456", " 123 456 ", "123-456", "１２３４５６", "123\u00a0456\n"]
)
def test_a_code_is_read_however_it_was_pasted(typed: str) -> None:
    assert read_code(typed) == "123456"
    assert is_of_an_app(read_code(typed))


WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (WINDOWS + "Chrome/140.0.0.0 Safari/537.36", "Chrome · Windows"),
        (WINDOWS + "Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        (PHONE + "Version/18.0 Mobile/15E148 Safari/604.1", "Safari · iPhone"),
        (PHONE + "CriOS/140.0 Mobile/15E148 Safari/604.1", "Chrome · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
        ("(Linux; Android 15) SamsungBrowser/27.0 Chrome/130", "Samsung Internet · Android"),
        ("curl/8.5.0", "curl"),
        ("Firefox", "Firefox"),
        ("<script>alert(1)</script>", None),
        ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_a_device_is_named_in_words_a_person_knows(said: str | None, device: str | None) -> None:
    assert device_of(said) == device


def test_a_network_is_what_addresses_move_within() -> None:
    assert network_of("203.0.113.9") == "203.0.0.0/16"
    assert network_of("2001:db8:1:2::3") == "2001:db8::/32"
    assert network_of(None) is None
