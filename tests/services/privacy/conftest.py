"""Somebody about whom the house keeps something of every kind."""

import pytest

from services.people.passwords import hashed
from tests.house import House
from tests.services.test_addresses import FORM as ADDRESS
from tests.services.test_profile import FORM as PROFILE

PASSWORD = "nuvem lenta de abril"


@pytest.fixture(scope="module")
def kept() -> str:
    return hashed(PASSWORD)


@pytest.fixture
def ana(house: House, kept: str) -> int:
    """Somebody who has left a trace of every kind."""
    number = house.person("ana", cpf="52998224725", password=kept)
    house.profile.change(number, PROFILE)
    house.addresses.add(number, ADDRESS)
    house.preferences.choose(number, anonymous=False, channels={})
    house.consents.agree(number, ip="203.0.113.9")
    house.change(
        "insert into identities (issuer, subject, user_id, email, created_at)"
        " values ('https://op.example', '=1+1', :user, 'ana@example.com', now())",
        user=number,
    )
    return number
