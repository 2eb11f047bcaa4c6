"""What the house knows of accounts that may belong together, read for the lookout alone.

What was read is compared and let go of: a flag keeps only that something is shared.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, text

from services.bidding import Newness
from services.people.ties import Place, Traits

_TRAITS = text("""
    select u.user_id, u.cpf, l.cnpj, l.legal_business_name,
           array(select host(s.ip) from sessions s
                 where s.user_id = u.user_id and s.ip is not null
                 union
                 select host(i.ip) from bid_intents i
                 where i.product_id = :lot and i.user_id = u.user_id and i.ip is not null
           ) as connections,
           array(select t.pix_key from transfers t join payments p using (payment_id)
                 where p.user_id = u.user_id) as payment_keys
    from users u left join legal_persons l on l.user_id = u.user_id
    where u.user_id = any(:people)
""")
_PLACES = text("""
    select user_id, zip_code, street_number, apt from addresses where user_id = any(:people)
""")
# A purchase is one that was paid for; the lot looked at is not one of them.
_NEWNESS = text("""
    select u.user_id, u.created_at, (
        select count(*) from payments p
        where p.user_id = u.user_id and p.kind = 'sale' and p.product_id <> :lot
          and p.confirmation_datetime is not null and p.defaulted_at is null) as purchases
    from users u where u.user_id = any(:people)
""")


def traits_of(connection: Connection, people: Collection[int], *, lot: int) -> dict[int, Traits]:
    """Read what could tie people to each other, with where they bid on a lot from."""
    asked = {"people": list(people), "lot": lot}
    places: dict[int, list[Place]] = {}
    for row in connection.execute(_PLACES, asked):
        place = Place(zip_code=row.zip_code, street_number=row.street_number, apt=row.apt)
        places.setdefault(row.user_id, []).append(place)
    return {
        row.user_id: Traits(
            cpf=row.cpf,
            cnpj=row.cnpj,
            business_name=row.legal_business_name,
            places=tuple(places.get(row.user_id, ())),
            connections=frozenset(row.connections),
            payment_keys=frozenset(row.payment_keys),
        )
        for row in connection.execute(_TRAITS, asked)
    }


def newness_of(connection: Connection, people: Collection[int], *, lot: int) -> dict[int, Newness]:
    """Read since when people are with the house, and how much they have bought and paid for."""
    rows = connection.execute(_NEWNESS, {"people": list(people), "lot": lot})
    return {row.user_id: Newness(joined_at=row.created_at, purchases=row.purchases) for row in rows}
