"""What a person of the house may do there: the rights of each role, in one table."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Right(StrEnum):
    """One kind of work at the house's desk; a page, a door and a service ask for the same."""

    DESK = "desk"  # stand at the desk at all
    EXAMINE = "examine"  # read the whole record of an auction; an auditor, of the own one
    AUCTIONS = "auctions"  # read all auctions and act on them
    QUESTIONS = "questions"
    PEOPLE = "people"  # look people up
    USERS = "users"  # verify, block, name to a role, end sessions
    MONEY = "money"
    REPORTS = "reports"
    CATALOGUE = "catalogue"
    SYSTEM = "system"
    AUDIT = "audit"


ADMINISTRATOR = "administrator"
ROLES = ("operator", "finance", "auditor")
RIGHTS: dict[str, frozenset[Right]] = {
    ADMINISTRATOR: frozenset(Right),
    "operator": frozenset(
        {Right.DESK, Right.EXAMINE, Right.AUCTIONS, Right.QUESTIONS, Right.PEOPLE}
    ),
    "finance": frozenset({Right.DESK, Right.MONEY, Right.REPORTS}),
    "auditor": frozenset({Right.DESK, Right.EXAMINE}),
}


def rights_of(roles: Iterable[str], *, administrator: bool) -> frozenset[Right]:
    """Add up what the roles of a person let them do; a role that is not known gives nothing."""
    held = [RIGHTS.get(role, frozenset[Right]()) for role in roles]
    if administrator:
        held.append(RIGHTS[ADMINISTRATOR])
    return frozenset[Right]().union(*held)
