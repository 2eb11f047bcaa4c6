"""Transfers: money sent to a Pix key, if the house says so when it is asked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from asaas_twin.account import Account
from asaas_twin.books import Books, Numbers
from asaas_twin.clock import Clock
from asaas_twin.documents import document, masked
from asaas_twin.paging import within
from asaas_twin.settings import Settings
from asaas_twin.webhooks import Webhooks
from asaas_twin.wire import Json, Refusal, amount, refused, shown

KEY_TYPES = {
    "CPF": re.compile(r"[0-9]{11}"),
    "CNPJ": re.compile(r"[0-9A-Z]{14}"),
    "EMAIL": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    "PHONE": re.compile(r"(\+55)?[0-9]{10,11}"),
    "EVP": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
}
# A transfer to this key fails at the bank.
FAILS = "falha@simulador.example"
VALIDATED_AFTER = 5.0
VALIDATIONS = 3
AT_THE_BANK = 2.0


class Transfers:
    """Keeps transfers; `next` is the step each takes when its time has come."""

    def __init__(
        self,
        books: Books,
        clock: Clock,
        numbers: Numbers,
        account: Account,
        webhooks: Webhooks,
        settings: Settings,
    ) -> None:
        self._books = books
        self._clock = clock
        self._numbers = numbers
        self._account = account
        self._webhooks = webhooks
        self._settings = settings

    def create(self, body: Json) -> Json:
        """Send money; it leaves the balance at once, and comes back if the transfer does not go."""
        value = amount(body.get("value"))
        if value is None or value <= 0:
            raise refused("invalid_value", "O campo value deve ser informado")
        key = self._key(body)
        fee = self._settings.fees.transfer
        if value + fee > self._account.balance:
            raise refused("invalid_action", "Saldo insuficiente para realizar a transferência.")
        transfer = self._blank(body, key)
        transfer |= {"value": value, "netValue": value, "transferFee": fee}
        self._books.transfers[transfer["id"]] = transfer
        words = "Transferência via Pix"
        self._account.move("TRANSFER", -value, words, transfer=transfer["id"])
        self._account.move("TRANSFER_FEE", -fee, f"Taxa - {words}", transfer=transfer["id"])
        self._tell("TRANSFER_CREATED", transfer)
        if self._books.validator.get("url"):  # else it waits for a person's word
            self._later(transfer, "validate", VALIDATED_AFTER)
        return transfer

    def cancel(self, number: str) -> Json:
        """Call a transfer back that no bank has yet."""
        transfer = self.one(number)
        if transfer["status"] != "PENDING":
            raise refused("invalid_action", "Esta transferência não pode ser cancelada.")
        self.give_back(transfer, "CANCELLED", None)
        return transfer

    def one(self, number: str) -> Json:
        """Find a transfer, or refuse with 404."""
        transfer = self._books.transfers.get(number)
        if transfer is None:
            raise Refusal(404)
        return transfer

    def found(self, query: dict[str, str]) -> list[Json]:
        """List transfers, the newest first, by the day they were made."""
        return [
            shown(transfer)
            for transfer in reversed(self._books.transfers.values())
            if within(transfer, query, "dateCreated")
        ]

    # ---- step by step --------------------------------------------------------------------------

    def validated(self, transfer: Json, said: tuple[bool, str] | None) -> None:
        """Hear what the house said; no proper answer is asked for again, three times in all."""
        if transfer["status"] != "PENDING":
            return
        if said is None:
            transfer["_asked"] += 1
            if transfer["_asked"] < VALIDATIONS:
                self._later(transfer, "validate", VALIDATED_AFTER)
            else:
                self.give_back(transfer, "CANCELLED", "Falha na validação da transferência.")
        elif said[0]:
            self.step(transfer, "authorized")
        else:
            self.give_back(transfer, "CANCELLED", said[1] or "Transferência recusada.")

    def step(self, transfer: Json, step: str) -> None:
        """Take one step: to the bank, and from it to the end."""
        transfer["_next"] = None
        if step == "authorized":
            transfer |= {"authorized": True, "status": "BANK_PROCESSING", "canBeCancelled": False}
            self._tell("TRANSFER_IN_BANK_PROCESSING", transfer)
            self._later(transfer, "bank", AT_THE_BANK)
        elif transfer["bankAccount"]["pixAddressKey"] == FAILS:
            self.give_back(transfer, "FAILED", "Conta de destino inválida.")
        else:
            now = self._clock.now()
            number = f"E19540550{now:%Y%m%d%H%M}{self._numbers.letters(11)}"
            today = self._clock.today().isoformat()
            transfer |= {"status": "DONE", "effectiveDate": self._clock.stamp()}
            transfer |= {"confirmedDate": today, "endToEndIdentifier": number}
            self._tell("TRANSFER_DONE", transfer)

    def block(self, transfer: Json) -> None:
        """Hold a transfer for analysis: an event without a status of its own."""
        transfer["_next"] = None
        self._tell("TRANSFER_BLOCKED", transfer)

    def give_back(self, transfer: Json, status: str, why: str | None) -> None:
        """End a transfer that did not go."""
        if transfer["status"] not in ("PENDING", "BANK_PROCESSING"):
            raise refused("invalid_action", "Esta transferência já terminou.")
        transfer |= {"status": status, "failReason": why, "canBeCancelled": False, "_next": None}
        back = transfer["value"] + transfer["transferFee"]
        self._account.move("TRANSFER_REVERSAL", back, "Estorno", transfer=transfer["id"])
        self._tell(f"TRANSFER_{status}", transfer)

    def due(self) -> list[Json]:
        """List the transfers whose next step is set, the earliest first."""
        waiting = [one for one in self._books.transfers.values() if one["_next"]]
        return sorted(waiting, key=lambda one: datetime.fromisoformat(one["_at"]))

    def _later(self, transfer: Json, step: str, seconds: float) -> None:
        at = self._clock.now() + timedelta(seconds=seconds * self._settings.pace)
        transfer |= {"_next": step, "_at": at.isoformat()}

    def _key(self, body: Json) -> str:
        key, kind = body.get("pixAddressKey"), body.get("pixAddressKeyType")
        if not isinstance(key, str) or kind not in KEY_TYPES:
            raise refused("invalid_action", "A chave Pix deve ser informada.")
        known = bool(KEY_TYPES[kind].fullmatch(key))
        if not known or (kind in ("CPF", "CNPJ") and document(key) is None):
            raise refused("invalid_action", "A chave Pix informada é inválida.")
        return key

    def _blank(self, body: Json, key: str) -> Json:
        owner = document(key)
        return {
            "object": "transfer",
            "id": self._numbers.uuid(),
            "value": None,
            "netValue": None,
            "transferFee": None,
            "dateCreated": self._clock.today().isoformat(),
            "status": "PENDING",
            "effectiveDate": None,
            "confirmedDate": None,
            "endToEndIdentifier": None,
            "transactionReceiptUrl": None,
            "operationType": "PIX",
            "failReason": None,
            "walletId": None,
            "description": body.get("description") or None,
            "externalReference": body.get("externalReference") or None,
            "authorized": False,
            "scheduleDate": self._clock.today().isoformat(),
            "type": "BANK_ACCOUNT",
            "bankAccount": {
                "bank": {"code": "077", "name": "BANCO INTER S.A.", "ispb": "00416968"},
                "accountName": None,
                "ownerName": "Titular da chave",
                "cpfCnpj": masked(owner) if owner else "***.000.000-**",
                "type": "CHECKING_ACCOUNT",
                "agency": "0",
                "agencyDigit": None,
                "account": "000000",
                "accountDigit": "0",
                "pixAddressKey": key,
            },
            "recurring": None,
            "canBeCancelled": True,
            "_next": None,
            "_at": None,
            "_asked": 0,
        }

    def _tell(self, event: str, transfer: Json) -> None:
        self._webhooks.tell(event, "transfer", transfer)
