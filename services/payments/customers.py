"""Who pays, as the gateway knows them: one customer there for each person here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from services.billing.gateway import Customer
from services.database import Database
from services.errors import NotFound
from services.ports import GatewayAway, GatewayRefused, PaymentGateway, Runner

_PERSON = text("""
    select u.user_id, u.name, u.email, u.cpf, u.cellphone1, u.api_token, l.cnpj,
           l.legal_business_name, a.zip_code, a.street_name, a.street_number, a.apt, a.district
    from users u
    left join legal_persons l using (user_id)
    left join lateral (
        select * from addresses a where a.user_id = u.user_id
        order by a.principal_address desc, a.address_id limit 1
    ) a on true
    where u.user_id = :user
""")
_KEEP = text("update users set api_token = :token where user_id = :user and api_token is null")


class Customers:
    """Makes people known to the gateway."""

    def __init__(self, database: Database, gateway: PaymentGateway, run: Runner) -> None:
        self._database = database
        self._gateway = gateway
        self._run = run

    async def create_asaas_customer(self, user_id: int) -> tuple[int, str]:
        """Make a person a customer of the gateway, once, and keep the number (`users.api_token`).

        Returns the HTTP status and the gateway's own words: 200 and the customer's number, the
        status and sentence of a refusal, or 503 when no answer came and it is to be asked again.
        """
        try:
            return 200, await self.customer_id(user_id)
        except GatewayRefused as refusal:
            return refusal.status, refusal.description
        except GatewayAway as away:
            return 503, str(away)

    async def customer_id(self, user_id: int) -> str:
        """Give a person's number at the gateway, made now if there is none; looked for before.

        Raises GatewayRefused, GatewayAway, and NotFound for nobody.
        """
        person = await self._run(self._read, user_id)
        known: str | None = person["api_token"]
        if known is not None:
            return known
        customer = _customer(person)
        found = await self._gateway.customer_of(
            reference=customer.reference, document=customer.document
        )
        token = found or await self._gateway.create_customer(customer)
        await self._run(self._keep, user_id, token)
        return token

    def _read(self, user_id: int) -> dict[str, Any]:
        with self._database.transaction() as work:
            row = work.connection.execute(_PERSON, {"user": user_id}).mappings().one_or_none()
        if row is None:
            raise NotFound
        return dict(row)

    def _keep(self, user_id: int, token: str) -> None:
        with self._database.transaction() as work:
            work.connection.execute(_KEEP, {"user": user_id, "token": token})


def _customer(person: dict[str, Any]) -> Customer:
    return Customer(
        name=person["legal_business_name"] or person["name"],
        document=_bare(person["cnpj"] or person["cpf"]),
        email=person["email"],
        reference=f"user:{person['user_id']}",
        mobile_phone=_bare(person["cellphone1"]).removeprefix("55"),
        postal_code=_bare(person["zip_code"]),
        address=person["street_name"] or "",
        address_number=person["street_number"] or "",
        complement=person["apt"] or "",
        district=person["district"] or "",
    )


def _bare(written: str | None) -> str:
    return "".join(letter for letter in written or "" if letter.isalnum())
