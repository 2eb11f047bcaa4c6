"""No form, whatever it holds, is a mistake of ours: at every door that takes one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from api.routing import Door
from tests.api.conftest import Browser
from tests.rough_forms import Rough, rough_forms
from tests.rough_house import RoughHouse

FORMS_A_DOOR = 12
PARTS = 4  # for several to share the work
# What no form alone opens. A sale comes by the hammer, a message by the gateway's token, an
# administrator by the house; a lot is changed, withdrawn and called by its own seller, a bid taken
# back by whoever made one, a court's lot declared on where there is one; codes are a phone's, other
# names another house's word; a signed link comes by letter, a browser's address by its maker, an
# API key by hand; questions, searches and watched lots have been somebody's before.
NOT_BY_A_FORM_ALONE = (
    "{payment_id}", "/sales/lot/", "/offers/", "/payment/", "/admin/", "/edit", "/duplicate",
    "/withdraw", "/auctioneer/", "/retract", "/declare", "/security/app", "/security/codes",
    "/google/", "/unsubscribe/", "/searches/stop/", "/account/push", "/api/v1/", "{api_token_id}",
    "{question_id}", "{search_id}", "/alerts",
)  # fmt: skip


@pytest.fixture
def rough_house(fresh_database: str, tmp_path: Path) -> Iterator[RoughHouse]:
    with RoughHouse(fresh_database, tmp_path) as house:
        yield house


@pytest.mark.timeout(600)  # some three thousand forms in all
@pytest.mark.parametrize("part", range(PARTS))
def test_no_form_whatever_it_holds_is_a_mistake_of_ours(rough_house: RoughHouse, part: int) -> None:
    """ASVS 2.2.1 and 16.5.1: `scripts/fuzz_forms.py` brings ten thousand of these."""
    doors = rough_house.doors[part::PARTS]
    for door in doors:
        bring_to(door, rough_house)
    opened = {
        door for door, answers in rough_house.answers.items() if {200, 201, 202, 303} & {*answers}
    }
    ready = [
        door.path for door in doors if not any(part in door.path for part in NOT_BY_A_FORM_ALONE)
    ]
    assert len(opened & {*ready}) > 0.8 * len(ready), "hardly a form was a good one"


@pytest.mark.parametrize("charset", ["undefined", "raw_unicode_escape", "utf-16"])
async def test_a_body_in_another_script_than_utf_8_is_refused_unheard(
    somebody: Browser, charset: str
) -> None:
    """Of these some made the reader of forms fail, and others halves of characters."""
    part = b'--cut\r\nContent-Disposition: form-data; name="username"\r\n\r\n\\ud800\r\n--cut--\r\n'
    kind = "multipart/form-data; boundary=cut; charset="
    answer = await somebody.post("/login", content=part, headers={"Content-Type": kind + charset})
    assert answer.status_code == 400
    ours = await somebody.post("/login", content=part, headers={"Content-Type": kind + '"UTF-8"'})
    assert ours.status_code == 403


async def test_a_form_of_words_brings_no_file(somebody: Browser) -> None:
    sent = {"username": ("x.png", b"x", "image/png")}
    assert (await somebody.post("/login", files=sent)).status_code == 400


def bring_to(door: Door, house: RoughHouse) -> None:
    @settings(
        max_examples=FORMS_A_DOOR,
        database=None,
        deadline=None,
        derandomize=True,  # the same forms each time; the script brings others
        suppress_health_check=list(HealthCheck),
    )
    @given(rough_forms(door))
    def bring(rough: Rough) -> None:
        assert house.take(rough) < 500

    bring()
