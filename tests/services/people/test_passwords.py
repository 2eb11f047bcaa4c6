"""Which passwords may be chosen, and that the words for every refusal exist."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from components.words import catalogue
from services.errors import BadField
from services.people import passwords
from services.people.passwords import parse_new_password

PEOPLE = Path(passwords.__file__).parent


@pytest.mark.parametrize(
    "password",
    [
        "cavalo bateria grampo", "vento-norte-mesa", "çãéñ ünîcödé ok", "xK4!9pTq2#Lm",
        "a b c d e f g",
        "x7" * 3 + "senha que cresce", "z" * 20 + "abcdef", "1985 nasceu Pedro",
    ],
)  # fmt: skip
def test_a_long_password_of_any_kind_is_taken_as_it_is(password: str) -> None:
    assert parse_new_password(password) == password


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", "missing"), ("elevenchars", "password.short"), ("x" * 129, "too_long"),
        ("good enough\0pw", "unreadable"), ("linha\ncom quebra", "unreadable"),
        ("aaaaaaaaaaaa", "password.common"), ("abababababab", "password.common"),
        ("123456789012", "password.common"), ("qwertyuiopas", "password.common"),
        ("lkjhgfdsapoi", "password.common"), ("1qaz2wsx3edc", "password.common"),
        ("Password12345", "password.common"), ("dragon19851207", "password.common"),
        ("!!!Martelo2026!!!", "password.common"), ("Leilão-2026-2027", "password.common"),
        ("motherfucker", "password.common"),
    ],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password: str, problem: str) -> None:
    with pytest.raises(BadField) as refused:
        parse_new_password(password)
    assert refused.value.problem == problem


@pytest.mark.parametrize(
    "password", ["eu sou anabeatriz!!", "ANA.LIMA e mais nada", "a família Beatríz 1"]
)
def test_ones_own_names_are_refused(password: str) -> None:
    own = ("anabeatriz", "ana.lima@example.com", "Ana Beatriz Lima")
    with pytest.raises(BadField) as refused:
        parse_new_password(password, own=own, field="new_password")
    assert (refused.value.field, refused.value.problem) == ("new_password", "password.own")


def test_a_short_name_of_ones_own_forbids_nothing() -> None:
    assert parse_new_password("manhã de domingo", own=("ana", "ana@x.co", "Ana Sá"))


def test_the_length_counts_letters_as_people_see_them() -> None:
    decomposed = "e\u0301" * 6 + "xyzwv"
    with pytest.raises(BadField):
        parse_new_password(decomposed)


@pytest.mark.parametrize("language", ["pt-BR", "en"])
def test_every_problem_of_a_field_has_its_sentence(language: str) -> None:
    named: set[str] = set()
    for path in PEOPLE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "BadField":
                named |= {str(c.value) for c in node.args[1:] if isinstance(c, ast.Constant)}
            if isinstance(node, ast.keyword) and node.arg == "problem":
                named |= {str(node.value.value)} if isinstance(node.value, ast.Constant) else set()
    assert len(named) > 20
    assert not {f"field.{problem}" for problem in named} - set(catalogue(language))
