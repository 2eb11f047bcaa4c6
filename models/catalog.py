"""How goods are described: categories, their typed technical features, photos."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment, one_of


class Category(SQLModel, table=True):
    """A branch of the catalogue; branches form a tree. A retired one takes no new lot."""

    __tablename__ = "categories"

    id: int = Field(default=None, sa_column=key("category_id"))
    name: str = Field(sa_column=Column("category_name", String(80), nullable=False, unique=True))
    slug: str = Field(sa_column=Column("slug", String(80), nullable=False, unique=True))
    parent_id: int | None = Field(
        default=None,
        sa_column=foreign("parent_id", "categories.category_id", null=True, index=True),
    )
    position: int = Field(
        default=0,
        sa_column=Column("position", SmallInteger, nullable=False, server_default=text("0")),
    )
    retired_at: datetime | None = Field(default=None, sa_column=moment("retired_at", null=True))


class TechnicalFeature(SQLModel, table=True):
    """A characteristic that lots of some categories have, with the kind of value it takes.

    `low` and `high` bound numbers, and dates by their ordinal.
    """

    __tablename__ = "technical_features"
    __table_args__ = (
        one_of("kind", "kind", ["text", "number", "choice", "yes_no", "date"]),
        CheckConstraint("low <= high", name="bounds"),
    )

    id: int = Field(default=None, sa_column=key("technical_feature_id"))
    name: str = Field(sa_column=Column("technical_feature_name", String(80), nullable=False))
    kind: str = Field(
        default="text",
        sa_column=Column("kind", String(10), nullable=False, server_default=text("'text'")),
    )
    unit: str | None = Field(default=None, sa_column=Column("unit", String(20)))
    choices: list[Any] | None = Field(default=None, sa_column=Column("choices", JSONB))
    low: Decimal | None = Field(default=None, sa_column=Column("low", Numeric))
    high: Decimal | None = Field(default=None, sa_column=Column("high", Numeric))


class CategoryTechnicalFeature(SQLModel, table=True):
    """That a feature belongs to a category, whether it is required, and where it stands.

    A retired one is asked of no new lot; what lots have for it stays.
    """

    __tablename__ = "category_technical_features"

    technical_feature_id: int = Field(
        sa_column=foreign(
            "technical_feature_id", "technical_features.technical_feature_id", primary=True
        )
    )
    category_id: int = Field(
        sa_column=foreign("category_id", "categories.category_id", primary=True)
    )
    required: bool = Field(
        default=False,
        sa_column=Column("required", Boolean, nullable=False, server_default=text("false")),
    )
    position: int = Field(
        default=0,
        sa_column=Column("position", SmallInteger, nullable=False, server_default=text("0")),
    )
    retired_at: datetime | None = Field(default=None, sa_column=moment("retired_at", null=True))


class TechnicalFeatureValue(SQLModel, table=True):
    """What one lot has for one feature of its category, or of one above it.

    `number` is what a number or a date (its ordinal) is filtered by.
    """

    __tablename__ = "technical_features_values"
    __table_args__ = (
        ForeignKeyConstraint(
            ["technical_feature_id", "category_id"],
            [
                "category_technical_features.technical_feature_id",
                "category_technical_features.category_id",
            ],
        ),
        Index(
            "ix_technical_features_values_technical_feature_id_number",
            "technical_feature_id",
            "number",
        ),
        Index(
            "ix_technical_features_values_technical_feature_id_value",
            "technical_feature_id",
            "value",
        ),
    )

    category_id: int = Field(
        sa_column=foreign("category_id", "categories.category_id", primary=True)
    )
    technical_feature_id: int = Field(
        sa_column=foreign(
            "technical_feature_id", "technical_features.technical_feature_id", primary=True
        )
    )
    value: str = Field(sa_column=Column("value", String(255), nullable=False))
    number: Decimal | None = Field(default=None, sa_column=Column("number", Numeric))
    product_id: int = Field(
        sa_column=foreign("product_id", "products.product_id", primary=True, index=True)
    )


class Image(SQLModel, table=True):
    """A photo of a lot, or of one that is still being written; one of them is the principal one."""

    __tablename__ = "images"
    __table_args__ = (
        Index(
            "uq_images_principal",
            "product_id",
            unique=True,
            postgresql_where=text("principal_image"),
        ),
        Index("ix_images_product_id", "product_id", "position"),
        Index("ix_images_draft_id", "draft_id", "position"),
        Index("ix_images_image", "image"),
        CheckConstraint("turns between 0 and 3", name="turns"),
        CheckConstraint("num_nonnulls(product_id, draft_id) = 1", name="of_one"),
    )

    id: int = Field(default=None, sa_column=key("image_id"))
    image: str = Field(sa_column=Column("image", String(255), nullable=False))
    alt: str = Field(sa_column=Column("alt", String(255), nullable=False))
    position: int = Field(
        default=0,
        sa_column=Column("position", SmallInteger, nullable=False, server_default=text("0")),
    )
    principal_image: bool = Field(
        default=False,
        sa_column=Column("principal_image", Boolean, nullable=False, server_default=text("false")),
    )
    width: int | None = Field(default=None, sa_column=Column("width", Integer))
    height: int | None = Field(default=None, sa_column=Column("height", Integer))
    turns: int = Field(
        default=0,
        sa_column=Column("turns", SmallInteger, nullable=False, server_default=text("0")),
    )
    product_id: int | None = Field(
        default=None, sa_column=foreign("product_id", "products.product_id", null=True)
    )
    draft_id: int | None = Field(
        default=None, sa_column=foreign("draft_id", "drafts.draft_id", null=True)
    )


class DroppedImage(SQLModel, table=True):
    """A photo its seller has taken out: for a while it may come back, then its files go."""

    __tablename__ = "dropped_images"
    __table_args__ = (
        Index("ix_dropped_images_draft_id", "draft_id"),
        Index("ix_dropped_images_dropped_at", "dropped_at"),
    )

    id: int = Field(default=None, sa_column=key("dropped_image_id"))
    image: str = Field(sa_column=Column("image", String(255), nullable=False))
    alt: str = Field(sa_column=Column("alt", String(255), nullable=False))
    position: int = Field(sa_column=Column("position", SmallInteger, nullable=False))
    width: int | None = Field(default=None, sa_column=Column("width", Integer))
    height: int | None = Field(default=None, sa_column=Column("height", Integer))
    turns: int = Field(sa_column=Column("turns", SmallInteger, nullable=False))
    draft_id: int | None = Field(
        default=None,
        sa_column=Column(
            "draft_id", Integer, ForeignKey("drafts.draft_id", ondelete="SET NULL"), nullable=True
        ),
    )
    dropped_at: datetime = Field(sa_column=moment("dropped_at"))
