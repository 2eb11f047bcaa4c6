"""What people are told: by letter, in the bell and in browsers, in the transaction of the fact."""

from services.news.bell import Bell
from services.news.crier import Crier
from services.news.herald import Herald
from services.news.newsroom import Newsroom

__all__ = ["Bell", "Crier", "Herald", "Newsroom"]
