"""Another house that says of people what a test tells it to."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from services.ports import NoVoucher, Question, Voucher

GOOGLE = "https://accounts.google.com"
ANA = Voucher(
    issuer=GOOGLE, subject="1", email="ana@example.com", email_verified=True, name="Ana Souza"
)


@dataclass
class OtherHouse:
    """A house that says what it is told to; the real one is in `tests/oidc_provider.py`."""

    voucher: Voucher = ANA
    refusal: NoVoucher | None = None
    asked: int = 0
    held_against: list[Question] = field(default_factory=list)
    gate: threading.Barrier | None = None

    def question(self) -> Question:
        self.asked += 1
        return Question(
            url=f"{GOOGLE}/?state=s{self.asked}",
            state=f"s{self.asked}",
            nonce=f"n{self.asked}",
            verifier=f"v{self.asked}",
        )

    def answer(self, code: str, *, question: Question, issuer: str | None) -> Voucher:
        self.held_against.append(question)
        if self.refusal:
            raise self.refusal
        if self.gate:
            self.gate.wait(10)
        return self.voucher
