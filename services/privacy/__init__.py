"""The house's duties to people's data (LGPD): consents, copies, forgetting, and for how long."""

from services.privacy.consents import Consents
from services.privacy.deletions import Deletions
from services.privacy.exports import Export, Exports
from services.privacy.retention import Retention

__all__ = ["Consents", "Deletions", "Export", "Exports", "Retention"]
