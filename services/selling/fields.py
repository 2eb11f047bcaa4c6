"""How a lot that is on sale is given back as the form it could have been written in."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, RowMapping, text

from services.catalogue.values import read_rules
from services.selling.rules.reading import BRASILIA

_LOT = text("""
    select p.*, c.slug from products p join categories c using (category_id)
    where p.product_id = :lot
""")
_VALUES = text("""
    select technical_feature_id, value from technical_features_values where product_id = :lot
""")
_CASE = text(
    "select * from legal_infos join case_types using (case_type_id) where product_id = :lot"
)
_SWAP = str.maketrans(",.", ".,")
_AS_THEY_ARE = (
    "product_name", "description", "auction_type", "zip_code", "street_name", "street_number",
    "apt", "district", "city", "state", "pickup", "hold_policy", "extend_mode",
)  # fmt: skip
_SUMS = ("min_bid", "reserve", "buy_now", "estimate_low", "estimate_high", "increment")
_OF_THE_CASE = (
    "process_number", "court", "plaintiff", "defendant", "judge_name", "extra_notes",
    "payment_terms", "goods_at", "visits", "burdens", "occupation", "debts",
)  # fmt: skip


def fields_of_lot(connection: Connection, auction_id: int) -> dict[str, str]:
    """Write a lot as its form; read again it is the same lot."""
    row = connection.execute(_LOT, {"lot": auction_id}).mappings().one()
    fields = {name: row[name] or "" for name in _AS_THEY_ARE}
    fields |= {name: said_sum(row[name]) for name in _SUMS}
    fields |= {
        "category": row["slug"],
        "increments": "brl" if row["increment"] is None else "own",
        "hold_value": said_sum(row["hold_value"] or None),
        "conditional": "on" if row["conditional"] else "",
        "soft_close_minutes": str(max(1, row["soft_close_seconds"] // 60)),
        "starts": "at",
        "start_datetime": said_instant(row["start_datetime"]),
        "ends": "at",
        "end_datetime": said_instant(row["end_datetime"]),
    }
    if row["auction_type"] != "commercial":
        fields["commission"] = said_sum(row["buyer_rate"])
    shown = {rule.id: rule.shown for rule in read_rules(connection, row["category_id"])}
    for feature in connection.execute(_VALUES, {"lot": auction_id}):
        if feature.technical_feature_id in shown:
            number = feature.technical_feature_id
            fields[f"feature_{number}"] = shown[number](feature.value)
    case = connection.execute(_CASE, {"lot": auction_id}).mappings().one_or_none()
    return fields | (_fields_of_case(case) if case else {})


def _fields_of_case(case: RowMapping) -> dict[str, str]:
    return {name: case[name] or "" for name in _OF_THE_CASE} | {
        "case_type": case["case_type_name"],
        "appraisal": said_sum(case["appraisal"]),
        "minimum_percent": said_sum(case["minimum_percent"]),
        "incapable": "on" if case["incapable"] else "",
        "second_date": said_instant(case["second_date"]) if case["second_date"] else "",
    }


def said_sum(amount: Decimal | None) -> str:
    """Write a sum as the form takes it, `1.234,56`; nothing for none."""
    return "" if amount is None else f"{amount:,.2f}".translate(_SWAP)


def said_instant(at: datetime) -> str:
    """Write an instant as a form's field holds it, in Brasília: `2026-12-01T14:30`."""
    return at.astimezone(BRASILIA).strftime("%Y-%m-%dT%H:%M")
