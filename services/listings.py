"""Reading the catalogue: cards of live, coming and ended auctions, found, filtered and sorted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.bidding import minimum_bid
from services.database import Database
from services.finding.finder import Finder
from services.finding.naming import LONGEST, kindred, plain_words
from services.finding.question import Question
from services.finding.tree import read_tree
from services.lot_reading import shown_of
from services.lots import STATUS_WORDS, Increments, terms_of
from services.photos.showing import PARTS, photo
from services.ports import Clock
from services.views import CardView, CategoryView, FirstPage, Listing, Photo

LIVE = Question()
PAGE_SIZE = 24
NEAREST = 8
RAILS = {"live": 8, "newest": 4, "coming": 4, "awaited": 4}
ALIKE = 4
_CARD = """
    select p.*, c.category_name, i.image, i.alt, i.width, i.height,
           case when p.reserve is null then 'none' when p.price >= p.reserve then 'met'
                else 'not_met' end as reserve_state
    from products p join categories c using (category_id)
    left join images i on i.product_id = p.product_id and i.principal_image
    where p.product_id = any(:ids)
"""
_CATEGORY = """
    select c.slug from products p join categories c using (category_id) where p.product_id = :id
"""


class ListingService:
    """Finds lots; drafts are never among them, suspended ones only for those who watch them."""

    def __init__(self, database: Database, clock: Clock, increments: Increments) -> None:
        self._database = database
        self._clock = clock
        self._increments = increments
        self.finder = Finder(database.hub, clock)

    def listing(self, question: Question = LIVE, *, seen_by: int | None = None) -> Listing:
        """Show a page of 24 cards for a question, with the counts of everything it could become.

        `seen_by` is whose watched lots are meant. Where nothing is found, lots that come near.
        """
        with self._database.transaction() as work:
            connection = work.connection
            found = self.finder.find(connection, question, seen_by=seen_by, size=PAGE_SIZE)
            near: Sequence[int] = ()
            if not found.lots:
                near = self.finder.near(connection, question, found.search, size=NEAREST)
            return Listing(
                cards=self._cards(connection, found.lots),
                total=found.total,
                categories=found.tops,
                page=found.page,
                beyond=found.beyond,
                pages=max(1, -(-found.total // PAGE_SIZE)),
                facets=found.facets,
                after=found.after,
                before=found.before,
                meant=found.meant,
                nearest=self._cards(connection, near),
            )

    def answering(
        self, questions: Mapping[str, Question], among: Iterable[int]
    ) -> Mapping[str, frozenset[int]]:
        """Tell which of these lots answer each question, by the question's name; whom none answers
        is left out."""
        with self._database.transaction() as work:
            return self.finder.matching(work.connection, questions, among)

    def homes(self, typed: str) -> tuple[str, ...]:
        """Name the categories of lots called so, or else those of, or called by, kindred words."""
        with self._database.transaction() as work:
            found = self.finder.homes(work.connection, typed[:LONGEST])
            if found:
                return found
            kin = kindred(typed)
            lots = [slug for one in kin for slug in self.finder.homes(work.connection, one)]
            named = [
                branch.slug
                for branch in read_tree(work.connection).branches.values()
                if not branch.retired
                and any(word.startswith(kin) for word in plain_words(branch.name))
            ]
            return tuple(dict.fromkeys(lots + named))

    def first_page(self, *, seen_by: int | None = None) -> FirstPage:
        """Show what is most bid on, ends next, is new, begins next, and categories with live lots.

        For a person, also what they watch and is not decided.
        """
        with self._database.transaction() as work:
            connection = work.connection

            def rail(state: str, *, sort: str = "ending", size: int = 0) -> tuple[CardView, ...]:
                size = size or RAILS[state]
                found = self.finder.first(connection, state, sort, size, seen_by=seen_by)
                return self._cards(connection, found)

            shelves = self._shelves(connection)
            featured = next((card for card in rail("live", sort="bids", size=1) if card.bids), None)
            most_bid_on = featured and featured.auction_id
            soonest = rail("live", size=RAILS["live"] + 1)
            ending = [card for card in soonest if card.auction_id != most_bid_on][: RAILS["live"]]
            shown = {most_bid_on, *(card.auction_id for card in ending)}
            newest = rail("live", sort="newest", size=RAILS["newest"] + len(shown))
            return FirstPage(
                featured=featured,
                ending=tuple(ending),
                newest=tuple(card for card in newest if card.auction_id not in shown)[
                    : RAILS["newest"]
                ],
                coming=rail("coming"),
                categories=shelves,
                live=sum(shelf.lots for shelf in shelves),
                watched=() if seen_by is None else rail("awaited"),
            )

    def alike(self, auction_id: int) -> tuple[CardView, ...]:
        """Show up to four lots of the same category: live ones by their end, then coming ones."""
        with self._database.transaction() as work:
            connection = work.connection
            category = connection.execute(text(_CATEGORY), {"id": auction_id}).scalar()
            if category is None:
                return ()
            found = self.finder.first(connection, "open", "ending", ALIKE + 1, category=category)
            return self._cards(connection, [one for one in found if one != auction_id][:ALIKE])

    def categories(self) -> tuple[CategoryView, ...]:
        """List the top categories in their order, uncounted."""
        with self._database.transaction() as work:
            return tuple(
                CategoryView(id=top.id, name=top.name, slug=top.slug)
                for top in read_tree(work.connection).tops
                if not top.retired
            )

    def cards(self, auction_ids: Sequence[int]) -> tuple[CardView, ...]:
        """Show these lots as cards, in this order; unknown ones are left out."""
        with self._database.transaction() as work:
            return self._cards(work.connection, list(auction_ids)[:200])

    def cards_in(self, connection: Connection, ids: Sequence[int]) -> tuple[CardView, ...]:
        """Show these lots as `cards`, in the transaction of what they are shown with."""
        return self._cards(connection, ids)

    def _shelves(self, connection: Connection) -> tuple[CategoryView, ...]:
        counted, samples = self.finder.shelves(connection)
        cards = {card.auction_id: card for card in self._cards(connection, list(samples.values()))}

        def sample(shelf: CategoryView) -> Photo | None:
            card = cards.get(samples.get(shelf.id, 0))
            return card.photo if card else None

        return tuple(replace(shelf, photo=sample(shelf)) for shelf in counted if shelf.lots)

    def _cards(self, connection: Connection, ids: Sequence[int]) -> tuple[CardView, ...]:
        if not ids:
            return ()
        rows = connection.execute(text(_CARD), {"ids": list(ids)}).mappings()
        found = {row["product_id"]: self._card(dict(row), connection) for row in rows}
        return tuple(found[number] for number in ids if number in found)

    def _card(self, row: Mapping[str, Any], connection: Connection) -> CardView:
        terms = terms_of(row, self._increments.of(row, connection))
        return CardView(
            auction_id=row["product_id"],
            version=row["version"],
            title=shown_of(row["product_name"], row["auction_type"]),
            category=row["category_name"],
            photo=photo(*(row[part] for part in PARTS)) if row["image"] else None,
            city=row["city"],
            state=row["state"],
            status=STATUS_WORDS[Status(row["product_status_id"])],
            outcome=row["outcome"],
            price=row["price"],
            minimum=minimum_bid(terms, row["price"]),
            bids=row["bid_count"] - row["annulled_count"],
            starts_at=row["start_datetime"],
            ends_at=row["finalized_at"] or row["end_datetime"],
            reserve=row["reserve_state"],
            judicial=row["auction_type"] == "judicial",
        )
