"""A market of any size to search: categories with features, and lots published as sellers would."""

from __future__ import annotations

import random

from sqlalchemy import text

from services.bootstrap import Services

CHANCE = random.Random(7)  # noqa: S311  the same market every time
UFS = [
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
NOUNS = [
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
ADJECTIVES = [
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
REST = [f"{start}{end}" for start in _STARTS for end in _ENDS]
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
        words = [CHANCE.choice(NOUNS), *CHANCE.sample(ADJECTIVES, 2), CHANCE.choice(REST)]
        return " ".join(words).capitalize()

    numbers = range(lots)
    return {
        "titles": [title() for _ in numbers],
        "proses": [" ".join(CHANCE.choices(REST + ADJECTIVES, k=45)) for _ in numbers],
        "prices": [round(10 ** CHANCE.uniform(1.5, 5.5), 2) for _ in numbers],
        "hours": [
            -CHANCE.uniform(1, 4000) if n % 4 == 0 else CHANCE.expovariate(1 / 200) + 0.05
            for n in numbers
        ],
        "categories": [CHANCE.choice(range(9, 41)) for _ in numbers],
        "places": [CHANCE.randrange(300) for _ in numbers],
        "ufs": [CHANCE.choice(UFS) for _ in numbers],
        "kinds": CHANCE.choices(("commercial", "judicial", "official"), (8, 1, 1), k=lots),
    }
