"""Which news a person is told of, and by which channels: the usual ones, or those chosen.

The channels are the bell (`app`), a letter each time (`email`), the browsers somebody allowed to be
told (`push`), and one letter a day of all that was gathered (`digest`, which takes the place of
`email`).
"""

from __future__ import annotations

from collections.abc import Mapping

CHANNELS = ("app", "email", "push", "digest")
BOTH, BELL = frozenset({"app", "email"}), frozenset({"app"})
ALL, ANY = BOTH | {"push"}, frozenset(CHANNELS)
LETTERS = frozenset({"email", "digest"})
USUAL = {
    "outbid": ALL,
    "leading_again": BELL,
    "reserve_met": BELL,
    "ending_soon": ALL,
    "extended": BELL,
    "won": ALL,
    "lost": BELL,
    "closed": BOTH,
    "payment": ALL,
    "second_chance": ALL,
    "conditional": ALL,
    "lot_changed": ALL,
    "question": BOTH,
    "released": BELL,
    "saved_search": ALL,
    "rating": BOTH,
    "security": BOTH,
}
# What the law or a contract wants told: none of its channels can be closed.
NECESSARY = frozenset({"won", "payment", "conditional", "lot_changed", "security"})
# Which kind of news a topic is; what is not named here is about money that is due or has moved.
_KINDS = {
    "outbid": "outbid",
    "leading_again": "leading_again",
    "reserve_met": "reserve_met",
    "extended": "extended",
    "released": "released",
    "lost": "lost",
    "sold": "closed",
    "not_sold": "closed",
    "sale_won": "won",
    "sale_won_judicial": "won",
    "to_answer": "conditional",
    "awaits_answer": "conditional",
    "answer_refused": "conditional",
    "offered": "second_chance",
    "offer_accepted": "second_chance",
    "offer_bought": "second_chance",
    "offer_withdrawn": "second_chance",
    "offers_over": "second_chance",
    "lot_changed": "lot_changed",
    "leads_since": "leading_again",
    "bids_retracted": "lot_changed",
    "bid_annulled": "lot_changed",
    "bids_lapsed": "lot_changed",
    "price_again": "lot_changed",
    "no_bids_again": "lot_changed",
    "rate_sale": "rating",
    "rate_again": "rating",
    "ratings_shown": "rating",
    "withdrawn": "lot_changed",
    "withdrawal_granted": "lot_changed",
    "withdrawal_refused": "lot_changed",
    "question_asked": "question",
    "question_answered": "question",
    "question_hidden": "question",
    "lot_suspended": "lot_changed",
    "lot_resumed": "lot_changed",
    "lot_extended": "extended",
    "lot_canceled": "lot_changed",
    "winner_validated": "won",
    "auctioneer_verified": "security",
    "auctioneer_refused": "security",
    "role_granted": "security",
    "role_revoked": "security",
    "account_blocked": "security",
    "account_unblocked": "security",
    "documents_checked": "security",
    "search_found": "saved_search",
    "search_found_many": "saved_search",
    "ending_day": "ending_soon",
    "ending_hour": "ending_soon",
    "ending_minutes": "ending_soon",
}


def kind_of(topic: str) -> str:
    """Tell which kind of news a topic is: what its reader chooses the channels of."""
    return _KINDS.get(topic, "payment")


def channels_of(kind: str, chosen: Mapping[str, list[str]]) -> frozenset[str]:
    """Tell by which channels a kind of news reaches somebody who has `chosen` so."""
    if kind in NECESSARY or kind not in chosen:
        return USUAL[kind]
    return frozenset(chosen[kind]) & ANY


def choice(ticked: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Give what is to be kept of a whole form: only what is not the usual way."""
    return {
        kind: sorted(ticked.get(kind, frozenset()) & ANY)
        for kind in USUAL
        if kind not in NECESSARY and ticked.get(kind, frozenset()) & ANY != USUAL[kind]
    }
