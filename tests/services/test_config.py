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


KEYED = {"asaas_key": "$aact_hmlg_x", "asaas_webhook_token": "w" * 32}


def test_a_demonstration_without_a_key_charges_at_a_simulator_of_its_own() -> None:
    config = Config(_env_file=None, demo=True, port=8123)
    assert config.payments_simulated
    assert config.asaas_url == "http://127.0.0.1:8123/asaas/v3"
    assert config.payment_key.startswith("$aact_hmlg_")
    assert config.payment_key != Config(_env_file=None, demo=True).payment_key
    secrets = {config.payment_key, config.asaas_webhook_token, config.asaas_withdrawal_token}
    assert len(secrets) == 3
    assert Config(_env_file=None, demo=True, host="::1").loopback == "http://[::1]:8080"


def test_outside_the_demonstration_nobody_is_charged_without_a_key() -> None:
    config = Config(_env_file=None, demo=False)
    assert (config.payments_simulated, config.payment_key, config.asaas_url) == (False, "", "")


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("$aact_prod_x", "https://api.asaas.com/v3"),
        ("$aact_hmlg_x", "https://api-sandbox.asaas.com/v3"),
    ],
)
def test_a_key_leads_to_its_own_gateway(key: str, url: str) -> None:
    given = {**KEYED, "asaas_key": key}
    config = Config.model_validate({**given, "demo": True})
    assert (config.payments_simulated, config.payment_key, config.asaas_url) == (False, key, url)
    other = Config.model_validate({**given, "asaas_url": "http://127.0.0.1:9090/v3/"})
    assert other.asaas_url == "http://127.0.0.1:9090/v3"


@pytest.mark.parametrize(
    "given",
    [
        {"asaas_url": "https://api.asaas.com/v3"},
        {"asaas_webhook_token": "w" * 32},
        {"asaas_withdrawal_token": "w" * 32},
        {"asaas_key": "$aact_prod_x"},
        {**KEYED, "asaas_key": "aact_prod_x"},  # a shell ate the $
        {**KEYED, "asaas_webhook_token": "short"},
        {**KEYED, "asaas_webhook_token": "with a space, and else long enough"},
        {**KEYED, "asaas_withdrawal_token": "short"},
        {**KEYED, "asaas_withdrawal_token": "w" * 32},
        {**KEYED, "asaas_url": "http://api.asaas.com/v3"},
        {**KEYED, "asaas_url": "https://api.asaas.com"},
    ],
)
@pytest.mark.parametrize("demo", [True, False])
def test_half_a_way_to_asaas_stops_the_start(given: dict[str, str], demo: bool) -> None:
    with pytest.raises(ValidationError, match="ASAAS_"):
        Config.model_validate({**given, "demo": demo})
