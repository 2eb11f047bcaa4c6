"""How long the listing takes to answer among 100,000 lots: finding, counting and cards.

    python -m scripts.bench_search [lots] [times]

A house of its own with that many lots in 40 categories, each with six features, three in five live;
several kinds of questions are asked `times` over, each with another word, place or bound, while the
ends of lots are moved. Times are of the service's call, the page's HTML not counted; the aim is a
p95 of 80 ms. first: what the first question after a start waits for.
"""

from __future__ import annotations

import gc
import os
import random
import sys
import time
from collections.abc import Callable, Iterator

import psutil
from sqlalchemy import text

from scripts.bench_house import durable_postgres, house, percentile
from services.bootstrap import Services
from services.events import RoomChanged
from services.views import Question, Wish

AIM_MS = 80
_CHANCE = random.Random(7)  # noqa: S311  the same market every time
_UFS = [
    "SP",
    "SP",
    "SP",
    "SP",
    "RJ",
    "RJ",
    "MG",
    "MG",
    "PR",
    "RS",
    "SC",
    "BA",
    "PE",
    "CE",
    "GO",
    "DF",
    "ES",
    "PA",
    "MT",
    "MS",
    "AM",
    "MA",
    "PB",
    "RN",
    "AL",
    "SE",
    "RO",
]
_NOUNS = [
    "sedã",
    "caminhão",
    "motocicleta",
    "trator",
    "relógio",
    "anel",
    "colar",
    "pulseira",
    "sofá",
    "mesa",
    "cadeira",
    "poltrona",
    "piano",
    "violão",
    "guitarra",
    "notebook",
    "câmera",
    "monitor",
    "apartamento",
    "casa",
    "terreno",
    "galpão",
    "sobrado",
    "empilhadeira",
    "escavadeira",
    "gerador",
    "torno",
    "fresadora",
    "escultura",
    "gravura",
    "tela",
    "vaso",
    "tapete",
    "luminária",
    "estante",
]
_ADJECTIVES = [
    "vermelho",
    "azul",
    "preto",
    "branco",
    "prata",
    "usado",
    "seminovo",
    "clássico",
    "restaurado",
    "automático",
    "elétrico",
    "compacto",
    "grande",
    "pequeno",
    "antigo",
    "moderno",
    "importado",
    "nacional",
    "completo",
    "revisado",
    "raro",
]
_STARTS = [
    "bra",
    "cla",
    "dre",
    "fri",
    "gal",
    "hom",
    "ila",
    "jar",
    "kel",
    "lon",
    "mar",
    "nor",
    "oli",
    "pra",
    "que",
    "ros",
    "sol",
    "tur",
    "uva",
    "ver",
]
_ENDS = ["dor", "nte", "ção", "vel", "ria", "mento", "dade", "oso", "ista", "eira", "ada", "ura"]
_REST = [f"{start}{end}" for start in _STARTS for end in _ENDS]
_SELLER = """
    insert into users (name, username, email) values ('Casa', 'casa', 'casa@exemplo.com.br')
    returning user_id
"""
_CATEGORIES = """
    insert into categories (category_name, slug, parent_id, position)
    select case when n <= 8 then 'Seção ' || n else 'Ramo ' || n end, 'c' || n,
           case when n > 8 then (n - 9) / 4 + 1 end, n
    from generate_series(1, 40) n
"""
_FEATURES = """
    with made as (
        insert into technical_features (technical_feature_name, kind, unit, choices)
        select 'Feature ' || s || '-' || f,
               (array['choice', 'choice', 'yes_no', 'number', 'number', 'date'])[f],
               case when f in (4, 5) then 'un' end,
               case when f <= 2 then (select jsonb_agg('Valor ' || v)
                                      from generate_series(1, 6 * f) v) end
        from generate_series(1, 8) s, generate_series(1, 6) f order by s, f
        returning technical_feature_id)
    insert into category_technical_features (technical_feature_id, category_id, position)
    select technical_feature_id, (technical_feature_id - 1) / 6 + 1, technical_feature_id % 6
    from made
"""
_LOTS = """
    insert into products (product_name, description, min_bid, start_datetime,
                          original_end_datetime, end_datetime, user_id, category_id,
                          product_status_id, increment, buyer_rate, seller_rate, admin_fee, city,
                          state, auction_type, extend_mode, created_at)
    select r.title, r.prose, r.price, r.ends - interval '9 days', r.ends, r.ends, :seller,
           r.category, 5, 10, 5, 5, 0, 'Cidade ' || r.place, r.uf, r.kind,
           case when r.kind = 'judicial' then 'add' else 'reset' end,
           now() - r.n * interval '7 seconds'
    from unnest(cast(:titles as text[]), cast(:proses as text[]), cast(:prices as numeric[]),
                cast(:hours as float[]), cast(:categories as int[]), cast(:places as int[]),
                cast(:ufs as text[]), cast(:kinds as text[])) with ordinality
         raw (title, prose, price, hours, category, place, uf, kind, n),
         lateral (select title, prose, price, category, place, uf, kind, n,
                         now() + hours * interval '1 hour' as ends) r
"""
_VALUES = """
    insert into technical_features_values
        (category_id, technical_feature_id, product_id, value, number)
    select s.top, f.technical_feature_id, p.product_id,
           case f.kind when 'choice' then 'Valor ' || 1 + h % jsonb_array_length(f.choices)
                when 'yes_no' then (array['yes', 'no'])[1 + h % 2]
                when 'number' then cast(h as text) else cast(date '2020-01-01' + h % 2400 as text)
           end,
           case f.kind when 'number' then h
                when 'date' then 737425 + h % 2400 end
    from products p join categories c using (category_id),
         lateral (select coalesce(c.parent_id, c.category_id) as top) s,
         lateral (select * from category_technical_features a
                  join technical_features f using (technical_feature_id)
                  where a.category_id = s.top) f,
         lateral (select abs(hashint4(p.product_id * 31 + f.technical_feature_id)) % 50000 as h) r
    where r.h % 10 > 0
"""
_IMAGES = """
    insert into images (product_id, image, alt, principal_image)
    select product_id, '/static/demo/x', 'x', true from products where product_id % 10 <> 0
"""
_PUBLISH = """
    update products set
        product_status_id = case when end_datetime < now() then 3
                                 when product_id % 20 < 4 then 1 else 2 end,
        start_datetime = case when end_datetime >= now() and product_id % 20 < 4
                              then end_datetime - interval '1 hour' else start_datetime end,
        outcome = case when end_datetime < now() then 'no_bids' end,
        closed_at = case when end_datetime < now() then end_datetime end
    where product_id between :low and :high
"""
Ask = Callable[[], Question]


def fill(services: Services, lots: int) -> None:
    """Fill a house with a market: made in one go, published as sellers would, with all triggers."""
    with services.database.transaction() as work:
        run = work.connection.execute
        run(text("set local statement_timeout = 0"))
        seller = run(text(_SELLER)).scalar()
        run(text(_CATEGORIES))
        run(text(_FEATURES))
        run(text(_LOTS), {"seller": seller, **_market(lots)})
        run(text(_VALUES))
        run(text(_IMAGES))
    _tend(services, "analyze")
    for low in range(1, lots + 1, 5_000):
        with services.database.transaction() as work:
            work.connection.execute(text("set local statement_timeout = 0"))
            work.connection.execute(text(_PUBLISH), {"low": low, "high": low + 4_999})
    while services.librarian.learn_due():
        continue
    _tend(services, "vacuum analyze")


def _tend(services: Services, act: str) -> None:
    engine = services.database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("set statement_timeout = 0"))
        connection.execute(text(act))
        connection.execute(text("reset statement_timeout"))


def _market(lots: int) -> dict[str, object]:
    def title() -> str:
        words = [_CHANCE.choice(_NOUNS), *_CHANCE.sample(_ADJECTIVES, 2), _CHANCE.choice(_REST)]
        return " ".join(words).capitalize()

    numbers = range(lots)
    return {
        "titles": [title() for _ in numbers],
        "proses": [" ".join(_CHANCE.choices(_REST + _ADJECTIVES, k=45)) for _ in numbers],
        "prices": [round(10 ** _CHANCE.uniform(1.5, 5.5), 2) for _ in numbers],
        "hours": [
            -_CHANCE.uniform(1, 4000) if n % 4 == 0 else _CHANCE.expovariate(1 / 200) + 0.05
            for n in numbers
        ],
        "categories": [_CHANCE.choice(range(9, 41)) for _ in numbers],
        "places": [_CHANCE.randrange(300) for _ in numbers],
        "ufs": [_CHANCE.choice(_UFS) for _ in numbers],
        "kinds": _CHANCE.choices(("commercial", "judicial", "official"), (8, 1, 1), k=lots),
    }


def questions() -> Iterator[tuple[str, Ask]]:
    """Name the kinds of questions, with how to make one."""

    def top() -> int:
        return _CHANCE.randrange(1, 9)

    def feature(section: int, place: int) -> int:
        return (section - 1) * 6 + place

    def chosen() -> Question:
        section = top()
        wish = Wish(feature=feature(section, 1), chosen=(f"Valor {_CHANCE.randint(1, 6)}",))
        return Question(category=f"c{section}", wishes=(wish,))

    def ranged() -> Question:
        section, low = top(), _CHANCE.randrange(40_000)
        wish = Wish(feature=feature(section, 4), low=str(low), high=str(low + 9_000))
        return Question(category=f"c{section}", wishes=(wish,), sort="price_low")

    yield "live", Question
    yield "everything", lambda: Question(state="all", sort=_CHANCE.choice(("newest", "bids")))
    yield "category", lambda: Question(category=f"c{top()}")
    yield "feature chosen", chosen
    yield "feature from-to", ranged
    yield "price from-to", lambda: Question(low=_CHANCE.randrange(1, 500), high=80_000, state="all")
    yield "price and place", lambda: Question(low=1_000, high=5_000, uf=(_CHANCE.choice(_UFS),))
    yield "ends in 7 days", lambda: Question(within="7d", photo=True)
    yield "a common word", lambda: Question(q=_CHANCE.choice(_ADJECTIVES), state="all")
    yield "a word of titles", lambda: Question(q=_CHANCE.choice(_NOUNS))
    yield "two words", lambda: Question(q=f"{_CHANCE.choice(_NOUNS)} {_CHANCE.choice(_REST)}")
    yield "a slip", lambda: Question(q=_slip(_CHANCE.choice(_NOUNS)))
    yield "nothing found", lambda: Question(q="hidroavião", uf=("SP",))


def _slip(word: str) -> str:
    place = _CHANCE.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1 :]


def deep(services: Services) -> Ask:
    """Make a question that stands far down the listing."""
    after = services.listings.listing(Question(state="all", page=400)).after
    return lambda: Question(state="all", after=after)


def ask(services: Services, make: Ask, times: int, lots: int) -> list[float]:
    """Ask one kind of question again and again while lots move; returns milliseconds."""
    taken = []
    for _ in range(times):
        with services.database.transaction() as work:
            moved = _CHANCE.sample(range(1, lots + 1), 20)
            work.connection.execute(
                text("update products set end_datetime = end_datetime + interval '1 minute',"
                     " version = version + 1 where product_id = any(:moved)"), {"moved": moved},
            )  # fmt: skip
            for lot in moved:
                work.announce(RoomChanged(auction_id=lot, version=2))
        question = make()
        start = time.perf_counter()
        services.listings.listing(question)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def main() -> None:
    lots = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    with durable_postgres() as url:
        services = house(url)
        start = time.perf_counter()
        fill(services, lots)
        print(f"{lots:,} lots published in {time.perf_counter() - start:.0f} s", flush=True)
        gc.collect()
        before, start = psutil.Process().memory_info().rss, time.perf_counter()
        services.listings.listing()
        grown = (psutil.Process().memory_info().rss - before) / 2**20
        print(f"first: {time.perf_counter() - start:.1f} s, {grown:.0f} MiB", flush=True)
        print("question            p50 ms   p95 ms   max ms    found   load")
        for name, make in (*questions(), ("far down", deep(services))):
            found = services.listings.listing(make()).total
            taken = ask(services, make, times, lots)
            p50, p95 = percentile(taken, 0.5), percentile(taken, 0.95)
            late = "" if p95 <= AIM_MS else f"  over {AIM_MS}"
            print(
                f"{name:18} {p50:8.1f} {p95:8.1f} {max(taken):8.1f} {found:8,} "
                f"{os.getloadavg()[0]:6.1f}{late}",
                flush=True,
            )
        services.database.close()


if __name__ == "__main__":
    main()
