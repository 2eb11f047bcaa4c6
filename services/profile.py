"""Profiles: a person's own data, shown with their masks and changed as a whole form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from services.database import Database
from services.errors import BadField, BadForm, NotFound
from services.people.age import day_in_brasilia, parse_birth_date
from services.people.applicants import GENDERS
from services.people.contacts import parse_username
from services.people.documents import (
    format_cnpj,
    format_cpf,
    format_rg,
    parse_cpf,
    parse_rg,
    parse_state_tax_registration,
)
from services.people.fields import (
    Reading,
    parse_choice,
    parse_person_name,
    parse_text,
    parse_yes,
)
from services.people.phones import format_phone, parse_cellphone, parse_landline
from services.ports import Clock
from services.views import ProfileView

_READ = text("""
    select u.user_id, u.name, u.username, u.email, u.cpf, u.photo, u.cellphone1, u.cellphone2,
           u.landline, u.created_at, u.password is not null as has_password,
           p.rg, p.birth_date, p.gender, l.user_id is not null as company, l.cnpj,
           l.state_tax_registration, l.legal_business_name, l.trade_name,
           l.scrap_purchase_authorization as scrap,
           (select a.state from addresses a where a.user_id = u.user_id and a.principal_address)
           as state,
           (select coalesce(max(t.payload ->> 'email') filter (where t.used_at is null),
                            max(t.email) filter (where t.kind = 'email_new'))
            from tokens t
            where t.user_id = u.user_id and t.kind in ('email_old', 'email_new')
              and t.overtaken_at is null and t.expires_at > :now) as new_email
    from users u
    left join physical_persons p using (user_id)
    left join legal_persons l using (user_id)
    where u.user_id = :user and u.erased_at is null
""")
_LOCK = text("select from users where user_id = :user for no key update")
_TAKEN = text("""
    select exists (select from users where lower(username) = lower(:username) and user_id <> :user)
           as username,
           exists (select from users where cpf = :cpf and user_id <> :user) as cpf
""")
_CHANGE = text("""
    update users set name = :name, username = :username, cpf = coalesce(cpf, :cpf),
        cellphone1 = :cellphone1, cellphone2 = :cellphone2, landline = :landline
    where user_id = :user
""")
_INDIVIDUAL = text("""
    insert into physical_persons (user_id, rg, birth_date, gender)
    values (:user, :rg, :birth_date, :gender)
    on conflict (user_id) do update set
        rg = excluded.rg, birth_date = excluded.birth_date, gender = excluded.gender
""")
_COMPANY = text("""
    update legal_persons set legal_business_name = :legal_business_name, trade_name = :trade_name,
        state_tax_registration = :state_tax_registration,
        scrap_purchase_authorization = :scrap_purchase_authorization
    where user_id = :user
""")
_UNIQUE = {
    "uq_users_username_lower": BadField("username", "taken"),
    "uq_users_cpf": BadField("cpf", "cpf.refused"),
}


class ProfileService:
    """Shows and changes who somebody is; documents once given are changed by the house alone."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def profile(self, user_id: int) -> ProfileView:
        """Show a person's own data. Raises NotFound."""
        with self._database.transaction() as work:
            return _view(self._row(work.connection, user_id))

    def change(self, user_id: int, form: Mapping[str, str]) -> None:
        """Change a person's data by a whole form; what it does not name becomes empty.

        A CPF is taken where there is none yet; CNPJ and e-mail are not changed here. Raises BadForm
        with every field's problem, and changes nothing then.
        """
        try:
            with self._database.transaction() as work:
                work.connection.execute(_LOCK, {"user": user_id})
                row = self._row(work.connection, user_id)
                reading = Reading()
                person = self._person(reading, row, form)
                more = _company(reading, row, form) if row["company"] else self._own(reading, form)
                self._unique(work.connection, reading, user_id, person)
                reading.settle()
                work.connection.execute(_CHANGE, {"user": user_id, **person})
                statement = _COMPANY if row["company"] else _INDIVIDUAL
                work.connection.execute(statement, {"user": user_id, **more})
        except IntegrityError as clash:  # somebody else was given it at this very moment
            diagnosis = getattr(clash.orig, "diag", None)
            problem = _UNIQUE.get(getattr(diagnosis, "constraint_name", None) or "")
            if problem is None:
                raise
            raise BadForm([problem]) from None

    def _row(self, connection: Connection, user_id: int) -> Mapping[str, Any]:
        asked = {"user": user_id, "now": self._clock.now()}
        row = connection.execute(_READ, asked).mappings().one_or_none()
        if row is None:
            raise NotFound
        return dict(row)

    @staticmethod
    def _person(
        reading: Reading, row: Mapping[str, Any], form: Mapping[str, str]
    ) -> dict[str, Any]:
        def given(field: str) -> str:
            return form.get(field, "")

        def optional(parse: Any, field: str) -> str | None:
            text_ = given(field)
            found: str | None = reading.take(parse, text_, field=field) if text_.strip() else None
            return found

        username = given("username").strip()
        same = username == row["username"]  # which may be older than today's rules for names
        return {
            "name": row["name"]
            if given("name").strip() == row["name"]
            else reading.take(parse_person_name, given("name")),
            "username": username if same else reading.take(parse_username, username),
            "cpf": row["cpf"] or reading.take(parse_cpf, given("cpf")),
            "cellphone1": reading.take(parse_cellphone, given("cellphone1")),
            "cellphone2": optional(parse_cellphone, "cellphone2"),
            "landline": optional(parse_landline, "landline"),
        }

    def _own(self, reading: Reading, form: Mapping[str, str]) -> dict[str, Any]:
        today: date = day_in_brasilia(self._clock.now())
        return {
            "rg": reading.take(parse_rg, form.get("rg", "")),
            "birth_date": reading.take(parse_birth_date, form.get("birth_date", ""), today=today),
            "gender": reading.take(
                parse_choice, form.get("gender", ""), field="gender", among=GENDERS
            ),
        }

    @staticmethod
    def _unique(
        connection: Connection, reading: Reading, user_id: int, person: Mapping[str, Any]
    ) -> None:
        asked = {"user": user_id, "username": person["username"], "cpf": person["cpf"]}
        taken = connection.execute(_TAKEN, asked).one()
        if taken.username:
            reading.refuse("username", "taken")
        if taken.cpf:
            reading.refuse("cpf", "cpf.refused")


def _company(reading: Reading, row: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, Any]:
    def line(field: str) -> str | None:
        return reading.take(parse_text, form.get(field, ""), field=field, longest=255)

    return {
        "legal_business_name": line("legal_business_name"),
        "trade_name": line("trade_name"),
        "state_tax_registration": reading.take(
            parse_state_tax_registration, form.get("state_tax_registration", ""), uf=row["state"]
        ),
        "scrap_purchase_authorization": parse_yes(form.get("scrap_purchase_authorization", "")),
    }


def _view(row: Mapping[str, Any]) -> ProfileView:
    fields = {
        "name": row["name"],
        "username": row["username"],
        "cpf": "",
        **{
            field: format_phone(row[field]) if row[field] else ""
            for field in ("cellphone1", "cellphone2", "landline")
        },
    }
    if row["company"]:
        fields |= {
            "legal_business_name": row["legal_business_name"],
            "trade_name": row["trade_name"],
            "state_tax_registration": row["state_tax_registration"] or "",
            "scrap_purchase_authorization": "on" if row["scrap"] else "",
        }
    else:
        fields |= {
            "rg": format_rg(row["rg"]) if row["rg"] else "",
            "birth_date": f"{row['birth_date']:%d/%m/%Y}" if row["birth_date"] else "",
            "gender": row["gender"] or "",
        }
    return ProfileView(
        user_id=row["user_id"],
        company=row["company"],
        username=row["username"],
        email=row["email"],
        document=format_cpf(row["cpf"]) if row["cpf"] else None,
        cnpj=format_cnpj(row["cnpj"]) if row["cnpj"] else None,
        has_password=row["has_password"],
        has_photo=row["photo"] is not None,
        joined_at=row["created_at"],
        new_email=row["new_email"],
        fields=fields,
    )
