"""Doors that machines alone use, beside the application of people instead of deep inside it."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send


class Beside:
    """Sends a request to the machines' doors where its path is one of theirs, else to the site.

    A message of the gateway's that passed all that a page needs (sessions, NiceGUI, compression)
    would cost three times as much, and a storm of them is when people wait for the loop.
    """

    def __init__(self, site: ASGIApp, machines: FastAPI) -> None:
        self.site = site
        self.machines = machines
        self.paths = {route.path for route in machines.routes if isinstance(route, Route)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        to_machines = scope["type"] == "http" and scope["path"] in self.paths
        await (self.machines if to_machines else self.site)(scope, receive, send)
