"""Programs come to the sockets by an API token, within its scopes and for as long as it is good."""

import pytest
import socketio

from api.sockets import desk
from tests.api.open_sockets.conftest import MONEY, Site

Refused = socketio.exceptions.ConnectionError


@pytest.mark.parametrize("way", ["payload", "header"])
async def test_a_program_bids_by_its_token_from_anywhere(site: Site, way: str) -> None:
    ana, lot = site.house.person("ana-silva", money=MONEY), site.house.lot(opening=100)
    token = site.token_of(ana, "bid")
    headers = {"Origin": "https://robots.example"}
    if way == "header":
        headers["Authorization"] = f"Bearer {token}"
    client = await site.come(headers=headers, auth={"token": token} if way == "payload" else None)
    answer = await client.ask("emit_bid", {"room_id": lot, "value": "150"})
    assert (answer["ok"], answer["standing"]) == (True, "leading")
    assert site.house.one("select leader_id from products") == ana


async def test_a_token_does_what_it_was_made_for_and_nothing_else(site: Site) -> None:
    ana, lot = site.house.person("ana-silva", money=MONEY), site.house.lot(opening=100)
    client = await site.come(auth={"token": site.token_of(ana, "read")})
    assert (await client.ask("join_room", {"room_id": lot}))["ok"]
    answer = await client.ask("emit_bid", {"room_id": lot, "value": "150"})
    assert (answer["code"], answer["values"]) == ("scope_needed", {"scope": "bid"})


@pytest.mark.parametrize("token", ["mrt_" + "0" * 46, "", 7, ["x"], "x" * 10_000])
async def test_a_token_that_is_none_lets_nobody_in_even_with_a_good_cookie(
    site: Site, token: object
) -> None:
    ana = site.house.person("ana-silva")
    with pytest.raises(Refused):
        await site.come(ana, auth={"token": token})


async def test_a_token_that_is_revoked_takes_its_sockets_along(site: Site) -> None:
    ana = site.house.person("ana-silva")
    client = await site.come(auth={"token": site.token_of(ana, "read")})
    number = site.house.one("select api_token_id from api_tokens")
    await site.services.run(site.services.reception.tokens.revoke, ana, number)
    await client.gone()


async def test_a_token_that_expires_or_whose_person_is_blocked_stops(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, lot = site.house.person("ana-silva", money=MONEY), site.house.lot(opening=100)
    client = await site.come(auth={"token": site.token_of(ana, "bid")})
    site.house.change("update users set blocked_at = now() where user_id = :ana", ana=ana)
    answer = await client.ask("emit_bid", {"room_id": lot, "value": "150"})
    assert answer["code"] == "bad_token"
    await client.gone()
    monkeypatch.setattr(desk, "LOOK_SECONDS", 0.05)
    bia = site.house.person("bia-souza")
    other = await site.come(auth={"token": site.token_of(bia, "bid")})
    site.house.change("update api_tokens set created_at = now() - interval '2 s',"
                      " expires_at = now() - interval '1 s'")  # fmt: skip
    await other.gone()
