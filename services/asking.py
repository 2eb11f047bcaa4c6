"""Asking another house who somebody is; its word counts only where, and for what, it was asked."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

import structlog

from services.errors import NobodyVouches, NotFound, NotVouched
from services.ports import Clock, IdentityProvider, NoVoucher, Question, Voucher
from services.sealing import Seal, SealBroken
from services.throttles import Throttles

ASKING_LASTS = timedelta(minutes=10)
LINKING_LASTS = timedelta(minutes=30)
_MOST_ASKED, _WINDOW = 40, timedelta(minutes=5)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where the browser goes to be vouched for, and the sealed `attempt` it keeps meanwhile."""

    url: str
    attempt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What another house said of somebody, and the `reason` that was asked for."""

    voucher: Voucher
    reason: Mapping[str, Any]


class Asking:
    """Asks for one `purpose`; what was asked for another is as good as never asked.

    The browser keeps sealed what it left with and, later, what is still wished: it can read
    neither, nor make one. `provider` is None where no house is set.
    """

    def __init__(
        self,
        clock: Clock,
        throttles: Throttles,
        *,
        provider: IdentityProvider | None,
        secret_key: str,
        purpose: str,
    ) -> None:
        self._clock = clock
        self._throttles = throttles
        self._provider = provider
        key = secret_key or secrets.token_hex(32)
        self._attempts = Seal(key, purpose=f"asking another house, {purpose}")
        self._wishes = Seal(key, purpose=f"linking to another house, {purpose}")

    @property
    def offered(self) -> bool:
        """Tell whether there is another house to ask."""
        return self._provider is not None

    def depart(self, reason: Mapping[str, Any], *, ip: str | None = None) -> Departure:
        """Begin to ask. Raises NotFound where no house is set, NotVouched, TooManyAttempts."""
        provider = self._asked_of()
        if ip:
            self._throttles.count(f"vouch-from:{ip}", most=_MOST_ASKED, within=_WINDOW)
        try:
            question = provider.question()
        except NoVoucher as refusal:
            raise _disbelieved(refusal) from refusal
        kept = {**asdict(question), "url": "", "reason": dict(reason)}
        return Departure(url=question.url, attempt=self._sealed(self._attempts, kept, ASKING_LASTS))

    def reason_of(self, attempt: str) -> Mapping[str, Any]:
        """Tell why a browser has asked; raises NotVouched (`stale`) if it has not, for this."""
        reason: Mapping[str, Any] = self._opened(self._attempts, attempt)["reason"]
        return reason

    def hear(self, attempt: str, back: Mapping[str, str]) -> Heard:
        """Hear what a browser brings back, believed only where it left with `attempt`.

        `back` is the query it came with. Raises NotVouched with a reason: `stale`, `denied`,
        `disbelieved`; NobodyVouches if the other house is away.
        """
        provider = self._asked_of()
        kept = self._opened(self._attempts, attempt)
        if not hmac.compare_digest(back.get("state", "").encode(), kept["state"].encode()):
            raise NotVouched(reason="stale")
        if "error" in back:
            denied = back["error"] == "access_denied"
            raise NotVouched(reason="denied" if denied else "disbelieved")
        question = Question(
            url="", state=kept["state"], nonce=kept["nonce"], verifier=kept["verifier"]
        )
        try:
            voucher = provider.answer(
                back.get("code", ""), question=question, issuer=back.get("iss")
            )
        except NoVoucher as refusal:
            raise _disbelieved(refusal) from refusal
        return Heard(voucher=voucher, reason=kept["reason"])

    def wish(self, kept: Mapping[str, Any]) -> str:
        """Seal what is wished after it was vouched for, to be confirmed within half an hour."""
        return self._sealed(self._wishes, kept, LINKING_LASTS)

    def wished(self, wish: str) -> dict[str, Any]:
        """Read what is wished. Raises NotVouched (`stale`) for what is old or not ours."""
        return self._opened(self._wishes, wish)

    def _asked_of(self) -> IdentityProvider:
        if self._provider is None:
            raise NotFound
        return self._provider

    def _sealed(self, seal: Seal, kept: Mapping[str, Any], lasts: timedelta) -> str:
        until = (self._clock.now() + lasts).timestamp()
        return seal.seal(json.dumps({**kept, "until": until}))

    def _opened(self, seal: Seal, sealed: str) -> dict[str, Any]:
        try:
            kept: dict[str, Any] = json.loads(seal.open(sealed))
        except (SealBroken, UnicodeError):
            raise NotVouched(reason="stale") from None
        if kept["until"] <= self._clock.now().timestamp():
            raise NotVouched(reason="stale")
        return kept


def _disbelieved(refusal: NoVoucher) -> NotVouched:
    log.warning("not_vouched", why=str(refusal)[:300], away=refusal.away)
    return NobodyVouches() if refusal.away else NotVouched(reason="disbelieved")
