"""The doors of the house with their context: each is declared once, and opens to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import APIRouter, Depends, FastAPI, Request

from components.admission import PUBLIC, Context, admitted, declare, take
from services.people.rights import Right as Right

Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One thing a machine or a form may ask, and who may."""

    method: str
    path: str
    context: Context
    right: Right | None
    handler: Callable[..., Any]


DOORS: dict[tuple[str, str], Door] = {}


async def proved(request: Request) -> None:
    """Take the proof that comes with a form, if one does, before its door takes the form."""
    take = getattr(request.app.state, "take_proof", None)
    if take is not None and "proof" in request.query_params:
        await take(request)


def door(
    app: FastAPI | APIRouter,
    method: str,
    path: str,
    *,
    context: Context = PUBLIC,
    right: Right | None = None,
) -> Callable[[Handler], Handler]:
    """Serve `method path` for the people of `context`, those with `right` if it names one."""

    def serve(handler: Handler) -> Handler:
        wardens = [Depends(admitted(context, right))]
        if method == "POST" and context is not PUBLIC:
            wardens.append(Depends(proved))
        app.add_api_route(
            path, handler, methods=[method], dependencies=wardens, response_model=None
        )
        whole = f"{app.prefix}{path}" if isinstance(app, APIRouter) else path
        take(method, whole)
        declare(method, whole, context, right, handler)
        DOORS[method, whole] = Door(
            method=method, path=whole, context=context, right=right, handler=handler
        )
        return handler

    return serve
