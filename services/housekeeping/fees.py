"""What the house charges by type of auction; a lot keeps the fees it was published with."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import text

from services.authority import demand
from services.billing.money import round_half_up
from services.database import Database
from services.errors import NotFound
from services.housekeeping import versions
from services.people.fields import Reading
from services.people.rights import Right
from services.ports import Clock
from services.sessions import SessionService
from services.views.housekeeping import FeesView, VersionView

FAMILY = "fees"
MOST_RATE, MOST_FEE = Decimal(30), Decimal(100_000)
# The buyer's five percent of official auctions (Decreto 21.981/1932, art. 24, sole paragraph) and
# of judicial ones (CNJ 236/2016, art. 7) are the least there is.
LEAST_BUYER_RATE = {"official": Decimal(5), "judicial": Decimal(5)}
_ALL = text("""
    select auction_type, buyer_rate, seller_rate, admin_fee from fee_schedules
    order by array_position(array['commercial', 'official', 'judicial']::varchar[], auction_type)
""")
_BEFORE = text("""
    select buyer_rate, seller_rate, admin_fee from fee_schedules
    where auction_type = :auction_type for update
""")
_CHANGE = text("""
    update fee_schedules
    set buyer_rate = :buyer_rate, seller_rate = :seller_rate, admin_fee = :admin_fee
    where auction_type = :auction_type
""")


class Fees:
    """Shows and changes the fees that lots are published with from then on."""

    def __init__(self, database: Database, clock: Clock, sessions: SessionService) -> None:
        self._database = database
        self._clock = clock
        self._sessions = sessions

    def all(self) -> tuple[FeesView, ...]:
        """Show the fees in force, commercial first."""
        with self._database.transaction() as work:
            written = versions.newest(work.connection, FAMILY)
            return tuple(
                FeesView(**row, version=_version(written, row["auction_type"]))
                for row in work.connection.execute(_ALL).mappings()
            )

    def history(self, auction_type: str) -> tuple[VersionView, ...]:
        """Show what a type of auction has cost before, the newest first."""
        with self._database.transaction() as work:
            return versions.history(work.connection, f"{FAMILY}:{auction_type}")

    def change(
        self,
        actor_id: int,
        auction_type: str,
        *,
        buyer_rate: Decimal,
        seller_rate: Decimal,
        admin_fee: Decimal,
        seen: int,
        why: str,
        session_key: str,
    ) -> None:
        """Set the fees of a type of auction: rates in percent, the fee in R$.

        Lots that are published already keep theirs. Raises Forbidden, NotFound, Overtaken,
        ProofNeeded without a proof of the last five minutes, and BadForm for a rate outside of what
        law and reason allow.
        """
        check(auction_type, buyer_rate, seller_rate, admin_fee)
        values = {
            "buyer_rate": str(round_half_up(buyer_rate)),
            "seller_rate": str(round_half_up(seller_rate)),
            "admin_fee": str(round_half_up(admin_fee)),
        }
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            self._sessions.demand_proof(work, session_key)
            asked = {"auction_type": auction_type, **values}
            before = work.connection.execute(_BEFORE, asked).mappings().one_or_none()
            if before is None:
                raise NotFound
            work.connection.execute(_CHANGE, asked)
            versions.write(
                work,
                f"{FAMILY}:{auction_type}",
                values,
                before=dict(before),
                actor=actor_id,
                seen=seen,
                why=why,
                now=self._clock.now(),
            )


def check(auction_type: str, buyer_rate: Decimal, seller_rate: Decimal, admin_fee: Decimal) -> None:
    """Refuse rates that no auction of this type can have. Raises BadForm."""
    reading = Reading()
    least = LEAST_BUYER_RATE.get(auction_type, Decimal(0))
    if not least <= buyer_rate <= MOST_RATE:
        reading.refuse("buyer_rate", "fees.rate", least=least, most=MOST_RATE)
    if not 0 <= seller_rate <= MOST_RATE:
        reading.refuse("seller_rate", "fees.rate", least=Decimal(0), most=MOST_RATE)
    if not 0 <= admin_fee <= MOST_FEE:
        reading.refuse("admin_fee", "fees.fee", most=MOST_FEE)
    reading.settle()


def _version(written: dict[str, VersionView], auction_type: str) -> int:
    found = written.get(f"{FAMILY}:{auction_type}")
    return found.version if found else 0
