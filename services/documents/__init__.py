"""Papers about a sale, as PDF: receipt, statement, deed of a judicial sale, ranked bids."""

from services.documents.archive import Documents
from services.documents.writing import Paper

__all__ = ["Documents", "Paper"]
