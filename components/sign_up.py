"""The way to an account: the form of sign-up in its steps, and the letter that is on its way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.feedback import in_words
from components.frame import document, settle
from components.google import google_button
from components.templates import render
from components.words import say
from services.errors import BadField, DomainError
from services.views import SignUpForm, Visitor


def sign_up_response(
    request: Request,
    visitor: Visitor,
    form: SignUpForm,
    *,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HTMLResponse:
    """Answer with the form; after a refusal with every problem beside its field, and all typed
    kept but the password.
    """
    settle(visitor)
    body = render(
        "sign_up.html",
        visitor=visitor,
        form=form,
        typed=defaultdict(str, form.typed),
        wrong=beside(form.problems),
        refusal=in_words(refusal) if refusal else "",
        google=google_button(form.next_path),
    )
    head = render("sign_up_head.html")
    return document(say("sign_up.title"), visitor, request, body, head=head, status=status)


def sent_response(
    request: Request,
    visitor: Visitor,
    email: str,
    *,
    demo: bool,
    again: bool = False,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HTMLResponse:
    """Answer that a letter is on its way if all is right, with a way to have it sent again."""
    settle(visitor)
    body = render(
        "sent.html",
        visitor=visitor,
        email=email,
        demo=demo,
        again=again,
        refusal=in_words(refusal) if refusal else "",
        wrong=isinstance(refusal, BadField),
    )
    head = render("sign_up_head.html")
    return document(say("sent.title"), visitor, request, body, head=head, status=status)


def beside(problems: Sequence[BadField]) -> Mapping[str, str]:
    """Give what is wrong with each field, in words; nothing for a field that is well."""
    return defaultdict(str, {each.field: in_words(each) for each in reversed(problems)})
