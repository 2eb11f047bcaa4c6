"""A draft goes on sale whole or not at all, within its seller's limit, and changes until a bid."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest

from models import Status
from services.errors import AccountIncomplete, BadForm, DomainError, NotFound, SellingRefused
from services.housekeeping import Housekeeping
from tests.house import House
from tests.lot_forms import JUDICIAL, TRUCK


def written(house: House, seller: int, form: dict[str, str] | None = None) -> int:
    house.category()
    return house.selling.drafts.create(seller, TRUCK if form is None else form)


def photograph(house: House, draft: int, *names: str, principal: int = 0) -> None:
    for place, name in enumerate(names):
        house.change(
            "insert into images (image, alt, position, principal_image, draft_id)"
            " values (:name, :alt, :place, :principal, :draft)",
            alt="" if place == 2 else "Frente", name=name, place=place,
            principal=place == principal, draft=draft,
        )  # fmt: skip


def auctioneer(house: House, name: str = "leiloeira") -> int:
    person = house.person(name)
    house.change(
        "insert into auctioneers (user_id, registration, board, state, requested_at, verified_at,"
        " verified_by) values (:user, '1.234', 'JUCESP', 'SP', now(), now(), :user)",
        user=person,
    )
    return person


def principal(house: House, lot: int) -> list[str]:
    asked = "select image from images where product_id = :lot and principal_image"
    return [row["image"] for row in house.rows(asked, lot=lot)]


def test_a_lot_is_published_with_all_that_was_written(house: House) -> None:
    house.category()
    admin, seller = house.person("chefe", admin=True), house.person("frota")
    ana = house.person("ana", money=200_000)
    category = house.catalogue.category("arte").id
    feature = house.catalogue.add_feature(admin, "Ano", kind="number", why="Teste")
    house.catalogue.attach(admin, feature, category, required=True, why="Teste")
    draft = written(house, seller, TRUCK | {f"feature_{feature}": "2.019", "reserve": "180.000"})
    photograph(house, draft, "a/1", "a/2", "a/3", principal=1)
    lot = house.selling.publishing.publish(seller, draft)
    row = house.auction(lot)
    assert row["product_status_id"] == Status.IN_OCCURRENCE
    assert (row["min_bid"], row["reserve"]) == (Decimal("150000.00"), Decimal("180000.00"))
    assert row["end_datetime"] == house.clock.now() + timedelta(days=7)
    assert (row["buyer_rate"], row["city"], row["zip_code"]) == (
        house.one("select buyer_rate from fee_schedules where auction_type = 'commercial'"),
        "São Paulo", "01310-100",
    )  # fmt: skip
    assert house.one("select value from technical_features_values") == "2019"
    assert house.one("select count(*) from images where product_id = :lot", lot=lot) == 3
    assert principal(house, lot) == ["a/2"]
    assert house.one("select alt from images where image = 'a/3'") == f"{row['product_name']} (3)"
    assert house.told_to(seller) == ["lot_published"]
    assert house.alarm.set_to[-1] == row["end_datetime"]
    assert house.selling.drafts.unfinished(seller) == ()
    assert house.bid(ana, lot, 150_000).accepted
    with pytest.raises(SellingRefused) as refused:
        house.selling.publishing.publish(seller, draft)
    assert refused.value.reason == "published"


def test_a_lot_is_duplicated_with_its_photos_and_without_its_days(house: House) -> None:
    seller, other = house.person("frota"), house.person("outra")
    draft = written(house, seller, TRUCK | {"pickup": "No pátio.", "reserve": "180.000"})
    photograph(house, draft, "a/1", "a/2", principal=1)
    lot = house.selling.publishing.publish(seller, draft)
    copy = house.selling.publishing.duplicate(seller, lot)
    seen = house.selling.writing.look(seller, copy)
    assert seen.draft.product_id is None, "another lot, not a change of this one"
    assert seen.draft.fields["product_name"] == TRUCK["product_name"]
    assert seen.draft.fields["pickup"] == "No pátio."
    assert seen.draft.fields["reserve"] == "180.000,00"
    assert {"starts", "start_datetime", "ends", "end_datetime"}.isdisjoint(seen.draft.fields)
    copied = house.rows(
        "select image, principal_image as principal from images where draft_id = :draft"
        " order by position", draft=copy,
    )  # fmt: skip
    assert [(row["image"], row["principal"]) for row in copied] == [("a/1", False), ("a/2", True)]
    days = {name: TRUCK[name] for name in ("starts", "ends", "duration")}
    house.selling.drafts.save(seller, copy, "review", days)
    again = house.selling.publishing.publish(seller, copy)
    assert again != lot
    assert principal(house, lot) == principal(house, again) == ["a/2"]
    with pytest.raises(NotFound):
        house.selling.publishing.duplicate(other, lot)


def test_a_lot_that_starts_later_opens_by_the_clock(house: House) -> None:
    seller = house.person("frota")
    starts = {"starts": "at", "start_datetime": "2026-03-05T10:00"}
    lot = house.selling.publishing.publish(seller, written(house, seller, TRUCK | starts))
    row = house.auction(lot)
    assert row["product_status_id"] == Status.NOT_STARTED
    assert house.alarm.set_to[-1] == row["start_datetime"]
    house.told.shows(row["start_datetime"])
    house.chronograph.ring()
    assert house.auction(lot)["product_status_id"] == Status.IN_OCCURRENCE


def test_nothing_is_written_of_a_lot_that_is_refused(house: House) -> None:
    seller = house.person("frota")
    draft = written(house, seller, TRUCK | {"min_bid": "muito", "city": ""})
    with pytest.raises(BadForm) as refused:
        house.selling.publishing.publish(seller, draft)
    said = [one.field for one in refused.value.problems]
    assert set(said) == {"min_bid", "city"}
    assert [one.field for one in house.selling.publishing.check(seller, draft)] == said
    assert house.one("select count(*) from products") == 0
    assert house.one("select active_auction_number from users where user_id = :s", s=seller) == 0
    assert not house.selling.drafts.own(seller, draft).published
    with pytest.raises(NotFound):
        house.selling.publishing.publish(house.person("outra"), draft)


def test_who_is_unknown_blocked_or_unconfirmed_sells_nothing(house: House) -> None:
    refusals: list[tuple[int, type[DomainError]]] = [
        (house.person("sem", cpf=None), AccountIncomplete),
        (house.person("fora", blocked=True), SellingRefused),
        (house.person("novo", verified=False), SellingRefused),
    ]
    for person, refusal in refusals:
        with pytest.raises(refusal):
            house.selling.publishing.publish(person, written(house, person))
        with pytest.raises(refusal):
            house.selling.publishing.may_sell(person)


def test_two_at_once_do_not_pass_a_limit_of_one(house: House, sister: House) -> None:
    seller = house.person("frota")
    house.change("update users set auction_limit = 1 where user_id = :s", s=seller)
    drafts = [written(house, seller), written(house, seller)]

    def publish(one: tuple[House, int]) -> str:
        where, draft = one
        try:
            where.selling.publishing.publish(seller, draft)
        except SellingRefused as refused:
            return refused.reason
        return "on sale"

    with ThreadPoolExecutor(2) as pool:
        ends = sorted(pool.map(publish, zip((house, sister), drafts, strict=True)))
    assert ends == ["limit", "on sale"]
    house.change("update users set auction_limit = null where user_id = :s", s=seller)
    house.selling.publishing.publish(seller, house.selling.drafts.unfinished(seller)[0].id)


def test_one_draft_sent_twice_is_one_lot(house: House, sister: House) -> None:
    seller = house.person("frota")
    draft = written(house, seller)

    def publish(where: House) -> bool:
        try:
            where.selling.publishing.publish(seller, draft)
        except SellingRefused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(publish, (house, sister))) == [False, True]
    assert house.one("select count(*) from products") == 1


def test_a_judicial_lot_is_an_auctioneers_and_is_kept_with_its_notice(house: House) -> None:
    private, official = house.person("frota"), auctioneer(house)
    refused_draft = written(house, private, JUDICIAL)
    photograph(house, refused_draft, "b/1")
    wrong = house.selling.publishing.check(private, refused_draft)
    assert [(one.field, one.problem) for one in wrong] == [
        ("auction_type", "auction_type.auctioneers")
    ]
    draft = written(house, official, JUDICIAL | {"commission": "6"})
    photograph(house, draft, "b/2")
    lot = house.selling.publishing.publish(official, draft)
    row, case = house.auction(lot), house.rows("select * from legal_infos")[0]
    assert (row["auction_type"], row["extend_mode"], row["buyer_rate"]) == (
        "judicial", "add", Decimal(6),
    )  # fmt: skip
    assert row["increment"] == Decimal(2000)
    assert (case["product_id"], case["second_floor"]) == (lot, Decimal("150000.00"))
    assert house.one("select details ->> 'process' from audit_records") == case["process_number"]
    house.change("update users set admin_user = true where user_id = :user", user=private)
    assert house.selling.publishing.publish(private, refused_draft) != lot


def test_a_lot_is_changed_until_its_first_bid_and_its_watchers_are_told(house: House) -> None:
    seller, ana = house.person("frota"), house.person("ana", money=300_000)
    draft = written(house, seller)
    photograph(house, draft, "a/1", "a/2")
    lot = house.selling.publishing.publish(seller, draft)
    house.change("insert into watches (product_id, user_id) values (:lot, :ana)", lot=lot, ana=ana)
    started = house.auction(lot)["start_datetime"]
    change = house.selling.publishing.change(seller, lot)
    assert house.selling.publishing.change(seller, lot) == change
    fields = house.selling.drafts.own(seller, change).fields
    assert fields["min_bid"] == "150.000,00"
    house.selling.drafts.save(seller, change, "price", {"min_bid": "120.000", "ends": "at"})
    house.change("delete from images where draft_id = :draft and image = 'a/1'", draft=change)
    house.told.goes_on(60)
    assert house.selling.publishing.publish(seller, change) == lot
    row = house.auction(lot)
    assert (row["min_bid"], row["version"]) == (Decimal("120000.00"), 1)
    assert row["start_datetime"] == started
    assert principal(house, lot) == ["a/2"]
    assert house.told_to(ana) == ["lot_changed"]
    house.crier.tell_due()
    assert house.one("select topic from notifications where user_id = :u", u=ana) == "lot_changed"
    assert house.bid(ana, lot, 120_000).accepted
    with pytest.raises(SellingRefused) as refused:
        house.selling.publishing.change(seller, lot)
    assert refused.value.reason == "sold_on"


def test_a_bid_and_a_change_at_once_never_both_count(house: House, sister: House) -> None:
    seller, ana = house.person("frota"), house.person("ana", money=900_000)
    for _ in range(4):
        lot = house.selling.publishing.publish(seller, written(house, seller))
        change = house.selling.publishing.change(seller, lot)
        house.selling.drafts.save(seller, change, "price", {"min_bid": "170.000"})

        def alter(lot: int = lot, change: int = change) -> bool:
            try:
                sister.selling.publishing.publish(seller, change)
            except SellingRefused:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            altered, bid = pool.submit(alter), pool.submit(house.bid, ana, lot, 150_000)
            assert altered.result() != bid.result().accepted
        assert house.auction(lot)["min_bid"] == (170_000 if altered.result() else 150_000)


def test_a_judicial_lot_that_is_open_is_changed_by_nobody(house: House) -> None:
    official = auctioneer(house)
    starts = {"starts": "at", "start_datetime": "2026-03-05T10:00"}
    draft = written(house, official, JUDICIAL | starts)
    photograph(house, draft, "b/1")
    lot = house.selling.publishing.publish(official, draft)
    change = house.selling.publishing.change(official, lot)
    again = house.selling.drafts.own(official, change).fields
    same = JUDICIAL.keys() - {"starts", "ends", "duration"}
    assert {name: again[name] for name in same} == {name: JUDICIAL[name] for name in same}
    assert house.selling.publishing.publish(official, change) == lot
    assert house.one("select count(*) from legal_infos") == 1
    house.told.shows(house.auction(lot)["start_datetime"])
    with pytest.raises(SellingRefused):
        house.selling.publishing.change(official, lot)


def test_a_change_thrown_away_leaves_the_lots_photos(house: House) -> None:
    seller = house.person("frota")
    draft = written(house, seller)
    photograph(house, draft, "a/1")
    lot = house.selling.publishing.publish(seller, draft)
    change = house.selling.publishing.change(seller, lot)
    photograph(house, change, "a/new")
    house.selling.drafts.delete(seller, change)
    assert house.one("select count(*) from images where draft_id is not null") == 0
    assert principal(house, lot) == ["a/1"]
    with pytest.raises(NotFound):
        house.selling.publishing.change(house.person("outra"), lot)


def test_the_kinds_of_court_case_are_those_the_house_offers(house: House) -> None:
    house.category()
    chief, seller = house.person("chefe", admin=True), auctioneer(house)
    kinds = Housekeeping(house.database, house.clock, house.sessions).case_types
    number = kinds.add(chief, "trabalho", why="Nova vara")
    try:
        form = JUDICIAL | {"case_type": "trabalho"}
        draft = written(house, seller, form)
        photograph(house, draft, "a/1")
        assert "trabalho" in house.selling.writing.look(seller, draft).case_types
        lot = house.selling.publishing.publish(seller, draft)
        kinds.retire(chief, number, retired=True, seen=1, why="Sem uso")
        named = "select case_type_id from legal_infos where product_id = :lot"
        assert house.one(named, lot=lot) == number, "a lot keeps what it was published with"
        again = written(house, seller, form)
        photograph(house, again, "a/2")
        with pytest.raises(BadForm) as refused:
            house.selling.publishing.publish(seller, again)
        assert [one.field for one in refused.value.problems] == ["case_type"]
    finally:
        house.change("delete from legal_infos where case_type_id = :n", n=number)
        house.change("delete from case_types where case_type_id = :n", n=number)
