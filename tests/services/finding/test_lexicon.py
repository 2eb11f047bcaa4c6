"""The words held in memory find what the tables say, whatever lots were and have become."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import Connection, text

from services.finding.bits import bits_of, slots_of
from services.finding.lexicon import PARTS, Lexicon, Said
from services.finding.ranking import answering, rank
from services.finding.register import Register
from services.finding.words import Search, Term, read_search
from tests.house import House

WRITTEN = [
    *("Caminhão", "caminhões", "Relógio", "relógios", "de", "o", "anéis", "anel", "10kg", "A4"),
    *("R$1.234,56", "relógio-de-ponto", "http://casa.br/um", "azul", "azuis", "motor", "motos"),
]
TYPED = [
    *("caminhao", "caminhões", "rel", "relogio", "o de", "aneis", "10", "a4", "1", "azul moto"),
    *("relógio ponto", "casa", "mot azuis", "zzz", "azul zzz", "casabr", "de", "ç", "motors"),
]
TITLED = 1000


def as_tsquery(search: Search, glue: str) -> str:
    """Write a search as PostgreSQL would be asked."""

    def either(term: Term) -> str:
        begun = " & ".join(f"'{one}':*" for one in term.plain)
        stems = " & ".join(f"'{one}'" for one in term.stems)
        others = [f"'{one}'" for one in term.near]
        return "(" + " | ".join(f"({one})" for one in (begun, stems, *others) if one) + ")"

    return glue.join(map(either, search.terms))


def in_tables(connection: Connection, column: str, query: str) -> set[int]:
    asked = text(f"select product_id from lot_words where {column} @@ cast(:query as tsquery)")
    return set(connection.execute(asked, {"query": query}).scalars())


def agree(house: House, register: Register) -> None:
    """Ask both everything, of words alone, of titles, and of any of the words."""
    with house.database.transaction() as work, register.reading(work.connection):
        lot_at = {slot: lot for lot, slot in register.slot_of.items() if register.facts[slot]}
        for typed in TYPED:
            search = read_search(work.connection, typed)
            assert search
            for loose in (False, True):
                query = as_tsquery(search, " | " if loose else " & ")
                bits = answering(register.lexicon, search, loose=loose)
                found = {lot_at[slot] for slot in slots_of(bits) if slot in lot_at}
                assert found == in_tables(work.connection, "words", query), typed
                tiers = rank(register.lexicon, search, loose=loose)
                lifted = sum(bits for score, bits in tiers if score >= TITLED)
                assert sum(each for _, each in tiers) == bits
                titled = {lot_at[slot] for slot in slots_of(lifted) if slot in lot_at}
                assert titled == in_tables(work.connection, "title", query), typed


@pytest.mark.parametrize("seed", range(3))
def test_memory_finds_what_the_tables_say(house: House, seed: int) -> None:
    chance = random.Random(seed)

    def prose() -> str:
        return " ".join(chance.choices(WRITTEN, k=4))

    kept, late = Register(house.database.hub), Register(house.database.hub)
    with house.database.transaction() as work, kept.reading(work.connection):
        pass
    lots = [house.lot(product_name=prose(), description=prose(), city="Azul") for _ in range(12)]
    house.librarian.learn_due()
    agree(house, kept)
    for lot in chance.sample(lots, 4):
        house.change("update products set product_name = :said where product_id = :lot",
                     said=prose(), lot=lot)  # fmt: skip
        house.change("update products set description = '' where product_id = :lot", lot=lot)
    gone = chance.choice(lots)
    house.change("update products set product_status_id = 5 where product_id = :lot", lot=gone)
    house.change("update users set active_auction_number = active_auction_number - 1"
                 " where user_id = (select user_id from products where product_id = :lot)",
                 lot=gone)  # fmt: skip
    agree(house, kept)
    agree(house, late)


@pytest.mark.parametrize("seed", range(5))
def test_rare_and_common_words_are_held_alike(seed: int) -> None:
    chance = random.Random(seed)
    vocabulary = [f"{one}{n}" for one in "abc" for n in range(40)]

    def words() -> str:
        return " ".join({vocabulary[int(len(vocabulary) * chance.random() ** 5)] for _ in range(5)})

    lots = [Said(words(), words(), words(), words()) for _ in range(600)]
    lexicon = Lexicon()
    lexicon.fill(enumerate(lots[:400]), 400)
    for said in lots[400:]:
        lexicon.add(said)
    anywhere = {word for said in lots for word in said.words.split()}
    for place, part in enumerate(PARTS):
        for word in vocabulary:
            having = [slot for slot, said in enumerate(lots) if word in said[place].split()]
            assert slots_of(lexicon.having(part, [word])) == having
        for begun in ("a", "b1", "c", "z"):
            known = {word for word in anywhere if word.startswith(begun)}
            slots = [slot for slot, said in enumerate(lots) if known & set(said[place].split())]
            assert slots_of(lexicon.beginning(part, begun)) == slots


@pytest.mark.parametrize("slots", [[], [0], [7, 8, 9_999], range(0, 10_000, 3)])
def test_a_set_of_slots_gives_them_back(slots: list[int]) -> None:
    assert slots_of(bits_of(slots, 10_000)) == list(slots)
