"""How goods are described: categories, their typed technical features, photos."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.base import foreign, key, one_of


class Category(SQLModel, table=True):
    """A branch of the catalogue; branches form a tree."""

    __tablename__ = "categories"

    id: int = Field(default=None, sa_column=key("category_id"))
    name: str = Field(sa_column=Column("category_name", String(80), nullable=False, unique=True))
    slug: str = Field(sa_column=Column("slug", String(80), nullable=False, unique=True))
    parent_id: int | None = Field(
        default=None, sa_column=foreign("parent_id", "categories.category_id", null=True)
    )
    position: int = Field(
        default=0,
        sa_column=Column("position", SmallInteger, nullable=False, server_default=text("0")),
    )


class TechnicalFeature(SQLModel, table=True):
    """A characteristic that lots of some categories have, with the kind of value it takes."""

    __tablename__ = "technical_features"
    __table_args__ = (one_of("kind", "kind", ["text", "number", "choice", "yes_no", "date"]),)

    id: int = Field(default=None, sa_column=key("technical_feature_id"))
    name: str = Field(sa_column=Column("technical_feature_name", String(80), nullable=False))
    kind: str = Field(
        default="text",
        sa_column=Column("kind", String(10), nullable=False, server_default=text("'text'")),
    )
    unit: str | None = Field(default=None, sa_column=Column("unit", String(20)))
    choices: list[Any] | None = Field(default=None, sa_column=Column("choices", JSONB))


class CategoryTechnicalFeature(SQLModel, table=True):
    """That a feature belongs to a category, whether it is required, and where it stands."""

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


class TechnicalFeatureValue(SQLModel, table=True):
    """What one lot has for one feature of its category."""

    __tablename__ = "technical_features_values"
    __table_args__ = (
        ForeignKeyConstraint(
            ["technical_feature_id", "category_id"],
            [
                "category_technical_features.technical_feature_id",
                "category_technical_features.category_id",
            ],
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
    product_id: int = Field(
        sa_column=foreign("product_id", "products.product_id", primary=True, index=True)
    )


class Image(SQLModel, table=True):
    """A photo of a lot; one of them is the principal one."""

    __tablename__ = "images"
    __table_args__ = (
        Index(
            "uq_images_principal",
            "product_id",
            unique=True,
            postgresql_where=text("principal_image"),
        ),
        Index("ix_images_product_id", "product_id", "position"),
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
    product_id: int = Field(sa_column=foreign("product_id", "products.product_id"))
