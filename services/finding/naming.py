"""What people call things: by which other words lots of a kind may be found as well."""

from __future__ import annotations

import re
import unicodedata

_KINDRED = (
    ("celular", "smartphone", "telefone", "iphone", "eletronico"),
    ("carro", "automovel", "veiculo"),
    ("notebook", "laptop", "computador", "macbook", "eletronico"),
    ("moto", "motocicleta", "scooter"),
    ("tv", "televisao", "televisor", "eletronico"),
    ("casa", "sobrado", "residencia", "imovel"),
    ("apartamento", "apto", "flat"),
    ("lote", "terreno"),
    ("quadro", "pintura", "tela", "gravura", "arte"),
    ("sofa", "poltrona", "estofado", "movel"),
    ("anel", "alianca", "joia"),
    ("guitarra", "violao"),
    ("teclado", "piano"),
    ("trator", "escavadeira", "maquina"),
    ("camera", "filmadora"),
    ("videogame", "console", "playstation", "xbox", "eletronico"),
)
_WORD = re.compile(r"[a-z0-9]+")
LONGEST = 60


def plain_words(text: str) -> list[str]:
    """List the words of a text, small and without accents."""
    small = unicodedata.normalize("NFD", text.lower())
    return _WORD.findall("".join(one for one in small if not unicodedata.combining(one)))


def kindred(typed: str) -> tuple[str, ...]:
    """Give other words for those typed, nearest first; none for words nobody calls otherwise."""
    words = plain_words(typed[:LONGEST])
    found = [
        other
        for word in words
        for group in _KINDRED
        if word in group or word.removesuffix("s") in group
        for other in group
    ]
    return tuple(dict.fromkeys(one for one in found if one not in words))
