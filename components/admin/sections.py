"""The sections of the house's desk, each for those with its right."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from services.views import Right, Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One entry of the desk's navigation, named `admin.section.<name>`, in its group.

    It is for those with its right, or the `other`.
    """

    name: str
    path: str
    right: Right
    group: str
    icon: str = "right"
    other: Right | None = None


SECTIONS = (
    Section(name="board", path="/admin", right=Right.DESK, group="house", icon="sliders"),
    Section(name="live", path="/admin/live", right=Right.AUCTIONS, group="house", icon="chart"),
    Section(
        name="auctions",
        path="/admin/auctions",
        right=Right.AUCTIONS,
        group="house",
        icon="gavel",
    ),
    Section(name="users", path="/admin/users", right=Right.PEOPLE, group="house", icon="person"),
    Section(
        name="withdrawals",
        path="/admin/withdrawals",
        right=Right.AUCTIONS,
        group="house",
        icon="flag",
    ),
    Section(
        name="questions",
        path="/admin/questions",
        right=Right.QUESTIONS,
        group="house",
        icon="info",
    ),
    Section(name="flags", path="/admin/flags", right=Right.AUCTIONS, group="house", icon="warning"),
    Section(
        name="approvals",
        path="/admin/approvals",
        right=Right.AUCTIONS,
        other=Right.MONEY,
        group="house",
        icon="check",
    ),
    Section(
        name="payments",
        path="/admin/payments",
        right=Right.MONEY,
        group="money",
        icon="wallet",
    ),
    Section(name="payouts", path="/admin/payouts", right=Right.MONEY, group="money", icon="right"),
    Section(
        name="messages",
        path="/admin/messages",
        right=Right.MONEY,
        group="money",
        icon="mail",
    ),
    Section(
        name="reconciliation",
        path="/admin/reconciliation",
        right=Right.MONEY,
        group="money",
        icon="scales",
    ),
    Section(
        name="reports", path="/admin/reports", right=Right.REPORTS, group="money", icon="chart"
    ),
    Section(
        name="catalogue",
        path="/admin/catalogue",
        right=Right.CATALOGUE,
        group="catalogue",
        icon="tree",
    ),
    Section(
        name="features",
        path="/admin/features",
        right=Right.CATALOGUE,
        group="catalogue",
        icon="sliders",
    ),
    Section(
        name="settings", path="/admin/settings", right=Right.SYSTEM, group="system", icon="sliders"
    ),
    Section(
        name="increments", path="/admin/increments", right=Right.SYSTEM, group="system", icon="up"
    ),
    Section(
        name="handlers", path="/admin/handlers", right=Right.SYSTEM, group="system", icon="live"
    ),
    Section(name="routes", path="/admin/routes", right=Right.SYSTEM, group="system", icon="place"),
    Section(name="texts", path="/admin/texts", right=Right.SYSTEM, group="system", icon="mail"),
    Section(name="audit", path="/admin/audit", right=Right.AUDIT, group="system", icon="chain"),
)


def sections_of(visitor: Visitor) -> list[tuple[str, list[Section]]]:
    """List the sections that are a person's to enter, by group, in their order."""
    own = [section for section in SECTIONS if visitor.rights & {section.right, section.other}]
    return [(group, list(found)) for group, found in groupby(own, key=lambda one: one.group)]
