"""The official auctioneer of the demonstration: registered, checked, with a case half written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from models import Auctioneer
from services.database import Transaction
from services.people.boards import BOARDS
from services.selling.drafts import begin
from services.selling.fields import said_instant
from services.selling.rules.calendar import is_day_of_rest
from services.selling.rules.reading import BRASILIA

# Username, name, CPF.
AUCTIONEER = ("leiloeira", "Lúcia Andrade Sá", "28473910532")
REGISTRATION, STATE = "1.042", "SP"
_CASE = {
    "auction_type": "judicial",
    "category": "apartamentos",
    "product_name": "Apartamento de três dormitórios em Campinas, Cambuí",
    "description": (
        "Apartamento no sétimo andar, com três dormitórios, uma suíte, sala em dois ambientes e "
        "duas vagas na garagem. Área privativa de 98 m².\n\nVenda judicial em cumprimento de "
        "sentença, conforme o edital."
    ),
    "min_bid": "520.000,00",
    "appraisal": "520.000,00",
    "minimum_percent": "60",
    "increments": "own",
    "increment": "5.000,00",
    "extend_mode": "add",
    "soft_close_minutes": "3",
    "starts": "at",
    "ends": "at",
    "zip_code": "13025-000",
    "district": "Cambuí",
    "city": "Campinas",
    "state": "SP",
    "process_number": "1004512-21.2024.8.26.0114",
    "court": "Tribunal de Justiça de São Paulo, 3ª Vara Cível de Campinas",
    "case_type": "judicial",
    "plaintiff": "Banco Horizonte S.A.",
    "defendant": "Construtora Vale Verde Ltda",
    "judge_name": "Dra. Helena Moura Castilho",
    "payment_terms": "À vista, por guia de depósito judicial, em 24 horas.",
    "visits": "De segunda a sexta, com hora marcada com o depositário.",
}


def register_auctioneer(work: Transaction, ids: dict[str, int], *, now: datetime) -> None:
    """Enrol the auctioneer at the board of trade, as the house's administrator has checked."""
    work.session.add(
        Auctioneer(
            user_id=ids[AUCTIONEER[0]],
            registration=REGISTRATION,
            board=BOARDS[STATE],
            state=STATE,
            requested_at=now,
            verified_at=now,
            verified_by=ids["helena"],
        )
    )


def begin_case(
    work: Transaction, ids: dict[str, int], asked: Sequence[int], *, now: datetime
) -> None:
    """Leave a judicial lot half written: burdens, occupation and photos are still to come.

    `asked` are the features of its category, its area first.
    """
    dates = {
        "start_datetime": said_instant(_working(now, 3)),
        "end_datetime": said_instant(_working(now, 17)),
        "second_date": said_instant(_working(now, 31)),
    }
    area = {f"feature_{asked[0]}": "98"}
    begin(work.connection, ids[AUCTIONEER[0]], _CASE | dates | area, now=now)


def _working(now: datetime, days: int) -> datetime:
    at = (now + timedelta(days=days)).astimezone(BRASILIA)
    at = at.replace(hour=14, minute=0, second=0, microsecond=0)
    while is_day_of_rest(at.date()) or at.weekday() >= 5:
        at += timedelta(days=1)
    return at
