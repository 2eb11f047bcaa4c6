"""Addresses: where a person can be reached, one of them the principal one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, text

from services.database import Database
from services.errors import BadField, BadForm, NotFound
from services.people.fields import Reading, parse_yes
from services.people.places import ADDRESS_FIELDS, format_cep, read_address
from services.views import AddressView

MOST = 20
_COLUMNS = "address_id, street_name, street_number, apt, zip_code, district, city, state"
_LIST = text(f"""
    select {_COLUMNS}, principal_address as principal from addresses
    where user_id = :user order by principal_address desc, address_id
""")  # noqa: S608  the columns are written above
_LOCK = text(
    "select user_id from users where user_id = :user and erased_at is null for no key update"
)
_COUNT = text("select count(*) from addresses where user_id = :user")
_PLAIN = text("update addresses set principal_address = false where user_id = :user")
_PRINCIPAL = text("""
    update addresses set principal_address = true where user_id = :user and address_id = :address
""")
_ADD = text("""
    insert into addresses
        (street_name, street_number, apt, zip_code, district, city, state, user_id)
    values (:street_name, :street_number, :apt, :zip_code, :district, :city, :state, :user)
    returning address_id
""")
_CHANGE = text("""
    update addresses set street_name = :street_name, street_number = :street_number, apt = :apt,
        zip_code = :zip_code, district = :district, city = :city, state = :state
    where user_id = :user and address_id = :address
""")
_REMOVE = text("""
    delete from addresses where user_id = :user and address_id = :address
    returning principal_address
""")
_HEIR = text("""
    update addresses set principal_address = true
    where address_id = (select min(address_id) from addresses where user_id = :user)
""")


class AddressService:
    """Keeps a person's addresses; another person's are not found.

    Who has addresses has exactly one principal one: the first, until another is chosen, and the
    oldest when the principal one is removed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def addresses(self, user_id: int) -> tuple[AddressView, ...]:
        """List a person's addresses, the principal one first."""
        with self._database.transaction() as work:
            rows = work.connection.execute(_LIST, {"user": user_id}).mappings().all()
        return tuple(_view(dict(row)) for row in rows)

    def address(self, user_id: int, address_id: int) -> AddressView:
        """Show one address. Raises NotFound."""
        for address in self.addresses(user_id):
            if address.address_id == address_id:
                return address
        raise NotFound

    def add(self, user_id: int, form: Mapping[str, str]) -> int:
        """Add an address and return its number. Raises BadForm, also when there are twenty."""
        with self._database.transaction() as work:
            self._lock(work.connection, user_id)
            values = _values(form)
            kept = work.connection.execute(_COUNT, {"user": user_id}).scalar_one()
            if kept >= MOST:
                raise BadForm([BadField("zip_code", "addresses.full", most=MOST)])
            number: int = work.connection.execute(_ADD, {"user": user_id, **values}).scalar_one()
            if not kept or parse_yes(form.get("principal_address", "")):
                self._make_principal(work.connection, user_id, number)
        return number

    def change(self, user_id: int, address_id: int, form: Mapping[str, str]) -> None:
        """Change an address by a whole form. Raises BadForm, NotFound."""
        with self._database.transaction() as work:
            self._lock(work.connection, user_id)
            values = {"user": user_id, "address": address_id, **_values(form)}
            if not work.connection.execute(_CHANGE, values).rowcount:
                raise NotFound
            if parse_yes(form.get("principal_address", "")):
                self._make_principal(work.connection, user_id, address_id)

    def choose(self, user_id: int, address_id: int) -> None:
        """Make an address the principal one. Raises NotFound."""
        with self._database.transaction() as work:
            self._lock(work.connection, user_id)
            self._make_principal(work.connection, user_id, address_id)

    def remove(self, user_id: int, address_id: int) -> None:
        """Remove an address. Raises NotFound."""
        with self._database.transaction() as work:
            self._lock(work.connection, user_id)
            asked = {"user": user_id, "address": address_id}
            removed = work.connection.execute(_REMOVE, asked).one_or_none()
            if removed is None:
                raise NotFound
            if removed.principal_address:
                work.connection.execute(_HEIR, asked)

    @staticmethod
    def _lock(connection: Connection, user_id: int) -> None:
        if connection.execute(_LOCK, {"user": user_id}).one_or_none() is None:
            raise NotFound

    @staticmethod
    def _make_principal(connection: Connection, user_id: int, address_id: int) -> None:
        asked = {"user": user_id, "address": address_id}
        connection.execute(_PLAIN, asked)
        if not connection.execute(_PRINCIPAL, asked).rowcount:
            raise NotFound


def _values(form: Mapping[str, str]) -> dict[str, Any]:
    reading = Reading()
    address = read_address(form, reading)
    if address is None and not reading.problems:
        for field in ADDRESS_FIELDS:
            if field != "apt":
                reading.refuse(field, "missing")
    reading.settle()
    assert address is not None
    return asdict(address)


def _view(row: Mapping[str, Any]) -> AddressView:
    shown = {**row, "apt": row["apt"] or "", "zip_code": format_cep(row["zip_code"])}
    return AddressView(**shown)
