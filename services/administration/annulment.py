"""A bid annulled by the house: one person asks, another agrees, and the lot is judged again."""

from __future__ import annotations

from sqlalchemy import text

from services.administration.approvals import Agreed, Approvals
from services.administration.lot_rows import read_lot
from services.administration.orders import Order
from services.authority import demand
from services.conduct.retractions import Retractions
from services.database import Database, Transaction
from services.errors import DeskRefused
from services.people.fields import Reading, parse_text
from services.people.rights import Right

LONGEST_DOCUMENT = 200
_BID = text("""
    select from bids where product_id = :lot and sequence = :number
    and kind not in ('annulled', 'restated')
""")


class Annulments:
    """Asks for a bid to be annulled; it is done once a second person has agreed."""

    def __init__(self, database: Database, approvals: Approvals, retractions: Retractions) -> None:
        self._database = database
        self._approvals = approvals

        @approvals.handles("annul_bid", right=Right.AUCTIONS)
        def annul(work: Transaction, agreed: Agreed) -> None:
            asked = agreed.payload
            retractions.annul_bid(
                work,
                agreed.asked_by,
                asked["lot"],
                asked["number"],
                reason=agreed.reason,
                document=asked["document"],
            )

    def ask(
        self, actor_id: int, auction_id: int, order: Order, *, number: str, document: str
    ) -> int:
        """Ask to annul the bid of this number; returns the request's.

        Of an official or judicial lot the `document` that orders it must be named. Raises
        Forbidden, NotFound, BadForm, and DeskRefused where it was asked already or the lot ended.
        """
        reading = Reading()
        paper = reading.take(
            parse_text, document, field="document", longest=LONGEST_DOCUMENT, required=False
        )
        written = number.strip().lstrip("#")
        fits = written.isascii() and written.isdecimal() and 0 < len(written) < 10
        with self._database.transaction() as work:
            demand(work, actor_id, Right.AUCTIONS)
            lot = read_lot(work.connection, auction_id)
            if lot["outcome"] is not None:
                raise DeskRefused(reason="not_now")
            bid = int(written) if fits else 0
            asked = {"lot": auction_id, "number": bid}
            if work.connection.execute(_BID, asked).one_or_none() is None:
                reading.refuse("number", "number.unknown" if written else "missing")
            if lot["auction_type"] != "commercial" and not paper:
                reading.refuse("document", "missing")
            reason = order.read(reading=reading)
            payload = {**asked, "document": paper or ""}
            subject = f"bid:{auction_id}/{bid}"
            return self._approvals.ask(
                work, actor_id, "annul_bid", subject, reason=reason, payload=payload
            )
