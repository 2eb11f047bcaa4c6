"""What programs may do in their person's name: bid, and keep favourites."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from starlette.responses import Response

from api.asked import read_bid, read_key
from api.callers import Caller, caller_of, still_calling
from api.errors import Problem, as_problem
from api.facts import answer_facts
from api.program_bids import bid_for
from api.security.measures import Measure
from api.v1.manner import AuctionId, opened, program_door, router, told
from components.admission import COMMON
from components.room import broadcaster_of
from services.bids import KnownBid
from services.errors import (
    BadAmount,
    BadField,
    BadForm,
    BadInput,
    KeyReused,
    NotLoggedIn,
    TooManyRequests,
)
from services.views import Answer, PublicRoom

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(app: FastAPI, services: Services) -> None:
    """Serve what changes something under `/api/v1`."""
    part = router()
    bids_of_person = Measure(rate=5, burst=15)

    async def read(auction_id: int, row: int) -> PublicRoom:
        return await services.run(services.rooms.public, auction_id, rows_after=row)

    broadcaster = broadcaster_of(services.hub, read, now=lambda: services.clock.now().timestamp())

    @program_door(part, "POST", "/auctions/{auction_id}/bids", context=COMMON, scope="bid")
    async def bid(auction_id: AuctionId, request: Request) -> Response:
        """Bid, once for each `Idempotency-Key` however often it is sent."""
        caller = by_token(request)
        person = await still_calling(services, caller)
        wait = bids_of_person.take(person)
        if wait:
            raise TooManyRequests(seconds=wait)
        key = key_of(request)
        asked = read_bid({**await body_of(request), "room_id": auction_id, "key": key})
        known = await services.run(services.bids.find_bid, person, auction_id, key)
        if known is not None and known.maximum != asked.amount:
            raise KeyReused
        answer = await bid_for(services, broadcaster, caller, person, asked)
        if not answer.accepted:
            return again(refused(request, answer), known)
        taken = told({**answer_facts(answer), "key": asked.key}, own=True, status=201)
        return again(taken, known)

    for method, act in (("PUT", services.watching.watch), ("DELETE", services.watching.forget)):

        def favourite(act: Any = act) -> Any:
            async def watch(auction_id: AuctionId, request: Request) -> Response:
                """Keep a lot among one's favourites, or no longer."""
                person = await still_calling(services, by_token(request))
                stands = await services.run(act, person, auction_id)
                return told(stands.as_message(), own=True)

            return watch

        path = "/auctions/{auction_id}/watch"
        program_door(part, method, path, context=COMMON, scope="watch")(favourite())

    opened(app, part)


def by_token(request: Request) -> Caller:
    """Give who is calling by an API token: what changes something is no cookie's to ask for."""
    caller = caller_of(request.scope)
    if caller.scopes is None:
        raise NotLoggedIn
    return caller


def key_of(request: Request) -> str:
    """Read the key of a bid from its header. Raises BadForm."""
    try:
        return read_key(request.headers["idempotency-key"])
    except (KeyError, BadInput):
        raise BadForm([BadField("Idempotency-Key", "idempotency_key")]) from None


def again(response: Response, known: KnownBid | None) -> Response:
    """Mark an answer that was given before."""
    if known is not None:
        response.headers["Idempotency-Replayed"] = "true"
    return response


async def body_of(request: Request) -> dict[str, Any]:
    """Read the JSON object of a request. Raises BadInput."""
    try:
        content = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise BadInput from None
    if not isinstance(content, dict):
        raise BadInput
    return content


def refused(request: Request, answer: Answer) -> Response:
    """Tell a refusal of the desk as any other problem."""
    facts = answer_facts(answer)
    status = BadAmount.status if answer.code == BadAmount.code else 409
    problem = Problem(status=status, code=answer.code, key=answer.message_key, values=answer.values)
    correlation = request.scope.get("request_id", "")
    body = {"code": answer.code, "message": facts["message"], "correlation": correlation}
    return as_problem({**body, "standing": answer.standing}, problem)
