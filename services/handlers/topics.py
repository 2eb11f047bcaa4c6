"""What can happen in the house, by name: news for people, facts of the sale, the gateway's events.

A handler that hears of anything else is a slip of the pen, refused as its file is loaded.
"""

from __future__ import annotations

from services.billing.statuses import CHARGE_EVENTS, TRANSFER_EVENTS

NEWS = frozenset(
    {
        "answer_refused",
        "awaits_answer",
        "bid_annulled",
        "bids_lapsed",
        "bids_retracted",
        "extended",
        "leading_again",
        "leads_since",
        "lost",
        "lot_changed",
        "lot_published",
        "no_bids_again",
        "not_sold",
        "outbid",
        "price_again",
        "released",
        "reserve_met",
        "sold",
        "to_answer",
        "withdrawal_granted",
        "withdrawal_refused",
        "withdrawn",
        "won",
    }
)
BID_PLACED, AUCTION_CLOSED, PAYMENT_OVERDUE = "bid_placed", "auction_closed", "payment_overdue"
FACTS = frozenset({BID_PLACED, AUCTION_CLOSED, PAYMENT_OVERDUE})
GATEWAY = frozenset(CHARGE_EVENTS) | frozenset(TRANSFER_EVENTS)
# News grow stale: who is off never hears of them. These wait until their handler is on again.
LASTING = FACTS | GATEWAY
TOPICS = NEWS | LASTING
