"""Sign-up as an attacker tries it: whose account, whose mailbox, heavy files, weak words."""

from __future__ import annotations

import re
import statistics
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api import confirm, sign_up
from services.bootstrap import Services
from services.people.passwords import hashed
from tests.api.conftest import BASE_URL, Browser, ana, doors, services  # noqa: F401  fixtures
from tests.forms import COMPANY, INDIVIDUAL, PASSWORD, picture

MEMBER, STRANGER = "ana@example.test", "nobody@example.test"


@pytest.fixture
async def attacker(doors: FastAPI, services: Services) -> Browser:  # noqa: F811
    sign_up.register(doors, services)
    confirm.register(doors, services)
    return Browser(doors)


async def send(browser: Browser, path: str, form: dict[str, str], **options: Any) -> httpx.Response:
    csrf = (await browser.marks())["csrf"]
    return await browser.post(path, data={"csrf": csrf} | form, **options)


def count(services: Services, table: str) -> int:  # noqa: F811
    with services.database.transaction() as work:
        number: int = work.connection.exec_driver_sql(f"select count(*) from {table}").scalar_one()
        return number


def kept(services: Services) -> list[str]:  # noqa: F811
    """List the photos in the house's folder, each as its own folder and name."""
    photos = Path(services.config.state_dir) / "photos"
    return [f"{each.parent.name}/{each.name}" for each in photos.rglob("*") if each.is_file()]


def anonymous(answer: httpx.Response, email: str) -> tuple[int, str, list[str]]:
    """Read all an attacker sees of an answer, but for the address he wrote himself."""
    told = [f"{name}: {value}" for name, value in answer.headers.items()]
    kept = [
        line for line in told if not re.match(r"x-request-id|content-security|set-cookie", line)
    ]
    return answer.status_code, answer.text, [line.replace(email, "EMAIL") for line in kept]


@pytest.mark.parametrize("path", ["/signUp", "/auth/resend"])
async def test_an_answer_is_the_same_for_members_and_strangers(
    attacker: Browser,
    services: Services,  # noqa: F811
    ana: int,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    """ASVS 6.3.8: text, status, headers and time tell nobody who has an account."""
    once = hashed(PASSWORD)
    monkeypatch.setattr("services.sign_up.hashed", lambda _: once)
    for limit in ("_MOST_WISHES", "_MOST_RESENDS", "_MOST_LETTERS"):
        monkeypatch.setattr(f"services.sign_up.{limit}", 1000)
    times: dict[str, list[float]] = {MEMBER: [], STRANGER: []}
    seen: dict[str, set[str]] = {MEMBER: set(), STRANGER: set()}
    for _ in range(8):
        for email in times:
            csrf = (await attacker.marks())["csrf"]
            began = time.perf_counter()
            answer = await attacker.post(path, data=INDIVIDUAL | {"csrf": csrf, "email": email})
            times[email].append(time.perf_counter() - began)
            seen[email].add(str(anonymous(answer, email)))
    assert seen[MEMBER] == seen[STRANGER]
    assert len(seen[MEMBER]) == 1
    floor = {"/signUp": sign_up.SAME_SECONDS, "/auth/resend": sign_up.SAME_SECONDS_AGAIN}[path]
    assert min(*times[MEMBER], *times[STRANGER]) >= floor
    apart = statistics.median(times[MEMBER]) - statistics.median(times[STRANGER])
    assert abs(apart) < 0.02, times


async def test_a_taken_name_is_told_to_the_reader_of_the_mail_alone(
    attacker: Browser,
    ana: int,  # noqa: F811
) -> None:
    """ASVS 6.3.8: neither the form nor its check tells whose username it is."""
    for path in ("/signUp", "/signUp/check"):
        taken, free = [
            await send(attacker, path, INDIVIDUAL | {"username": name}) for name in ("ana", "zoe")
        ]
        assert (taken.status_code, taken.text) == (free.status_code, free.text)


async def test_a_link_followed_by_a_scanner_changes_nothing(
    attacker: Browser,
    services: Services,  # noqa: F811
) -> None:
    """ASVS 3.5.1 and 3.5.3: state changes by POST with the form's own token only."""
    await send(attacker, "/signUp", INDIVIDUAL)
    with services.database.transaction() as work:
        text = work.connection.exec_driver_sql("select text from mails").scalar_one()
    path = re.search(r"(/auth/confirm/\S+)", text)
    assert path
    assert text.count(BASE_URL) == 1, "the link is the configured address, not the request's"
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        await attacker.request(method, path[1])
    onward = await attacker.open_letter(path[1])
    for headers in ({"Origin": "https://evil.test"}, {"Origin": "null"}):
        answer = await send(attacker, onward, {}, headers=headers)
        assert answer.status_code == 403
    assert (await attacker.post(onward, data={"csrf": "x"})).status_code == 403
    assert count(services, "users") == 0
    own = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}  # what no-referrer makes of ours
    assert (await send(attacker, onward, {}, headers=own)).status_code == 303
    assert count(services, "users") == 1


@pytest.mark.parametrize("password", ["password", "12345678", "leilao2026", "maria.souza2026"])
async def test_a_weak_password_is_refused_with_a_reason(attacker: Browser, password: str) -> None:
    """ASVS 6.2.1, 6.2.4 and 6.2.12."""
    answer = await send(attacker, "/signUp", INDIVIDUAL | {"password": password})
    assert answer.status_code == 422
    assert 'id="password-refusal"' in answer.text
    assert f'value="{password}"' not in answer.text


@pytest.mark.parametrize("length", [12, 128])
async def test_a_long_password_with_any_characters_is_kept_whole_and_by_argon2id(
    attacker: Browser,
    services: Services,  # noqa: F811
    length: int,
) -> None:
    """ASVS 6.2.5, 6.2.8, 6.2.9 and 11.4.2."""
    password = ("çã o€漢字 🦜 corvo-Lápis" * 9)[:length]
    await send(attacker, "/signUp", INDIVIDUAL | {"password": password})
    with services.database.transaction() as work:
        text = work.connection.exec_driver_sql("select text from mails").scalar_one()
    path = re.search(r"(/auth/confirm/\S+)", text)
    assert path
    await send(attacker, await attacker.open_letter(path[1]), {})
    with services.database.transaction() as work:
        kept = work.connection.exec_driver_sql("select password from users").scalar_one()
    assert re.match(r"\$argon2id\$v=19\$m=19456,t=2,p=1\$", kept)
    other = {"username": "maria.souza", "password": password[:-1] + "x"}
    assert (await attacker.log_in(**other)).status_code == 401
    assert (await attacker.log_in(**other | {"password": password})).status_code == 303


@pytest.mark.parametrize(
    "form",
    [
        {"name": "Ana Lima\r\nBcc: x@evil.test"},
        {"email": "maria@example.com\r\nBcc: x@evil.test"},
        {"email": "maria@example.com, x@evil.test"},
        {"name": "Ganhe agora https://evil.test"},
    ],
)
async def test_a_letter_has_one_reader_and_says_what_the_house_says(
    attacker: Browser,
    services: Services,  # noqa: F811
    form: dict[str, str],
) -> None:
    """ASVS 1.3.11: nothing written into a form becomes a header, a reader or a link."""
    answer = await send(attacker, "/signUp", INDIVIDUAL | form)
    assert answer.status_code in (303, 422)
    with services.database.transaction() as work:
        mails = work.connection.exec_driver_sql("select email, subject, text from mails").all()
    for email, subject, text in mails:
        assert email == INDIVIDUAL["email"]
        assert "\n" not in subject
        assert "evil" not in text
        assert "Bcc" not in text


async def test_a_heavy_upload_is_refused_unread_and_only_here_may_be_a_photo(
    attacker: Browser,
) -> None:
    """ASVS 5.2.1: size limits, by door."""
    for size, path, status in (
        (30_000_000, "/signUp", 413),
        (8_200_000, "/signUp", 422),
        (1_100_000, "/signUp/check", 413),
        (1_100_000, "/auth/resend", 413),
    ):
        photo = picture() + b"\0" * size
        answer = await send(attacker, path, INDIVIDUAL, files={"photo": ("me.jpg", photo)})
        assert answer.status_code == status, (path, size)


@pytest.mark.parametrize("name", ["../../x.py", "a\r\nb.jpg", "x" * 300, "me.php", ".htaccess"])
async def test_a_files_own_name_is_never_used(
    attacker: Browser,
    services: Services,  # noqa: F811
    name: str,
) -> None:
    """ASVS 5.3.2 and 5.4.1: server-made names."""
    answer = await send(attacker, "/signUp", COMPANY, files={"photo": (name, picture())})
    assert answer.status_code == 303
    with services.database.transaction() as work:
        text = work.connection.exec_driver_sql("select text from mails").scalar_one()
    path = re.search(r"(/auth/confirm/\S+)", text)
    assert path
    await send(attacker, await attacker.open_letter(path[1]), {})
    (photo,) = kept(services)
    assert re.fullmatch(r"[0-9a-f]{32}/portrait\.webp", photo)


async def test_many_wishes_from_one_address_are_stopped(
    attacker: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 2.4.1: 429 with Retry-After."""
    monkeypatch.setattr("services.sign_up.hashed", lambda _: "x")
    monkeypatch.setattr("api.sign_up.SAME_SECONDS", 0)
    answers = [
        await send(attacker, "/signUp", INDIVIDUAL | {"email": f"m{number}@example.com"})
        for number in range(21)
    ]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
