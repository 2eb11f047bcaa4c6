"""What whoever opens an account agrees to, and in which version."""

from __future__ import annotations

DOCUMENTS = {"terms": "2026-11-23", "privacy": "2026-11-23"}
