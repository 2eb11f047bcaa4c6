"""Administrators are named from the command line, and each naming is in the sealed log."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import administrator, verify_audit
from services.config import Config
from services.outside import NoHouse, standing_database
from tests.house import House


@pytest.fixture
def house(fresh_database: str) -> House:
    return House(fresh_database)


def command(house: House, *words: str) -> int:
    return administrator.main([*words, "--database", house.url])


def keeps(house: House, person: int) -> bool:
    found: bool = house.one("select admin_user from users where user_id = :p", p=person)
    return found


def test_somebody_is_named_and_taken_off_and_both_are_written_down(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    chief, ana = house.person("chief", admin=True), house.person("ana")
    key = house.sessions.open(ana, ip=None, user_agent=None)
    assert command(house, "grant", "Ana", "--why", "A sócia") == 0
    assert keeps(house, ana)
    assert house.sessions.find(key) is None, "who gains or loses every right logs in anew"
    assert capsys.readouterr().out.split() == ["chief", "Chief", "ana", "Ana"]
    assert command(house, "revoke", "chief") == 0
    assert not keeps(house, chief)
    rows = house.rows("select action, subject, before, after, details from audit_records")
    assert [(r["action"], r["subject"], r["before"], r["after"]) for r in rows] == [
        ("administrator_named", f"user:{ana}", {"administrator": False}, {"administrator": True}),
        ("administrator_removed", f"user:{chief}", {"administrator": True},
         {"administrator": False}),
    ]  # fmt: skip
    assert rows[0]["details"]["reason"] == "A sócia"
    assert verify_audit.main(["--database", house.url]) == 0


def test_the_last_one_stays(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    chief = house.person("chief", admin=True)
    blocked = house.person("blocked", admin=True)
    house.change("update users set blocked_at = now() where user_id = :p", p=blocked)
    assert command(house, "revoke", "chief") == 1
    assert "last administrator" in capsys.readouterr().err
    assert keeps(house, chief)


@pytest.mark.parametrize(
    ("name", "act", "told"),
    [
        ("nobody", "grant", "nobody here is called nobody"),
        ("chief", "grant", "already"),
        ("ana", "revoke", "no administrator"),
        ("shut", "grant", "blocked"),
        ("new", "grant", "not confirmed"),
        ("gone", "grant", "nobody here"),
    ],
)
def test_who_cannot_be_named_is_told_why(
    house: House, capsys: pytest.CaptureFixture[str], name: str, act: str, told: str
) -> None:
    house.person("chief", admin=True)
    house.person("ana")
    shut, gone = house.person("shut"), house.person("gone")
    house.person("new", verified=False)
    house.change("update users set blocked_at = now() where user_id = :p", p=shut)
    house.change("update users set erased_at = now() where user_id = :p", p=gone)
    assert command(house, act, name) == 1
    assert told in capsys.readouterr().err
    assert house.one("select count(*) from audit_records") == 0


@pytest.mark.parametrize("main", [administrator.main, verify_audit.main])
def test_where_no_house_is_none_is_made(
    main: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "empty"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    words = ["list"] if main is administrator.main else []
    with pytest.raises(SystemExit):
        main(words)  # type: ignore[operator]
    assert not (tmp_path / "empty" / "postgres" / "data").exists()


def test_the_houses_own_server_is_found_by_its_folder(tmp_path: Path) -> None:
    config = Config(_env_file=None, database_url="", state_dir=tmp_path, secret_key="k" * 40)
    with pytest.raises(NoHouse), standing_database(config):
        pass
    from services.outside import database_url

    with database_url(config):
        pass
    with standing_database(config) as url:
        assert url.startswith("postgresql://")
    with standing_database(config, given="postgresql://elsewhere") as url:
        assert url == "postgresql://elsewhere"
