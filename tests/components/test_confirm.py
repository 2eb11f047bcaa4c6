"""What a letter opens accuses nobody before something was sent, and says what is wrong after."""

from __future__ import annotations

import pytest

from components.confirm import confirm_response
from services.errors import BadField
from tests.components.asking import NOBODY, get

PATH = "/auth/letter/x"


def page(kind: str, *problems: BadField) -> str:
    answer = confirm_response(
        get(PATH), NOBODY, kind, mark="x", email="ana@example.com", problems=problems
    )
    return bytes(answer.body).decode()


@pytest.mark.parametrize("kind", ["reset", "set_password"])
def test_a_password_to_be_chosen_is_wrong_only_once_it_was_refused(kind: str) -> None:
    fresh = page(kind)
    assert "aria-invalid" not in fresh
    assert "field__refusal" not in fresh
    refused = page(kind, BadField("new_password", "missing"))
    assert (
        'aria-invalid="true" aria-describedby="new_password-refusal new_password-hint"' in refused
    )
    assert 'id="new_password-refusal"' in refused
