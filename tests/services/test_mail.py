"""Letters leave if what they tell came true, once, and carry nothing they should not."""

from __future__ import annotations

import email
import email.policy
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from services.config import Config
from services.errors import BadField, NotFound
from services.events import MailWritten
from services.gateways.post import LocalPost, NoPost, SmtpPost
from services.mail import Letter, Postman, write
from services.mail.letters import LANGUAGES, catalogue
from services.ports import Post, PostRefused
from services.tokens import TokenKind
from tests.house import House

ANA = "ana@example.com"
SENDER = "Martelo <avisos@example.com>"


@dataclass
class Letterbox:
    """A post that keeps what it takes, or refuses as it is told."""

    refusal: PostRefused | None = None
    taken: list[tuple[str, str]] = field(default_factory=list)

    def deliver(
        self, email: str, subject: str, text: str, html: str, *, unsubscribe: str | None = None
    ) -> None:
        if self.refusal:
            raise self.refusal
        self.taken.append((email, subject))


def send(house: House, address: str = ANA, subject: str = "Olá", content: Any = "Oi") -> int:
    with house.database.transaction() as work:
        return house.mails.send_email(work, address, subject, content)


def postman(house: House, post: Post, *, keeps: bool = False) -> Postman:
    return Postman(house.database, house.clock, house.hub, post, keeps=keeps)


def mail(house: House) -> Any:
    return house.rows("select * from mails")[0]


def test_a_letter_leaves_once_and_only_the_fact_remains(house: House) -> None:
    post = Letterbox()
    send(house)
    assert house.news == [MailWritten()]
    assert [postman(house, post).deliver_due() for _ in range(2)] == [1, 0]
    assert post.taken == [(ANA, "Olá")]
    assert (mail(house)["text"], mail(house)["sent_at"]) == ("", house.clock.now())


def test_what_did_not_come_true_is_not_told(house: House) -> None:
    def fails() -> None:
        with house.database.transaction() as work:
            house.mails.send_email(work, ANA, "Olá", "Oi")
            raise RuntimeError

    with suppress(RuntimeError):
        fails()
    assert house.news == []
    assert postman(house, Letterbox()).deliver_due() == 0


def test_it_is_tried_later_and_later_and_then_given_up(house: House) -> None:
    post = Letterbox(PostRefused("greylisted\0", for_good=False))
    walker = postman(house, post)
    send(house)
    waits = []
    for _ in range(20):
        walker.deliver_due()
        if mail(house)["failed_at"]:
            break
        waits.append((mail(house)["next_try_at"] - house.clock.now()).total_seconds())
        house.told.goes_on(waits[-1])
    assert waits == [30, 120, 480, 1920, 7680, 21600, 21600]
    assert (mail(house)["attempts"], mail(house)["last_error"], mail(house)["text"]) == (
        8, "greylisted", "",
    )  # fmt: skip


def test_what_never_can_arrive_is_not_tried_again(house: House) -> None:
    send(house)
    postman(house, Letterbox(PostRefused("550", for_good=True))).deliver_due()
    assert mail(house)["failed_at"] is not None


def test_nobody_else_sends_what_is_being_sent(house: House, sister: House) -> None:
    seen: list[int] = []

    class Slow(Letterbox):
        def deliver(self, *letter: str, unsubscribe: str | None = None) -> None:
            seen.append(postman(sister, Letterbox()).deliver_due())

    send(house)
    postman(house, Slow()).deliver_due()
    assert seen == [0]


def test_after_a_crash_in_the_middle_it_is_sent_again(house: House) -> None:
    class Dies(Letterbox):
        def deliver(self, *letter: str, unsubscribe: str | None = None) -> None:
            raise KeyboardInterrupt

    send(house)
    with pytest.raises(KeyboardInterrupt):
        postman(house, Dies()).deliver_due()
    assert postman(house, Letterbox()).deliver_due() == 0
    house.told.goes_on(300)
    assert postman(house, Letterbox()).deliver_due() == 1


def test_the_postman_wakes_when_a_letter_is_written(house: House) -> None:
    came = threading.Event()

    class Bell(Letterbox):
        def deliver(self, *letter: str, unsubscribe: str | None = None) -> None:
            came.set()

    walker = postman(house, Bell())
    walker.start()
    try:
        send(house)
        assert came.wait(5)
    finally:
        walker.stop()


@pytest.mark.parametrize(
    "address", ["ana", f"{ANA}\r\nBcc: x@y.co", f"{ANA}, x@y.co", f"Ana <{ANA}>", ""]
)
def test_a_letter_has_one_address(house: House, address: str) -> None:
    with pytest.raises(BadField):
        send(house, address)
    assert house.rows("select * from mails") == []


def test_a_subject_is_one_line_whatever_it_was_made_of(house: House) -> None:
    send(house, subject="Olá\r\nBcc: x@y.co\u2028\0" + "x" * 300)
    assert mail(house)["subject"].startswith("Olá Bcc: x@y.co x")
    assert len(mail(house)["subject"]) == 200


@pytest.fixture
def server() -> Iterator[Any]:
    """A real mail server on this machine, and what it was given."""

    class Given:
        def __init__(self) -> None:
            self.letters: list[Any] = []
            self.answer = "250 OK"
            self.port = 0

        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            self.letters.append(envelope)
            return self.answer

    given = Given()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        given.port = free.getsockname()[1]
    controller = Controller(given, hostname="127.0.0.1", port=given.port)
    controller.start()
    yield given
    controller.stop()


def test_a_mail_server_gets_both_parts_and_no_header_more(house: House, server: Any) -> None:
    post = SmtpPost(f"smtp://127.0.0.1:{server.port}", sender=SENDER)
    with house.database.transaction() as work:
        house.mails.send_letter(
            work,
            "create",
            email=ANA,
            language="pt-BR",
            path="/auth/confirm/abc",
            name="Ana\r\nBcc: x@y.co <script>",
        )
    assert postman(house, post).deliver_due() == 1
    (envelope,) = server.letters
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert envelope.rcpt_tos == [ANA]
    assert message["Bcc"] is None
    assert message["To"] == ANA
    assert message["From"] == SENDER
    assert message["Subject"] == catalogue("pt-BR")["create.subject"]
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    link = f"{house.config.base_url}/auth/confirm/abc"
    assert link in text
    assert f'href="{link}"' in html
    assert "<script>" not in html
    assert "Ana Bcc: x@y.co <script>" in text


def test_the_post_itself_refuses_a_header_of_two_lines(server: Any) -> None:
    post = SmtpPost(f"smtp://127.0.0.1:{server.port}", sender=SENDER)
    for address, subject in ((ANA, "a\r\nBcc: x@y.co"), (f"{ANA}\r\nBcc: x@y.co", "a")):
        with pytest.raises(PostRefused) as refused:
            post.deliver(address, subject, "text", "")
        assert refused.value.for_good
    assert server.letters == []


def test_a_server_that_says_no_is_told_from_one_that_says_later(server: Any) -> None:
    post = SmtpPost(f"smtp://127.0.0.1:{server.port}", sender=SENDER)
    for answer, for_good in (("451 later", False), ("554 never", True)):
        server.answer = answer
        with pytest.raises(PostRefused) as refused:
            post.deliver(ANA, "a", "text", "")
        assert refused.value.for_good is for_good


def test_a_password_is_never_sent_in_the_clear(server: Any) -> None:
    post = SmtpPost(f"smtp://user:secret@127.0.0.1:{server.port}", sender=SENDER)
    with pytest.raises(PostRefused, match="no TLS"):
        post.deliver(ANA, "a", "text", "")


def test_a_server_that_is_away_is_tried_later() -> None:
    with pytest.raises(PostRefused) as refused:
        SmtpPost("smtp://127.0.0.1:9", sender=SENDER).deliver(ANA, "a", "text", "")
    assert not refused.value.for_good


def test_without_a_server_letters_wait_and_in_a_demonstration_they_are_read(house: House) -> None:
    number = send(house, content=Letter(subject="x", text="Oi", html="<p>Oi</p>"))
    postman(house, NoPost()).deliver_due()
    assert mail(house)["sent_at"] is None
    house.told.goes_on(30)
    postman(house, LocalPost(), keeps=True).deliver_due()
    assert house.mails.mail(number).html == "<p>Oi</p>"
    assert [each.mail_id for each in house.mails.inbox()] == [number]
    with pytest.raises(NotFound):
        house.mails.mail(number + 1)


def test_outside_a_demonstration_nobody_reads_them(house: House) -> None:
    number = send(house)
    serious = House(house.url, clock=house.clock, demo=False)
    for ask in (serious.mails.inbox, lambda: serious.mails.mail(number)):
        with pytest.raises(NotFound):
            ask()
    serious.leave()


def test_old_letters_are_let_go(house: House) -> None:
    send(house)
    send(house)
    house.change("update mails set sent_at = now() where mail_id = 1")
    house.told.goes_on(90 * 86_400 + 1)
    house.mails.forget_old()
    assert [row["mail_id"] for row in house.rows("select mail_id from mails")] == [2]


def test_both_languages_write_the_same_letters_with_the_same_places() -> None:
    def places(sentence: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(sentence)} - {None}

    portuguese, english = (catalogue(language) for language in LANGUAGES)
    assert set(portuguese) == set(english)
    assert all(places(portuguese[key]) == places(english[key]) for key in english)
    kinds = {key.partition(".")[0] for key in english} - {"letter"}
    assert kinds >= {kind.value for kind in TokenKind}
    for kind in kinds:
        parts = [text for key, text in english.items() if key.startswith(f"{kind}.")]
        words = {name: "x" for part in parts for name in places(part) if name}
        for language in (*LANGUAGES, "tlh"):
            letter = write(kind, language, house="Casa", link="https://x/y", **words)
            assert letter.subject
            assert "https://x/y" in letter.text
            assert "Casa" in letter.html
            assert not re.search(r"[{}]|None", letter.text)


@pytest.mark.parametrize(
    "settings",
    [
        {"smtp_url": "mail.example.com", "mail_from": ANA},
        {"smtp_url": "smtp://x"},
        {"mail_from": ANA},
        {"smtp_url": "smtp://x", "mail_from": "Ana\r\nBcc: x <a@b.co>"},
    ],
)
def test_half_a_mail_server_stops_the_start(settings: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"SMTP_URL|MAIL_FROM"):
        Config(_env_file=None, **settings)  # type: ignore[arg-type]


def test_a_whole_one_does_not() -> None:
    for sender in (ANA, SENDER):
        assert Config(_env_file=None, smtp_url="smtp://x", mail_from=sender).mail_from == sender
