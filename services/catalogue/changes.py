"""Changes to the catalogue: how they are read, and the statements that write them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from services.catalogue.features import KINDS
from services.catalogue.values import BRANCHES
from services.errors import BadField
from services.people.fields import parse_choice, parse_text

LONGEST_NAME = 80
_UNIT, _CHOICE, _MOST_CHOICES = 20, 80, 60
ONE_WRITER = text("select pg_advisory_xact_lock(727410)")
ALL = text("""
    select category_id, category_name, slug, parent_id, position, retired_at is not null as retired
    from categories order by position, category_name
""")
STANDING = text("""
    select c.category_name as name, p.category_name as parent, c.position,
           c.retired_at is not null as retired,
           coalesce((select jsonb_agg(jsonb_build_object(
                                'feature', f.technical_feature_name, 'required', a.required)
                            order by a.position, f.technical_feature_name)
                     from category_technical_features a
                     join technical_features f using (technical_feature_id)
                     where a.category_id = c.category_id and a.retired_at is null),
                    '[]') as features
    from categories c left join categories p on p.category_id = c.parent_id
    where c.category_id = :category
""")
ADD = text("""
    insert into categories (category_name, slug, parent_id, position)
    values (:name, :slug, :parent, :position) returning category_id
""")
TAKEN = text("""
    select from categories
    where (lower(category_name) = lower(:name) or slug = :slug)
      and category_id is distinct from :category
""")
RENAME = text("""
    update categories set category_name = :name where category_id = :category
""")
MOVE = text("""
    update categories set parent_id = :parent, position = :position where category_id = :category
""")
UNDER = text(f"""
    with {BRANCHES} select from branches where category_id = :parent and within = :category
""")
RETIRE = text("""
    update categories set retired_at = case when :retired then coalesce(retired_at, :now) end
    where category_id = :category
""")
ADD_FEATURE = text("""
    insert into technical_features (technical_feature_name, kind, unit, choices, low, high)
    values (:name, :kind, :unit, cast(:choices as jsonb), :low, :high)
    returning technical_feature_id
""")
FEATURE = text("""
    select technical_feature_id, technical_feature_name as name, kind, unit, choices, low, high,
           exists (
        select from technical_features_values v
        where v.technical_feature_id = f.technical_feature_id) as used
    from technical_features f where technical_feature_id = :feature for update
""")
LOST_CHOICE = text("""
    select value from technical_features_values
    where technical_feature_id = :feature and value <> all(:choices) limit 1
""")
CHANGE_FEATURE = text("""
    update technical_features set technical_feature_name = :name, kind = :kind, unit = :unit,
        choices = cast(:choices as jsonb), low = :low, high = :high
    where technical_feature_id = :feature
""")
ATTACH = text("""
    insert into category_technical_features (category_id, technical_feature_id, required, position)
    values (:category, :feature, :required, :position)
    on conflict (technical_feature_id, category_id) do update
        set required = excluded.required, position = excluded.position, retired_at = null
""")
DETACH = text("""
    update category_technical_features set retired_at = coalesce(retired_at, :now)
    where category_id = :category and technical_feature_id = :feature returning category_id
""")


def slug_of(name: str) -> str:
    """Make a category's address of its name: small plain letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def read_feature(
    name: str,
    kind: str,
    unit: str,
    choices: Sequence[str],
    low: Decimal | None,
    high: Decimal | None,
) -> dict[str, Any]:
    """Read what an administrator says of a feature into its row. Raises BadField."""
    offered = [parse_text(one, field="choices", longest=_CHOICE) for one in choices]
    kind = parse_choice(kind, field="kind", among=KINDS)
    if (kind == "choice") != bool(offered):
        raise BadField("choices", "missing" if kind == "choice" else "feature.no_choices")
    if len(set(offered)) < len(offered) or len(offered) > _MOST_CHOICES:
        raise BadField("choices", "feature.choices", most=_MOST_CHOICES)
    bounds = [bound for bound in (low, high) if bound is not None]
    if bounds and (kind not in ("number", "date") or bounds != sorted(bounds)):
        raise BadField("high", "feature.bounds")
    return {
        "name": parse_text(name, field="name", longest=LONGEST_NAME),
        "kind": kind,
        "unit": parse_text(unit, field="unit", longest=_UNIT, required=False) or None,
        "choices": json.dumps(offered, ensure_ascii=False) if offered else None,
        "low": low,
        "high": high,
    }
