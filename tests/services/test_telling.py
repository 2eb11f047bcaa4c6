"""How people are told: at once, after the quiet, once a day, in a browser, or not at all."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from typing import Any

import pytest

from services.errors import BadInput, NotFound, NotLoggedIn
from services.gateways.post import SmtpPost
from services.mail.refusing import read_unsubscribe, unsubscribe_mark
from services.news.digest import Digests
from services.news.push import MOST_BROWSERS
from services.people.news import USUAL
from services.people.quiet import BRASILIA
from services.ports import PushRefused
from services.views import Visitor
from tests.house import House

NIGHT = datetime(2026, 3, 4, 23, 30, tzinfo=BRASILIA)
MORNING = datetime(2026, 3, 5, 7, 0, tzinfo=BRASILIA)
KEYS = {"p256dh": "B" * 87, "auth": "A" * 22}


def logged_in(house: House, person: int) -> Visitor:
    found = house.sessions.find(house.sessions.open(person, ip=None, user_agent=None))
    assert found is not None
    return found


def browser(house: House, person: int, name: str = "one") -> Visitor:
    """Let one of a person's browsers be told things, in a log-in of its own."""
    visitor = logged_in(house, person)
    endpoint = f"https://push.example/{name}"
    house.push.subscribe(person, visitor.session_id, endpoint=endpoint, **KEYS)
    return visitor


def outbid(house: House, loser: int, winner: int) -> int:
    lot = house.lot(opening=100, ends_in=90_000)
    house.bid(loser, lot, 100)
    house.bid(winner, lot, 200)
    house.crier.tell_due()
    return lot


def choose(house: House, user: int, *, quiet: tuple[int, int] | None = None, **chosen: Any) -> None:
    house.preferences.choose(user, anonymous=False, channels=USUAL | chosen, quiet=quiet)


def waiting(house: House, table: str) -> list[datetime]:
    rows = house.rows(f"select next_try_at from {table} where sent_at is null")
    return [row["next_try_at"] for row in rows]


# ---- quiet hours ----------------------------------------------------------------------------


def test_letters_and_pushes_wait_for_the_end_of_the_quiet_and_the_bell_does_not(
    house: House, ana: int, bia: int
) -> None:
    choose(house, ana, quiet=(22, 7))
    browser(house, ana)
    house.told.shows(NIGHT)
    outbid(house, ana, bia)
    assert house.bell.news(ana, "pt-BR").unread == 1
    assert waiting(house, "mails") == [MORNING]
    assert waiting(house, "pushes") == [MORNING]
    assert house.push.send_due() == 0
    house.told.shows(MORNING)
    assert house.push.send_due() == 1


def test_what_must_be_told_is_told_in_the_quiet_too(house: House, ana: int) -> None:
    choose(house, ana, quiet=(22, 7))
    browser(house, ana)
    house.told.shows(NIGHT)
    with house.database.transaction() as work:
        house.herald.tell(work, ana, "withdrawn", path="/auction/1", title="Gravura")
    assert waiting(house, "mails") == [NIGHT]
    assert house.push.send_due() == 1


# ---- pushes ---------------------------------------------------------------------------------


def test_every_browser_is_told_once_what_the_bell_says(house: House, ana: int, bia: int) -> None:
    browser(house, ana, "one")
    browser(house, ana, "two")
    browser(house, bia, "hers")
    lot = outbid(house, ana, bia)
    assert house.push.send_due() == 2
    assert house.push.send_due() == 0
    (said,) = [one.text for one in house.bell.news(ana, "pt-BR").news]
    message = {"text": said, "path": f"/auction/{lot}", "tag": f"outbid-{lot}", "language": "pt-BR"}
    assert sorted(house.carrier.taken) == [
        ("https://push.example/one", message),
        ("https://push.example/two", message),
    ]


def test_who_closed_the_channel_is_not_pushed_to(house: House, ana: int, bia: int) -> None:
    choose(house, ana, outbid=frozenset({"app"}))
    browser(house, ana)
    outbid(house, ana, bia)
    assert house.push.send_due() == 0


def test_a_log_out_ends_what_a_browser_is_told_even_if_it_waits(
    house: House, ana: int, bia: int
) -> None:
    visitor = browser(house, ana)
    outbid(house, ana, bia)
    house.sessions.end(visitor.session_key)
    assert house.push.send_due() == 0
    assert house.carrier.taken == []
    outbid(house, ana, bia)
    assert house.rows("select * from push_subscriptions") == []
    assert house.rows("select * from pushes") == []
    with pytest.raises(NotLoggedIn):
        house.push.subscribe(ana, visitor.session_id, endpoint="https://push.example/one", **KEYS)


def test_nobody_is_told_in_the_log_in_of_another(house: House, ana: int, bia: int) -> None:
    visitor = logged_in(house, bia)
    with pytest.raises(NotLoggedIn):
        house.push.subscribe(ana, visitor.session_id, endpoint="https://push.example/x", **KEYS)
    with pytest.raises(BadInput):
        house.push.subscribe(bia, visitor.session_id, endpoint="https://10.0.0.1/x", **KEYS)
    browser(house, ana, "shared")
    browser(house, bia, "shared")
    rows = house.rows("select user_id from push_subscriptions")
    assert [row["user_id"] for row in rows] == [bia], "a browser is its last log-in's"
    house.push.leave(ana, "https://push.example/shared")
    assert len(house.rows("select * from push_subscriptions")) == 1
    house.push.leave(bia, "https://push.example/shared")
    assert house.rows("select * from push_subscriptions") == []


def test_of_too_many_browsers_the_oldest_are_let_go(house: House, ana: int) -> None:
    for number in range(MOST_BROWSERS + 2):
        house.told.goes_on(1)
        browser(house, ana, str(number))
    rows = house.rows("select endpoint from push_subscriptions order by 1")
    assert len(rows) == MOST_BROWSERS
    assert "https://push.example/0" not in [row["endpoint"] for row in rows]


def test_a_refused_push_is_tried_again_later_and_one_for_nobody_forgets_the_browser(
    house: House, ana: int, bia: int
) -> None:
    browser(house, ana)
    outbid(house, ana, bia)
    house.carrier.refusal = PushRefused("status 503", wait_seconds=120)
    assert house.push.send_due() == 0
    house.told.goes_on(119)
    house.carrier.refusal = None
    assert house.push.send_due() == 0, "left alone for as long as it asked"
    house.told.goes_on(1)
    assert house.push.send_due() == 1
    outbid(house, ana, bia)
    house.carrier.refusal = PushRefused("status 410", for_good=True, gone=True)
    assert house.push.send_due() == 0
    assert house.rows("select * from push_subscriptions") == []


def test_a_push_that_comes_too_late_is_not_sent(house: House, ana: int, bia: int) -> None:
    browser(house, ana)
    outbid(house, ana, bia)
    house.told.goes_on(12 * 3600)
    assert house.push.send_due() == 0
    assert house.carrier.tried == 0
    house.push.forget_old()
    assert house.rows("select * from pushes") == []


# ---- the digest -----------------------------------------------------------------------------


def test_what_is_gathered_comes_in_one_letter_at_eight(house: House, ana: int, bia: int) -> None:
    choose(house, ana, outbid=frozenset({"app", "digest"}), lost=frozenset({"digest"}))
    first = outbid(house, ana, bia)
    second = outbid(house, ana, bia)
    assert house.rows("select * from mails") == [], "no letter each time"
    assert house.newsroom.digests.send_due() == 0
    house.told.shows(datetime(2026, 3, 5, 8, 0, tzinfo=BRASILIA))
    outbid(house, ana, bia)  # after eight: tomorrow's
    other = Digests(house.database, house.clock, house.mails)
    assert (house.newsroom.digests.send_due(), other.send_due()) == (1, 0)
    (mail,) = house.rows("select * from mails")
    assert mail["subject"] == "Seu resumo do dia no Martelo"
    for lot in (first, second):
        assert mail["text"].count(f"/auction/{lot}\n") == 1
        assert f'/auction/{lot}"' in mail["html"]
    assert mail["text"].count("Superaram seu lance") == 2
    assert mail["unsubscribe"].split("/")[-1].startswith(f"{ana}.digest.")


def test_a_closed_account_gets_no_digest(house: House, ana: int, bia: int) -> None:
    choose(house, ana, outbid=frozenset({"digest"}))
    outbid(house, ana, bia)
    house.change("update users set erased_at = now() where user_id = :ana", ana=ana)
    house.told.goes_on(86_400)
    assert house.newsroom.digests.send_due() == 0
    assert house.rows("select * from mails") == []


# ---- no more of it --------------------------------------------------------------------------


def mark_of(house: House) -> str:
    address: str = house.rows("select unsubscribe from mails order by mail_id")[-1]["unsubscribe"]
    return address.rpartition("/")[2]


def test_the_link_of_a_letter_ends_letters_of_its_kind_and_nothing_else(
    house: House, ana: int, bia: int
) -> None:
    refusals = house.newsroom.refusals
    outbid(house, ana, bia)
    (mail,) = house.rows("select * from mails")
    mark = mark_of(house)
    assert f"/unsubscribe/{mark}" in mail["text"]
    assert f"/unsubscribe/{mark}" in mail["html"]
    assert refusals.kind(mark) == "outbid"
    assert len(house.rows("select * from mails")) == 1, "to look is not to refuse"
    for _ in range(2):
        assert refusals.refuse(mark) == "outbid"
    outbid(house, ana, bia)
    assert len(house.rows("select * from mails")) == 1
    assert house.bell.news(ana, "pt-BR").unread == 2
    chosen = {one.name: one.channels for one in house.preferences.settings(ana).news}
    assert chosen == USUAL | {"outbid": frozenset({"app", "push"})}


def test_refusing_the_digest_leaves_the_rest(house: House, ana: int) -> None:
    choose(house, ana, outbid=frozenset({"app", "digest"}), lost=frozenset({"email", "digest"}))
    house.newsroom.refusals.refuse(unsubscribe_mark("k" * 40, ana, "digest"))
    chosen = {one.name: one.channels for one in house.preferences.settings(ana).news}
    assert chosen == USUAL | {"outbid": frozenset({"app"}), "lost": frozenset({"email"})}


def test_what_must_be_told_has_no_such_link(house: House, ana: int) -> None:
    with house.database.transaction() as work:
        house.herald.tell(work, ana, "withdrawn", path="/auction/1", title="Gravura")
    (mail,) = house.rows("select * from mails")
    assert mail["unsubscribe"] is None
    assert "/unsubscribe/" not in mail["text"] + mail["html"]


def test_a_link_that_is_not_the_houses_refuses_nothing(house: House, ana: int, bia: int) -> None:
    outbid(house, ana, bia)
    mark = mark_of(house)
    user, kind, signature = mark.split(".")
    assert read_unsubscribe("k" * 40, mark) == (ana, "outbid")
    for forged in (
        f"{bia}.{kind}.{signature}",
        f"{user}.lost.{signature}",
        f"{user}.{kind}.{'A' * 22}",
        unsubscribe_mark("another secret", ana, "outbid"),
        unsubscribe_mark("k" * 40, ana, "security"),
        unsubscribe_mark("k" * 40, 2**31 - 1, "outbid"),
        "",
        "x",
    ):
        with pytest.raises(NotFound):
            house.newsroom.refusals.refuse(forged)


def test_a_mail_program_finds_where_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 8058: both headers, the address in the first."""
    taken: list[EmailMessage] = []

    class Server:
        def __enter__(self) -> Server:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def send_message(self, message: EmailMessage) -> None:
            taken.append(message)

    post = SmtpPost("smtp://localhost", sender="Martelo <avisos@example.com>")
    monkeypatch.setattr(post, "_connected", Server)
    address = "https://leiloes.example/unsubscribe/1.outbid.x"
    post.deliver("ana@example.com", "Olá", "Oi", "", unsubscribe=address)
    post.deliver("ana@example.com", "Olá", "Oi", "")
    assert taken[0]["List-Unsubscribe"] == f"<{address}>"
    assert taken[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert taken[1]["List-Unsubscribe"] is None
