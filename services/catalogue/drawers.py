"""The features of the catalogue as the desk reads them: all there are, asked for or not."""

from __future__ import annotations

from sqlalchemy import RowMapping, text

from services.authority import demand
from services.database import Database
from services.errors import NotFound
from services.people.rights import Right
from services.views import FeatureView

_FEATURES = """
    select f.technical_feature_id as id, f.technical_feature_name as name, f.kind,
           coalesce(f.unit, '') as unit, f.choices, f.low, f.high,
           array(select c.category_name
                 from category_technical_features a join categories c using (category_id)
                 where a.technical_feature_id = f.technical_feature_id and a.retired_at is null
                 order by c.category_name) as categories,
           (select count(*) from technical_features_values v
            where v.technical_feature_id = f.technical_feature_id) as lots
    from technical_features f
"""
_ALL = text(f"{_FEATURES} order by lower(f.technical_feature_name), f.technical_feature_id")
_ONE = text(f"{_FEATURES} where f.technical_feature_id = :feature")


class Drawers:
    """Shows technical features to those who look after the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def features(self, actor_id: int | None) -> tuple[FeatureView, ...]:
        """Show every feature, by name. Raises Forbidden."""
        with self._database.transaction() as work:
            demand(work, actor_id, Right.CATALOGUE)
            return tuple(map(_view, work.connection.execute(_ALL).mappings()))

    def feature(self, actor_id: int | None, feature_id: int) -> FeatureView:
        """Show one feature. Raises Forbidden, NotFound."""
        with self._database.transaction() as work:
            demand(work, actor_id, Right.CATALOGUE)
            row = work.connection.execute(_ONE, {"feature": feature_id}).mappings().one_or_none()
        if row is None:
            raise NotFound
        return _view(row)


def _view(row: RowMapping) -> FeatureView:
    lists = {"choices": tuple(row["choices"] or ()), "categories": tuple(row["categories"])}
    return FeatureView(**{**row, **lists})
