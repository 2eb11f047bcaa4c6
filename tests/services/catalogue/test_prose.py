"""A description is shown as it was meant, and can do nothing but be read."""

import re

import pytest

from services.catalogue.prose import plain, prose

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/x.png)",
    "![x](javascript:alert(1))",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<style>*{display:none}</style>",
    "<form action=https://evil.example><input name=p></form>",
    "<math><mtext></p><img src=x onerror=alert(1)>",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "# <b onclick=alert(1)>x</b>",
    "| <img src=x onerror=alert(1)> | b |\n|---|---|\n| c | d |",
    "<!--><script>alert(1)</script>-->",
    "<details open ontoggle=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\0<script>alert(1)</script>",
]
TAG = re.compile(r"<\s*/?\s*([a-z0-9]+)([^>]*)>", re.IGNORECASE)
HARMLESS = {
    "a", "b", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
A = re.compile(r' href="https?://[^"]*" rel="nofollow ugc noopener"')


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_written_does_anything(text: str) -> None:
    for name, rest in TAG.findall(prose(text)):
        assert name in HARMLESS
        assert not rest or (name == "a" and A.fullmatch(rest)), (name, rest)
    assert "\0" not in prose(text)


def test_what_is_written_is_shown_as_it_was_meant() -> None:
    html = prose("# Estado\n\nLinha um\nlinha **dois**\n\n- a\n- b\n\n###### fim")
    assert "<h3>Estado</h3>" in html
    assert "<h6>fim</h6>" in html
    assert "Linha um<br>\nlinha <strong>dois</strong>" in html
    assert "<ul>\n<li>a</li>" in html
    assert "<h1" not in html


def test_a_link_leads_out_without_the_houses_word_for_it() -> None:
    html = prose("[laudo](https://a.example/l.pdf)")
    assert '<a href="https://a.example/l.pdf" rel="nofollow ugc noopener">laudo</a>' in html


def test_the_words_alone_are_one_line() -> None:
    assert plain("# Estado\n\nLinha **um**\n\n- a & b") == "Estado Linha um a & b"


def test_deep_nesting_ends() -> None:
    assert len(prose(">" * 5000 + " x")) < 40_000
