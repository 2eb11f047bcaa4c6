"""Who is told what: webhook settings, events, and the queue of each webhook."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from asaas_twin.books import Books, Numbers
from asaas_twin.clock import Clock
from asaas_twin.wire import Json, Refusal, refused, shown, written

MOST = 10
KEPT = timedelta(days=14)
SEND_TYPES = ("SEQUENTIALLY", "NON_SEQUENTIALLY")
MISSING = "O campo {} deve ser informado."


class Webhooks:
    """Keeps up to ten webhooks and, for each, the events it has not taken yet."""

    def __init__(
        self, books: Books, clock: Clock, numbers: Numbers, *, key: str, wake: Callable[[], None]
    ) -> None:
        self._books = books
        self._clock = clock
        self._numbers = numbers
        self._key = key
        self._wake = wake
        books.account = books.account or {"id": numbers.uuid(), "ownerId": None}

    # ---- settings ------------------------------------------------------------------------------

    def create(self, body: Json) -> Json:
        """Add a webhook."""
        if len(self._books.webhooks) >= MOST:
            raise refused("invalid_action", f"O limite de {MOST} webhooks foi atingido.")
        number = self._numbers.uuid()
        webhook: Json = {
            "id": number,
            "name": None,
            "url": None,
            "email": None,
            "enabled": True,
            "interrupted": False,
            "apiVersion": 3,
            "hasAuthToken": False,
            "sendType": "SEQUENTIALLY",
            "events": [],
            "penalizedRequestsCount": 0,
            "_token": "",
        }
        for name in ("name", "url", "authToken"):
            if not body.get(name):
                raise refused(f"invalid_{name}", MISSING.format(name))
        self._change(webhook, body)
        self._books.webhooks[number] = webhook
        return shown(webhook)

    def change(self, number: str, body: Json) -> Json:
        """Change a webhook; `interrupted: false` lets a queue go on, from its oldest event."""
        webhook = self.one(number)
        self.queue(number)  # what is too old goes before it is let go on
        changed = dict(webhook)
        self._change(changed, body)
        webhook.update(changed)
        if body.get("interrupted") is False:
            self.remove_backoff(number)
        self._wake()
        return shown(webhook)

    def remove(self, number: str) -> Json:
        """Take a webhook away, and what waits for it."""
        self.one(number)
        del self._books.webhooks[number]
        self._books.waiting = [one for one in self._books.waiting if one["webhook"] != number]
        return {"deleted": True, "id": number}

    def remove_backoff(self, number: str) -> Json:
        """Let what waits be sent at once, its failures forgiven."""
        webhook = self.one(number)
        webhook["penalizedRequestsCount"] = 0
        now = self._clock.now().isoformat()
        for one in self.queue(number):
            one |= {"failures": 0, "due": now}
        self._wake()
        return shown(webhook)

    def one(self, number: str) -> Json:
        """Find a webhook, or refuse with 404."""
        webhook = self._books.webhooks.get(number)
        if webhook is None:
            raise Refusal(404)
        return webhook

    def all(self) -> list[Json]:
        """List the webhooks."""
        return [shown(webhook) for webhook in self._books.webhooks.values()]

    def _change(self, webhook: Json, body: Json) -> None:
        url, token = body.get("url", webhook["url"]), body.get("authToken")
        if not str(url).startswith(("http://", "https://")):
            raise refused("invalid_url", "A URL informada é inválida.")
        if token is not None:
            self._check_token(token)
            webhook |= {"_token": token, "hasAuthToken": True}
        if body.get("sendType", "SEQUENTIALLY") not in SEND_TYPES:
            raise refused("invalid_sendType", "O tipo de envio informado é inválido.")
        if not isinstance(body.get("events", []), list):
            raise refused("invalid_events", "Os eventos informados são inválidos.")
        known = set(webhook) - {"id", "hasAuthToken", "penalizedRequestsCount"}
        webhook.update({name: value for name, value in body.items() if name in known})

    def _check_token(self, token: object) -> None:
        if (
            not isinstance(token, str)
            or not 32 <= len(token) <= 255
            or any(letter.isspace() for letter in token)
            or token == self._key
        ):
            raise refused("invalid_authToken", "O token de autenticação informado é inválido.")

    # ---- events --------------------------------------------------------------------------------

    def tell(self, event: str, family: str, resource: Json) -> None:
        """Freeze an event as it is now and put it into every queue that asked for its kind."""
        kind = hashlib.md5(event.encode(), usedforsecurity=False).hexdigest()
        number = f"evt_{kind}&{self._numbers.next('event')}"
        body = {
            "id": number,
            "event": event,
            "dateCreated": self._clock.stamp(),
            "account": shown(self._books.account),
            family: shown(resource),
        }
        frozen = written(body).decode()
        self._books.events.append({"id": number, "event": event, "body": frozen})
        self._fan_out(number, event, frozen)

    def tell_again(self, number: str | None) -> Json:
        """Put an event into the queues once more, the same number and the same words."""
        for one in reversed(self._books.events):
            if number is None or one["id"] == number:
                self._fan_out(one["id"], one["event"], one["body"])
                return {"id": one["id"], "event": one["event"]}
        raise Refusal(404)

    def _fan_out(self, number: str, event: str, frozen: str) -> None:
        now = self._clock.now().isoformat()
        for webhook in self._books.webhooks.values():
            if webhook["enabled"] and (not webhook["events"] or event in webhook["events"]):
                delivery = {
                    "webhook": webhook["id"],
                    "id": number,
                    "event": event,
                    "body": frozen,
                    "made": now,
                    "due": now,
                    "failures": 0,
                    "attempts": [],
                }
                self._books.waiting.append(delivery)
        self._wake()

    def queue(self, number: str) -> list[Json]:
        """List what a webhook has not taken yet, the oldest first.

        What an interrupted queue has kept for too long is gone.
        """
        oldest = self._clock.now() - KEPT
        if self._books.webhooks[number]["interrupted"]:
            self._books.waiting = [
                one
                for one in self._books.waiting
                if one["webhook"] != number or datetime.fromisoformat(one["made"]) >= oldest
            ]
        return [one for one in self._books.waiting if one["webhook"] == number]

    def reverse(self) -> None:
        """Turn all queues round, so that the newest is sent first."""
        self._books.waiting.reverse()
        self._wake()
