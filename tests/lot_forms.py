"""Forms of lots as people who mean it fill them in."""

from __future__ import annotations

TRUCK = {
    "category": "arte",
    "product_name": "Caminhão Volvo FH 540 2019",
    "description": "Único dono, **revisado** na concessionária.\n\n- Pneus novos",
    "min_bid": "150.000,00",
    "starts": "now",
    "ends": "after",
    "duration": "10080",
    "zip_code": "01310-100",
    "street_name": "Avenida Paulista",
    "street_number": "1000",
    "district": "Bela Vista",
    "city": "São Paulo",
    "state": "SP",
    "pickup": "Retirada com hora marcada.",
}
JUDICIAL = {
    **TRUCK,
    "auction_type": "judicial",
    "product_name": "Casa de três quartos em Campinas",
    "description": "Casa térrea com três quartos, quintal e garagem coberta, matrícula 12.345.",
    "min_bid": "300.000,00",
    "increments": "own",
    "increment": "2.000,00",
    "process_number": "0737906-40.2025.8.07.0000",
    "court": "2ª Vara Cível de Campinas",
    "case_type": "judicial",
    "plaintiff": "Banco Um S.A.",
    "defendant": "João da Silva",
    "judge_name": "Dra. Marta Lima",
    "appraisal": "300.000,00",
    "second_date": "2026-12-18T14:00",
    "payment_terms": "À vista, por guia de depósito judicial, em 24 horas.",
    "goods_at": "Rua das Flores, 10, Campinas (SP)",
    "visits": "De segunda a sexta, com hora marcada.",
    "burdens": "Penhora neste processo. Não há recurso pendente.",
    "occupation": "vacant",
    "debts": "IPTU de 2025: R$ 2.300,00.",
}
