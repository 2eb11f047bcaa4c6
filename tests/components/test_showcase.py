"""The gallery shows each state once, by a name that stays, in both languages."""

import re
from collections.abc import Iterator

import pytest
from markupsafe import Markup

from components.language import LANGUAGES, language, speak
from components.showcase import chosen
from components.showcase.markup import apart, list_of_cards
from components.showcase.specimens import Section, sections
from components.showcase.tokens import contrast, icon_names, pairs
from components.words import knows
from services.errors import NotFound


@pytest.fixture(params=LANGUAGES)
def shown(request: pytest.FixtureRequest) -> Iterator[tuple[Section, ...]]:
    before = language.set(request.param)
    speak(request.param)
    yield sections()
    language.reset(before)


def test_every_state_has_a_name_of_its_own_and_a_title(shown: tuple[Section, ...]) -> None:
    names = [one.name for section in shown for one in section.specimens]
    kinds = [section.name for section in shown]
    assert len(names) > 90
    assert len({*names, *kinds}) == len(names) + len(kinds)
    assert not [name for name in names if not knows(f"design.is.{name}")]
    assert not [kind for kind in kinds if not knows(f"design.section.{kind}")]


def test_every_card_is_one_card_in_the_state_it_is_named_for(shown: tuple[Section, ...]) -> None:
    cards = next(section for section in shown if section.name == "cards").specimens
    faces = {one.name: re.findall(r'data-face="(\w+)"', one.html or "") for one in cards}
    assert all(len(found) == 1 for found in faces.values())
    assert faces["card-sold"] == ["sold"]
    assert faces["card-last"] == ["live"]
    assert {found[0] for found in faces.values()} >= {
        *("live", "closing", "coming", "sold", "conditional", "reserve_not_met", "no_bids"),
        *("suspended", "canceled"),
    }


def test_one_state_can_be_asked_for_alone_and_an_unknown_one_is_not_found() -> None:
    (section,) = chosen("box-outbid")
    assert [one.name for one in section.specimens] == ["box-outbid"]
    with pytest.raises(NotFound):
        chosen("box-nothing")


def test_drawings_of_one_component_do_not_share_their_ids() -> None:
    drawn = Markup(
        '<p id="why"></p><label for="sum"></label><a href="#sum"></a>'
        '<input id="sum" data-focus aria-describedby="why hint" data-id="sum">'
    )
    assert apart(drawn, "two") == Markup(
        '<p id="why--two"></p><label for="sum--two"></label><a href="#sum--two"></a>'
        '<input id="sum--two" aria-describedby="why--two hint--two" data-id="sum">'
    )


def test_the_cards_are_cut_out_whole() -> None:
    drawn = Markup('<ul></ul><ul class="grid"><li><ul><li></li></ul></li></ul><p></p>')
    assert list_of_cards(drawn) == '<ul class="grid"><li><ul><li></li></ul></li></ul>'


def test_the_contrast_shown_is_true_and_enough() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert not [
        (ink, ground, theme)
        for ink, ground, least, found in pairs()
        for theme, one in found.items()
        if one.ratio < least
    ]


def test_every_icon_is_shown() -> None:
    assert {"gavel", "warning", "scales"} < set(icon_names())
    assert len(icon_names()) == len(set(icon_names()))
