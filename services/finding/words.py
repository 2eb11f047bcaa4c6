"""Reading what somebody typed into a search, and the lots whose words answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, text

from services.finding.nearness import meant

MOST_WORDS = 10
_MOST_RANKED = 300  # of more lots than this only the title decides: nobody reads so far
_KNOWN_FROM = 4
_NEARBY = text("set local pg_trgm.similarity_threshold = 0.15")
_READ = text("""
    select place, plain, cast(plainto_tsquery('portuguese', typed) as text) as stems,
           plainto_tsquery('portuguese', typed) = plainto_tsquery('') as empty,
           length(plain) < :from or exists (
               select from known_words k where k.word like plain || '%') as known
    from unnest(cast(:typed as text[])) with ordinality said (typed, place),
         plain_words(typed) plain
    where plain <> '' order by place
""")
_NEAR = text("""
    select word from known_words where word % :plain and abs(length(word) - length(:plain)) <= 2
    order by similarity(word, :plain) desc limit 40
""")
_MANY = text("""
    select count(*) > :ranked from (
        select from lot_words where words @@ cast(:query as tsquery) limit :ranked + 1) hit
""")
_RANKED = text("""
    select coalesce(array_agg(product_id), '{}') as lots,
           coalesce(array_agg(
               (1000 * ts_rank('{0.05, 0.2, 0.5, 1.0}', words, cast(:query as tsquery), 1))::int
               + case when title @@ cast(:exact as tsquery) then 2000
                      when title @@ cast(:query as tsquery) then 1000 else 0 end), '{}') as scores
    from lot_words
    where words @@ cast(:query as tsquery)
      and (cast(:among as int[]) is null or product_id = any(:among))
""")
# Read from the indexes alone: looking into the words of tens of thousands takes too long.
_UNRANKED = text("""
    select array(select product_id from lot_words where words @@ cast(:query as tsquery)) as lots,
           array(select product_id from lot_words where title @@ cast(:query as tsquery)) as titled,
           array(select product_id from lot_words where title @@ cast(:exact as tsquery)) as exact
""")
_ONE_BY_ONE = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was typed, read: `query` finds, `exact` is found as it was typed, `loose` finds what has
    any of the words. `meant` are the words it was read as where that is another one."""

    query: str
    exact: str
    loose: str
    meant: tuple[str, ...] = ()


def read_search(connection: Connection, typed: str) -> Search | None:
    """Read a search; None if there is no word in it.

    A word finds its plural, its singular and what begins with it, accents aside. One that no lot
    has is read as those it may have been meant to be.
    """
    said = _ONE_BY_ONE.findall(typed)[:MOST_WORDS]
    words = connection.execute(_READ, {"typed": said, "from": _KNOWN_FROM}).mappings().all()
    telling = [word for word in words if not word["empty"]] or words  # "o de" is a search too
    if not telling:
        return None
    guesses = [_guesses(connection, word) for word in telling]
    either = [_either(word, near) for word, near in zip(telling, guesses, strict=True)]
    return Search(
        query=" & ".join(either),
        exact=" & ".join(_as_typed(word) for word in telling),
        loose=" | ".join(either),
        meant=tuple(near[0] for near in guesses if near),
    )


def find(
    connection: Connection, query: str, exact: str, *, among: list[int] | None = None
) -> dict[int, int]:
    """Find the lots that answer a query, with how well: by lot number, the higher the better."""
    asked = {"query": query, "exact": exact, "among": among, "ranked": _MOST_RANKED}
    if among is None and connection.execute(_MANY, asked).scalar_one():
        many = connection.execute(_UNRANKED, asked).one()
        scores = dict.fromkeys(many.lots, 0)
        scores |= dict.fromkeys(many.titled, 1000)
        return scores | dict.fromkeys(many.exact, 2000)
    row = connection.execute(_RANKED, asked).one()
    return dict(zip(row.lots, row.scores, strict=True))


def _guesses(connection: Connection, word: RowMapping) -> list[str]:
    if word["known"]:
        return []
    connection.execute(_NEARBY)
    near = connection.execute(_NEAR, {"plain": word["plain"]}).scalars().all()
    return meant(word["plain"], near) if near else []


def _as_typed(word: RowMapping) -> str:
    return _any_of(word, [f"'{plain}'" for plain in word["plain"].split()], [])


def _either(word: RowMapping, near: list[str]) -> str:
    parts = [f"'{plain}':*" for plain in word["plain"].split()]
    return _any_of(word, parts, [f"'{one}'" for one in near])


def _any_of(word: RowMapping, parts: list[str], others: list[str]) -> str:
    stems = [word["stems"]] if word["stems"] else []
    return "(" + " | ".join((" & ".join(parts), *stems, *others)) + ")"
