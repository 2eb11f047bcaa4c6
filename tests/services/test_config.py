"""A wrong setting stops the start; the company behind the site is the one that was named."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from services.config import DEMO_HOUSE, Config


def test_a_demonstration_without_a_company_has_an_example_that_says_so() -> None:
    house = Config(_env_file=None, demo=True).house
    assert house == DEMO_HOUSE
    assert house.demonstration
    assert house.complete


def test_outside_the_demonstration_nothing_is_made_up() -> None:
    house = Config(_env_file=None, demo=False).house
    assert (house.name, house.cnpj, house.demonstration, house.complete) == ("", "", False, False)


@pytest.mark.parametrize("demo", [True, False])
def test_the_company_named_is_the_company_shown(demo: bool) -> None:
    house = Config(_env_file=None, demo=demo, house_name="Casa", house_cnpj="11222333000181").house
    assert (house.name, house.cnpj, house.demonstration) == ("Casa", "11222333000181", False)
    assert not house.complete


@pytest.mark.parametrize(
    ("field", "value"),
    [("house_cnpj", "123"), ("house_cnpj", "11.222.333/0001-8A"), ("house_email", "ninguém")],
)
def test_a_company_that_cannot_be_reached_stops_the_start(field: str, value: str) -> None:
    with pytest.raises(ValidationError):
        Config.model_validate({field: value})


@pytest.mark.parametrize(
    "given",
    [
        {"google_client_id": "id"},
        {"google_client_secret": "secret"},
        {"google_discovery_url": "http://accounts.example/.well-known/openid-configuration"},
        {"google_discovery_url": "https://accounts.example"},
        {"google_discovery_url": "https:///.well-known/openid-configuration"},
    ],
)
def test_half_a_way_to_google_stops_the_start(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="GOOGLE_"):
        Config.model_validate(given)
