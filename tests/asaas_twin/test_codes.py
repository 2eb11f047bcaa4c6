"""Codes that pay: Asaas's own samples come out byte for byte."""

from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal

from asaas_twin import boleto, pix

# A code of Asaas's sandbox, and a pair of its documentation.
SAMPLE = (
    "00020101021226820014br.gov.bcb.pix2560pix-h.asaas.com/qr/cobv/"
    "618c88aa-7beb-4abf-ad17-4213dc8fa3805204000053039865802BR5919Pr Solucoes Sandbox6007Itajuba"
    "61083750228062070503***6304C50D"
)
BAR_CODE = "00191878900000050000000002759288002193297817"
LINE = "00190000090275928800021932978170187890000005000"


def test_a_pix_code_is_asaass_own_for_the_same_facts() -> None:
    url = "pix-h.asaas.com/qr/cobv/618c88aa-7beb-4abf-ad17-4213dc8fa380"
    code = pix.br_code(url=url, name="Pr Soluções Sandbox", city="Itajubá", postal_code="37502280")
    assert code == SAMPLE


def test_a_code_of_the_simulator_leads_to_nobodys_host() -> None:
    url = pix.address("618c88aa-7beb-4abf-ad17-4213dc8fa380")
    name = "Uma casa de leilões de nome muito comprido"
    code = pix.br_code(url=url, name=name, city="São Paulo", postal_code="01000000")
    assert "pix.simulador.local" in code
    assert "5925Uma casa de leiloes de no6009Sao Paulo" in code
    assert code[-4:] == pix.checksum(code[:-4])
    assert base64.b64decode(pix.qr_png(code)).startswith(b"\x89PNG")


def test_a_boletos_line_and_bar_code_are_those_of_the_documentation() -> None:
    assert boleto.line(BAR_CODE) == LINE
    assert boleto.modulo_11(BAR_CODE[:4] + BAR_CODE[5:]) == BAR_CODE[4]
    made = boleto.bar_code(
        due=date(2021, 10, 30), value=Decimal("50.00"), number=BAR_CODE[19:], bank="001"
    )
    assert made == BAR_CODE


def test_due_factors_began_again_in_2025() -> None:
    days = [date(2000, 7, 3), date(2025, 2, 21), date(2025, 2, 22), date(2025, 2, 23)]
    assert [boleto.due_factor(day) for day in days] == [1000, 9999, 1000, 1001]


def test_bars_are_two_wide_of_five() -> None:
    drawn = boleto.bars(BAR_CODE)
    # start, 22 pairs of five, stop
    assert len(drawn) == 2 + 22 * 5 + 2
    assert sum(width == 3 for _, width in drawn) == 22 * 2 + 1
