"""The rules of the sale: values in, a ruling or a named refusal out."""

from services.bidding.increments import DEFAULT_BRL, IncrementTable
from services.bidding.judgement import commitment, judge, minimum_bid
from services.bidding.money import CENTAVO, LARGEST_SUM
from services.bidding.outcome import Outcome, can_buy_now, decide, reserve_met
from services.bidding.replay import Seat, price_without, ranked, replay
from services.bidding.soft_close import extended_end
from services.bidding.staggering import (
    AppraisedLot,
    Closing,
    Staggering,
    extend_closings,
    global_minimum,
    staggered_ends,
)
from services.bidding.standing import Bidder, BidKind, Offer, Published, Ruling, Standing
from services.bidding.taking_back import (
    COUNTED_FOR,
    MOST_RETRACTIONS,
    Given,
    Reason,
    Way,
    retractable,
    way_out,
)
from services.bidding.terms import BelowReserve, BuyNowPolicy, ExtendMode, HoldPolicy, Terms

__all__ = [
    "CENTAVO",
    "COUNTED_FOR",
    "DEFAULT_BRL",
    "LARGEST_SUM",
    "MOST_RETRACTIONS",
    "AppraisedLot",
    "BelowReserve",
    "BidKind",
    "Bidder",
    "BuyNowPolicy",
    "Closing",
    "ExtendMode",
    "Given",
    "HoldPolicy",
    "IncrementTable",
    "Offer",
    "Outcome",
    "Published",
    "Reason",
    "Ruling",
    "Seat",
    "Staggering",
    "Standing",
    "Terms",
    "Way",
    "can_buy_now",
    "commitment",
    "decide",
    "extend_closings",
    "extended_end",
    "global_minimum",
    "judge",
    "minimum_bid",
    "price_without",
    "ranked",
    "replay",
    "reserve_met",
    "retractable",
    "staggered_ends",
    "way_out",
]
