"""Auctioneers: who says to be one, and what the house found when it looked."""

from __future__ import annotations

from sqlalchemy import Connection, text

from services.administration import audit
from services.database import Database
from services.errors import DeskRefused
from services.people.boards import read_registration
from services.ports import Clock
from services.views import AuctioneerView

_READ = text("""
    select registration, board, state as uf, requested_at, refusal,
           case when verified_at is not null then 'verified'
                when refused_at is not null then 'refused' else 'waiting' end as state
    from auctioneers where user_id = :user
""")
_COMPANY = text("select exists (select from legal_persons where user_id = :user)")
_REQUEST = text("""
    insert into auctioneers (user_id, registration, board, state, requested_at)
    values (:user, :registration, :board, :uf, :now)
    on conflict (user_id) do update
        set registration = excluded.registration, board = excluded.board, state = excluded.state,
            requested_at = excluded.requested_at, refused_at = null, refusal = null
        where auctioneers.verified_at is null
    returning user_id
""")


class Auctioneers:
    """Takes people's own requests; official and judicial lots are sold by the verified alone.

    (Decreto 21.981/1932; IN DREI 52/2022)
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def standing(self, user_id: int) -> AuctioneerView | None:
        """Show what a person has asked and what became of it; None before any request."""
        with self._database.transaction() as work:
            return auctioneer_of(work.connection, user_id)

    def request(self, user_id: int, *, registration: str, uf: str) -> None:
        """Ask to be verified, or ask again with other data.

        Raises BadForm, and DeskRefused for a company (an auctioneer is a human being) and for
        who is verified already.
        """
        number, state, board = read_registration(registration, uf)
        with self._database.transaction() as work:
            if work.connection.execute(_COMPANY, {"user": user_id}).scalar_one():
                raise DeskRefused(reason="company")
            now = self._clock.now()
            values = {"user": user_id, "registration": number, "board": board, "uf": state}
            done = work.connection.execute(_REQUEST, {**values, "now": now}).one_or_none()
            if done is None:
                raise DeskRefused(reason="verified_already")
            audit.record(
                work,
                "auctioneer_requested",
                f"user:{user_id}",
                actor=user_id,
                at=now,
                registration=number,
                board=board,
            )


def auctioneer_of(connection: Connection, user_id: int) -> AuctioneerView | None:
    """Read what somebody said of being an auctioneer."""
    row = connection.execute(_READ, {"user": user_id}).mappings().one_or_none()
    return AuctioneerView(**row) if row else None
