"""What sellers may not publish: ways to be reached past the house, in any field that others read.

Buyers who are drawn away lose what protects them (security A8). Lots of the courts and of official
auctioneers are let be: their notice names who shows the goods and where the papers are.
"""

from __future__ import annotations

from collections.abc import Iterable

from services.catalogue.contacts import find_contacts
from services.selling.rules.reading import Fields

READ_BY_ALL = (
    "product_name", "description", "street_name", "apt", "district", "city", "pickup",
)  # fmt: skip
MOST_QUOTED = 60


def refuse_contacts(fields: Fields, more: Iterable[str]) -> None:
    """Keep which fields hold a phone, an address, a Pix key or a link, with the first of each."""
    for name in (*READ_BY_ALL, *more):
        found = find_contacts(fields.given(name))
        if found:
            fields.refuse(name, "contacts", found=found[0][:MOST_QUOTED])
