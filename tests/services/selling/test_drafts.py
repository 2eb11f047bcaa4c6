"""What a seller types is kept as it was typed, for that person alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.errors import NotFound, SellingRefused
from services.privacy.erasure import erase
from services.selling.drafts import MOST_DRAFTS
from tests.house import House


def test_what_was_typed_is_kept_even_when_it_is_wrong(house: House) -> None:
    ana = house.person("ana")
    drafts = house.selling.drafts
    draft = drafts.create(ana)
    drafts.save(ana, draft, "details", {"product_name": "  Caminhão <b>", "description": "a\0b"})
    house.told.goes_on(60)
    drafts.save(ana, draft, "price", {"min_bid": "dez reais", "a\0": ""})
    kept = drafts.own(ana, draft)
    assert dict(kept.fields) == {
        "product_name": "  Caminhão <b>", "description": "ab", "min_bid": "dez reais", "a": "",
    }  # fmt: skip
    assert kept.step == "price"
    assert kept.name == "Caminhão <b>"
    assert kept.changed_at == house.clock.now()
    assert [one.id for one in drafts.unfinished(ana)] == [draft]


def test_nobody_else_reads_changes_or_throws_away_a_draft(house: House) -> None:
    ana, bia = house.person("ana"), house.person("bia")
    drafts = house.selling.drafts
    draft = drafts.create(ana)
    acts: list[Callable[[], object]] = [
        lambda: drafts.own(bia, draft),
        lambda: drafts.save(bia, draft, "price", {"min_bid": "1"}),
        lambda: drafts.delete(bia, draft),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()
    assert drafts.unfinished(bia) == ()
    assert dict(drafts.own(ana, draft).fields) == {}


def test_a_draft_thrown_away_takes_its_photos_along(house: House) -> None:
    ana = house.person("ana")
    draft = house.selling.drafts.create(ana)
    house.change(
        "insert into images (image, alt, draft_id) values ('a/1', '', :draft)", draft=draft
    )
    house.selling.drafts.delete(ana, draft)
    assert house.one("select count(*) from images") == 0
    assert house.one("select image from dropped_images") == "a/1"
    with pytest.raises(NotFound):
        house.selling.drafts.own(ana, draft)


def test_nobody_begins_more_than_twenty_were_it_at_once(house: House) -> None:
    ana = house.person("ana")
    drafts = house.selling.drafts
    for _ in range(MOST_DRAFTS - 1):
        drafts.create(ana)

    def begin(_: int) -> bool:
        try:
            drafts.create(ana)
        except SellingRefused as refused:
            return refused.reason != "drafts"
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(begin, range(4))) == 1
    drafts.delete(ana, drafts.unfinished(ana)[0].id)
    drafts.create(ana)


def test_who_is_forgotten_leaves_nothing_half_written(house: House) -> None:
    ana = house.person("ana")
    draft = house.selling.drafts.create(ana, {"product_name": "O piano da Ana"})
    house.change(
        "insert into images (image, alt, draft_id) values ('a/1', '', :draft)", draft=draft
    )
    with house.database.transaction() as work:
        erase(work, ana, at=house.clock.now())
    assert house.one("select count(*) from drafts") == house.one("select count(*) from images") == 0
