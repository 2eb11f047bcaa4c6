"""The postal service's codes: ViaCEP by HTTP, and nobody where none is to be asked."""

from __future__ import annotations

from typing import Any

import httpx

from services.people.places import Place
from services.ports import PostalServiceDown

_SECONDS = 2.0
_WORDS = ("logradouro", "bairro", "localidade", "uf")


class ViaCep:
    """Asks a ViaCEP at its address, once and for no longer than two seconds."""

    def __init__(self, url: str, *, seconds: float = _SECONDS) -> None:
        self._url = url.rstrip("/")
        self._seconds = seconds

    def place_of(self, cep: str) -> Place | None:
        """Tell where a code of 8 digits is; None if nowhere. Raises PostalServiceDown."""
        try:
            answer = httpx.get(f"{self._url}/{cep}/json/", timeout=self._seconds)
            answer.raise_for_status()
            said: Any = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise PostalServiceDown(repr(error)) from error
        if not isinstance(said, dict):
            raise PostalServiceDown("unreadable")
        if said.get("erro"):
            return None
        words = {
            name: said.get(name) or "" for name in ("logradouro", "bairro", "localidade", "uf")
        }
        if not all(isinstance(word, str) for word in words.values()):
            raise PostalServiceDown("unreadable")
        return Place(
            zip_code=cep,
            street_name=words["logradouro"],
            district=words["bairro"],
            city=words["localidade"],
            state=words["uf"],
        )


class NoPostalService:
    """Nobody to ask: addresses are written by hand."""

    def place_of(self, cep: str) -> Place | None:
        """Say that nobody answers."""
        raise PostalServiceDown("CEP_URL is empty")
