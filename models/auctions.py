"""The auction itself, table `products`: what is sold, on which terms, and how it stands now."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    CHAR,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment, money, one_of
from models.lookups import Status

AUCTION_TYPES = ["commercial", "official", "judicial"]
OUTCOMES = ["sold", "conditional", "reserve_not_met", "no_bids", "cancelled", "defaulted"]
_DECIDED = f"{Status.FINISHED:d}, {Status.CANCELED:d}"
OCCUPATIONS = ["vacant", "occupied", "unknown", "not_applicable"]
HOLD_POLICIES = ["none", "fixed_deposit", "percent_of_max", "full_max"]


def _word(name: str, default: str) -> Column[str]:
    return Column(name, String(20), nullable=False, server_default=text(f"'{default}'"))


def _count(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text(str(default)))


class Auction(SQLModel, table=True):
    """One lot from draft to decision; its row lock is the authority for every bid and its timer.

    `bid_count` counts the rows of its history, `annulled_count` those of them that are no bids (any
    more). `penalty_rate` is what of the hammer price a winner loses who does not pay;
    `relisted_of` the lot this one was before. The house's people have ended a lot before its time
    (`finalized_at`), stopped it (`suspended_at`), confirmed who won (`validated_at`).
    """

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("min_bid > 0", name="min_bid_positive"),
        CheckConstraint("price is null or price >= min_bid", name="price_from_min_bid"),
        CheckConstraint("(price is null) = (leader_id is null)", name="leader_with_price"),
        CheckConstraint("leader_id is null or leader_id <> user_id", name="seller_never_leads"),
        CheckConstraint("reserve is null or reserve > 0", name="reserve_positive"),
        CheckConstraint("buy_now is null or buy_now > min_bid", name="buy_now_above_min_bid"),
        CheckConstraint(
            "buy_now is null or reserve is null or reserve <= buy_now",
            name="reserve_within_buy_now",
        ),
        CheckConstraint("start_datetime < original_end_datetime", name="starts_before_it_ends"),
        CheckConstraint("end_datetime > start_datetime", name="ends_after_start"),
        CheckConstraint(
            "hard_end_datetime is null or hard_end_datetime >= original_end_datetime",
            name="hard_end_after_end",
        ),
        CheckConstraint(
            "hard_end_datetime is null or auction_type <> 'judicial'", name="judicial_has_no_cap"
        ),
        CheckConstraint("soft_close_seconds between 0 and 3600", name="soft_close_window"),
        CheckConstraint("increment is null or increment > 0", name="increment_positive"),
        CheckConstraint(
            "buyer_rate between 0 and 100 and seller_rate between 0 and 100 and admin_fee >= 0",
            name="fees",
        ),
        CheckConstraint("penalty_rate between 0 and 20", name="penalty_rate"),
        CheckConstraint(
            "auction_type <> 'judicial' or buyer_rate >= 5", name="judicial_commission"
        ),
        CheckConstraint(
            f"(outcome is null) = (product_status_id not in ({_DECIDED}))",
            name="outcome_when_decided",
        ),
        CheckConstraint("(closed_at is null) = (outcome is null)", name="closed_when_decided"),
        CheckConstraint(
            "outcome is null or outcome <> 'sold' or leader_id is not null", name="sold_to_somebody"
        ),
        CheckConstraint(
            "bid_count >= 0 and bidder_count >= 0 and version >= 0 and sequence >= 0",
            name="counters",
        ),
        CheckConstraint("annulled_count between 0 and bid_count", name="annulled_count"),
        one_of("auction_type", "auction_type", AUCTION_TYPES),
        one_of("outcome", "outcome", OUTCOMES),
        one_of("below_reserve", "below_reserve", ["second_price", "full_max"]),
        one_of("buy_now_policy", "buy_now_policy", ["until_first_bid", "until_reserve_met"]),
        one_of("extend_mode", "extend_mode", ["reset", "add"]),
        one_of("hold_policy", "hold_policy", HOLD_POLICIES),
        Index(
            "ix_products_next_end",
            "end_datetime",
            postgresql_where=text(f"product_status_id = {Status.IN_OCCURRENCE:d}"),
        ),
        Index(
            "ix_products_next_start",
            "start_datetime",
            postgresql_where=text(f"product_status_id = {Status.NOT_STARTED:d}"),
        ),
        Index("ix_products_status_end", "product_status_id", "end_datetime"),
        Index("ix_products_category_id", "category_id"),
        Index("ix_products_user_id", "user_id"),
        Index(
            "uq_products_relisted_of",
            "relisted_of",
            unique=True,
            postgresql_where=text("relisted_of is not null"),
        ),
    )

    id: int = Field(default=None, sa_column=key("product_id"))
    name: str = Field(sa_column=Column("product_name", String(255), nullable=False))
    description: str | None = Field(default=None, sa_column=Column("description", Text))
    min_bid: Decimal = Field(sa_column=money("min_bid"))
    start_datetime: datetime = Field(sa_column=moment("start_datetime"))
    street_name: str | None = Field(default=None, sa_column=Column("street_name", String(255)))
    street_number: str | None = Field(default=None, sa_column=Column("street_number", String(6)))
    apt: str | None = Field(default=None, sa_column=Column("apt", String(80)))
    zip_code: str | None = Field(default=None, sa_column=Column("zip_code", CHAR(9)))
    district: str | None = Field(default=None, sa_column=Column("district", String(80)))
    city: str | None = Field(default=None, sa_column=Column("city", String(80)))
    state: str | None = Field(default=None, sa_column=Column("state", CHAR(2)))
    pickup: str | None = Field(default=None, sa_column=Column("pickup", Text))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    category_id: int = Field(sa_column=foreign("category_id", "categories.category_id"))
    product_status_id: int = Field(
        sa_column=foreign("product_status_id", "product_statuses.product_status_id")
    )

    auction_type: str = Field(default="commercial", sa_column=_word("auction_type", "commercial"))
    # Which writing of the lot this is: one more each time its seller changes it before the bids.
    notice: int = Field(default=1, sa_column=_count("notice", 1))
    original_end_datetime: datetime = Field(sa_column=moment("original_end_datetime"))
    end_datetime: datetime = Field(sa_column=moment("end_datetime"))
    hard_end_datetime: datetime | None = Field(
        default=None, sa_column=moment("hard_end_datetime", null=True)
    )
    extend_mode: str = Field(default="reset", sa_column=_word("extend_mode", "reset"))
    soft_close_seconds: int = Field(default=120, sa_column=_count("soft_close_seconds", 120))
    increments: str = Field(default="brl", sa_column=_word("increments", "brl"))
    increment: Decimal | None = Field(default=None, sa_column=money("increment", null=True))
    reserve: Decimal | None = Field(default=None, sa_column=money("reserve", null=True))
    below_reserve: str = Field(
        default="second_price", sa_column=_word("below_reserve", "second_price")
    )
    conditional: bool = Field(
        default=False,
        sa_column=Column("conditional", Boolean, nullable=False, server_default=text("false")),
    )
    buy_now: Decimal | None = Field(default=None, sa_column=money("buy_now", null=True))
    buy_now_policy: str = Field(
        default="until_first_bid", sa_column=_word("buy_now_policy", "until_first_bid")
    )
    hold_policy: str = Field(default="full_max", sa_column=_word("hold_policy", "full_max"))
    hold_value: Decimal = Field(default=Decimal(0), sa_column=money("hold_value", zero=True))
    confirm_above: int = Field(
        default=5,
        sa_column=Column("confirm_above", SmallInteger, nullable=False, server_default=text("5")),
    )
    buyer_rate: Decimal = Field(sa_column=money("buyer_rate"))
    seller_rate: Decimal = Field(sa_column=money("seller_rate"))
    admin_fee: Decimal = Field(sa_column=money("admin_fee"))
    penalty_rate: Decimal = Field(
        default=Decimal(5),
        sa_column=Column("penalty_rate", Numeric(12, 2), nullable=False, server_default=text("5")),
    )
    estimate_low: Decimal | None = Field(default=None, sa_column=money("estimate_low", null=True))
    estimate_high: Decimal | None = Field(default=None, sa_column=money("estimate_high", null=True))

    price: Decimal | None = Field(default=None, sa_column=money("price", null=True))
    leader_id: int | None = Field(
        default=None, sa_column=foreign("leader_id", "users.user_id", null=True)
    )
    bid_count: int = Field(default=0, sa_column=_count("bid_count"))
    bidder_count: int = Field(default=0, sa_column=_count("bidder_count"))
    annulled_count: int = Field(default=0, sa_column=_count("annulled_count"))
    sequence: int = Field(default=0, sa_column=_count("sequence"))
    version: int = Field(default=0, sa_column=_count("version"))
    announced: int = Field(default=0, sa_column=_count("announced"))
    chain_head: str | None = Field(default=None, sa_column=Column("chain_head", CHAR(64)))
    outcome: str | None = Field(default=None, sa_column=Column("outcome", String(20)))
    closed_at: datetime | None = Field(default=None, sa_column=moment("closed_at", null=True))
    answer_by: datetime | None = Field(default=None, sa_column=moment("answer_by", null=True))
    finalized_at: datetime | None = Field(default=None, sa_column=moment("finalized_at", null=True))
    suspended_at: datetime | None = Field(default=None, sa_column=moment("suspended_at", null=True))
    validated_at: datetime | None = Field(default=None, sa_column=moment("validated_at", null=True))
    relisted_of: int | None = Field(
        default=None, sa_column=foreign("relisted_of", "products.product_id", null=True)
    )
    created_at: datetime = Field(default=None, sa_column=moment("created_at", now=True))


class LegalInfo(SQLModel, table=True):
    """The court case a judicial lot comes from, and what its notice says (CPC art. 886).

    `minimum_percent` is what the judge fixed of the appraisal, `second_floor` the least price on
    the second date.
    """

    __tablename__ = "legal_infos"
    __table_args__ = (
        Index("uq_legal_infos_product_id", "product_id", unique=True),
        CheckConstraint(
            "num_nonnulls(appraisal, payment_terms, goods_at, visits, second_date, second_floor,"
            " burdens, occupation, debts) in (0, 9)",
            name="notice_whole",
        ),
        CheckConstraint("second_floor between 0.01 and appraisal", name="second_floor"),
        one_of("occupation", "occupation", OCCUPATIONS),
    )

    id: int = Field(default=None, sa_column=key("legal_infos_id"))
    process_number: str = Field(sa_column=Column("process_number", CHAR(25), nullable=False))
    court: str = Field(sa_column=Column("court", String(255), nullable=False))
    plaintiff: str = Field(sa_column=Column("plaintiff", String(255), nullable=False))
    defendant: str = Field(sa_column=Column("defendant", String(255), nullable=False))
    judge_name: str = Field(sa_column=Column("judge_name", String(255), nullable=False))
    extra_notes: str | None = Field(default=None, sa_column=Column("extra_notes", Text))
    appraisal: Decimal | None = Field(default=None, sa_column=money("appraisal", null=True))
    minimum_percent: Decimal | None = Field(
        default=None, sa_column=money("minimum_percent", null=True)
    )
    incapable: bool = Field(
        default=False,
        sa_column=Column("incapable", Boolean, nullable=False, server_default=text("false")),
    )
    payment_terms: str | None = Field(default=None, sa_column=Column("payment_terms", Text))
    goods_at: str | None = Field(default=None, sa_column=Column("goods_at", Text))
    visits: str | None = Field(default=None, sa_column=Column("visits", Text))
    second_date: datetime | None = Field(default=None, sa_column=moment("second_date", null=True))
    second_floor: Decimal | None = Field(default=None, sa_column=money("second_floor", null=True))
    burdens: str | None = Field(default=None, sa_column=Column("burdens", Text))
    occupation: str | None = Field(default=None, sa_column=Column("occupation", String(20)))
    debts: str | None = Field(default=None, sa_column=Column("debts", Text))
    product_id: int = Field(sa_column=foreign("product_id", "products.product_id"))
    case_type_id: int = Field(sa_column=foreign("case_type_id", "case_types.case_type_id"))


class Extension(SQLModel, table=True):
    """A move of the closing time, and what moved it."""

    __tablename__ = "extensions"
    __table_args__ = (
        CheckConstraint("ends_to > ends_from", name="only_later"),
        one_of("cause", "cause", ["soft_close", "outage", "administrator", "retraction", "pause"]),
        Index("ix_extensions_product_id", "product_id"),
    )

    id: int = Field(default=None, sa_column=key("extension_id"))
    product_id: int = Field(sa_column=foreign("product_id", "products.product_id"))
    ends_from: datetime = Field(sa_column=moment("ends_from"))
    ends_to: datetime = Field(sa_column=moment("ends_to"))
    cause: str = Field(sa_column=Column("cause", String(20), nullable=False))
    sequence: int | None = Field(default=None, sa_column=Column("sequence", Integer))
    at: datetime = Field(sa_column=moment("at"))
