"""Everything that the house writes into its audit log is declared, and has words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.admin.settings import sentences
from components.admin.things import place_of
from components.language import LANGUAGES, speak
from components.words import catalogue
from models import PaymentState
from models.lookups import word_of
from services.administration.deeds import DEEDS, SUBJECTS

ROOT = Path(__file__).resolve().parents[2]
# What is put together of a beginning and a state.
ENDINGS = {
    "case_type_": ("added", "renamed", "restored", "retired"),
    "flag_": ("confirmed", "dismissed"),
    "approval_": ("approved", "lapsed", "refused", "withdrawn"),
    "payment_": tuple(word_of(state) for state in PaymentState),
}


def written() -> set[str]:
    """List the actions of all records, as the code writes them."""
    found: set[str] = set()
    for path in (ROOT / "services").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for call in calls:
            if ast.unparse(call.func) == "audit.record":
                found |= set(words(call.args[1], tree, calls))
            if ast.unparse(call.func) == "versions.write":
                acts = [one.value for one in call.keywords if one.arg == "action"]
                found |= {word for act in acts for word in words(act, tree, calls)}
                found |= set() if acts else {"setting_changed"}  # its default
    return found


def words(node: ast.expr, tree: ast.Module, calls: list[ast.Call]) -> Iterator[str]:
    """Give what an expression may say: as it stands, as it was given, or as it was handed on."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        beginning = ast.literal_eval(node.values[0])
        yield from (beginning + ending for ending in ENDINGS[beginning])
    elif isinstance(node, ast.IfExp):
        yield from words(node.body, tree, calls)
        yield from words(node.orelse, tree, calls)
    elif isinstance(node, ast.Subscript):
        for value in given(ast.unparse(node.value), tree):
            assert isinstance(value, ast.Dict)
            for one in value.values:
                yield from words(one, tree, calls)
    else:
        assert isinstance(node, ast.Name), ast.unparse(node)
        for value in given(node.id, tree):
            yield from words(value, tree, calls)
        for handed in handed_on(node.id, tree, calls):
            yield from words(handed, tree, calls) if not isinstance(handed, ast.Name) else ()


def given(name: str, tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and name in map(ast.unparse, node.targets):
            yield node.value


def handed_on(name: str, tree: ast.Module, calls: list[ast.Call]) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        names = [one.arg for one in node.args.args if one.arg != "self"]
        if name not in names:
            continue
        for call in calls:
            if ast.unparse(call.func).removeprefix("self.") == node.name:
                yield call.args[names.index(name)]


def test_every_deed_is_declared() -> None:
    assert written() == set(DEEDS)
    assert len(set(DEEDS)) == len(DEEDS) > 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_deed_and_its_object_have_words(language: str) -> None:
    known = catalogue(language)
    assert [one for one in DEEDS if f"admin.did.{one}" not in known] == []
    assert [one for one in SUBJECTS if f"admin.audit.about.{one}" not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_house_has_its_place(language: str) -> None:
    speak(language)
    places = {one.key: place_of(one.key) for one in sentences({}, language)}
    assert len(set(places.values())) == len(places) > 50
    assert not [place for key, place in places.items() if key in place]
