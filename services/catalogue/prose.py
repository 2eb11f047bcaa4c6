"""What a seller writes about a lot: Markdown, of which only what does no harm is shown."""

from __future__ import annotations

from functools import cache, lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {
    "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul", "a",
}  # fmt: skip
_RELATION = "nofollow ugc noopener"
_HIGHEST = 3  # the page has h1 and h2 of its own
_KEPT = 256


@lru_cache(maxsize=_KEPT)
def prose(text: str) -> Markup:
    """Draw Markdown as HTML: headings from h3 down, no image, no HTML of the writer's.

    Links lead to http and https alone and carry nothing of the house's good name. A line's end is
    one, as people write.
    """
    reader = _reader()
    tokens = reader.parse(text.replace("\0", ""))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + _HIGHEST - 1)}"
    html = reader.renderer.render(tokens, reader.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "*": set()},
        url_schemes={"http", "https"},
        link_rel=_RELATION,
    )
    return Markup(clean)  # noqa: S704  cleaned above


def plain(text: str) -> str:
    """Give the words alone, on one line, for whoever shows no markup."""
    return Markup(str(prose(text)).replace("</", " </")).striptags()  # noqa: S704  cleaned


@cache
def _reader() -> MarkdownIt:
    settings = {"html": False, "breaks": True, "linkify": False, "maxNesting": 20}
    return MarkdownIt("commonmark", settings).enable("table").disable("image")
