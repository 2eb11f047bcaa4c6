"""Where a postal code is: asked once, remembered, and never waited for when nobody answers."""

from __future__ import annotations

import threading
import time
from dataclasses import asdict, replace
from datetime import timedelta

import structlog
from sqlalchemy import text

from services.database import Database
from services.errors import BadField, NotFound, Unavailable
from services.people.fields import parse_text
from services.people.places import UFS, Place, parse_cep
from services.ports import Clock, PostalService, PostalServiceDown
from services.throttles import Throttles

_REMEMBERED = timedelta(days=365)
_REST_SECONDS = 30.0
_MOST, _WITHIN = 40, timedelta(minutes=10)
_LONGEST = {"street_name": 255, "district": 80, "city": 80}
_KNOWN = text("""
    select zip_code, street_name, district, city, state from postal_codes
    where zip_code = :cep and asked_at > :since
""")
_REMEMBER = text("""
    insert into postal_codes (zip_code, street_name, district, city, state, asked_at)
    values (:zip_code, :street_name, :district, :city, :state, :now)
    on conflict (zip_code) do update set
        street_name = excluded.street_name, district = excluded.district,
        city = excluded.city, state = excluded.state, asked_at = excluded.asked_at
""")
log = structlog.get_logger(__name__)


class PostalCodes:
    """Looks codes up for whoever writes an address; all of it can be written by hand too."""

    def __init__(
        self, database: Database, clock: Clock, throttles: Throttles, service: PostalService
    ) -> None:
        self._database = database
        self._clock = clock
        self._throttles = throttles
        self._service = service
        self._asking = threading.BoundedSemaphore(2)
        self._rests_until = 0.0

    def look_up(self, cep: str, *, ip: str | None = None) -> Place:
        """Tell where a code is, from memory or from the postal service within two seconds.

        Raises BadField for what is no code, NotFound for one that is nowhere, Unavailable when
        nobody answers (and for half a minute after that without asking), TooManyAttempts past 40
        in ten minutes from one address.
        """
        cep = parse_cep(cep)
        if ip:
            self._throttles.count(f"cep-from:{ip}", most=_MOST, within=_WITHIN)
        now = self._clock.now()
        with self._database.transaction() as work:
            row = work.connection.execute(_KNOWN, {"cep": cep, "since": now - _REMEMBERED})
            known = row.mappings().one_or_none()
        if known is not None:
            return Place(**known)
        place = self._ask(cep)
        with self._database.transaction() as work:
            work.connection.execute(_REMEMBER, {**asdict(place), "now": now})
        return place

    def _ask(self, cep: str) -> Place:
        if time.monotonic() < self._rests_until or not self._asking.acquire(blocking=False):
            raise Unavailable
        try:
            place = self._service.place_of(cep)
            if place is None:
                raise NotFound
            return _read(place)
        except (PostalServiceDown, BadField) as error:
            self._rests_until = time.monotonic() + _REST_SECONDS
            log.warning("postal_service_down", error=str(error))
            raise Unavailable from error
        finally:
            self._asking.release()


def _read(place: Place) -> Place:
    """Take the words of another house as those of a form: nothing invisible, nothing too long."""
    if place.state not in UFS:
        raise BadField("state", "uf.unknown")
    words = {
        name: parse_text(getattr(place, name), field=name, longest=longest, required=False)
        for name, longest in _LONGEST.items()
    }
    return replace(place, **words)
