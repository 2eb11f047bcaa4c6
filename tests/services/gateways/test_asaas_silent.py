"""What the house makes of a gateway that does not answer: what may be done is never done twice."""

from __future__ import annotations

import httpx
import pytest

from services.config import Config
from services.gateways.asaas import AsaasGateway, Breaker
from services.outside import gateway_of
from services.ports import GatewayAway
from tests.asaas import Pauses, RunningTwin, ana, ask_for_money


class Hours:
    """A monotonic clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def test_an_order_whose_answer_is_lost_may_be_done_and_is_found(
    twin: RunningTwin, gateway: AsaasGateway, pauses: Pauses
) -> None:
    await gateway.create_customer(ana())
    twin.fault("drop_after", method="POST", path="/payments")
    with pytest.raises(GatewayAway) as away:
        await ask_for_money(gateway, "lot:9")
    assert away.value.maybe_done
    assert pauses == []  # not asked for twice
    assert len(await gateway.charges_of("lot:9")) == 1


@pytest.mark.parametrize("kind", ["error", "drop_before"])
async def test_an_order_is_never_repeated_once_it_may_have_been_heard(
    twin: RunningTwin, gateway: AsaasGateway, pauses: Pauses, kind: str
) -> None:
    await gateway.create_customer(ana())
    twin.fault(kind, method="POST")
    with pytest.raises(GatewayAway) as away:
        await ask_for_money(gateway, "lot:9")
    assert (away.value.maybe_done, pauses) == (True, [])
    assert await gateway.charges_of("lot:9") == ()


async def test_a_question_is_repeated_with_growing_pauses(
    twin: RunningTwin, gateway: AsaasGateway, pauses: Pauses
) -> None:
    twin.fault("error", times=2)
    twin.fault("drop_before")
    assert await gateway.balance() == 0
    assert len(pauses) == 3
    assert 0.25 <= pauses[0] <= 0.5 <= pauses[1] <= 1 <= pauses[2] <= 2
    twin.fault("error", times=4)
    with pytest.raises(GatewayAway) as away:
        await gateway.balance()
    assert not away.value.maybe_done  # a question changes nothing


async def test_too_many_requests_waits_as_long_as_is_asked_and_no_longer(
    twin: RunningTwin, gateway: AsaasGateway, pauses: Pauses
) -> None:
    await gateway.create_customer(ana())
    twin.fault("rate_limit", method="POST")
    await ask_for_money(gateway, "lot:9")
    assert (pauses, len(await gateway.charges_of("lot:9"))) == ([1.0], 1)
    twin.fault("rate_limit", times=4, method="POST")
    with pytest.raises(GatewayAway) as away:
        await ask_for_money(gateway, "lot:9")
    assert not away.value.maybe_done


async def test_nobody_waits_minutes_for_a_limit() -> None:
    busy = httpx.Response(429, headers={"RateLimit-Reset": "600"})
    pauses = Pauses()
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: busy)) as client:
        quiet = AsaasGateway(
            "http://asaas.test/v3", "$aact_x", user_agent="x", client=client, pause=pauses
        )
        with pytest.raises(GatewayAway):
            await quiet.balance()
    assert pauses == []


async def test_a_charge_is_gone_though_the_answer_was_lost(
    twin: RunningTwin, gateway: AsaasGateway
) -> None:
    asked = await ask_for_money(gateway)
    twin.fault("drop_after", method="DELETE")
    await gateway.delete_charge(asked.id)
    gone = await gateway.charge(asked.id)
    assert gone is not None
    assert gone.deleted


async def test_a_house_nobody_answers_at_has_done_nothing(pauses: Pauses) -> None:
    nowhere = AsaasGateway("http://127.0.0.1:9/v3", "$aact_x", user_agent="x", pause=pauses)
    with pytest.raises(GatewayAway) as away:
        await nowhere.create_customer(ana())
    assert not away.value.maybe_done
    assert len(pauses) == 3  # nothing was heard, so that it may be asked again
    await nowhere.close()
    await nowhere.close()


async def test_a_house_without_a_key_asks_nobody() -> None:
    keyless = gateway_of(Config(_env_file=None, demo=False))
    with pytest.raises(GatewayAway) as away:
        await keyless.create_customer(ana())
    assert not away.value.maybe_done
    await keyless.close()


async def test_after_failures_in_a_row_all_are_told_at_once_until_one_try_succeeds(
    twin: RunningTwin, pauses: Pauses
) -> None:
    hours = Hours()
    breaker = Breaker(failures=3, rest_seconds=30, now=hours)
    gateway = twin.gateway(pause=pauses, breaker=breaker)
    twin.fault("error", times=4)
    for _ in range(3):
        with pytest.raises(GatewayAway):
            await gateway.create_customer(ana())
    with pytest.raises(GatewayAway) as away:
        await gateway.create_customer(ana())  # the fourth fault is still ordered
    assert (breaker.open, away.value.maybe_done) == (True, False)
    hours.seconds = 30
    with pytest.raises(GatewayAway) as away:
        await gateway.create_customer(ana())
    assert (breaker.open, away.value.maybe_done) == (True, True)  # one tried, and failed
    hours.seconds = 59
    with pytest.raises(GatewayAway):
        await gateway.balance()
    hours.seconds = 60
    assert await gateway.balance() == 0
    assert not breaker.open
    await gateway.close()


def test_only_one_tries_a_gateway_that_was_down() -> None:
    hours = Hours()
    breaker = Breaker(failures=1, rest_seconds=30, now=hours)
    assert breaker.enter()
    breaker.failed()
    hours.seconds = 30
    assert (breaker.enter(), breaker.enter()) == (True, False)
    breaker.gave_up()
    assert (breaker.enter(), breaker.enter()) == (True, False)
    breaker.answered()
    assert (breaker.enter(), breaker.enter()) == (True, True)
