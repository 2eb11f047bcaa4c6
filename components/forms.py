"""What is wrong with a form, in words, by the names of its fields."""

from __future__ import annotations

from components.feedback import in_words
from services.errors import BadField, BadForm, DomainError


def sentences(problem: DomainError | None) -> dict[str, str]:
    """Say what is wrong with each field, in the order of the form; nothing if none is."""
    problems = problem.problems if isinstance(problem, BadForm) else (problem,)
    said: dict[str, str] = {}
    for one in problems:
        if isinstance(one, BadField):
            said.setdefault(one.field, in_words(one))
    return said
