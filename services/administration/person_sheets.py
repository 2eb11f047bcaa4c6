"""Somebody's account on the house's desk: how it stands, and what each act would bring about."""

from __future__ import annotations

from sqlalchemy import RowMapping

from services.administration.auctioneers import auctioneer_of
from services.administration.lot_rows import records_of
from services.administration.person_acts import GRAVE, PROVEN, acts_on
from services.administration.person_rows import read_person, roles_of, strikes_of
from services.authority import demand, rights_in
from services.database import Database, Transaction
from services.errors import DeskRefused
from services.people.documents import format_cnpj, format_cpf
from services.people.rights import ROLES, Right
from services.sessions import SessionService
from services.views import Consequence, OrderField, OrderView, PersonSheet


class PersonSheets:
    """Shows accounts to those who may look people up. Raises Forbidden and NotFound."""

    def __init__(self, database: Database, sessions: SessionService) -> None:
        self._database = database
        self._sessions = sessions

    def sheet(self, actor_id: int | None, user_id: int) -> PersonSheet:
        """Show an account, what can be done to it and what was done.

        Sessions and records are for those who may act.
        """
        with self._database.transaction() as work:
            demand(work, actor_id, Right.PEOPLE)
            acting = Right.USERS in rights_in(work, actor_id)
            person = read_person(work.connection, user_id)
            roles = roles_of(work.connection, user_id)
            strikes = strikes_of(work.connection, user_id)
            auctioneer = auctioneer_of(work.connection, user_id)
            records = records_of(work.connection, f"user:{user_id}") if acting else ()
        sessions = self._sessions.of(user_id, here="") if acting else ()
        possible = acts_on(
            erased=person["erased_at"] is not None,
            blocked=person["blocked_at"] is not None,
            privileged=person["admin_user"],
            own=actor_id == user_id,
            checked=person["documents_checked_at"] is not None if person["document"] else None,
            request=auctioneer.state if auctioneer else None,
            roles=roles,
            strikes=sum(not strike.waived for strike in strikes),
            sessions=len(sessions),
        )
        shown = format_cnpj if person["company"] else format_cpf
        return PersonSheet(
            user_id=user_id,
            name=person["called"],
            username=person["username"],
            email=person["email"],
            document=shown(person["document"]) if person["document"] else "",
            company=person["company"],
            administrator=person["admin_user"],
            erased=person["erased_at"] is not None,
            verified_at=person["email_verified_at"],
            documents_checked_at=person["documents_checked_at"],
            blocked_at=person["blocked_at"],
            joined_at=person["created_at"],
            auction_limit=person["auction_limit"],
            selling=person["selling"],
            sold=person["sold"],
            bids=person["bids"],
            won=person["won"],
            auctioneer=auctioneer,
            roles=roles,
            strikes=strikes,
            sessions=sessions,
            acts=possible if acting else (),
            records=records,
        )

    def order(self, actor_id: int | None, user_id: int, act: str, *, session_key: str) -> OrderView:
        """Show what an act would bring about. Raises DeskRefused, and ProofNeeded for some."""
        with self._database.transaction() as work:
            demand(work, actor_id, Right.USERS)
        sheet = self.sheet(actor_id, user_id)
        if act not in sheet.acts:
            raise DeskRefused(reason="yourself" if actor_id == user_id else "not_now")
        with self._database.transaction() as work:
            if act in PROVEN:
                self._sessions.demand_proof(work, session_key)
            person = read_person(work.connection, user_id)
            consequences = self._consequences(work, person, sheet, act)
        path = f"/admin/users/{user_id}"
        return OrderView(
            name=f"user.{act}",
            about=sheet.name or sheet.username,
            path=f"{path}/{act}",
            back=path,
            consequences=consequences,
            confirm=sheet.username if act in GRAVE else "",
            fields=_fields(sheet, act),
            grave=act in GRAVE,
        )

    def _consequences(
        self, work: Transaction, person: RowMapping, sheet: PersonSheet, act: str
    ) -> tuple[Consequence, ...]:
        letter = Consequence(name="letter")
        ended = Consequence(name="logged_out", values={"n": len(sheet.sessions)})
        if act == "block":
            held = Consequence(name="stands", values={"amount": person["held"]})
            return (ended, held, letter)
        if act == "log-out":
            return (ended,)
        if act == "revoke":
            return (ended, letter)
        if act == "verify":
            return (Consequence(name="may_sell_official"), letter)
        if act == "refuse":
            return (Consequence(name="may_not_sell_official"), letter)
        return (letter,) if act in ("unblock", "grant", "check-documents") else ()


def _fields(sheet: PersonSheet, act: str) -> tuple[OrderField, ...]:
    if act == "grant":
        roles = tuple((role, "") for role in ROLES)
        return (OrderField(name="role", choices=roles), OrderField(name="lot", required=False))
    if act == "revoke":
        held = tuple(
            (str(one.role_id), f"{one.role} #{one.auction_id}" if one.auction_id else one.role)
            for one in sheet.roles
        )
        return (OrderField(name="held", choices=held),)
    if act == "waive":
        strikes = tuple(
            (str(one.strike_id), f"#{one.auction_id}") for one in sheet.strikes if not one.waived
        )
        return (OrderField(name="strike", choices=strikes),)
    return (OrderField(name="limit", required=False),) if act == "limit" else ()
