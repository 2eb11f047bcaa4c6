"""What lots have for the features of their category: written whole, in one place."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

from services.catalogue.features import FeatureRule, number_of
from services.errors import NotFound

BRANCHES = """
    recursive branches (category_id, within, above) as (
        select category_id, category_id, 0 from categories
        union all
        select b.category_id, c.parent_id, b.above + 1
        from branches b join categories c on c.category_id = b.within
        where c.parent_id is not null)
"""  # each category with itself and every category above it, for `with` of any statement
_RULES = text(f"""
    with {BRANCHES}
    select f.technical_feature_id, f.technical_feature_name, f.kind, f.unit, f.choices,
           f.low, f.high, a.required, a.position, a.category_id
    from branches b
    join category_technical_features a on a.category_id = b.within and a.retired_at is null
    join technical_features f using (technical_feature_id)
    where b.category_id = :category
    order by b.above desc, a.position, f.technical_feature_id
""")  # noqa: S608  nothing of anybody's is in it
_KNOWN = text("select from categories where category_id = :category")
_CLEAR = text("delete from technical_features_values where product_id = :product")
_WRITE = text("""
    insert into technical_features_values
        (category_id, technical_feature_id, product_id, value, number)
    values (:category, :feature, :product, :value, :number)
""")


def read_rules(connection: Connection, category_id: int) -> tuple[FeatureRule, ...]:
    """Read what a category asks of its lots: what the ones above it ask first. Raises NotFound.

    A feature attached twice on the way up is asked once, as the nearest category asks it.
    """
    if connection.execute(_KNOWN, {"category": category_id}).one_or_none() is None:
        raise NotFound
    rules: dict[int, FeatureRule] = {}
    for row in connection.execute(_RULES, {"category": category_id}):
        rules[row.technical_feature_id] = FeatureRule(
            id=row.technical_feature_id,
            name=row.technical_feature_name,
            kind=row.kind,
            category_id=row.category_id,
            unit=row.unit,
            choices=tuple(row.choices or ()),
            low=row.low,
            high=row.high,
            required=row.required,
            position=row.position,
        )
    return tuple(rules.values())


def write_values(
    connection: Connection, product_id: int, category_id: int, values: Mapping[int, str]
) -> None:
    """Write all that a lot has, by feature, as `FeatureRule.read` gave it; what was there goes.

    Empty values are not written. Raises NotFound for a feature the category does not ask for.
    """
    rules = {rule.id: rule for rule in read_rules(connection, category_id)}
    connection.execute(_CLEAR, {"product": product_id})
    for feature_id, value in values.items():
        if not value:
            continue
        if feature_id not in rules:
            raise NotFound
        connection.execute(
            _WRITE,
            {
                "category": rules[feature_id].category_id,
                "feature": feature_id,
                "product": product_id,
                "value": value,
                "number": number_of(rules[feature_id].kind, value),
            },
        )
