"""The bell: how much is unread in the header, and the page of all that was told."""

from __future__ import annotations

from datetime import datetime, timedelta

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.format import day
from components.frame import document, settle
from components.templates import render
from components.unread import unread_shown
from components.words import counted, say
from services.views import NewsList, NewsView, Visitor

ICONS = {
    "outbid": "up",
    "won": "gavel",
    "lost": "flag",
    "closed": "flag",
    "ending_soon": "clock",
    "conditional": "scales",
    "second_chance": "gavel",
    "question": "mail",
    "payment": "wallet",
    "leading_again": "check",
    "reserve_met": "check",
    "extended": "clock",
    "released": "wallet",
    "lot_changed": "warning",
    "saved_search": "search",
}


def news_response(
    request: Request, visitor: Visitor, found: NewsList, now: datetime
) -> HTMLResponse:
    """Answer with what a person has been told, by day, the newest first."""
    settle(visitor)
    days = by_day(found.news, now)
    body = render("news.html", list=found, days=days, icons=ICONS, visitor=visitor)
    title = say("bell.title")
    return document(title, visitor, request, body, head=render("news_head.html"))


def by_day(news: tuple[NewsView, ...], now: datetime) -> list[tuple[str, list[NewsView]]]:
    """Put news under the day they were told, in Brasília; the last two have names."""
    names = {day(now - timedelta(days=1)): say("bell.yesterday"), day(now): say("bell.today")}
    days: dict[str, list[NewsView]] = {}
    for one in news:
        told = day(one.at)
        days.setdefault(names.get(told, told), []).append(one)
    return list(days.items())


def in_words(found: NewsList) -> dict[str, object]:
    """Tell a screen how much is unread and what has just come."""
    return {
        "unread": unread_shown(found.unread),
        "said": counted("bell.count", found.unread) if found.unread else "",
        "news": [one.as_message() for one in found.news],
        "go": say("bell.go"),
    }
