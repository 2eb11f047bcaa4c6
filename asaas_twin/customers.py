"""Customers: who is charged. Nobody is kept from being one twice."""

from __future__ import annotations

import re

from asaas_twin.books import Books, Numbers
from asaas_twin.clock import Clock
from asaas_twin.documents import document, person_type
from asaas_twin.wire import Json, Refusal, refused, shown

GIVEN = (
    "name", "email", "company", "phone", "mobilePhone", "address", "addressNumber", "complement",
    "province", "postalCode", "additionalEmails", "externalReference", "notificationDisabled",
    "observations", "municipalInscription", "stateInscription",
)  # fmt: skip
_DIGITS_ONLY = ("phone", "mobilePhone", "postalCode")
_REPEATED = re.compile(r"[0-9]{2}9?([0-9])\1{7,}")


class Customers:
    """Keeps customers; `DELETE` only marks them."""

    def __init__(self, books: Books, clock: Clock, numbers: Numbers) -> None:
        self._books = books
        self._clock = clock
        self._numbers = numbers

    def create(self, body: Json) -> Json:
        """Add a customer."""
        if not body.get("name"):
            raise refused("invalid_name", "O nome do cliente deve ser informado.")
        customer: Json = {
            "object": "customer",
            "id": "",
            "dateCreated": self._clock.today().isoformat(),
            "name": None,
            "email": None,
            "company": None,
            "phone": None,
            "mobilePhone": None,
            "address": None,
            "addressNumber": None,
            "complement": None,
            "province": None,
            "postalCode": None,
            "cpfCnpj": None,
            "personType": None,
            "deleted": False,
            "additionalEmails": None,
            "externalReference": None,
            "notificationDisabled": False,
            "observations": None,
            "municipalInscription": None,
            "stateInscription": None,
            "canDelete": True,
            "cannotBeDeletedReason": None,
            "canEdit": True,
            "cannotEditReason": None,
            "city": None,
            "cityName": None,
            "state": None,
            "country": "Brasil",
        }
        self._change(customer, {"cpfCnpj": None, **body})
        customer["id"] = self._numbers.customer()
        self._books.customers[customer["id"]] = customer
        return shown(customer)

    def change(self, number: str, body: Json) -> Json:
        """Change a customer."""
        customer = self.one(number)
        changed = dict(customer)
        self._change(changed, body)
        customer.update(changed)
        return shown(customer)

    def delete(self, number: str) -> Json:
        """Mark a customer as gone."""
        self.one(number)["deleted"] = True
        return {"deleted": True, "id": number}

    def restore(self, number: str) -> Json:
        """Take a customer back."""
        customer = self.one(number)
        customer["deleted"] = False
        return shown(customer)

    def one(self, number: str) -> Json:
        """Find a customer, or refuse with 404."""
        customer = self._books.customers.get(number)
        if customer is None:
            raise Refusal(404)
        return customer

    def found(self, query: dict[str, str]) -> list[Json]:
        """List customers, the newest first, by the filters Asaas knows."""
        asked = {
            name: query[name]
            for name in ("externalReference", "email", "name", "cpfCnpj")
            if query.get(name)
        }
        if "cpfCnpj" in asked:
            asked["cpfCnpj"] = document(asked["cpfCnpj"]) or ""
        return [
            shown(customer)
            for customer in reversed(self._books.customers.values())
            if not customer["deleted"]
            and all(customer[name] == value for name, value in asked.items())
        ]

    def _change(self, customer: Json, body: Json) -> None:
        if "cpfCnpj" in body:
            bare = document(body["cpfCnpj"])
            if bare is None:
                raise refused("invalid_object", "O CPF/CNPJ informado é inválido.")
            customer |= {"cpfCnpj": bare, "personType": person_type(bare)}
        for name in GIVEN:
            if name in body:
                value = body[name]
                if name in _DIGITS_ONLY and value:
                    value = re.sub(r"[^0-9]", "", str(value))
                customer[name] = value if isinstance(value, bool) else value or None
        if _REPEATED.fullmatch(customer["mobilePhone"] or ""):
            raise refused("invalid_mobilePhone", "O celular informado é inválido.")
