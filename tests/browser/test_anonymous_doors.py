"""Whoever bids anonymously is nobody on any page and behind any door, those of tomorrow included.

Security A15 and I26. What is asked for is not a list of this test: it is every GET that the house
declares, with the lot of somebody masked in its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from components.admission import ADMIN
from tests.browser.conftest import Site
from tests.browser.test_anonymity import NUMBER, TRACES, bid, somebody_masked
from tests.browser.test_permissions import Matrix, doors, matrix  # noqa: F401
from tests.house import House

# The masked person's number as a whole word: nobody else's sum or instant holds it by chance.
TOKENS = re.compile(
    "|".join([rf"(?<!\d){NUMBER}(?!\d)", *map(re.escape, TRACES[1:])]), re.IGNORECASE
)
PLACE = re.compile(r"{(\w+)(?::\w+)?}")
LISTINGS = ("/?state=live", "/?state=ended", "/?state=all&q=Máscara")
OUTBOX = "/dev/mail"  # a demonstration shows everybody's letters, which is what it is for
# Here the seller learns who has bought: somebody has to hand the lot over.
SETTLING = ("/sales", "/payments", "/purchases")


class Walker:
    """Asks for everything a person may ask for, and finds who is named in it."""

    def __init__(self, url: str, house: House, declared: Matrix) -> None:
        self.url = url
        self.house = house
        self.asked = [
            path
            for (method, path), (context, _) in declared.items()
            if method == "GET" and context is not ADMIN and not path.startswith(OUTBOX)
        ]
        self.heard = 0

    def leaks(
        self, who: int | None, lots: tuple[int, ...], *, but: tuple[str, ...] = ()
    ) -> dict[str, str]:
        """Tell what is named at which address, of what `who` is answered."""
        found: dict[str, str] = {}
        payment = self.house.one("select coalesce(max(payment_id), 1) from payments")
        with httpx.Client(base_url=self.url) as client:
            if who is not None:
                client.cookies.set("sid", self.house.sessions.open(who, ip=None, user_agent=None))
            for place in self.places(lots, payment, but):
                answer = client.get(place)
                self.heard += answer.status_code == httpx.codes.OK
                said = f"{dict(answer.headers)} {answer.text}"
                if name := TOKENS.search(said.replace(place, "")):
                    found[place] = name[0]
                if answer.headers.get("content-type", "").startswith("application/pdf"):
                    found[place] = "a paper of somebody else's"
        return found

    def places(self, lots: tuple[int, ...], payment: int, but: tuple[str, ...]) -> Iterator[str]:
        """Give every address there is for these lots."""
        yield from LISTINGS
        for path in self.asked:
            if but and path.startswith(but):
                continue
            for lot in lots if "{auction_id" in path else lots[:1]:
                place = path
                for name in PLACE.finditer(path):
                    place = place.replace(name[0], fillings(lot, payment).get(name[1], "1"))
                yield place
        joined = ",".join(map(str, lots))
        yield f"/api/cards?ids={joined}"


def fillings(lot: int, payment: int) -> dict[str, str]:
    """Say what stands in an address for what is asked of."""
    return {"auction_id": str(lot), "payment_id": str(payment), "email": "x@y.org"}


@pytest.fixture
def walker(site: Site, house: House, matrix: Matrix) -> Walker:  # noqa: F811
    return Walker(site.url, house, matrix)


def test_nobody_is_named_by_anything_that_is_served(walker: Walker, house: House) -> None:
    masked = somebody_masked(house)
    other, seller = house.person("walks-by", money=90_000), house.person("sells-masks")
    live, won = (house.lot(seller, product_name=f"Máscara {n}") for n in (1, 2))
    for lot in (live, won):
        bid(house, masked, lot, 100)
        bid(house, other, lot, 150)
        bid(house, masked, lot, 300)
    house.questions.ask(masked, live, "Esta máscara é antiga?")
    (question,) = house.rows(
        "select question_id as id from questions where user_id = :who", who=masked
    )
    house.questions.answer(seller, live, question["id"], "É do século XIX.")
    kinds: dict[str, int | None] = {"visitor": None, "another": other, "seller": seller}
    for kind, who in kinds.items():
        assert walker.leaks(who, (live, won)) == {}, kind
    assert letters(house, masked) == []

    house.change("update products set end_datetime = now() - interval '9 s' where product_id = :lot"
                 , lot=won)  # fmt: skip
    house.closing.close_due()
    house.notary.sign_due()
    assert house.auction(won)["outcome"] == "sold"
    for kind in ("visitor", "another"):
        assert walker.leaks(kinds[kind], (live, won)) == {}, f"{kind}, after the end"
    assert walker.leaks(seller, (live, won), but=SETTLING) == {}, "the seller, after the end"
    assert walker.heard > 150, "most addresses were answered"


def test_a_walker_finds_who_is_named(walker: Walker, house: House) -> None:
    """The test above would find a leak: who shows a name is found where the masked are not."""
    shown = somebody_masked(house, number=NUMBER + 1)
    house.change("update settings set anonymous_mode = false where user_id = :u", u=shown)
    lot = house.lot(house.person("sells-names"), product_name="Sem máscara")
    bid(house, shown, lot, 100)
    found = walker.leaks(None, (lot,))
    assert {f"/auction/{lot}", f"/api/auctions/{lot}/room"} <= set(found)
    assert f"/auction/{lot}/proof" not in found, "the record names nobody, masked or not"
    assert TOKENS.search(json.dumps({"user": NUMBER}))
    assert not TOKENS.search(f"{NUMBER}0")


def letters(house: House, masked: int) -> list[Any]:
    """Find letters and news to others that name somebody."""
    told = house.rows("""
        select user_id, subject || ' ' || text || ' ' || html as said from mails
        union all select user_id, facts::text from notifications""")
    return [row for row in told if row["user_id"] != masked and TOKENS.search(row["said"])]
