"""Several drawings of one component on one page: their ids are set apart, their tails cut off."""

from __future__ import annotations

import re

from markupsafe import Markup

NAMING = re.compile(r'\s(id|for|aria-labelledby|aria-describedby|data-reveal)="([^"]+)"')
POINTING = re.compile(r'\shref="#([^"]+)"')
FOCUS = re.compile(r"\sdata-focus\b")
LIST = re.compile(r"<(/?)ul\b")
BADGE = re.compile(r'<template data-badge="(\w+)">(.*?)</template>', re.DOTALL)


def apart(html: Markup, mark: str) -> Markup:
    """Give every id of a drawing, and what points to it, the drawing's own mark.

    Nothing of it asks for the focus of the page.
    """

    def marked(found: re.Match[str]) -> str:
        name, ids = found.groups()
        return f' {name}="{" ".join(f"{one}--{mark}" for one in ids.split())}"'

    named = NAMING.sub(marked, FOCUS.sub("", str(html)))
    pointed = POINTING.sub(rf' href="#\1--{mark}"', named)
    return Markup(pointed)  # noqa: S704 drawn by our own templates


def list_of_cards(listing: Markup) -> Markup:
    """Cut the list of cards out of a drawn listing."""
    text = str(listing)
    start = text.index('<ul class="grid"')
    depth = 0
    for tag in LIST.finditer(text, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return Markup(text[start : tag.start()] + "</ul>")  # noqa: S704 of our own template
    raise ValueError("a list that does not end")


def badges_of(listing: Markup) -> dict[str, Markup]:
    """Take the badges that a drawn listing keeps at hand, by their names."""
    return {name: Markup(drawn) for name, drawn in BADGE.findall(str(listing))}  # noqa: S704
