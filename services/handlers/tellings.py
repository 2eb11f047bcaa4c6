"""What people are told of their bids and lots, each thing as it is when it is told.

Of a lot that was won its payment tells, with what is due and until when.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text

from services.handlers.registry import Happening, handles
from services.news.concerned import tell_concerned
from services.news.herald import About

_BETWEEN_LETTERS = timedelta(minutes=10)
_LETTERS_OF_LATE = text("""
    select exists (
        select from notifications
        where user_id = :user and product_id = :lot and topic = 'outbid' and created_at > :since)
""")
_TOLD_OF_LOSS = text("""
    select coalesce((select topic = 'outbid' from notifications
                     where user_id = :user and product_id = :lot and shown
                       and topic in ('outbid', 'leading_again')
                     order by notification_id desc limit 1), false)
""")


@handles("outbid")
def tell_who_lost_the_lead(happening: Happening) -> None:
    """Tell whoever no longer leads, unless the lead was won back meanwhile."""
    row = happening.row
    if not row["live"] or row["leader_id"] == row["user_id"]:
        return
    since = happening.clock.now() - _BETWEEN_LETTERS
    asked = {"user": row["user_id"], "lot": happening.lot, "since": since}
    of_late = happening.work.connection.execute(_LETTERS_OF_LATE, asked).scalar()
    tell(happening, letter=not of_late)


@handles("leading_again")
def tell_who_leads_again(happening: Happening) -> None:
    """Tell whoever was told of the loss that the lead is theirs again."""
    row = happening.row
    if not row["live"] or row["leader_id"] != row["user_id"]:
        return
    asked = {"user": row["user_id"], "lot": happening.lot}
    if happening.work.connection.execute(_TOLD_OF_LOSS, asked).scalar():  # to others it is no news
        tell(happening)


@handles("leads_since")
def tell_who_leads_since(happening: Happening) -> None:
    """Tell whoever leads since bids were taken back."""
    if happening.row["live"] and happening.row["leader_id"] == happening.row["user_id"]:
        tell(happening)


@handles("reserve_met", "extended")
def tell_all_concerned(happening: Happening) -> None:
    """Tell all whom a live lot concerns."""
    row = happening.row
    if not row["live"]:
        return
    tell_concerned(
        happening.herald,
        happening.work,
        happening.clock,
        happening.topic,
        lot=happening.lot,
        key=f"outbox:{row['outbox_id']}",
        seller=happening.topic == "reserve_met",
        title=row["title"],
        price=row["price"],
        until=row["end_datetime"],
    )


@handles("released")
def tell_of_money_let_go(happening: Happening) -> None:
    """Tell whose hold was let go, and where to see it."""
    tell(happening, "/wallet")


@handles(
    "lot_changed",
    "answer_refused",
    "withdrawn",
    "bids_retracted",
    "bid_annulled",
    "bids_lapsed",
)
def tell_as_it_is(happening: Happening) -> None:
    """Tell a thing whatever came after it."""
    tell(happening)


@handles("price_again", "no_bids_again")
def tell_in_the_bell(happening: Happening) -> None:
    """Tell a thing in the bell alone."""
    tell(happening, letter=False)


@handles("lost")
def tell_who_lost(happening: Happening) -> None:
    """Tell who did not win; a bid that was refused is told as such."""
    if not happening.row["was_asked"]:
        tell(happening)


@handles("sold", "not_sold")
def tell_the_seller(happening: Happening) -> None:
    """Tell the seller how a lot ended, and where to go on.

    Who refused the bid, by word or by the silence that counts as one, knows already.
    """
    sold = happening.topic == "sold"
    if happening.row["was_asked"] and not sold:
        return
    tell(happening, "/sales" if sold else f"/sales/lot/{happening.lot}")


@handles("withdrawal_granted", "withdrawal_refused")
def tell_of_a_withdrawal(happening: Happening) -> None:
    """Tell a seller what the house decided on taking a lot off sale."""
    tell(happening, f"/selling/{happening.lot}")


@handles("to_answer", "awaits_answer")
def tell_of_a_conditional_sale(happening: Happening) -> None:
    """Tell both sides of a bid below the reserve until when it is answered."""
    if happening.row["answer_by"] is None:
        return
    page = "sales/lot" if happening.topic == "to_answer" else "auction"
    tell(happening, f"/{page}/{happening.lot}", until=happening.row["answer_by"])


def tell(
    happening: Happening, path: str = "", *, until: datetime | None = None, letter: bool = True
) -> None:
    """Tell the person of a happening what it is; by default the way leads to the lot."""
    row = happening.row
    happening.herald.tell(
        happening.work,
        row["user_id"],
        happening.topic,
        About(lot=happening.lot, key=f"outbox:{row['outbox_id']}", letter=letter),
        path=path or f"/auction/{happening.lot}",
        title=row["title"],
        price=row["price"],
        until=until,
    )
