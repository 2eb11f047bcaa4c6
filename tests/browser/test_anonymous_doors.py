"""Whoever bids anonymously is nobody on any page and behind any door, those of tomorrow included.

Security A15 and I26. What is asked for is not a list of this test: it is every GET that the house
declares, with the lot of somebody masked in its place. What comes is read whole: papers page by
page, archives file by file, pictures with what they tell of themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import pytest
from fpdf import FPDF
from fpdf.enums import WrapMode
from openpyxl import Workbook
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from components.admission import ADMIN
from tests.browser.conftest import Site
from tests.browser.test_anonymity import NUMBER, TRACES, bid, somebody_masked
from tests.browser.test_permissions import Matrix, doors, matrix  # noqa: F401
from tests.forms import picture
from tests.house import House
from tests.readings import words_of

# The masked person's number as a whole word: nobody else's sum or instant holds it by chance.
TOKENS = re.compile(
    "|".join([rf"(?<!\d){NUMBER}(?!\d)", *map(re.escape, TRACES[1:])]), re.IGNORECASE
)
PLACE = re.compile(r"{(\w+)(?::\w+)?}")
COPY = "/account/privacy/export.zip"
LISTINGS = ("/?state=live", "/?state=ended", "/?state=all&q=Máscara")
OUTBOX = "/dev/mail"  # a demonstration shows everybody's letters, which is what it is for
# Here the seller learns who has bought: somebody has to hand the lot over.
SETTLING = ("/sales", "/payments", "/purchases")
TAKEN_HOME = ("application/pdf", "application/zip")
CASE = """
    insert into legal_infos (process_number, court, plaintiff, defendant, judge_name, product_id,
                             case_type_id)
    values ('0001234-55.2026.8.26.0100', '3ª Vara Cível', 'União', 'José', 'Araújo', :lot, 2)
"""


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
        self.papers: set[str] = set()

    def leaks(
        self,
        who: int | None,
        lots: tuple[int, ...],
        *,
        but: tuple[str, ...] = (),
        payment: int | None = None,
    ) -> dict[str, str]:
        """Tell what is named at which address, of what `who` is answered."""
        found: dict[str, str] = {}
        self.papers.clear()
        payment = payment or self.house.one("select coalesce(max(payment_id), 1) from payments")
        with httpx.Client(base_url=self.url) as client:
            if who is not None:
                client.cookies.set("sid", self.house.sessions.open(who, ip=None, user_agent=None))
            for place in self.places(lots, payment, but):
                answer = client.get(place)
                self.heard += answer.status_code == httpx.codes.OK
                said = f"{dict(answer.headers)} {words_of(answer.content)}"
                if name := TOKENS.search(said.replace(place, "")):
                    found[place] = name[0]
                if answer.headers.get("content-type", "") in TAKEN_HOME:
                    self.papers.add(place)
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
        assert {*walker.papers} <= {COPY}, "a paper of somebody else's"
    assert letters(house, masked) == []

    end(house, won)
    for kind in ("visitor", "another"):
        assert walker.leaks(kinds[kind], (live, won)) == {}, f"{kind}, after the end"
    assert walker.leaks(seller, (live, won), but=SETTLING) == {}, "the seller, after the end"
    assert walker.heard > 150, "most addresses were answered"


def test_the_papers_of_a_sale_name_nobody_who_did_not_win(walker: Walker, house: House) -> None:
    masked = somebody_masked(house)
    winner, seller = house.person("wins-it", money=90_000), house.person("sells-for-a-court")
    lot, payment = sold_at_court(house, seller, beaten=masked, winner=winner)
    given = {winner: {"receipt", "auto"}, seller: {"statement", "auto"}}
    for who, papers in given.items():
        assert walker.leaks(who, (lot,), payment=payment) == {}
        expected = {f"/payments/{payment}/{paper}.pdf" for paper in papers}
        assert walker.papers == {*expected, COPY}
    assert letters(house, masked) == []


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


def test_a_walker_finds_who_is_named_in_papers_and_archives(walker: Walker, house: House) -> None:
    masked = somebody_masked(house)
    beaten = house.person("beaten-at-court", money=90_000)
    seller = house.person("sells-for-another-court")
    lot, payment = sold_at_court(house, seller, beaten=beaten, winner=masked)
    own = {f"/payments/{payment}/{paper}.pdf" for paper in ("receipt", "auto")}
    assert {*own, COPY} <= set(walker.leaks(masked, (lot,), payment=payment))
    assert f"/payments/{payment}/auto.pdf" in walker.leaks(seller, (lot,), payment=payment)


@pytest.mark.parametrize("hidden", ["title", "author", "link", "broken off"])
def test_a_paper_is_read_with_what_no_page_of_it_shows(hidden: str) -> None:
    paper = FPDF()
    paper.set_title("Xenofonte" if hidden == "title" else "Recibo")
    paper.set_author("Xenofonte" if hidden == "author" else "Martelo")
    paper.add_page()
    paper.set_font("Helvetica", size=12)
    link = "https://house.example/xenofonteq" if hidden == "link" else ""
    paper.cell(40, 8, "Recibo", link=link)
    if hidden == "broken off":
        paper.multi_cell(12, 8, "Xenofonte", wrapmode=WrapMode.CHAR)
    assert TOKENS.search(words_of(bytes(paper.output())))


def test_a_picture_and_a_workbook_are_read_with_what_they_tell_of_themselves() -> None:
    told = PngInfo()
    told.add_itxt("Author", "Xenofonte", zip=True)
    exif = Image.Exif()
    exif[0x8298] = "Xenofonte"
    book = Workbook(write_only=True)
    book.create_sheet().append(["Xenofonte"])
    book.save(kept := BytesIO())
    pictures = [
        picture("PNG", pnginfo=told),
        picture("JPEG", exif=exif),
        picture("WEBP", exif=exif),
    ]
    for content in (*pictures, kept.getvalue()):
        assert TOKENS.search(words_of(content))
    assert not TOKENS.search(words_of(picture("PNG")))


def sold_at_court(house: House, seller: int, *, beaten: int, winner: int) -> tuple[int, int]:
    """Sell a court's lot for which somebody else bid too, all paid; gives lot and payment."""
    lot = house.lot(seller, product_name="Máscara penhorada", auction_type="judicial")
    house.change(CASE, lot=lot)
    for person, amount in ((beaten, 100), (winner, 150), (beaten, 300), (winner, 400)):
        bid(house, person, lot, amount)
    end(house, lot)
    house.change(
        "update payments set payment_status_id = 2, confirmation_datetime = now()"
        " where product_id = :lot",
        lot=lot,
    )
    payment: int = house.one("select payment_id from payments where product_id = :lot", lot=lot)
    return lot, payment


def end(house: House, lot: int) -> None:
    """Let a lot's time be over, and all be done that follows."""
    house.change(
        "update products set end_datetime = now() - interval '9 s' where product_id = :lot", lot=lot
    )
    house.closing.close_due()
    house.notary.sign_due()
    assert house.auction(lot)["outcome"] == "sold"


def letters(house: House, masked: int) -> list[Any]:
    """Find letters, news and what browsers are told, to others, that name somebody."""
    house.crier.tell_all()
    told = house.rows("""
        select user_id, to_jsonb(mails)::text as said from mails
        union all select user_id, facts::text from notifications
        union all select user_id, message::text
            from pushes join push_subscriptions using (push_subscription_id)""")
    return [row for row in told if row["user_id"] != masked and TOKENS.search(row["said"])]
