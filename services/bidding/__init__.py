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
from services.bidding.suspicion import (
    Habit,
    Newness,
    OnSaleAgain,
    PublicRow,
    TakenOff,
    bids_for_one_seller,
    newcomers_leading_late,
    nibblers,
    shielded,
    sold_all_the_same,
    takes_off_by_habit,
)
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
    "Habit",
    "HoldPolicy",
    "IncrementTable",
    "Newness",
    "Offer",
    "OnSaleAgain",
    "Outcome",
    "PublicRow",
    "Published",
    "Reason",
    "Ruling",
    "Seat",
    "Staggering",
    "Standing",
    "TakenOff",
    "Terms",
    "Way",
    "bids_for_one_seller",
    "can_buy_now",
    "commitment",
    "decide",
    "extend_closings",
    "extended_end",
    "global_minimum",
    "judge",
    "minimum_bid",
    "newcomers_leading_late",
    "nibblers",
    "price_without",
    "ranked",
    "replay",
    "reserve_met",
    "retractable",
    "shielded",
    "sold_all_the_same",
    "staggered_ends",
    "takes_off_by_habit",
    "way_out",
]
