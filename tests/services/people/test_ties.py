"""Two accounts are tied by a door, a line, a family of documents or where their money goes."""

from __future__ import annotations

import pytest

from services.people.ties import Place, Tie, Traits, ties_between

HOME = Place(zip_code="01310100", street_number="1578", apt="ap. 12")


def _one(**traits: object) -> Traits:
    return Traits(**traits)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "ties"),
    [
        (_one(), _one(), set()),
        (_one(cpf="11144477735"), _one(cpf="52998224725"), set()),
        (
            _one(cnpj="12345678000195"),
            _one(cnpj="12345678000276"),  # another establishment of one firm
            {Tie.DOCUMENT},
        ),
        (_one(cnpj="12345678000195"), _one(cnpj="12345679000195"), set()),
        (
            _one(cpf="11144477735"),
            _one(business_name="JOSE DA SILVA 11144477735"),
            {Tie.DOCUMENT},
        ),
        (_one(cpf="11144477735"), _one(business_name="LOJA 911144477735"), set()),
        (
            _one(places=(HOME,)),
            _one(places=(Place(zip_code="01310100", street_number="1578", apt="AP 12"),)),
            {Tie.ADDRESS},
        ),
        (
            _one(places=(HOME,)),
            _one(places=(Place(zip_code="01310100", street_number="1578", apt="ap. 13"),)),
            set(),
        ),
        (
            _one(connections=frozenset({"177.10.20.30", "177.10.20.31"})),
            _one(connections=frozenset({"177.10.20.31"})),
            {Tie.CONNECTION},
        ),
        (
            _one(connections=frozenset({"192.168.0.7", "127.0.0.1"})),
            _one(connections=frozenset({"192.168.0.7", "127.0.0.1"})),
            set(),
        ),
        (
            _one(connections=frozenset({"2804:14c:1:2::1"})),
            _one(connections=frozenset({"2804:14c:1:2:abcd::9"})),
            {Tie.CONNECTION},
        ),
        (
            _one(connections=frozenset({"2804:14c:1:2::1"})),
            _one(connections=frozenset({"2804:14c:1:3::1"})),
            set(),
        ),
        (
            _one(payment_keys=frozenset({"11144477735"})),
            _one(cpf="11144477735"),  # the one's money goes to the other
            {Tie.PAYMENT},
        ),
    ],
)
def test_what_ties_two_accounts(one: Traits, other: Traits, ties: set[Tie]) -> None:
    assert ties_between(one, other) == ties == ties_between(other, one)
