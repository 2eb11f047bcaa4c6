"""Documents as the house reads them: every vector, every mask, and what stands for nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import BadField
from services.people.documents import (
    format_cnpj,
    format_cpf,
    format_rg,
    parse_cnpj,
    parse_cpf,
    parse_rg,
    parse_state_tax_registration,
)

VECTORS: dict[str, dict[str, bool]] = json.loads(
    Path(__file__).parents[2].joinpath("vectors/identifiers.json").read_text("utf-8")
)
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize(("number", "right"), VECTORS["cnpj"].items())
def test_every_cnpj_vector(number: str, right: bool) -> None:
    if right:
        bare = parse_cnpj(number)
        assert len(bare) == 14
        assert bare == "".join(letter for letter in number.upper() if letter.isalnum())
        assert parse_cnpj(format_cnpj(bare)) == bare
    else:
        with pytest.raises(BadField, match="bad_field"):
            parse_cnpj(number)


@pytest.mark.parametrize(("number", "right"), VECTORS["cpf"].items())
def test_every_cpf_vector(number: str, right: bool) -> None:
    if right:
        bare = parse_cpf(number)
        assert bare == "".join(letter for letter in number if letter.isdigit())
        assert parse_cpf(format_cpf(bare)) == bare
    else:
        with pytest.raises(BadField):
            parse_cpf(number)


@given(st.text(LETTERS, min_size=12, max_size=12).filter(lambda base: base != "0" * 12))
def test_one_pair_of_check_digits_is_right_and_a_changed_character_is_noticed(base: str) -> None:
    """Ninety-nine of the hundred endings are refused (mod 11 with ten written as nought)."""

    def right(number: str) -> bool:
        try:
            parse_cnpj(number)
        except BadField:
            return False
        return True

    endings = [f"{base}{ending:02d}" for ending in range(100)]
    assert sum(map(right, endings)) == 1


@pytest.mark.parametrize(
    ("parse", "pasted", "bare"),
    [
        (parse_cpf, " 529.982.247-25\n", "52998224725"),
        (parse_cpf, "529 982 247 25", "52998224725"),
        (parse_cpf, "５２９.９８２.２４７-２５", "52998224725"),
        (parse_cpf, "529.982.247-25\u200b", "52998224725"),
        (parse_cnpj, "12abc34501de35", "12ABC34501DE35"),
        (parse_rg, "12.345.678-x", "12345678X"),
        (parse_rg, "MG-12.345.678", "MG12345678"),
    ],
)
def test_a_pasted_number_is_read_however_it_is_dressed(parse: Any, pasted: str, bare: str) -> None:
    assert parse(pasted) == bare


@pytest.mark.parametrize(
    ("parse", "text", "problem"),
    [
        (parse_cpf, "", "missing"),
        (parse_cpf, "٥٢٩٩٨٢٢٤٧٢٥", "cpf.shape"),
        (parse_cpf, "52998224725\0", "cpf.shape"),
        (parse_cpf, "529.982.247-24", "cpf.wrong"),
        (parse_cnpj, " . ", "missing"),
        (parse_cnpj, "12.ABC.345/01DE-3A", "cnpj.shape"),
        (parse_cnpj, "LB.NXQ.OB5/0001-63", "cnpj.wrong"),
        (parse_rg, "abc", "rg.shape"),
        (parse_rg, "1234567890123", "rg.shape"),
        (parse_rg, "", "missing"),
        (parse_state_tax_registration, "12", "state_tax_registration.shape"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(parse: Any, text: str, problem: str) -> None:
    with pytest.raises(BadField) as refused:
        parse(text, field="its_field")
    assert (refused.value.field, refused.value.problem) == ("its_field", problem)
    assert refused.value.message_key == f"field.{problem}"


def test_documents_are_shown_with_their_masks() -> None:
    assert format_cpf("52998224725") == "529.982.247-25"
    assert format_cnpj("12ABC34501DE35") == "12.ABC.345/01DE-35"
    assert [format_rg(rg) for rg in ("12345678X", "52998224725", "MG12345678", "12345")] == [
        "12.345.678-X", "529.982.247-25", "MG12345678", "12345",
    ]  # fmt: skip


def test_a_state_tax_registration_has_as_many_digits_as_its_state_gives() -> None:
    assert parse_state_tax_registration("110.042.490.114", uf="SP") == "110042490114"
    assert parse_state_tax_registration("P-01100424.3/002", uf="SP") == "P011004243002"
    assert parse_state_tax_registration("isento") == "ISENTO"
    assert parse_state_tax_registration(" ") is None
    with pytest.raises(BadField):
        parse_state_tax_registration("110.042.490.114", uf="RJ")
