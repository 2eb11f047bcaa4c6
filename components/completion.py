"""The form that completes an account before its first bid or sale."""

from __future__ import annotations

from collections import defaultdict

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.feedback import in_words
from components.frame import document, settle
from components.sign_up import beside
from components.templates import render
from components.words import say
from services.errors import DomainError
from services.views import CompletionForm, Visitor


def completion_response(
    request: Request,
    visitor: Visitor,
    form: CompletionForm,
    *,
    refusal: DomainError | None = None,
) -> HTMLResponse:
    """Answer with the form; after a refusal with every problem beside its field, all typed kept."""
    settle(visitor)
    body = render(
        "completion.html",
        visitor=visitor,
        form=form,
        typed=defaultdict(str, form.typed),
        wrong=beside(form.problems),
        refusal=in_words(refusal) if refusal else "",
    )
    status = refusal.status if refusal else 200
    head = render("sign_up_head.html")
    return document(say("completion.title"), visitor, request, body, head=head, status=status)
