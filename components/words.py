"""Every sentence of the house, by key, in Portuguese and English, read from the catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, singledispatch
from pathlib import Path
from types import MappingProxyType

from babel.messages.pofile import read_po

from components.language import DEFAULT, LANGUAGES, choose_language, language, speak

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "catalogue",
    "choose_language",
    "counted",
    "either",
    "in_own_words",
    "knows",
    "language",
    "say",
    "speak",
    "vocabulary",
    "written",
]

FOLDER = Path(__file__).parent / "locale"
_own: dict[tuple[str, str], str] = {}


def say(key: str, /, **values: object) -> str:
    """Say the sentence of `key` in the page's language, its places filled with `values`.

    Amounts and instants among the values are written as people here write them.
    """
    spoken = language.get()
    sentence = _own.get((spoken, key)) or catalogue(spoken)[key]
    if not values:
        return sentence
    return sentence.format_map({name: written(value) for name, value in values.items()})


def counted(key: str, number: int, /, **values: object) -> str:
    """Say `key.one` or `key.other`, as `number` asks; it fills the place `{n}`."""
    return say(f"{key}.one" if number == 1 else f"{key}.other", n=number, **values)


def either(key: str, plain: str) -> str:
    """Say the sentence of `key`, or plain words that somebody of the house chose."""
    return say(key) if knows(key) else plain


def knows(key: str) -> bool:
    """Tell whether there is a sentence for `key`."""
    return key in catalogue(language.get())


def vocabulary(*prefixes: str) -> dict[str, str]:
    """Give all sentences under these prefixes in the page's language, places left open."""
    starts = tuple(f"{prefix}." for prefix in prefixes)
    spoken = language.get()
    sentences = catalogue(spoken).items()
    return {
        key: _own.get((spoken, key)) or text for key, text in sentences if key.startswith(starts)
    }


def in_own_words(sentences: Mapping[str, Mapping[str, str]]) -> None:
    """Say these sentences, by language and key, in the house's own words from here on.

    All others say again what the catalogues say.
    """
    _own.clear()
    for name, of_language in sentences.items():
        _own.update({(name, key): text for key, text in of_language.items()})


@singledispatch
def written(value: object) -> str:
    """Write a value into a sentence; `components.format` adds amounts and instants."""
    return str(value)


@cache
def catalogue(name: str) -> Mapping[str, str]:
    """Read all sentences of a language; a key said twice, or left empty, is a mistake."""
    sentences: dict[str, str] = {}
    for path in sorted((FOLDER / name).glob("*.po")):
        with path.open("rb") as file:
            messages = read_po(file, locale=name.replace("-", "_"), abort_invalid=True)
        for message in messages:
            if not message.id:
                continue
            key, text = str(message.id), str(message.string or "")
            if not text or key in sentences:
                raise ValueError(f"{path.name}: {key}")
            sentences[key] = text
    return MappingProxyType(sentences)
