"""How lots are found: their words, what has changed since it was read, and searches people keep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment, one_of

PACES = ["now", "daily", "off"]


def _of_the_lot() -> Column[int]:
    """Key a row by its lot, and let it go with the lot."""
    return Column(
        "product_id",
        Integer,
        ForeignKey("products.product_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=text("false"))


class LotWords(SQLModel, table=True):
    """The words a lot is found by, those of its title apart; written by triggers, in the
    transaction of what they follow. Read into memory, and never searched here."""

    __tablename__ = "lot_words"

    product_id: int = Field(sa_column=_of_the_lot())
    title: str = Field(sa_column=Column("title", TSVECTOR, nullable=False))
    words: str = Field(sa_column=Column("words", TSVECTOR, nullable=False))


class LotChange(SQLModel, table=True):
    """When what a lot is found by last changed, but for price, bids and clock; whether its words
    are still to be learnt, or to be written anew because a category above it has another name."""

    __tablename__ = "lot_changes"
    __table_args__ = (
        Index("ix_lot_changes_changed_at", "changed_at"),
        Index("ix_lot_changes_due", "product_id", postgresql_where=text("learn or reword")),
    )

    product_id: int = Field(sa_column=_of_the_lot())
    changed_at: datetime = Field(sa_column=moment("changed_at"))
    learn: bool = Field(default=False, sa_column=_flag("learn"))
    reword: bool = Field(default=False, sa_column=_flag("reword"))


class KnownWord(SQLModel, table=True):
    """A word that some lot has had, without accents and plural: what typing errors are near to."""

    __tablename__ = "known_words"
    __table_args__ = (
        Index(
            "ix_known_words_trigrams",
            "word",
            postgresql_using="gin",
            postgresql_ops={"word": "gin_trgm_ops"},
        ),
        Index(
            "ix_known_words_beginning",
            "word",
            postgresql_ops={"word": "text_pattern_ops"},
        ),
    )

    word: str = Field(sa_column=Column("word", Text, primary_key=True))


class Publication(SQLModel, table=True):
    """That a lot has come before the public, once; `handled_at` when saved searches were asked."""

    __tablename__ = "publications"
    __table_args__ = (
        Index("ix_publications_due", "product_id", postgresql_where=text("handled_at is null")),
    )

    product_id: int = Field(sa_column=_of_the_lot())
    published_at: datetime = Field(sa_column=moment("published_at"))
    handled_at: datetime | None = Field(default=None, sa_column=moment("handled_at", null=True))


class SavedSearch(SQLModel, table=True):
    """A question of the listing that a person keeps, and how soon to be told of new lots for it.

    `question` is what stands in the listing's address; `stop_key` opens nothing but the end of its
    letters.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (
        one_of("pace", "pace", PACES),
        Index("ix_saved_searches_user_id", "user_id"),
        Index("uq_saved_searches_stop_key", "stop_key", unique=True),
        Index("uq_saved_searches_question", "user_id", "question", unique=True),
    )

    id: int = Field(default=None, sa_column=key("saved_search_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    name: str = Field(sa_column=Column("name", String(80), nullable=False))
    question: str = Field(sa_column=Column("question", String(1000), nullable=False))
    pace: str = Field(sa_column=Column("pace", String(10), nullable=False))
    stop_key: str = Field(sa_column=Column("stop_key", String(43), nullable=False))
    created_at: datetime = Field(sa_column=moment("created_at"))
    digest_at: datetime | None = Field(default=None, sa_column=moment("digest_at", null=True))


class SearchFind(SQLModel, table=True):
    """That a saved search has found a lot, once; `told_at` when its person was told."""

    __tablename__ = "search_finds"
    __table_args__ = (
        Index("ix_search_finds_product_id", "product_id"),
        Index(
            "ix_search_finds_untold", "saved_search_id", postgresql_where=text("told_at is null")
        ),
    )

    saved_search_id: int = Field(
        sa_column=Column(
            "saved_search_id",
            Integer,
            ForeignKey("saved_searches.saved_search_id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        )
    )
    product_id: int = Field(sa_column=_of_the_lot())
    found_at: datetime = Field(sa_column=moment("found_at"))
    told_at: datetime | None = Field(default=None, sa_column=moment("told_at", null=True))
