"""Documents of people and companies: CPF, CNPJ with letters, RG, state tax registration."""

from __future__ import annotations

import re

from services.errors import BadField
from services.people.fields import bare

_CPF = re.compile(r"[0-9]{11}")
_CNPJ = re.compile(r"[0-9A-Za-z]{12}[0-9]{2}")
_RG = re.compile(r"(?:[A-Z]{2})?[0-9]{4,10}[0-9X]")
_LONGEST_RG = 12
_CPF_WEIGHTS = (11, 10, 9, 8, 7, 6, 5, 4, 3, 2)
_CNPJ_WEIGHTS = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
_REGISTRATION = re.compile(r"P?[0-9]{8,14}")
EXEMPT = "ISENTO"
# How many digits each state gives; two where an older form is still in use.
_REGISTRATION_DIGITS = {
    "AC": {13}, "AL": {9}, "AM": {9}, "AP": {9}, "BA": {8, 9}, "CE": {9}, "DF": {13}, "ES": {9},
    "GO": {9}, "MA": {9}, "MG": {13}, "MS": {9}, "MT": {9, 11}, "PA": {9}, "PB": {9},
    "PE": {9, 14}, "PI": {9}, "PR": {10}, "RJ": {8}, "RN": {9, 10}, "RO": {9, 14}, "RR": {9},
    "RS": {10}, "SC": {9}, "SE": {9}, "SP": {12}, "TO": {9, 11},
}  # fmt: skip


def parse_cpf(text: str, *, field: str = "cpf") -> str:
    """Read a CPF, masked or not, as 11 digits. Raises BadField."""
    cpf = bare(text)
    if not cpf:
        raise BadField(field, "missing")
    if not _CPF.fullmatch(cpf):
        raise BadField(field, "cpf.shape")
    if len(set(cpf)) == 1 or cpf[9:] != _check_digits(cpf[:9], _CPF_WEIGHTS):
        raise BadField(field, "cpf.wrong")
    return cpf


def parse_cnpj(text: str, *, field: str = "cnpj") -> str:
    """Read a CNPJ, with or without letters (IN RFB 2.229/2024), as 14 characters. Raises BadField.

    Check digits are digits always, and no letter is left out of the twelve before them.
    """
    cnpj = bare(text)
    if not cnpj:
        raise BadField(field, "missing")
    if not _CNPJ.fullmatch(cnpj):
        raise BadField(field, "cnpj.shape")
    cnpj = cnpj.upper()
    if cnpj == "0" * 14 or cnpj[12:] != _check_digits(cnpj[:12], _CNPJ_WEIGHTS):
        raise BadField(field, "cnpj.wrong")
    return cnpj


def parse_rg(text: str, *, field: str = "rg") -> str:
    """Read an RG as its state writes it, without mask: digits, perhaps an X, perhaps the UF before.

    States have check digits of their own or none, so none is judged. Raises BadField.
    """
    rg = bare(text).upper()
    if not rg:
        raise BadField(field, "missing")
    if not _RG.fullmatch(rg) or len(rg) > _LONGEST_RG:
        raise BadField(field, "rg.shape")
    return rg


def parse_state_tax_registration(
    text: str, *, uf: str | None = None, field: str = "state_tax_registration"
) -> str | None:
    """Read a state tax registration, `ISENTO`, or None where there is none. Raises BadField.

    With the state known, its number of digits is asked for; check digits are not judged, because
    no published rule is right for every state.
    """
    number = bare(text).upper()
    if not number or number == EXEMPT:
        return number or None
    digits = number.removeprefix("P")
    wrong_count = uf in _REGISTRATION_DIGITS and len(digits) not in _REGISTRATION_DIGITS[uf]
    if not _REGISTRATION.fullmatch(number) or wrong_count:
        raise BadField(field, "state_tax_registration.shape")
    return number


def format_cpf(cpf: str) -> str:
    """Show a CPF with its mask: 529.982.247-25."""
    return f"{cpf[:3]}.{cpf[3:6]}.{cpf[6:9]}-{cpf[9:]}"


def format_cnpj(cnpj: str) -> str:
    """Show a CNPJ with its mask: 12.ABC.345/01DE-35."""
    return f"{cnpj[:2]}.{cnpj[2:5]}.{cnpj[5:8]}/{cnpj[8:12]}-{cnpj[12:]}"


def format_rg(rg: str) -> str:
    """Show an RG: with the common mask if it has nine characters, a CPF's if eleven digits."""
    if len(rg) == 9 and rg[:2].isdigit():
        return f"{rg[:2]}.{rg[2:5]}.{rg[5:8]}-{rg[8]}"
    return format_cpf(rg) if _CPF.fullmatch(rg) else rg


def _check_digits(base: str, weights: tuple[int, ...]) -> str:
    for _ in range(2):
        total = sum(
            (ord(letter) - 48) * weight
            for letter, weight in zip(base, weights[-len(base) :], strict=True)
        )
        rest = total % 11
        base += str(0 if rest < 2 else 11 - rest)
    return base[-2:]
