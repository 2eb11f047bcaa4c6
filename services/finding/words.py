"""Reading what somebody typed into a search."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, text

from services.finding.nearness import meant

MOST_WORDS = 10
_KNOWN_FROM = 4
_NEARBY = text("set local pg_trgm.similarity_threshold = 0.15")
# What begins with a word is asked by its bounds, byte by byte: `like` would not use the index.
_READ = text("""
    select plain, tsvector_to_array(to_tsvector('portuguese', typed)) as stems,
           length(plain) < :from or exists (
               select from known_words k
               where k.word ~>=~ plain and k.word ~<~ (plain || '~')) as known
    from unnest(cast(:typed as text[])) with ordinality said (typed, place),
         plain_words(typed) plain
    where plain <> '' order by place
""")
_NEAR = text("""
    select word from known_words where word % :plain and abs(length(word) - length(:plain)) <= 2
    order by similarity(word, :plain) desc limit 40
""")
_ONE_BY_ONE = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word as it finds lots: by what begins with all of `plain`, by having all `stems`, or one
    of the words it may have been meant to be."""

    plain: tuple[str, ...]
    stems: tuple[str, ...]
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was typed, read. `meant` are the words it was read as where that is another one."""

    terms: tuple[Term, ...]
    meant: tuple[str, ...] = ()


def read_search(connection: Connection, typed: str) -> Search | None:
    """Read a search; None if there is no word in it.

    A word finds its plural, its singular and what begins with it, accents aside. One that no lot
    has is read as those it may have been meant to be.
    """
    said = _ONE_BY_ONE.findall(typed)[:MOST_WORDS]
    words = connection.execute(_READ, {"typed": said, "from": _KNOWN_FROM}).mappings().all()
    telling = [word for word in words if word["stems"]] or words  # "o de" is a search too
    if not telling:
        return None
    terms = tuple(
        Term(
            plain=tuple(word["plain"].split()),
            stems=tuple(word["stems"]),
            near=tuple(_guesses(connection, word)),
        )
        for word in telling
    )
    return Search(terms=terms, meant=tuple(term.near[0] for term in terms if term.near))


def _guesses(connection: Connection, word: RowMapping) -> list[str]:
    if word["known"]:
        return []
    connection.execute(_NEARBY)
    near = connection.execute(_NEAR, {"plain": word["plain"]}).scalars().all()
    return meant(word["plain"], near) if near else []
