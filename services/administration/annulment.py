"""A bid annulled by the house: one person asks, another agrees, and the lot is judged again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, text

from services.administration.approvals import Agreed, Approvals
from services.administration.lot_rows import read_lot
from services.administration.orders import Order
from services.authority import demand
from services.conduct.foreseen import Foreseen
from services.conduct.retractions import SHORTEST_REASON, Retractions
from services.database import Database, Transaction
from services.errors import ConductRefused, DeskRefused, NotFound
from services.people.fields import Reading, parse_text
from services.people.rights import Right
from services.sessions import SessionService
from services.views import AnnulmentAbout, Consequence

LONGEST_DOCUMENT = 200
_BID = text("""
    select b.user_id as bidder_id, u.name as bidder, u.username, b.bid_value as amount,
           b.bid_datetime as bid_at, p.product_name as title, p.price, leader.username as leader
    from bids b join users u using (user_id) join products p using (product_id)
    left join users leader on leader.user_id = p.leader_id
    where b.product_id = :lot and b.sequence = :number and b.kind not in ('annulled', 'restated')
""")
_NAMES = text("select user_id, username from users where user_id = any(:people)")


class Annulments:
    """Asks for a bid to be annulled; it is done once a second person has agreed.

    Locks are taken in one order: the lot, then what was asked of a second person.
    """

    def __init__(
        self,
        database: Database,
        approvals: Approvals,
        retractions: Retractions,
        sessions: SessionService,
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._approvals = approvals
        self._retractions = retractions

        @approvals.handles("annul_bid", right=Right.AUCTIONS, first=_lock, about=self._about)
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
        self,
        actor_id: int,
        auction_id: int,
        order: Order,
        *,
        number: str,
        document: str,
        session_key: str,
    ) -> int:
        """Ask to annul the bid of this number; returns the request's.

        Of an official or judicial lot the `document` that orders it must be named. Raises
        Forbidden, NotFound, BadForm, ProofNeeded without a proof of the last five minutes, and
        DeskRefused where it was asked already or the lot ended.
        """
        reading = Reading()
        paper = reading.take(
            parse_text, document, field="document", longest=LONGEST_DOCUMENT, required=False
        )
        written = number.strip().lstrip("#")
        fits = written.isascii() and written.isdecimal() and 0 < len(written) < 10
        bid = int(written) if fits else 0
        with self._database.transaction() as work:
            demand(work, actor_id, Right.AUCTIONS)
            lot = read_lot(work.connection, auction_id, lock=True)
            try:
                self._retractions.foresee(work, auction_id, bid)
            except NotFound:
                reading.refuse("number", "number.unknown" if written else "missing")
            except ConductRefused as refusal:
                if refusal.reason == "over":
                    raise DeskRefused(reason="not_now") from None
                reading.refuse("number", "number.annulled")
            if lot["auction_type"] != "commercial" and not paper:
                reading.refuse("document", "missing")
            reason = order.read(reading=reading, shortest=SHORTEST_REASON)
            self._sessions.demand_proof(work, session_key)
            payload = {"lot": auction_id, "number": bid, "document": paper or ""}
            subject = f"bid:{auction_id}/{bid}"
            return self._approvals.ask(
                work, actor_id, "annul_bid", subject, reason=reason, payload=payload
            )

    def _about(self, work: Transaction, asked: RowMapping) -> AnnulmentAbout | None:
        payload: Mapping[str, Any] = asked["payload"]
        values = {"lot": payload["lot"], "number": payload["number"]}
        bid = work.connection.execute(_BID, values).mappings().one_or_none()
        if bid is None:
            return None
        then: tuple[Consequence, ...] = ()
        barrier = ""
        if asked["state"] == "waiting":
            try:
                foreseen = self._retractions.foresee(work, payload["lot"], payload["number"])
                then = _then(work, bid, foreseen)
            except ConductRefused as refusal:
                barrier = refusal.reason
        return AnnulmentAbout(
            auction_id=payload["lot"], number=payload["number"], then=then, barrier=barrier, **bid
        )


def _lock(work: Transaction, payload: Mapping[str, Any]) -> None:
    read_lot(work.connection, payload["lot"], lock=True)


def _then(work: Transaction, bid: RowMapping, foreseen: Foreseen) -> tuple[Consequence, ...]:
    people = [*foreseen.lapsed, *(one for one in (foreseen.leader,) if one is not None)]
    names = {
        row.user_id: row.username for row in work.connection.execute(_NAMES, {"people": people})
    }
    lines = []
    if foreseen.gone > 1:
        lines.append(Consequence(name="go_with_it", values={"n": foreseen.gone - 1}))
    if foreseen.leader is None:
        lines.append(Consequence(name="no_bids_left"))
    else:
        prices = {"before": bid["price"], "price": foreseen.price}
        moved = "price_falls" if foreseen.price != bid["price"] else "price_stays"
        lines.append(Consequence(name=moved, values=prices))
        leads = "leads_on" if foreseen.leader == foreseen.leader_before else "leads_again"
        lines.append(Consequence(name=leads, values={"who": names[foreseen.leader]}))
    if foreseen.freed:
        lines.append(Consequence(name="released", values={"n": 1, "amount": foreseen.freed}))
    lines += [Consequence(name="lapse", values={"who": names[one]}) for one in foreseen.lapsed]
    return tuple(lines)
