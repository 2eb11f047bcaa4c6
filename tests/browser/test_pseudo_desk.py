"""Every sentence at the house's desk and on a lot's floor comes from the catalogues, codes too.

The tables are filled with one of everything that the house writes, so that no code goes unsaid.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import psycopg2
import pytest
from playwright.sync_api import Browser, Page

from components.admission import ADMIN
from models.conduct import FLAGS
from scripts.places import routes
from services.administration.deeds import DEEDS, SUBJECTS
from services.errors import BidRefused
from services.handlers import HANDLERS, find_all
from services.housekeeping.steps import FIRST
from tests.browser.conftest import WallClock
from tests.browser.test_pseudo_locale import Written, data, log_in, unmarked
from tests.house import House

__all__ = ["data"]
REASON = "Perícia do lote"


@pytest.fixture(scope="module")
def filled(pseudo_site: Any) -> Iterator[dict[str, int]]:
    """One of everything that can be looked at, by the name of its part of an address."""
    house = House(pseudo_site.database_url, clock=WallClock())
    lot = house.one("select min(product_id) from products where product_status_id = 2")
    chief = house.one("select user_id from users where username = 'helena'")
    person = house.one("select user_id from users where username = 'ana'")
    told = "insert into audit_records (at, actor_id, action, subject, details)"
    for deed in DEEDS:
        why = '{"reason": "' + REASON + '"}'
        house.change(
            f"{told} values (now(), :chief, :deed, :lot, cast(:why as jsonb))",
            chief=chief,
            deed=deed,
            lot=f"auction:{lot}",
            why=why,
        )
    things = [f"{one}:{n}" for n, one in enumerate(SUBJECTS, 1)]
    things += ["fees:judicial", "limit:payout_approval", "table:users", "text:en:how.fees.text"]
    for thing in things:
        house.change(f"{told} values (now(), null, 'setting_changed', :thing, '{{}}')", thing=thing)
    for number, refusal in enumerate(sorted(refusals()), 1):
        house.change(
            "insert into bid_intents (product_id, sequence, user_id, maximum, idempotency_key,"
            " arrived_at, accepted, refusal, answer)"
            " values (:lot, :n, :who, 1, :key, now(), false, :refusal, '{}')",
            lot=lot,
            n=900_000 + number,
            who=person,
            key=f"pseudo-{number:04}",
            refusal=refusal,
        )
    for kind in FLAGS:
        house.change(
            "insert into flags (kind, unique_key, user_id, product_id, facts, raised_at)"
            " values (:kind, :kind, :who, :lot, '{}', now())",
            kind=kind,
            who=person,
            lot=lot,
        )
    house.change(
        "insert into approvals (action, subject, payload, reason, asked_by, asked_at)"
        " values ('annul_bid', :lot, :payload, :why, :who, now())",
        lot=f"bid:{lot}/1",
        payload=f'{{"lot": {lot}, "number": 1, "document": ""}}',
        why=REASON,
        who=person,
    )
    house.change(
        "insert into withdrawals (product_id, user_id, reason, bids, asked_at)"
        " select product_id, user_id, :why, 3, now() from products where product_id = :lot",
        why=REASON,
        lot=lot,
    )
    yield {
        "auction_id": lot,
        "user_id": person,
        "category_id": house.one("select min(category_id) from categories"),
        "feature_id": house.one("select min(technical_feature_id) from technical_features"),
        "question_id": house.one("select min(question_id) from questions"),
        "flag_id": house.one("select min(flag_id) from flags"),
        "approval_id": house.one("select min(approval_id) from approvals"),
        "withdrawal_id": house.one("select min(withdrawal_id) from withdrawals"),
    }
    house.leave()


def refusals() -> set[str]:
    found, kinds = set(), [BidRefused]
    while kinds:
        below = kinds.pop().__subclasses__()
        found |= {one.code for one in below}
        kinds += below
    return found


@pytest.fixture(scope="module")
def desk(browser: Browser, pseudo_site: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=pseudo_site.url, locale="pt-BR")
    page = context.new_page()
    log_in(page, "helena")
    yield page
    context.close()


@pytest.fixture(scope="module")
def known(data: Written, pseudo_site: Any) -> Written:
    """What people wrote, also cut short, and the names of what the programs are made of."""
    find_all()
    with closing(psycopg2.connect(pseudo_site.database_url)) as books, books.cursor() as cursor:
        cursor.execute(
            "select jsonb_array_elements_text(choices) from technical_features"
            " where jsonb_typeof(choices) = 'array'"
        )
        choices = [choice.split() for (choice,) in cursor]
    cut = {" ".join(words[:n]) for words in choices for n in range(1, len(words) + 1)}
    whole = {*data.whole, *cut, *HANDLERS, REASON, FIRST, "Asaas", "Ctrl"}
    longest_first = sorted(whole, key=len, reverse=True)
    kinds = [
        *map(re.escape, longest_first),
        "[0-9a-f]{64}",
        r"(?:GET|POST|PUT|DELETE|OPTIONS) /\S*",
    ]
    anywhere = re.compile(rf"(?<!\w)(?:{'|'.join(kinds)})(?!\w)")
    return replace(data, whole=tuple(longest_first), anywhere=anywhere)


def places(filled: dict[str, int]) -> list[str]:
    """List the desk's pages that can be filled, with all columns of its tables."""
    found = ["/auctioneer/{auction_id}", "/auction/{auction_id}/display"]
    found += [route.path for route in routes() if route.context is ADMIN]
    found = [path.replace("{language}/{key}", "pt-BR/page.404.title") for path in found]
    wanted = [path.format_map({**filled, "payment_id": 0, "message_id": 0}) for path in found]
    return [path for path in wanted if not path.endswith("/0")]


def test_what_the_desk_reads_comes_from_the_catalogues(
    desk: Page, known: Written, filled: dict[str, int]
) -> None:
    seen, wrong = 0, {}
    for path in places(filled):
        answer = desk.goto(path)
        assert answer is not None
        if answer.status in (302, 404, 409) or not desk.url.endswith(path):
            continue
        if answer.status != 200:
            wrong[path] = [str(answer.status)]
            continue
        seen += 1
        if found := unmarked(desk, known):
            wrong[path] = found
    assert wrong == {}, "\n".join(f"{path}: {one}" for path in wrong for one in wrong[path])
    assert seen > 30
