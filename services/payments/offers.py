"""Second chances: a lot whose winner did not pay is offered to who came next, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from models import Method, PaymentState
from services.billing import Bill, bill
from services.billing.defaults import OFFER_STANDS_FOR, OfferPolicy
from services.billing.due import payment_due
from services.database import Database, Transaction
from services.errors import Forbidden, NotFound, Overtaken
from services.events import MoneyMoved
from services.lots import Increments, fees_of
from services.news.herald import Herald
from services.photos.showing import PARTS, photo
from services.ports import Clock
from services.ranking import next_candidate, price_for
from services.views import OfferView
from services.wallets import Leg, Movement, lock_wallets, move

_LOCK = text("select * from products where product_id = :lot for no key update")
_LOT_OF = text("select product_id from offers where offer_id = :offer")
_OFFER = text("select * from offers where offer_id = :offer")
_STANDING = text("select * from offers where product_id = :lot and answered_at is null")
_TAKEN = text("""
    select exists (select from payments
                   where product_id = :lot and kind = 'sale' and defaulted_at is null)
        or exists (select from products where relisted_of = :lot)
""")
_MAKE = text("""
    insert into offers (product_id, user_id, price, policy, made_at, expires_at)
    values (:lot, :user, :price, :policy, :now, :until) returning offer_id
""")
_ANSWER = text("""
    update offers set answer = :answer, answered_at = :now
    where offer_id = :offer and answered_at is null
""")
_LAPSED = text("""
    select offer_id from offers where answered_at is null and expires_at <= :now
    order by expires_at limit 100
""")
_PAYMENT = text("""
    insert into payments (amount, payer, payee, opening_datetime, due_datetime, user_id,
                          payment_method_id, payment_status_id, kind, product_id, hammer,
                          commission, admin_fee)
    select :total, buyer.name, seller.name, :now, :due, buyer.user_id, :pix, :pending, 'sale',
           :lot, :hammer, :commission, :fee
    from users buyer, users seller where buyer.user_id = :buyer and seller.user_id = :seller
    returning payment_id
""")
_WINNER = text("""
    update bids set winner = true
    where product_id = :lot and sequence = (
        select max(sequence) from bids
        where product_id = :lot and user_id = :buyer and kind <> 'annulled')
""")
_VIEW = text("""
    select o.*, p.product_name, p.buyer_rate, p.seller_rate, p.admin_fee, p.penalty_rate,
           i.image, i.alt, i.width, i.height, y.payment_id
    from offers o join products p using (product_id)
    left join images i on i.product_id = o.product_id and i.principal_image
    left join payments y on y.product_id = o.product_id and y.user_id = o.user_id
                        and y.kind = 'sale'
    where o.offer_id = :offer and o.user_id = :user
""")


class Offers:
    """Offers, answers and what an acceptance sells; every act locks the lot's row first."""

    def __init__(
        self, database: Database, clock: Clock, increments: Increments, herald: Herald
    ) -> None:
        self._database = database
        self._clock = clock
        self._increments = increments
        self._herald = herald

    def begin(self, auction_id: int, seller_id: int, policy: OfferPolicy) -> None:
        """Offer the lot to who came next, and so on down the rank, by the seller's choice.

        Raises NotFound, Forbidden for anybody else's lot or one of a court's, and Overtaken where
        it is sold, relisted, on offer already or nobody is left.
        """
        with self._database.transaction() as work:
            lot = _own(work.connection, auction_id, seller_id)
            if work.connection.execute(_STANDING, {"lot": auction_id}).one_or_none():
                raise Overtaken(reason="offered")
            if not self._offer_next(work, lot, policy):
                raise Overtaken(reason="nobody_left")

    def withdraw(self, auction_id: int, seller_id: int) -> None:
        """Take back the offer that stands, and make no other. Raises as `begin` does."""
        with self._database.transaction() as work:
            lot = _own(work.connection, auction_id, seller_id)
            standing = work.connection.execute(_STANDING, {"lot": auction_id}).mappings().first()
            if standing is None:
                raise Overtaken(reason="offer_over")
            self._close(work, standing["offer_id"], "withdrawn")
            self._herald.tell(
                work,
                standing["user_id"],
                "offer_withdrawn",
                path=f"/auction/{auction_id}",
                title=lot["product_name"],
            )

    def accept(self, offer_id: int, user_id: int) -> int:
        """Buy the lot on offer, and return the payment that is now due.

        Accepted twice it is one sale. Raises NotFound for anybody else, Overtaken once the offer
        is over.
        """
        with self._database.transaction() as work:
            lot, offer = self._locked(work, offer_id, user_id)
            if offer["answer"] == "accepted":
                return self._payment(work.connection, offer_id, user_id)
            self._demand_standing(offer)
            lock_wallets(work.connection, [user_id, lot["user_id"]])
            self._close(work, offer_id, "accepted")
            return self._sell(work, lot, offer)

    def decline(self, offer_id: int, user_id: int) -> None:
        """Leave the lot to who comes next, free of any penalty. Raises as `accept` does."""
        with self._database.transaction() as work:
            lot, offer = self._locked(work, offer_id, user_id)
            if offer["answer"] == "declined":
                return
            self._demand_standing(offer)
            self._pass_on(work, lot, offer, "declined")

    def lapse_due(self) -> int:
        """Take silence for an answer where the day is over, and go on; returns how many."""
        with self._database.transaction() as work:
            late = work.connection.execute(_LAPSED, {"now": self._clock.now()}).scalars().all()
        return sum(self._lapse(offer_id) for offer_id in late)

    def offer(self, offer_id: int, user_id: int) -> OfferView:
        """Show an offer to whom it was made; to all others there is none: NotFound."""
        with self._database.transaction() as work:
            asked = {"offer": offer_id, "user": user_id}
            row = work.connection.execute(_VIEW, asked).mappings().one_or_none()
        if row is None:
            raise NotFound
        costs = bill(row["price"], fees_of(dict(row)))
        return OfferView(
            id=offer_id,
            auction_id=row["product_id"],
            title=row["product_name"],
            photo=photo(*(row[part] for part in PARTS)) if row["image"] else None,
            price=row["price"],
            commission=costs.commission,
            admin_fee=costs.admin_fee,
            total=costs.total,
            made_at=row["made_at"],
            expires_at=row["expires_at"],
            now=self._clock.now(),
            answer=row["answer"],
            payment_id=row["payment_id"],
            penalty_rate=row["penalty_rate"],
        )

    def _lapse(self, offer_id: int) -> bool:
        with self._database.transaction() as work:
            lot, offer = self._locked(work, offer_id)
            if offer["answer"] is not None or self._clock.now() < offer["expires_at"]:
                return False
            self._pass_on(work, lot, offer, "lapsed")
        return True

    def _locked(
        self, work: Transaction, offer_id: int, user_id: int | None = None
    ) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        found = work.connection.execute(_LOT_OF, {"offer": offer_id}).scalar_one_or_none()
        if found is None:
            raise NotFound
        lot = work.connection.execute(_LOCK, {"lot": found}).mappings().one()
        offer = work.connection.execute(_OFFER, {"offer": offer_id}).mappings().one()
        if user_id is not None and offer["user_id"] != user_id:
            raise NotFound
        return dict(lot), dict(offer)

    def _demand_standing(self, offer: Mapping[str, Any]) -> None:
        if offer["answer"] is not None or self._clock.now() >= offer["expires_at"]:
            raise Overtaken(reason="offer_over")

    def _close(self, work: Transaction, offer_id: int, answer: str) -> None:
        values = {"offer": offer_id, "answer": answer, "now": self._clock.now()}
        work.connection.execute(_ANSWER, values)

    def _pass_on(
        self, work: Transaction, lot: Mapping[str, Any], offer: Mapping[str, Any], answer: str
    ) -> None:
        self._close(work, offer["offer_id"], answer)
        if self._offer_next(work, lot, OfferPolicy(offer["policy"])):
            return
        self._herald.tell(
            work,
            lot["user_id"],
            "offers_over",
            path=f"/sales/lot/{lot['product_id']}",
            title=lot["product_name"],
        )

    def _offer_next(self, work: Transaction, lot: Mapping[str, Any], policy: OfferPolicy) -> bool:
        found = next_candidate(work.connection, lot["product_id"])
        if found is None:
            return False
        now: datetime = self._clock.now()
        price = price_for(work.connection, lot, self._increments, found, policy)
        values = {
            "lot": lot["product_id"],
            "user": found.user_id,
            "price": price,
            "policy": policy.value,
            "now": now,
            "until": now + OFFER_STANDS_FOR,
        }
        number: int = work.connection.execute(_MAKE, values).scalar_one()
        self._herald.tell(
            work,
            found.user_id,
            "offered",
            path=f"/offers/{number}",
            title=lot["product_name"],
            price=price,
            until=values["until"],
        )
        return True

    def _sell(self, work: Transaction, lot: Mapping[str, Any], offer: Mapping[str, Any]) -> int:
        now, costs = self._clock.now(), bill(offer["price"], fees_of(lot))
        buyer, seller = offer["user_id"], lot["user_id"]
        due = payment_due(now, lot["auction_type"])
        payment: int = work.connection.execute(
            _PAYMENT,
            {
                "total": costs.total,
                "now": now,
                "due": due,
                "pix": Method.PIX,
                "pending": PaymentState.PENDING,
                "lot": lot["product_id"],
                "hammer": costs.hammer,
                "commission": costs.commission,
                "fee": costs.admin_fee,
                "buyer": buyer,
                "seller": seller,
            },
        ).scalar_one()
        move(work.connection, [_sale(costs, lot, offer, payment, now)])
        work.connection.execute(_WINNER, {"lot": lot["product_id"], "buyer": buyer})
        told = {"title": lot["product_name"], "price": costs.hammer, "until": due}
        page = f"/payments/{payment}"
        self._herald.tell(work, buyer, "offer_bought", path=page, total=costs.total, **told)
        self._herald.tell(work, seller, "offer_accepted", path=page, **told)
        for person in (buyer, seller):
            work.announce(MoneyMoved(user_id=person, payment_id=payment))
        return payment

    @staticmethod
    def _payment(connection: Connection, offer_id: int, user_id: int) -> int:
        found = connection.execute(_VIEW, {"offer": offer_id, "user": user_id}).mappings().one()
        number: int = found["payment_id"]
        return number


def _own(connection: Connection, auction_id: int, seller_id: int) -> Mapping[str, Any]:
    lot = connection.execute(_LOCK, {"lot": auction_id}).mappings().one_or_none()
    if lot is None or lot["user_id"] != seller_id:
        raise NotFound
    if lot["auction_type"] != "commercial":
        raise Forbidden
    if lot["outcome"] != "defaulted" or connection.execute(_TAKEN, {"lot": auction_id}).scalar():
        raise Overtaken(reason="decided")
    return dict(lot)


def _sale(
    costs: Bill, lot: Mapping[str, Any], offer: Mapping[str, Any], payment: int, now: datetime
) -> Movement:
    earned = costs.commission + costs.admin_fee + costs.seller_commission
    return Movement(
        kind="sale",
        business_key=f"sale:{lot['product_id']}:{offer['offer_id']}",
        at=now,
        auction_id=lot["product_id"],
        payment_id=payment,
        legs=(
            Leg(account="receivable", amount=-costs.total, user_id=offer["user_id"]),
            Leg(account="pending", amount=costs.seller_net, user_id=lot["user_id"]),
            Leg(account="revenue", amount=earned),
        ),
    )
