"""Completion: what the law asks of who bids or sells, asked of who came without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Table, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from models.people import LegalPerson, PhysicalPerson
from services.database import Database
from services.errors import BadField, BadForm
from services.people.applicants import GENDERS
from services.people.completing import Papers, read_papers
from services.ports import Clock
from services.throttles import Throttles
from services.views import CompletionForm

_TRIES, _WINDOW = 20, timedelta(hours=1)
_WHO = text("select name, username, cpf, cellphone1 from users where user_id = :user")
_COMPLETE = text("""
    update users set name = :name, username = :username, cpf = :cpf, cellphone1 = :cellphone1
    where user_id = :user and cpf is null
""")
# What is somebody else's already, by the constraint that says so; only a username is said to be.
_TAKEN = {
    "uq_users_username_lower": ("username", "taken"),
    "uq_users_cpf": ("cpf", "not_here"),
    "uq_legal_persons_cnpj": ("cnpj", "not_here"),
}
log = structlog.get_logger(__name__)


class CompletionService:
    """Completes accounts once; what stands on documents is not changed here afterwards."""

    def __init__(self, database: Database, clock: Clock, throttles: Throttles) -> None:
        self._database = database
        self._clock = clock
        self._throttles = throttles

    def asked(self, user_id: int) -> CompletionForm | None:
        """Give the form with what is known already; None if nothing is lacking."""
        with self._database.transaction() as work:
            row = work.connection.execute(_WHO, {"user": user_id}).one()
        if row.cpf is not None:
            return None
        known = {"name": row.name, "username": row.username, "cellphone1": row.cellphone1 or ""}
        return form_of(known)

    def complete(self, user_id: int, form: Mapping[str, str]) -> None:
        """Keep who is behind an account; does nothing to one that is complete.

        Raises BadForm with everything that is wrong, a CPF or CNPJ of another account among it,
        and TooManyAttempts after twenty tries in an hour.
        """
        papers = read_papers(form, now=self._clock.now())
        self._throttles.count(f"complete:{user_id}", most=_TRIES, within=_WINDOW)
        try:
            self._keep(user_id, papers)
        except IntegrityError as error:
            name = getattr(getattr(error.orig, "diag", None), "constraint_name", "")
            if name not in _TAKEN:
                raise
            raise BadForm([BadField(*_TAKEN[name])]) from None
        log.info("account_completed", user_id=user_id)

    def _keep(self, user_id: int, papers: Papers) -> None:
        values = {
            "user": user_id,
            "name": papers.name,
            "username": papers.username,
            "cpf": papers.cpf,
            "cellphone1": papers.cellphone1,
        }
        belongings: list[tuple[type[SQLModel], Any]] = [
            (PhysicalPerson, papers.individual),
            (LegalPerson, papers.company),
        ]
        with self._database.transaction() as work:
            if not work.connection.execute(_COMPLETE, values).rowcount:
                return
            for kind, read in belongings:
                if read is not None:
                    table: Table = kind.__table__  # type: ignore[attr-defined]
                    work.connection.execute(insert(table).values(user_id=user_id, **asdict(read)))


def form_of(typed: Mapping[str, str], **shown: Any) -> CompletionForm:
    """Give the form as a screen shows it, with what was typed and what was wrong."""
    return CompletionForm(typed=typed, genders=GENDERS, **shown)
