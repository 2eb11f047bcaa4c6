"""What a monitoring system asks of this process, in Prometheus's words; and how requests count."""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.routing import door
from services.config import LOOPBACK, Config
from services.errors import NotFound
from services.figures import Span, Tallies
from services.views import LiveFigures

if TYPE_CHECKING:
    from services.bootstrap import Services

FOLDERS = ("/static/", "/_nicegui/", "/asaas/")


def register(app: FastAPI, services: Services) -> None:
    """Serve `/metrics` to this machine, or to whoever has `METRICS_TOKEN`; to others it is not."""

    @door(app, "GET", "/metrics")
    async def metrics(request: Request) -> Response:
        if not may_ask(request, services.config):
            raise NotFound
        figures = await services.run(services.watch.figures)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(Figures(services.watch.tallies, figures))
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def may_ask(request: Request, config: Config) -> bool:
    """Tell whether somebody may read the metrics.

    With a token set, whoever shows it; without, who asks from this machine itself and through no
    proxy.
    """
    if config.metrics_token:
        shown = request.headers.get("authorization", "").encode()
        return hmac.compare_digest(shown, f"Bearer {config.metrics_token}".encode())
    near = request.client is not None and request.client.host in LOOPBACK
    return near and not request.scope.get("forwarded", False)


class Figures(Collector):
    """Gives what was counted and read as Prometheus's families."""

    def __init__(self, tallies: Tallies, figures: LiveFigures) -> None:
        self._tallies = tallies
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        """Give every family; counters and histograms are this process's, gauges say whose."""
        yield from self._counted()
        yield from self._read()

    def _counted(self) -> Iterator[Metric]:
        bids, requests = self._tallies.bids, self._tallies.requests
        accepted = CounterMetricFamily("martelo_bids_accepted", "bids accepted")
        accepted.add_metric([], bids.accepted)
        yield accepted
        refused = CounterMetricFamily(
            "martelo_bids_refused", "bids refused, by code", labels=["code"]
        )
        for code, count in sorted(bids.refused.items()):
            refused.add_metric([code], count)
        yield refused
        yield _histogram("martelo_bid_batch_size", "bids committed together", bids.sizes)
        yield _histogram(
            "martelo_fan_out_seconds",
            "from hearing of a commit to having written to every watcher of the room",
            self._tallies.fan_out,
        )
        yield _histogram(
            "martelo_close_late_seconds",
            "how late lots were decided after end and grace",
            self._tallies.lateness.seen,
        )
        answers = CounterMetricFamily(
            "martelo_http_requests",
            "requests, by route as declared and status",
            labels=["method", "route", "status"],
        )
        errors = 0
        for (method, route, status), count in sorted(requests.answers.items()):
            answers.add_metric([method, route, str(status)], count)
            errors += count if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 0
        yield answers
        failed = CounterMetricFamily("martelo_http_errors", "answers with a status of 500 or more")
        failed.add_metric([], errors)
        yield failed
        yield _histogram("martelo_http_seconds", "time to answer", requests.took)

    def _read(self) -> Iterator[Metric]:
        figures = self._figures
        rooms, watchers = self._tallies.rooms()
        for name, about, value in (
            ("rooms", "rooms watched in this process", rooms),
            ("watchers", "screens that watch a room in this process", watchers),
            ("sessions", "log-ins of the house seen in the last 15 minutes", figures.sessions),
            ("processes", "processes of the house that are alive", figures.processes),
            ("lots_open", "lots of the house open for bids", figures.lots_open),
            ("close_overdue_seconds", "how long a lot has waited beyond its grace",
             figures.overdue_seconds),
            ("pool_in_use", "database connections of this process in use", figures.pool_in_use),
            ("pool_size", "database connections of this process at most", figures.pool_size),
            ("ready", "1 when the house can work.", int(not figures.not_ready)),
        ):  # fmt: skip
            yield GaugeMetricFamily(f"martelo_{name}", about, value=value)
        waiting = GaugeMetricFamily("martelo_queue", "what waits, of the house", labels=["queue"])
        oldest = GaugeMetricFamily(
            "martelo_queue_oldest_seconds", "how long the oldest waits", labels=["queue"]
        )
        for queue in figures.queues:
            waiting.add_metric([queue.name], queue.waiting)
            oldest.add_metric([queue.name], queue.oldest_seconds)
        yield waiting
        yield oldest


def _histogram(name: str, about: str, span: Span) -> HistogramMetricFamily:
    family, seen = HistogramMetricFamily(name, about), 0
    buckets = []
    for bound, count in zip((*span.bounds, float("inf")), span.counts, strict=True):
        seen += count
        buckets.append((f"{bound:g}".replace("inf", "+Inf"), float(seen)))
    family.add_metric([], buckets, sum_value=span.sum)
    return family


class Counted:
    """Counts every answer by the route it came from, as declared: never by what was typed."""

    def __init__(self, app: ASGIApp, *, tallies: Tallies) -> None:
        self.app = app
        self._tallies = tallies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count what is answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), HTTPStatus.INTERNAL_SERVER_ERROR.value
        method, path = scope["method"], scope["path"]

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            took = time.perf_counter() - began
            self._tallies.requests.count(method, route_of(scope, path), status, took)


def route_of(scope: Scope, path: str) -> str:
    """Name the route that answered; folders of files are one each, and so is all that is not."""
    declared: str | None = getattr(scope.get("route"), "path", None)
    if declared:
        return declared
    return next((folder for folder in FOLDERS if path.startswith(folder)), "none")
