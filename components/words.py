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
    "knows",
    "language",
    "say",
    "speak",
    "vocabulary",
    "written",
]

FOLDER = Path(__file__).parent / "locale"


def say(key: str, /, **values: object) -> str:
    """Say the sentence of `key` in the page's language, its places filled with `values`.

    Amounts and instants among the values are written as people here write them.
    """
    sentence = catalogue(language.get())[key]
    if not values:
        return sentence
    return sentence.format_map({name: written(value) for name, value in values.items()})


def counted(key: str, number: int, /, **values: object) -> str:
    """Say `key.one` or `key.other`, as `number` asks; it fills the place `{n}`."""
    return say(f"{key}.one" if number == 1 else f"{key}.other", n=number, **values)


def knows(key: str) -> bool:
    """Tell whether there is a sentence for `key`."""
    return key in catalogue(language.get())


def vocabulary(*prefixes: str) -> dict[str, str]:
    """Give all sentences under these prefixes in the page's language, places left open."""
    starts = tuple(f"{prefix}." for prefix in prefixes)
    sentences = catalogue(language.get())
    return {key: text for key, text in sentences.items() if key.startswith(starts)}


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
