"""What a monitoring system is told: by whom it may be asked, and that it is what happened."""

from __future__ import annotations

from decimal import Decimal

import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from api import metrics
from services.bootstrap import Services
from services.errors import BidTooLow
from services.views import Answer
from tests.api.conftest import Browser

TOKEN = "a token of twenty signs and more"
TAKEN = Answer(
    accepted=True, code="accepted", message_key="bid.ok", values={}, price=None, standing="leading"
)


@pytest.fixture
def watched(doors: FastAPI, services: Services) -> FastAPI:
    metrics.register(doors, services)
    return doors


async def read(browser: Browser) -> dict[tuple[str, ...], float]:
    """Read the samples as a monitoring system does."""
    answer = await browser.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_only_this_machine_is_told_and_never_through_a_proxy(watched: FastAPI) -> None:
    here = Browser(watched, address="127.0.0.1")
    assert (await here.get("/metrics")).status_code == 200
    assert (await here.get("/metrics", headers={"Host": "10.0.0.7:8080"})).status_code == 200
    assert (await Browser(watched).get("/metrics")).status_code == 404
    behind = await here.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    assert behind.status_code == 404


async def test_whoever_shows_the_token_is_told_wherever_they_are(
    watched: FastAPI, services: Services
) -> None:
    services.config.metrics_token = TOKEN
    far, near = Browser(watched), Browser(watched, address="127.0.0.1")
    shown = {"Authorization": f"Bearer {TOKEN}"}
    assert (await far.get("/metrics", headers=shown)).status_code == 200
    for headers in ({}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": "Basic YTpi"}):
        assert (await near.get("/metrics", headers=headers)).status_code == 404, headers


async def test_what_happened_is_what_is_told(watched: FastAPI, services: Services) -> None:
    here = Browser(watched, address="127.0.0.1")
    refusal = BidTooLow(minimum=Decimal(1))
    services.bids.desk.tally.count([refusal, TAKEN, TAKEN])
    services.watch.tallies.fan_out.see(0.003)
    services.watch.tallies.count_rooms_by(lambda: (2, 30))
    services.closing.lateness.count([0.2])
    await here.get("/who")
    await here.get("/nowhere/at-all")
    found = await read(here)
    assert found[("martelo_bids_accepted_total",)] == 2
    assert found[("martelo_bids_refused_total", refusal.code)] == 1
    assert found[("martelo_bid_batch_size_bucket", "2")] == 0
    assert found[("martelo_bid_batch_size_bucket", "4")] == 1
    assert found[("martelo_fan_out_seconds_bucket", "0.005")] == 1
    assert found[("martelo_close_late_seconds_sum",)] == pytest.approx(0.2)
    assert (found[("martelo_rooms",)], found[("martelo_watchers",)]) == (2, 30)
    assert found[("martelo_http_requests_total", "GET", "/who", "200")] == 1
    assert found[("martelo_http_requests_total", "GET", "none", "404")] == 1
    assert found[("martelo_queue", "outbox")] == 0
    assert found[("martelo_queue_oldest_seconds", "signatures")] == 0
    assert found[("martelo_ready",)] == 1
    assert found[("martelo_pool_size",)] == services.config.pool_size
