"""Whoever knows the number of a page still cannot press its buttons."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import socketio

from tests.security.conftest import House, csrf_of
from tests.security.strangers import Stranger, open_page, settled

Refused = socketio.exceptions.ConnectionError


@pytest.fixture
async def leaving() -> AsyncIterator[list[Stranger]]:
    """Whoever is put here is shown out at the end."""
    strangers: list[Stranger] = []
    yield strangers
    for stranger in strangers:
        await stranger.leave()


def pressed(house: House, name: str) -> int:
    return house.presses().get(name, 0)


async def test_the_owner_of_a_page_presses_its_button(
    house: House, leaving: list[Stranger]
) -> None:
    with house.logged_in("ana") as ana:
        page = open_page(ana)
        before = pressed(house, "ana")
        socket = Stranger(house.url, ana)
        leaving.append(socket)
        await socket.join(page.client_id)
        await socket.client.emit("event", page.press())
        assert await settled(lambda: pressed(house, "ana"), before + 1) == before + 1


async def test_somebody_without_account_presses_the_button_of_their_own_page(
    house: House, leaving: list[Stranger]
) -> None:
    with house.visitor() as somebody:
        page = open_page(somebody)
        before = pressed(house, "nobody")
        socket = Stranger(house.url, somebody)
        leaving.append(socket)
        await socket.join(page.client_id)
        await socket.client.emit("event", page.press())
        assert await settled(lambda: pressed(house, "nobody"), before + 1) == before + 1


@pytest.mark.parametrize("thief", ["bia", None])
async def test_forged_event_for_the_page_of_another_is_not_heard(
    house: House, leaving: list[Stranger], thief: str | None
) -> None:
    with (
        house.logged_in("ana") as ana,
        house.logged_in(thief) if thief else house.visitor() as other,
    ):
        page, own = open_page(ana), open_page(other)
        rightful, forger = Stranger(house.url, ana), Stranger(house.url, other)
        leaving += [rightful, forger]
        await rightful.join(page.client_id)
        await forger.join(own.client_id)
        before = pressed(house, "ana")
        await forger.client.emit("event", page.press())
        await rightful.client.emit("event", page.press())
        assert await settled(lambda: pressed(house, "ana"), before + 1) == before + 1
        await asyncio.sleep(0.2)
        assert pressed(house, "ana") == before + 1
        assert "socket_not_in_room" in house.said()


async def test_forged_event_of_a_socket_without_page_or_cookie_is_not_heard(
    house: House, leaving: list[Stranger]
) -> None:
    with house.logged_in("ana") as ana:
        page = open_page(ana)
        rightful, forger = Stranger(house.url, ana), Stranger(house.url)
        leaving += [rightful, forger]
        await rightful.join(page.client_id)
        await forger.join()
        before = pressed(house, "ana")
        messages: list[Any] = [page.press(), None, [], "text", {"client_id": [page.client_id]}]
        for message in messages:
            await forger.client.emit("event", message)
        await asyncio.sleep(0.3)
        assert pressed(house, "ana") == before


@pytest.mark.parametrize("thief", ["bia", None])
async def test_nobody_joins_the_page_of_another_before_its_owner_does(
    house: House, thief: str | None
) -> None:
    with (
        house.logged_in("ana") as ana,
        house.logged_in(thief) if thief else house.visitor() as other,
    ):
        page = open_page(ana)
        with pytest.raises(Refused):
            await Stranger(house.url, other).join(page.client_id)


async def test_nobody_joins_the_page_of_another_by_a_late_handshake(
    house: House, leaving: list[Stranger]
) -> None:
    with house.logged_in("ana") as ana, house.logged_in("bia") as bia:
        page = open_page(ana)
        thief = Stranger(house.url, bia)
        leaving.append(thief)
        await thief.join()
        message = {"client_id": page.client_id, "tab_id": "t", "document_id": "d"}
        assert await thief.client.call("handshake", message, timeout=3) is False
        assert await thief.client.call("handshake", "nonsense", timeout=3) is False
        rightful = Stranger(house.url, ana)
        leaving.append(rightful)
        await rightful.join()
        message["next_message_id"] = "0"
        assert await rightful.client.call("handshake", message, timeout=3) is True


async def test_a_page_opened_before_logging_in_is_not_the_sessions(house: House) -> None:
    with house.visitor() as ana:
        page = open_page(ana)
        form = {
            "username": "ana",
            "password": "the right one",
            "csrf": csrf_of(ana.get("/token").text),
        }
        assert ana.post("/login", data=form).status_code == 303
        with pytest.raises(Refused):
            await Stranger(house.url, ana).join(page.client_id)


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "http://127.0.0.1:1"])
async def test_a_socket_from_an_evil_origin_is_refused(house: House, origin: str) -> None:
    with house.logged_in("ana") as ana:
        page = open_page(ana)
        with pytest.raises(Refused):
            await Stranger(house.url, ana, origin=origin).join(page.client_id)
        polled = ana.get(
            "/_nicegui_ws/socket.io/?EIO=4&transport=polling", headers={"Origin": origin}
        )
        assert polled.status_code == 403


async def test_socket_log_injection_writes_nothing(house: House, leaving: list[Stranger]) -> None:
    with house.visitor() as somebody:
        page = open_page(somebody)
        socket = Stranger(house.url, somebody)
        leaving.append(socket)
        await socket.join(page.client_id)
        message = {"client_id": page.client_id, "level": "error", "message": "\nadmin logged in"}
        await socket.client.emit("log", message)
        await socket.client.emit("log", message | {"level": "nonsense"})
        await socket.client.call("handshake", {}, timeout=3)
        assert "admin logged in" not in house.said()
        assert "nonsense" not in house.said()


async def test_an_unreadable_message_harms_nobody(house: House, leaving: list[Stranger]) -> None:
    with house.visitor() as somebody:
        page = open_page(somebody)
        socket = Stranger(house.url, somebody)
        leaving.append(socket)
        await socket.join(page.client_id)
        before = pressed(house, "nobody")
        changes: list[dict[str, Any]] = [
            {"listener_id": "none"},
            {"args": ["{"]},
            {"id": []},
            {"args": 5},
        ]
        for change in changes:
            await socket.client.emit("event", page.press() | change)
        await socket.client.emit("ack", {"client_id": page.client_id})
        await socket.client.emit("event", page.press())
        assert await settled(lambda: pressed(house, "nobody"), before + 1) == before + 1
        assert "Traceback" not in house.said().partition("socket_unreadable")[2]


async def test_a_flood_is_cut_off(house: House, leaving: list[Stranger]) -> None:
    with house.logged_in("bia") as bia:
        page = open_page(bia)
        socket = Stranger(house.url, bia)
        leaving.append(socket)
        await socket.join(page.client_id)
        before = pressed(house, "bia")
        for _ in range(500):
            if socket.gone.is_set():
                break
            await socket.client.emit("event", page.press())
        await asyncio.wait_for(socket.gone.wait(), 3)
        await asyncio.sleep(0.3)
        assert 40 <= pressed(house, "bia") - before <= 100
        assert "socket_flood" in house.said()


async def test_a_message_too_large_ends_the_connection(house: House) -> None:
    with house.visitor() as somebody:
        page = open_page(somebody)
        socket = Stranger(house.url, somebody)
        await socket.join(page.client_id)
        await socket.client.emit("event", page.press() | {"args": ["x" * 70_000]})
        await asyncio.wait_for(socket.gone.wait(), 3)


async def test_an_open_socket_is_closed_within_two_seconds_of_logging_out(house: House) -> None:
    with house.logged_in("ana") as ana, house.logged_in("ana") as elsewhere:
        page, other = open_page(ana, "/mine"), open_page(elsewhere, "/mine")
        closed, kept = Stranger(house.url, ana), Stranger(house.url, elsewhere)
        await closed.join(page.client_id)
        await kept.join(other.client_id)
        token = csrf_of(ana.get("/token").text)
        assert ana.post("/logout", data={"csrf": token}).status_code == 303
        await asyncio.wait_for(closed.gone.wait(), 2)
        assert not kept.gone.is_set()
        with pytest.raises(Refused):
            await Stranger(house.url, ana).join(page.client_id)
        await kept.leave()


async def test_the_house_itself_hangs_up_on_a_socket_whose_session_has_ended(
    house: House,
) -> None:
    with house.logged_in("ana") as ana:
        headers = Stranger(house.url, ana).headers
        address = f"{house.url}/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(address, headers=headers) as raw,
        ):
            assert (await raw.receive_str()).startswith("0")
            await raw.send_str("40")
            assert (await raw.receive_str()).startswith("40")
            assert ana.post("/logout", data={"csrf": csrf_of(ana.get("/token").text)}).is_redirect
            async with asyncio.timeout(2):
                while (await raw.receive()).type not in (
                    aiohttp.WSMsgType.CLOSE,
                    aiohttp.WSMsgType.CLOSED,
                ):
                    pass
