"""What the demonstration's bidders have asked about its lots, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import text

from services.database import Transaction

_ASKED = text("""
    insert into questions (product_id, user_id, question, asked_at, answer, answered_at)
    values (:lot, :user, :question, :asked, :answer, :answered)
""")
_LATER = timedelta(hours=2, minutes=20)
# By the lot's key: who asked, how many hours ago, what, and the answer if there is one.
QUESTIONS: dict[str, tuple[tuple[str, int, str, str | None], ...]] = {
    "seda-vermelho-2021": (
        ("bruno", 50, "A chave reserva e o manual acompanham?", "Sim, as duas chaves e o manual."),
        ("ana", 9, "Posso levar um mecânico para ver o carro antes do fim?", None),
    ),
    "suv-branco-2022": (
        (
            "bruno",
            30,
            "A garantia de fábrica passa para quem arrematar?",
            "Passa, até o fim do ano. As revisões foram todas na concessionária.",
        ),
    ),
    "caminhao-bau-2017": (
        (
            "bruno",
            44,
            "O baú tem piso reforçado? Pergunto por causa de paleteira.",
            "Tem chapa xadrez sobre o compensado, sem furos.",
        ),
    ),
    "relogio-automatico-azul": (
        ("bruno", 26, "O laudo pode ser lido antes?", "Pode, na visita marcada com a casa."),
    ),
    "violao-classico-cedro": (("ana", 20, "Qual é a largura da pestana?", "São 52 mm."),),
}


def ask_about(
    work: Transaction, lots: Mapping[str, int], people: Mapping[str, int], *, now: datetime
) -> None:
    """Write the questions about these lots, by key, as if they had been asked before."""
    for key, asked in QUESTIONS.items():
        for who, hours, question, answer in asked:
            at = now - timedelta(hours=hours)
            row = {"lot": lots[key], "user": people[who], "question": question, "asked": at}
            answered = at + _LATER if answer else None
            work.connection.execute(_ASKED, {**row, "answer": answer, "answered": answered})
