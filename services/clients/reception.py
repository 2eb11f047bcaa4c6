"""The reception: all that API clients need, made once a process."""

from __future__ import annotations

from services.clients.api_tokens import ApiTokens
from services.clients.presence import Presence
from services.clients.records import Records
from services.database import Database
from services.mail import Mails
from services.ports import Clock
from services.proofs import Proofs
from services.throttles import Throttles


class Reception:
    """Builds what the open doors stand on."""

    def __init__(
        self, database: Database, clock: Clock, throttles: Throttles, proofs: Proofs, mails: Mails
    ) -> None:
        self.presence = Presence(database, clock, throttles)
        self.records = Records(database)
        self.tokens = ApiTokens(database, clock, proofs, mails)
