"""Where the audit log is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.admin.tables import table_page
from services.administration.records import RECORDS

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/audit`."""
    table_page(services, "/admin/audit", RECORDS)
