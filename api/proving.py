"""A form that takes a recent proof: asked over it, with all that was typed kept for its door."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.accounts import LONGEST_PASSWORD, keep_attempt, word
from api.errors import answer_machine, retry_after, wants_json
from api.forms import LONGEST_FIELD, READ, our_form, person_of
from api.second_step import LONGEST_CODE, attempt_of
from components.admission import visitor_of
from components.here import here_of
from components.security import proof_response
from services.errors import (
    BadField,
    BadForm,
    DomainError,
    ProofNeeded,
    TokenRefused,
    TooManyAttempts,
)

if TYPE_CHECKING:
    from services.bootstrap import Services

KEPT = "kept."


class ProofLacking(ProofNeeded):
    """What came over a form proves nothing yet: what was wrong, or which letter was sent."""

    def __init__(self, *, problem: DomainError | None = None, attempt: str = "") -> None:
        super().__init__()
        self.problem = problem
        self.attempt = attempt


def register(app: FastAPI, services: Services) -> None:
    """Ask for a proof wherever one lacks, and take those that come with a form (`api.routing`)."""
    desk = ProofDesk(services)
    app.state.take_proof = desk.take
    app.add_exception_handler(ProofNeeded, desk.ask)


class ProofDesk:
    """Asks who is there over a form, and hands the form on to its own door once that is known.

    What was typed goes to the browser and back in fields of its own, never by an address; passwords
    do not. The door takes it as it takes any form: with the token of this session, judged anew.
    """

    def __init__(self, services: Services) -> None:
        self.services = services

    async def ask(self, request: Request, error: Exception) -> Response:
        """Ask for a proof: over the form that was sent, or before the page that was asked for."""
        if wants_json(request):
            return await answer_machine(request, error)
        if request.method != "POST" or READ not in request.scope:
            here = quote(here_of(request), safe="/")
            return RedirectResponse(f"/account/verify?next={here}", 303)
        visitor = visitor_of(request)
        lacking = error if isinstance(error, ProofLacking) else ProofLacking()
        asked = await self.services.run(self.services.proofs.asked, person_of(visitor))
        answer: Response = proof_response(
            request,
            visitor,
            asked,
            action=request.url.path,
            kept=kept(request.scope[READ]),
            problem=lacking.problem,
            sent=bool(lacking.attempt),
        )
        if lacking.problem is not None:
            answer.headers.update(retry_after(lacking.problem))
        if lacking.attempt:
            keep_attempt(self.services, answer, lacking.attempt)
        return answer

    async def take(self, request: Request) -> None:
        """Take the proof that came with a form, and leave its door the form as it was typed.

        Raises ProofLacking where it proves nothing, or where a code by letter was asked for.
        """
        visitor, proofs = visitor_of(request), self.services.proofs
        user_id = person_of(visitor)
        form = await our_form(request, visitor)
        request.scope[READ] = unwrapped(form)
        key = visitor.session_key
        try:
            if request.query_params.get("proof") == "letter":
                attempt = await self.services.run(proofs.send_code, user_id, session_key=key)
                raise ProofLacking(attempt=attempt)
            await self.services.run(
                proofs.prove,
                user_id,
                session_key=key,
                password=word(form, "password")[:LONGEST_PASSWORD],
                code=word(form, "code")[:LONGEST_CODE],
                attempt=attempt_of(self.services, request),
            )
        except (BadField, BadForm, TooManyAttempts, TokenRefused) as refusal:
            if wants_json(request):
                raise
            raise ProofLacking(problem=refusal) from None


def kept(form: FormData) -> list[tuple[str, str]]:
    """Give what is kept of a form: its words, but for the token and anything secret."""
    return [
        (f"{KEPT}{name}", value[:LONGEST_FIELD])
        for name, value in form.multi_items()
        if isinstance(value, str) and name != "csrf" and "password" not in name
    ]


def unwrapped(form: FormData) -> FormData:
    """Give a form back as it was before it was kept."""
    was = [
        (name.removeprefix(KEPT), value)
        for name, value in form.multi_items()
        if name.startswith(KEPT)
    ]
    return FormData([*was, ("csrf", word(form, "csrf"))])
