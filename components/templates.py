"""Server-rendered HTML: every template escapes what it is given, and speaks the page's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from components.format import day, decimal, feature_value, hour, moment, money, number, until
from components.words import counted, either, knows, say

ROOT = Path(__file__).parent
STATIC = ROOT.parent / "static"
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def render(name: str, **context: object) -> Markup:
    """Fill the template `name` of `components/templates/`."""
    return Markup(_environment().get_template(name).render(**context))  # noqa: S704 escaped inside


def as_script(value: Mapping[str, Any]) -> str:
    """Write JSON that can stand inside a script element: no `<` of the content survives."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(_UNSAFE.get(sign, sign) for sign in text)


@cache
def asset(path: str) -> str:
    """Give the address of a file in `static/`, with a mark that changes when the file does."""
    mark = sha256((STATIC / path).read_bytes()).hexdigest()[:10]
    return f"/static/{path}?v={mark}"


@cache
def within(path: str) -> Markup:
    """Give the text of a stylesheet in `static/`, to stand in a page itself."""
    return Markup((STATIC / path).read_text(encoding="utf-8"))  # noqa: S704 the house's own


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        asset=asset,
        counted=counted,
        day=day,
        decimal=decimal,
        either=either,
        feature_value=feature_value,
        hour=hour,
        knows=knows,
        moment=moment,
        money=money,
        number=number,
        say=say,
        until=until,
        within=within,
    )
    return environment
