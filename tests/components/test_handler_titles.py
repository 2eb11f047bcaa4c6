"""Every handler of the house's own says in words, in both languages, what it does."""

from __future__ import annotations

import pytest

from components.words import LANGUAGES, catalogue
from services.handlers import HANDLERS, find_all


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_handler_is_shown_by_its_bare_name(language: str) -> None:
    find_all()
    said = {key for key in catalogue(language) if key.startswith("handler.")}
    own = {f"handler.{name}" for name, one in HANDLERS.items() if "services." in one.place}
    assert said == own
