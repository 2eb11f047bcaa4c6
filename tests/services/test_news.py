"""What happened is told once, to whom it concerns, by the channels that person has chosen."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.events import Told
from services.mail.letters import catalogue, headline, places
from services.people.news import USUAL, kind_of
from tests.house import House

D = Decimal


def told(house: House, user: int, language: str = "pt-BR") -> list[str]:
    """What the bell shows of a person's news, the newest first."""
    return [one.text.replace("\xa0", " ") for one in house.bell.news(user, language).news]


def topics(house: House, user: int) -> list[str]:
    return [one.topic for one in house.bell.news(user, "pt-BR").news]


def subjects(house: House, user: int) -> list[str]:
    rows = house.rows("select subject from mails where user_id = :u order by mail_id", u=user)
    return [row["subject"] for row in rows]


def test_a_lost_lead_is_told_once_each_time_it_is_lost(house: House, ana: int, bia: int) -> None:
    lot = house.lot(opening=100)
    house.bid(ana, lot, 100)
    house.bid(bia, lot, 200)
    house.crier.tell_all()
    house.crier.tell_all()
    assert topics(house, ana) == ["outbid"]
    title = house.auction(lot)["product_name"]
    assert told(house, ana) == [f"Superaram seu lance em “{title}”: agora {money(house, lot)}"]
    assert house.bell.news(ana, "pt-BR").unread == 1
    assert topics(house, bia) == []
    house.bid(ana, lot, 500)
    house.bid(bia, lot, 900)
    house.crier.tell_all()
    assert topics(house, ana) == ["outbid", "outbid"]


def later(house: House, by: timedelta) -> None:
    house.told.shows(house.clock.now() + by)


def money(house: House, lot: int) -> str:
    return f"R$ {house.auction(lot)['price']:.2f}".replace(".", ",")


def test_who_leads_again_by_then_is_not_told_of_having_lost(
    house: House, ana: int, bia: int
) -> None:
    lot = house.lot(opening=100)
    house.bid(ana, lot, 100)
    house.bid(bia, lot, 200)
    assert house.bid(ana, lot, 300).standing == "leading"
    house.crier.tell_all()
    assert topics(house, ana) == []
    assert topics(house, bia) == ["outbid"]


def test_a_war_of_bids_is_one_letter_in_ten_minutes(house: House, ana: int, bia: int) -> None:
    lot = house.lot(opening=100, ends_in=18_000)
    for amount in (100, 300, 500, 700):
        house.bid(ana, lot, amount)
        house.bid(bia, lot, amount + 100)
        house.crier.tell_all()
    assert len(topics(house, ana)) == 4
    assert len(subjects(house, ana)) == 1
    later(house, timedelta(minutes=11))
    house.bid(ana, lot, 1500)
    house.bid(bia, lot, 1800)
    house.crier.tell_all()
    assert len(subjects(house, ana)) == 2


def test_the_end_is_told_to_all_who_took_part(house: House, ana: int, bia: int) -> None:
    seller = house.person("seller")
    lot = house.lot(seller, opening=100)
    house.bid(ana, lot, 100)
    house.bid(bia, lot, 200)
    house.after_end(lot)
    house.closing.close_due()
    house.crier.tell_all()
    assert topics(house, ana) == ["lost"]
    assert topics(house, seller) == ["sold"]
    assert house.bell.news(seller, "en").news[0].path == "/sales"
    assert told(house, seller, "en")[0].startswith("Sold: “")
    assert subjects(house, ana) == [], "a loss is told in the bell alone, unless one asks for more"
    assert len(subjects(house, seller)) == 1


def test_who_closed_a_channel_is_not_told_by_it(house: House, ana: int, bia: int) -> None:
    choose(house, ana, outbid=frozenset({"email"}))
    choose(house, bia, outbid=frozenset())
    lot = house.lot(opening=100)
    for person, amount in ((ana, 100), (bia, 200), (ana, 300), (bia, 900)):
        house.bid(person, lot, amount)
        house.crier.tell_all()
    assert (topics(house, ana), topics(house, bia)) == ([], [])
    assert (len(subjects(house, ana)), len(subjects(house, bia))) == (1, 0)
    assert house.bell.news(ana, "pt-BR").unread == 0


def choose(house: House, user: int, **chosen: frozenset[str]) -> None:
    house.preferences.choose(user, anonymous=False, channels=USUAL | chosen)


def test_watchers_are_told_when_the_end_comes_near_each_time_once(house: House, ana: int) -> None:
    lot = house.lot(ends_in=172_800)
    house.watching.watch(ana, lot)
    seen = []
    for left in (30, 23, 2, 0.9, 0.5, 0.1, 0.05):
        house.told.shows(house.auction(lot)["end_datetime"] - timedelta(hours=left))
        house.crier.tell_all()
        house.crier.tell_all()
        seen.append(topics(house, ana)[::-1])
    assert seen == [
        [],
        ["ending_day"],
        ["ending_day"],
        ["ending_day", "ending_hour"],
        ["ending_day", "ending_hour"],
        ["ending_day", "ending_hour", "ending_minutes"],
        ["ending_day", "ending_hour", "ending_minutes"],
    ]
    assert len(subjects(house, ana)) == 2, "ten minutes before, a letter comes too late"


def test_a_short_auction_is_not_announced_as_long_over(house: House, ana: int) -> None:
    lot = house.lot(ends_in=1800, opens_in=-60)
    house.watching.watch(ana, lot)
    house.crier.tell_all()
    assert topics(house, ana) == []


def test_news_are_read_one_by_one_or_all(house: House, ana: int, bia: int) -> None:
    lots = [house.lot(opening=100) for _ in range(3)]
    for lot in lots:
        house.bid(ana, lot, 100)
        house.bid(bia, lot, 200)
    house.crier.tell_all()
    first, second, third = (one.notification_id for one in house.bell.news(ana, "pt-BR").news)
    house.news.clear()
    house.bell.read(bia, upto=first)
    assert house.bell.news(ana, "pt-BR").unread == 3, "not by somebody else"
    house.bell.read(ana, upto=second, only=second)
    assert [one.read for one in house.bell.news(ana, "pt-BR").news] == [False, True, False]
    house.bell.read(ana, upto=second)
    assert [one.read for one in house.bell.news(ana, "pt-BR").news] == [False, True, True]
    assert Told(user_id=ana) in house.news
    latest, since = house.bell.since(ana, "pt-BR", third)
    assert (latest, [one.notification_id for one in since.news]) == (first, [first])
    assert house.bell.since(ana, "pt-BR", None)[1].news == ()


def test_a_list_goes_on_where_it_left_off(house: House, ana: int, bia: int) -> None:
    house.change(
        "insert into notifications (user_id, topic, path, facts, shown, created_at)"
        " select :ana, 'lost', '/', '{\"title\": \"x\"}', true, now() from generate_series(1, 65)",
        ana=ana,
    )
    seen: list[int] = []
    before: int | None = None
    for _ in range(3):
        page = house.bell.news(ana, "pt-BR", before=before)
        seen += [one.notification_id for one in page.news]
        before = page.older
    assert before is None
    assert len(seen) == 65
    assert seen == sorted(set(seen), reverse=True)
    assert house.bell.news(bia, "pt-BR").news == ()


def test_no_more_is_kept_than_is_shown(house: House, ana: int) -> None:
    seller = house.person("seller")
    lot = house.lot(seller)
    house.questions.ask(ana, lot, "Tem nota fiscal?")
    kept = house.one("select facts from notifications where user_id = :u", u=seller)
    assert set(kept) == {"title"}
    assert "Tem nota fiscal?" in house.one("select text from mails where user_id = :u", u=seller)


def test_an_erased_account_is_told_nothing(house: House, ana: int, bia: int) -> None:
    lot = house.lot(opening=100)
    house.bid(ana, lot, 100)
    house.bid(bia, lot, 200)
    house.change("update users set erased_at = now() where user_id = :ana", ana=ana)
    house.crier.tell_all()
    assert house.rows("select * from notifications where user_id = :ana", ana=ana) == []


def test_what_was_told_long_ago_is_let_go(house: House, ana: int, bia: int) -> None:
    lot = house.lot(opening=100)
    house.bid(ana, lot, 100)
    house.bid(bia, lot, 200)
    house.crier.tell_all()
    later(house, timedelta(days=179))
    house.bell.forget_old()
    assert topics(house, ana) == ["outbid"]
    later(house, timedelta(days=2))
    house.bell.forget_old()
    assert topics(house, ana) == []


TOPICS = sorted(
    key.removesuffix(".subject")
    for key in catalogue("pt-BR")
    if key.endswith(".subject") and places(key.removesuffix(".subject")) <= {
        "title", "price", "until", "amount", "total", "left", "strikes",
    }
)  # fmt: skip


@pytest.mark.parametrize("language", ["pt-BR", "en"])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_its_line_and_its_kind(topic: str, language: str) -> None:
    facts: dict[str, Any] = dict.fromkeys(places(topic), "x")
    assert headline(topic, language, **facts)
    assert kind_of(topic) in USUAL
