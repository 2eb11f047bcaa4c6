"""Reading the catalogue: cards of live, coming and ended auctions, found, filtered and sorted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.bidding import minimum_bid
from services.catalogue.values import BRANCHES
from services.database import Database
from services.finding.words import find, read_search
from services.lots import STATUS_WORDS, Increments, terms_of
from services.photos.showing import PARTS, photo
from services.ports import Clock
from services.views import CardView, CategoryView, FirstPage, Listing

PAGE_SIZE = 24
RAILS = {"live": 8, "coming": 4, "awaited": 4}
ALIKE = 4
STATES = {
    "live": (Status.IN_OCCURRENCE,),
    "coming": (Status.NOT_STARTED,),
    "ended": (Status.FINISHED, Status.CANCELED),
    "all": (Status.IN_OCCURRENCE, Status.NOT_STARTED, Status.FINISHED, Status.CANCELED),
    "watched": (*(status for status in Status if status is not Status.DRAFT),),
    "awaited": (Status.IN_OCCURRENCE, Status.NOT_STARTED, Status.SUSPENDED),
}
_RANK = (
    f"case product_status_id when {Status.IN_OCCURRENCE:d} then 1 "
    f"when {Status.NOT_STARTED:d} then 2 else 3 end"
)
SORTS = {
    "ending": f"{_RANK}, case when {_RANK} = 2 then start_datetime end, "
    f"case when {_RANK} = 3 then closed_at end desc, end_datetime",
    "newest": "created_at desc",
    "price_low": "coalesce(price, min_bid)",
    "price_high": "coalesce(price, min_bid) desc",
    "bids": "bid_count desc",
}
_FOUND = """
    from products p join categories c using (category_id)
    where product_status_id = any(:states)
      and (cast(:category as varchar) is null or exists (
          select from branches b join categories above on above.category_id = b.within
          where b.category_id = p.category_id and above.slug = :category))
      and (cast(:watcher as int) is null or exists (
          select from watches w where w.product_id = p.product_id and w.user_id = :watcher))
      and (cast(:found as int[]) is null or p.product_id = any(:found))
"""
_CARD = """
    select p.*, c.category_name, i.image, i.alt, i.width, i.height,
           case when p.reserve is null then 'none' when p.price >= p.reserve then 'met'
                else 'not_met' end as reserve_state
    from products p join categories c using (category_id)
    left join images i on i.product_id = p.product_id and i.principal_image
    where p.product_id = any(:ids)
"""
_COUNTS = f"""
    with {BRANCHES}
    select c.category_id, c.category_name, c.slug,
           count(p.product_id) filter (
               where p.product_status_id = any(:states)
                 and (cast(:watcher as int) is null or exists (
                     select from watches w
                     where w.product_id = p.product_id and w.user_id = :watcher))) as lots
    from categories c join branches b on b.within = c.category_id
    left join products p on p.category_id = b.category_id
    where c.parent_id is null and c.retired_at is null
    group by c.category_id order by c.position, c.category_name
"""  # noqa: S608  nothing of anybody's is in it
_SHELVES = f"""
    with {BRANCHES}
    select c.category_id, c.category_name, c.slug, count(p.product_id) as lots,
           (array_agg(json_build_array(i.image, i.alt, i.width, i.height)
                      order by p.end_datetime desc, p.product_id)
            filter (where i.image is not null))[1] as picture
    from categories c join branches b on b.within = c.category_id
    join products p on p.category_id = b.category_id
    left join images i on i.product_id = p.product_id and i.principal_image
    where p.product_status_id = any(:states) and c.parent_id is null
    group by c.category_id order by c.position, c.category_name
"""  # noqa: S608  nothing of anybody's is in it
_NAMES = """
    select category_id, category_name, slug from categories
    where parent_id is null and retired_at is null order by position, category_name
"""
_CATEGORY = """
    select c.slug from products p join categories c using (category_id) where p.product_id = :id
"""
_EVERYTHING: Mapping[str, Any] = {"category": None, "watcher": None, "found": None}


class ListingService:
    """Finds lots; drafts are never among them, suspended ones only for those who watch them."""

    def __init__(self, database: Database, clock: Clock, increments: Increments) -> None:
        self._database = database
        self._clock = clock
        self._increments = increments

    def listing(
        self,
        *,
        category: str | None = None,
        text: str = "",
        state: str = "all",
        sort: str = "ending",
        page: int = 1,
        watched_by: int | None = None,
    ) -> Listing:
        """Show a page of 24 cards. Unknown states and sorts are the default ones.

        Every word of `text` must be among the lot's, as `services.finding.words` reads it.
        `watched_by` leaves only what that person watches.
        """
        states = [int(status) for status in STATES.get(state, STATES["all"])]
        asked = {
            **_EVERYTHING,
            "states": states,
            "category": (category or "").replace("\0", "") or None,
            "watcher": watched_by,
        }
        with self._database.transaction() as work:
            search = read_search(work.connection, text)
            if search is not None:
                asked["found"] = list(find(work.connection, search.query, search.exact))
            total = _count(work.connection, asked)
            pages = max(1, -(-total // PAGE_SIZE))
            page = min(max(1, page), pages)
            ids = _page(work.connection, asked, SORTS.get(sort, SORTS["ending"]), page)
            return Listing(
                cards=self._cards(work.connection, ids),
                total=total,
                categories=_categories(work.connection, states, watched_by),
                page=page,
                pages=pages,
            )

    def first_page(self, *, seen_by: int | None = None) -> FirstPage:
        """Show what is most bid on, what ends and begins next, and categories with live lots.

        For a person, also what they watch and is not decided.
        """
        with self._database.transaction() as work:

            def rail(
                state: str, *, sort: str = "ending", size: int = 0, **only: Any
            ) -> tuple[CardView, ...]:
                states = [int(status) for status in STATES[state]]
                asked = {**_EVERYTHING, "states": states, **only}
                size = size or RAILS[state]
                ids = _page(work.connection, asked, SORTS[sort], 1, size=size)
                return self._cards(work.connection, ids)

            live = [int(status) for status in STATES["live"]]
            shelves = _shelves(work.connection, live)
            featured = next((card for card in rail("live", sort="bids", size=1) if card.bids), None)
            most_bid_on = featured and featured.auction_id
            ending = (
                card
                for card in rail("live", size=RAILS["live"] + 1)
                if card.auction_id != most_bid_on
            )
            return FirstPage(
                featured=featured,
                ending=tuple(ending)[: RAILS["live"]],
                coming=rail("coming"),
                categories=shelves,
                live=sum(shelf.lots for shelf in shelves),
                watched=() if seen_by is None else rail("awaited", watcher=seen_by),
            )

    def alike(self, auction_id: int) -> tuple[CardView, ...]:
        """Show up to four lots of the same category: live ones by their end, then coming ones."""
        states = [int(status) for status in (*STATES["live"], *STATES["coming"])]
        with self._database.transaction() as work:
            category = work.connection.execute(text(_CATEGORY), {"id": auction_id}).scalar()
            if category is None:
                return ()
            asked = {**_EVERYTHING, "states": states, "category": category}
            ids = _page(work.connection, asked, SORTS["ending"], 1, size=ALIKE + 1)
            return self._cards(work.connection, [one for one in ids if one != auction_id][:ALIKE])

    def categories(self) -> tuple[CategoryView, ...]:
        """List the categories in their order, uncounted."""
        with self._database.transaction() as work:
            return tuple(
                CategoryView(id=row.category_id, name=row.category_name, slug=row.slug)
                for row in work.connection.execute(text(_NAMES))
            )

    def cards(self, auction_ids: Sequence[int]) -> tuple[CardView, ...]:
        """Show these lots as cards, in this order; unknown ones are left out."""
        with self._database.transaction() as work:
            return self._cards(work.connection, list(auction_ids)[:200])

    def cards_in(self, connection: Connection, ids: Sequence[int]) -> tuple[CardView, ...]:
        """Show these lots as `cards`, in the transaction of what they are shown with."""
        return self._cards(connection, ids)

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
            title=row["product_name"],
            category=row["category_name"],
            photo=photo(*(row[part] for part in PARTS)) if row["image"] else None,
            city=row["city"],
            state=row["state"],
            status=STATUS_WORDS[Status(row["product_status_id"])],
            outcome=row["outcome"],
            price=row["price"],
            minimum=minimum_bid(terms, row["price"]),
            bids=row["bid_count"],
            starts_at=row["start_datetime"],
            ends_at=row["end_datetime"],
            reserve=row["reserve_state"],
            judicial=row["auction_type"] == "judicial",
        )


def _count(connection: Connection, asked: Mapping[str, Any]) -> int:
    total: int = connection.execute(
        text(f"with {BRANCHES} select count(*) {_FOUND}"), asked
    ).scalar_one()
    return total


def _page(
    connection: Connection,
    asked: Mapping[str, Any],
    order: str,
    page: int,
    *,
    size: int = PAGE_SIZE,
) -> list[int]:
    found = connection.execute(
        text(
            f"with {BRANCHES} select product_id {_FOUND} "
            f"order by {order}, product_id limit :most offset :skip"
        ),
        {**asked, "most": size, "skip": (page - 1) * size},
    )
    return [row.product_id for row in found]


def _categories(
    connection: Connection, states: Sequence[int], watcher: int | None
) -> tuple[CategoryView, ...]:
    rows = connection.execute(text(_COUNTS), {"states": list(states), "watcher": watcher})
    return tuple(
        CategoryView(id=row.category_id, name=row.category_name, slug=row.slug, lots=row.lots)
        for row in rows
    )


def _shelves(connection: Connection, states: Sequence[int]) -> tuple[CategoryView, ...]:
    rows = connection.execute(text(_SHELVES), {"states": list(states)})
    return tuple(
        CategoryView(
            id=row.category_id,
            name=row.category_name,
            slug=row.slug,
            lots=row.lots,
            photo=photo(*row.picture) if row.picture else None,
        )
        for row in rows
    )
