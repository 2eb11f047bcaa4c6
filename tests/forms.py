"""Forms of sign-up as people fill them in, by the seed's names."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from PIL import Image

PASSWORD = "corvo lápis vento 7"
ADDRESS = {
    "zip_code": "01310-100",
    "street_name": "Avenida Paulista",
    "street_number": "1578",
    "apt": "",
    "district": "Bela Vista",
    "city": "São Paulo",
    "state": "SP",
}
INDIVIDUAL = {
    "userType": "physical_person",
    "name": "Maria de Souza",
    "cpf": "123.456.789-09",
    "email": "maria@example.com",
    "cellphone1": "(11) 98765-4321",
    "cellphone2": "",
    "landline": "",
    "username": "maria.souza",
    "password": PASSWORD,
    "rg": "12.345.678-9",
    "birth_date": "17/05/1985",
    "gender": "undisclosed",
}
COMPANY = {
    "userType": "legal_person",
    "name": "Carlos Prado",
    "cpf": "111.444.777-35",
    "email": "contato@oficina.example",
    "cellphone1": "11987654321",
    "landline": "(61) 3333-4444",
    "username": "oficina-prado",
    "password": PASSWORD,
    "legal_business_name": "Oficina Prado Ltda",
    "trade_name": "Oficina do Prado",
    "cnpj": "12.abc.345/01de-35",
    "state_tax_registration": "ISENTO",
    "scrap_purchase_authorization": "on",
}


def link_in(text: str) -> str:
    """Read the path of the first link of a letter to the house."""
    found = re.search(r"https?://[^/\s]+(/auth/[^\s]+)", text)
    assert found, text
    return found[1]


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """Take a photo, half red, half blue."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (size[0] // 2, 0, size[0], size[1]))
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
