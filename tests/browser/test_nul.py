"""A sign that no column holds, in an address: refused, wherever it is written, and no mistake."""

from __future__ import annotations

import re

import httpx

from tests.browser.conftest import Site
from tests.browser.test_permissions import doors, matrix  # noqa: F401  the list of all places
from tests.house import House

PART = re.compile(r"{[^}]*}")


def test_no_address_with_a_nul_is_a_mistake_of_ours(
    site: Site,
    house: House,
    matrix: dict[tuple[str, str], object],  # noqa: F811
) -> None:
    person = house.person("walker-nul", admin=True)
    token = house.sessions.open(person, ip=None, user_agent=None)
    wrong = []
    with httpx.Client(base_url=site.url, cookies={"sid": token}) as client:
        for method, path in matrix:
            places = {PART.sub("1", path) + "?q=%00&title=a%00b"}
            places.add(PART.sub("%00", path) if "{" in path else f"{path}%00")
            for place in places:
                answer = client.request(method, place)
                if answer.status_code != 400:
                    wrong.append((method, place, answer.status_code))
    assert not wrong
    assert len(matrix) > 100
