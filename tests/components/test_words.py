"""Both languages say everything, with the same places; no sentence for people stands in code."""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

from components import format as _amounts  # noqa: F401  teaches `say` to write amounts
from components import words
from components.feedback import in_words
from components.language import LANGUAGES, choose_language, language, speak
from services import errors

ROOT = Path(__file__).parents[2]
SCREENS = ("components", "pages", "api")
FILES = sorted(
    path
    for folder in SCREENS
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".html", ".js"}
)
NAMED = re.compile(
    r"""(?:\b(?:say|counted|knows)\(\s*|words\[\s*)["']([a-z_]+(?:\.[\w-]+)+)["']\s*[,)\]]"""
)
SENTENCE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")
PORTUGUESE = re.compile(r"[áàâãéêíóôõúçÁÀÂÃÉÊÍÓÔÕÚÇ]")
MACHINE = {"text", "execute", "getLogger", "compile"}


@pytest.fixture(autouse=True)
def portuguese() -> Iterator[None]:
    before = language.set("pt-BR")
    yield
    language.reset(before)


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_keys_and_places() -> None:
    portuguese, english = (words.catalogue(name) for name in LANGUAGES)
    assert len(portuguese) > 100
    assert set(portuguese) == set(english)
    assert not {key for key in portuguese if places(portuguese[key]) != places(english[key])}


def test_every_key_named_on_a_screen_exists() -> None:
    known = words.catalogue("pt-BR")
    named: dict[str, str] = {}
    for path in FILES:
        for key in NAMED.findall(path.read_text(encoding="utf-8")):
            named[key] = path.name
    assert len(named) > 60
    missing = {
        key: place for key, place in named.items() if key not in known and f"{key}.one" not in known
    }
    assert not missing


def test_every_refusal_of_the_house_has_its_sentence() -> None:
    def all_kinds(kind: type[errors.DomainError]) -> Iterator[type[errors.DomainError]]:
        yield kind
        for below in kind.__subclasses__():
            yield from all_kinds(below)

    dynamic: set[type[errors.DomainError]] = {
        errors.NotQualified,
        errors.Impeded,
        errors.BidRefused,
    }
    keys = {kind.key for kind in all_kinds(errors.DomainError) if kind not in dynamic}
    assert len(keys) >= 12
    assert not keys - set(words.catalogue("pt-BR"))


def test_everything_that_may_be_wrong_with_a_field_has_its_sentence() -> None:
    """Found where it is written: BadField(field, problem), reading.refuse(field, problem)."""
    problems: dict[str, str] = {}
    for path in [*(ROOT / "services").rglob("*.py"), *(ROOT / "api").rglob("*.py")]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or len(call.args) < 2:
                continue
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name in ("BadField", "refuse"):
                said = call.args[1]
                ways = [said.body, said.orelse] if isinstance(said, ast.IfExp) else [said]
                for one in ways:
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        problems[one.value] = path.name
    assert len(problems) > 40
    known = words.catalogue("pt-BR")
    assert not {one: place for one, place in problems.items() if f"field.{one}" not in known}


def test_a_refusal_without_words_is_said_as_its_kind_is() -> None:
    assert in_words(errors.BadField("reason", "nobody.wrote.this")) == words.say("error.bad_input")


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.suffix == ".py"], ids=lambda p: str(p.relative_to(ROOT))
)
def test_no_sentence_for_people_stands_in_python(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            allowed.add(id(node.value))  # a docstring
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in MACHINE or name.endswith(("Error", "_header", "create")):
                allowed |= {id(part) for part in ast.walk(node)}
    sentences = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in allowed
        and (PORTUGUESE.search(node.value) or looks_said(node.value))
    ]
    assert sentences == ALLOWED.get(str(path.relative_to(ROOT)), [])


def looks_said(text: str) -> bool:
    """A capital at the start and words apart: somebody is meant to read it."""
    return bool(SENTENCE.search(text)) and text[:1].isupper()


# Not sentences: the one date format with a letter of its own, and a protocol's word.
ALLOWED = {
    "components/format.py": ["%d/%m/%Y às %Hh%M"],
    "api/security/socket_guard.py": ["Implicit handshake failed"],
}


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".html"], ids=lambda p: p.name)
def test_no_sentence_for_people_stands_in_a_template(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for machine in (r"{#.*?#}", r"{%.*?%}", r"{{.*?}}", r"<style.*?</style>", r"<[^>]*>"):
        text = re.sub(machine, " ", text, flags=re.DOTALL)
    said = set(re.findall(r"[^\W\d_]{2,}", text)) - {"Martelo", "doctype", "html"}
    assert not said


def test_amounts_in_a_sentence_are_written_as_money() -> None:
    assert "R$\u00a01.250,00" in words.say("wallet.topped_up", available=Decimal(1250))
    speak("en")
    assert "R$\u00a01,250.00" in words.say("wallet.topped_up", available=Decimal(1250))


def test_numbers_choose_between_one_and_many() -> None:
    assert words.counted("listing.bids", 1) == "1 lance"
    assert words.counted("listing.bids", 0) == "0 lances"


def test_the_vocabulary_for_scripts_leaves_its_places_open() -> None:
    given = words.vocabulary("clock")
    assert given["clock.days"] == "{days} dias e {hours} h"
    assert all(key.startswith("clock.") for key in given)


def test_an_unknown_key_is_a_mistake_found_at_once() -> None:
    with pytest.raises(KeyError):
        words.say("frame.nothing_of_the_kind")


@pytest.mark.parametrize(
    ("account", "cookie", "accepted", "spoken"),
    [
        (None, None, None, "pt-BR"),
        ("en", "pt-BR", "pt", "en"),
        (None, "en", "pt-BR", "en"),
        (None, "xx", "en-GB,en;q=0.9", "en"),
        (None, None, "de,en;q=0.4,pt;q=0.6", "pt-BR"),
        (None, None, "en;q=0", "pt-BR"),
        (None, None, "fr;q=banana,en;q=0.1", "en"),
        (None, None, "*", "pt-BR"),
    ],
)
def test_the_language_is_the_accounts_then_the_cookies_then_the_browsers(
    account: str | None, cookie: str | None, accepted: str | None, spoken: str
) -> None:
    assert choose_language(account=account, cookie=cookie, accepted=accepted) == spoken


def test_an_unknown_language_becomes_portuguese() -> None:
    speak("tlh")
    assert language.get() == "pt-BR"
