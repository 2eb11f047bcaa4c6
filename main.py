"""Starts the house: builds the services, finds pages, then doors, joins the loop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import structlog
import uvicorn
from fastapi import FastAPI
from nicegui import app, core, ui
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

import api
import api.files
import api.security
import api.webhook
import pages
from api.beside import Beside
from asaas_twin import Settings, Twin
from components import frame
from components.discovery import serving
from pages.routing import StillPages, install_error_pages
from services.bootstrap import Services
from services.config import SIMULATOR, Config, keep_secret
from services.database import migrate
from services.demo.life import DemoLife
from services.demo.load import load
from services.events import HouseClosing
from services.hub import Hub
from services.outside import database_url

STATIC = Path(__file__).resolve().parent / "static"


def main() -> None:
    """Serve until told to stop."""
    signal.signal(signal.SIGTERM, end)
    config = Config()
    set_up_logs(config.log_level)
    keep_secret(config)
    with database_url(config) as url:
        migrate(url)
        services = Services(config, url)
        site = build(services)
        with at_work(services):
            serve(site, services)


def end(*_: object) -> None:
    """Go as at the keyboard's word, through every door that was opened, closing it."""
    raise KeyboardInterrupt


@contextlib.contextmanager
def at_work(services: Services) -> Iterator[None]:
    """Keep the desk open and the clock running, and in the demonstration a little life."""
    life = DemoLife(services)
    services.start()
    try:
        if services.config.demo:
            load(services)
            life.start()
        settle_memory()
        yield
    finally:
        life.stop()
        services.stop()


class Server(uvicorn.Server):
    """Tells the house that it closes once nothing new comes in, so that nobody waits for news."""

    hub: Hub

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what is under way and hang up."""
        asyncio.get_running_loop().call_soon(self.hub.publish, HouseClosing())
        await super().shutdown(sockets)


def serve(site: ASGIApp, services: Services) -> None:
    """Answer requests until told to stop."""
    server = Server(
        uvicorn.Config(
            site,
            host=services.config.host,
            port=services.config.port,
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            ws_max_size=131_072,
            timeout_graceful_shutdown=5,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
        )
    )
    server.hub = services.hub
    logging.getLogger("uvicorn.error").addFilter(briefly)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit("nothing was served")


def briefly(record: logging.LogRecord) -> bool:
    """Keep to one line what a stranger sent that is not text: else the log were theirs to fill."""
    if record.exc_info and isinstance(record.exc_info[1], UnicodeDecodeError):
        record.exc_info = None
    return True


def build(services: Services) -> ASGIApp:
    """Register pages, then doors, then the wardens before them all; give the app to serve."""
    config = services.config
    if not config.house.complete:
        structlog.get_logger(__name__).warning("house_not_named", law="Decreto 7.962/2013, art. 2")
    frame.configure(demo=bool(config.demo), house=config.house)
    app.mount("/static", StaticFiles(directory=STATIC))
    for page in serving(pages):
        page.register(services)
    for door in serving(api):
        door.register(app, services)
    if config.payments_simulated:
        simulate_payments(config)
    install_error_pages(app)
    app.on_startup(services.payments.open)
    app.on_startup(lambda: announce(services))
    app.on_shutdown(services.payments.shut)
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    ui.run_with(
        outer,
        storage_secret=config.secret_key,
        language="pt-BR",
        title="Martelo",
        favicon=STATIC / "img" / "favicon.svg",
        reconnect_timeout=10.0,
        message_history_length=100,
        gzip_middleware_factory=None,
        binding_refresh_interval=None,
        tailwind=False,
        session_middleware_kwargs={
            "session_cookie": "__Host-ui" if config.secure else "ui",
            "https_only": config.secure,
            "same_site": "lax",
        },
        show_welcome_message=False,
    )
    app.add_middleware(StillPages)
    app.add_middleware(api.files.Files)
    api.security.install(app, core.sio, services)
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=5)
    machines = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    api.webhook.register_beside(machines, services)
    api.security.guard_machines(machines, config)
    return Beside(outer, machines)


def simulate_payments(config: Config) -> None:
    """Serve a payment simulator beside the site: invoices for browsers, the API for the house."""
    settings = Settings(
        key=config.payment_key,
        public_url=f"{config.base_url.rstrip('/')}{SIMULATOR}",
        payee=config.house.name,
        opening_balance=config.payment_opening_balance,
        keep_in=config.state_dir / "asaas-simulator.json",
    )
    twin = Twin(settings)
    twin.listen(f"{config.loopback}/payment/webhook", config.asaas_webhook_token)
    twin.validate(f"{config.loopback}/payment/validate-withdrawal", config.asaas_withdrawal_token)
    app.mount(SIMULATOR, twin.app(drivers=False))
    app.on_startup(twin.start)
    app.on_shutdown(twin.stop)


def settle_memory() -> None:
    """Keep what was built at the start out of the garbage collector's way while people bid."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


def set_up_logs(level: str) -> None:
    """Write one JSON line per event, in UTC."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
    )


def announce(services: Services) -> None:
    """Say where the site is and, in the demonstration, who can log in."""
    lines = [f"Martelo: {services.config.base_url}"]
    lines += [
        f"  {person.username} / {person.password}  ({person.role})"
        for person in services.accounts.demo_people()
    ]
    print("\n".join(lines), flush=True)  # noqa: T201  the one thing said to the person who started it


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
