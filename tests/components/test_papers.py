"""The explaining pages say all the law asks, in both languages, with the company's contacts."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from components import frame
from components.language import LANGUAGES, language
from components.papers import COOKIES, PAPERS, paper_response
from components.words import catalogue
from services.config import DEMO_HOUSE
from tests.components.asking import NOBODY, get

BASE = "https://casa.example"


@pytest.fixture(autouse=True)
def at_the_start() -> Iterator[None]:
    before = language.set("pt-BR")
    frame.configure(demo=False, house=replace(DEMO_HOUSE, demonstration=False))
    yield
    frame.configure(demo=False)
    language.reset(before)


def html(path: str, spoken: str = "pt-BR") -> str:
    visitor = replace(NOBODY, language=spoken)
    return bytes(paper_response(PAPERS[path], visitor, get(path), base_url=BASE).body).decode()


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("path", PAPERS)
def test_every_section_is_there_with_its_heading(path: str, spoken: str) -> None:
    page, paper = html(path, spoken), PAPERS[path]
    sentences = catalogue(spoken)
    assert f"<title>{sentences[f'{paper.name}.title']} · Martelo</title>" in page
    assert page.count("<h1>") == 1
    for section in paper.sections:
        assert f'<h2 id="{section}">{sentences[f"{paper.name}.{section}"]}</h2>' in page
    assert "noindex" not in page


@pytest.mark.parametrize("path", PAPERS)
def test_the_company_and_its_contacts_stand_on_each(path: str) -> None:
    body = html(path)
    body = body[body.index("<main") : body.index("<footer")]
    assert DEMO_HOUSE.cnpj in body
    assert f"mailto:{DEMO_HOUSE.email}" in body


def test_no_sentence_of_the_papers_is_left_unsaid() -> None:
    said = {
        f"{p.name}.{s}{end}" for p in PAPERS.values() for s in p.sections for end in ("", ".text")
    }
    said |= {f"{p.name}.{word}" for p in PAPERS.values() for word in ("title", "lead")}
    said |= {f"privacy.cookie.{name}{end}" for name in COOKIES for end in ("", ".lasts")}
    said |= {"privacy.cookie", "privacy.cookie.for", "privacy.cookie.lasts"}
    names = tuple(f"{paper.name}." for paper in PAPERS.values())
    assert {key for key in catalogue("pt-BR") if key.startswith(names)} == said


def test_the_accessibility_page_lets_one_choose_without_scripts() -> None:
    page = html("/accessibility")
    body = page[page.index("<main") : page.index("<footer")]
    assert 'action="/preferences" method="post"' in body
    assert 'name="csrf" value="browser-proof"' in body
    assert 'name="next" value="/accessibility"' in body


@pytest.mark.parametrize("path", PAPERS)
def test_every_paper_has_one_address(path: str) -> None:
    assert f'<link rel="canonical" href="{BASE}{path}">' in html(path)
