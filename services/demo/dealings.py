"""What the people one can log in as have going when the demonstration begins: bids and hearts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from services.demo.lots import LOTS
from services.desk import BidRequest

if TYPE_CHECKING:
    from services.bootstrap import Services

# By the lot's key: who bid on it to its end, the winner first.
RIVALS: dict[str, tuple[str, ...]] = {"amplificador-valvulado": ("ana", "bruno")}
# By the lot's key: who has just bid, each more than the one before; the last one leads.
BIDDING: dict[str, tuple[str, ...]] = {
    "violao-classico-cedro": ("ana", "bruno"),
    "toca-discos-nogueira": ("bruno", "ana"),
    "mesa-jantar-redonda": ("ana",),
}
WATCHING: dict[str, tuple[str, ...]] = {
    "violao-classico-cedro": ("ana", "bruno", "vinil77"),
    "toca-discos-nogueira": ("ana", "vinil77", "oficina12"),
    "seda-vermelho-2021": ("ana", "bruno", "garimpo", "prudente"),
    "cronografo-ouro-preto": ("bruno", "colecionador", "lince", "tereza_m", "mar_aberto"),
    "sintetizador-analogico": ("ana", "bruno", "vinil77"),
    "guitarra-vermelha-1982": ("vinil77", "oficina12"),
    "poltrona-couro-caramelo": ("dona_rita", "tereza_m"),
    "aparador-jacaranda-1960": ("ana", "dona_rita"),
}
_OFFERS = (Decimal("0.96"), Decimal("1.02"))  # of the estimate, above all that was bid before
_ESTIMATES = {lot.key: lot.estimate_low for lot in LOTS}
_LATELY = timedelta(seconds=120)  # after all that was bid before the demonstration began


def begin_dealings(
    services: Services, lots: Mapping[str, int], people: Mapping[str, int], *, now: datetime
) -> None:
    """Let people bid and watch, by the same services as anybody; `lots` are numbers by key."""
    for key, watchers in WATCHING.items():
        for name in watchers:
            services.watching.watch(people[name], lots[key])
    for key, names in BIDDING.items():
        for place, name in enumerate(names):
            services.bids.place(
                [
                    BidRequest(
                        user_id=people[name],
                        auction_id=lots[key],
                        amount=(_ESTIMATES[key] * _OFFERS[place]).quantize(Decimal(1)),
                        key=secrets.token_urlsafe(12),
                        arrival=now - _LATELY + timedelta(seconds=20 * place),
                        confirmed=True,
                        declared=True,
                    )
                ]
            )
