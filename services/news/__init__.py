"""What people are told: by letter and in the bell, in the transaction of what it tells."""

from services.news.bell import Bell
from services.news.crier import Crier
from services.news.herald import Herald

__all__ = ["Bell", "Crier", "Herald"]
