"""Letters to people: written in a transaction, sent after it, in their language."""

from services.mail.letters import Letter, said_moment, write
from services.mail.outbox import Mails, Sending
from services.mail.postman import Postman

__all__ = ["Letter", "Mails", "Postman", "Sending", "said_moment", "write"]
