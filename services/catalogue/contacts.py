"""Contact data in what people write to each other: found however it is dressed up, and masked.

Buyers and sellers who meet outside the house lose its protection, and strangers read what is
written here. Prices, dates, years, postal codes and case numbers are left as they are.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MASK = "•••"
_DIGITS = {
    "zero": "0", "um": "1", "uma": "1", "dois": "2", "duas": "2", "tres": "3", "quatro": "4",
    "cinco": "5", "seis": "6", "meia": "6", "sete": "7", "oito": "8", "nove": "9", "dez": "10",
    "onze": "11", "doze": "12", "treze": "13", "catorze": "14", "quatorze": "14", "quinze": "15",
    "dezesseis": "16", "dezessete": "17", "dezoito": "18", "dezenove": "19", "vinte": "2",
    "trinta": "3", "quarenta": "4", "cinquenta": "5", "sessenta": "6", "setenta": "7",
    "oitenta": "8", "noventa": "9", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_LOOKS = str.maketrans({
    "о": "o", "а": "a", "е": "e", "р": "p", "с": "c", "х": "x", "у": "y", "і": "i", "м": "m",
    "т": "t", "н": "h", "ο": "o", "α": "a", "ε": "e", "ρ": "p", "＠": "@", "．": ".", "。": ".",
})  # fmt: skip
_WORD = re.compile(r"[a-z]+")
_AT = r"(?:@|\s*[(\[{<]\s*(?:at|arroba|a)\s*[)\]}>]\s*|\s+arroba\s+)"
_DOT = r"(?:\s?\.\s?|\s*[(\[{<]\s*(?:\.|dot|ponto)\s*[)\]}>]\s*|\s+(?:ponto|dot)\s+)"
_TOP = r"(?:com|net|org|br|me|io|app|link|ly|shop|store|site|online|info|gg|dev|bio|ee|vc|to|co)"
_GAP = r"[\s.\-()/+_*~|,:;…\"'<>=#&·\[\]{}–—]"
_WORTH = re.compile(
    r"(?:r\$\s*)?(?<![\d.,])\d{1,3}(?:\.\d{3})+(?:,\d{2})?(?![\d\-/]|[.,]\d)"
    r"|r\$\s*\d+(?:[.,]\d{1,2})?(?!\d)"
    r"|(?<!\d)\d{7}-\d{2}\.\d{4}\.\d\.\d{2}\.\d{4}(?!\d)"
    r"|(?<!\d)\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)"
    r"|(?<![\d\-])\d{5}-\d{3}(?![\d\-])"
    r"|(?<!\d)\d{1,2}[:h]\d{2}(?!\d)"
    r"|(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})?(?:\s?[/x×]\s?\d{1,3}(?:[.,]\d{1,2})?){1,3}"
    r"\s?(?:mm|cm|m|pol|kg|g|v|volts|hz|w)(?![a-z0-9])"
    r"|(?<!\d)(?:19|20)\d{2}(?:(?:\s*[,/\-]\s*|\s+e?\s*)(?:19|20)\d{2})+(?!\d)"
)
# A sentence that ends, and the next one, are no address: "Revisado. Com manual."
_SENTENCE = re.compile(r"(?<=\w)\.(?=\s+[A-ZÀ-Þ][\wÀ-ÿ]*\s)")
_STEPS = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:,\s|\se\s)\d{1,3}){2,}(?![\d]|[.,]\d)")
_CONTACTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[a-z0-9._%+\-]+{_AT}[a-z0-9\-]+(?:{_DOT}[a-z0-9\-]+)*",
        r"(?<![a-z0-9])@\s?[a-z0-9_.]{3,}",
        r"(?:h\s?[tx]{2}\s?ps?\s?:\s?/\s?/|www\s?\.)\s?\S+",
        (
            rf"(?<![a-z0-9])[a-z0-9][a-z0-9\-]*(?:{_DOT}[a-z0-9\-]+){{0,3}}{_DOT}{_TOP}"
            rf"(?:{_DOT}br)?(?![a-z0-9])(?:\s?/\s?\S+)*"
        ),
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        r"(?<![a-z])(?:chave\s+)?pix\s*(?:[:=]\s*\S+|\b(?:e|eh)\b\s*\S*[\d@]\S*)",
        r"(?<![a-z])chave\s+(?:pix\s+[:=]?\s*\S*\d|[:=]?\s*\S*\d\S{4})\S*",
        (
            r"(?<![a-z0-9])z\W{0,2}[a4@]\W{0,2}p+(?:\W{0,2}z\W{0,2}[a4@]\W{0,2}p+|inho|ap)?(?![a-z])"
            r"(?:\s*[:=\-]?\s*@?[\w.]*\d[\w.]*)?"
        ),
        r"(?<![a-z])w\W{0,2}h?\W{0,2}[a4@]\W{0,2}t\W{0,2}[s5](?:\W{0,2}[a4@]\W{0,2}p+)?(?![a-z])",
        r"(?<![a-z])(?:wpp|wapp|uatsap+|uats|watsap+|zapp\w*)(?![a-z])",
        (
            r"(?<![a-z])(?:telegram|telegran|insta(?:gram)?|facebook|tiktok|messenger|skype)"
            r"(?![a-z])(?:\s*(?:[:=]|\be\b|\beh\b)?\s*@?[a-z0-9_]+[._\d][\w.]*|\s*[:=]\s*@?[\w.]+)?"
        ),
        r"(?<![a-z])face\s*(?:[:=]\s*@?[\w.]+|\s@?[a-z0-9_]*[a-z_][._\d][\w.]+)",
    )
)
_RUN = re.compile(rf"[+(]*\d(?:(?:{_GAP}|\be\b){{0,6}}\d){{7,}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A text with its contacts masked, and how many there were."""

    text: str
    found: int

    @property
    def empty(self) -> bool:
        """Tell whether hardly anything but contacts was said."""
        return sum(letter.isalnum() for letter in self.text) < 3


def mask_contacts(text: str) -> Masked:
    """Mask e-mails, phones, Pix keys, links, handles and messengers, also spelled or dressed up.

    Lower case, accents, look-alikes, invisible signs and digits of other scripts make no
    difference.
    """
    shown = text
    spans = _spans(text)
    for start, end in reversed(spans):
        shown = shown[:start] + MASK + shown[end:]
    return Masked(text=shown, found=len(spans))


@lru_cache(maxsize=2048)
def without_contacts(text: str) -> str:
    """Give a text with its contacts masked; what is shown often is read once."""
    return mask_contacts(text).text


def find_contacts(text: str) -> list[str]:
    """List the contacts of a text as they are written there."""
    return [text[start:end] for start, end in _spans(text)]


def _spans(text: str) -> list[tuple[int, int]]:
    plain, places = _plain(_SENTENCE.sub("!", text))
    spared = _STEPS.sub(_rising, _blank(_WORTH, plain))
    spans = [
        found.span() for pattern in _CONTACTS for found in pattern.finditer(plain) if found.group()
    ]
    spelled, where = _spelled(spared)
    spans += [
        (where[found.start()][0], where[found.end() - 1][1]) for found in _RUN.finditer(spelled)
    ]
    merged: list[list[int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return [(places[start], places[end - 1] + 1) for start, end in merged]


def _plain(text: str) -> tuple[str, list[int]]:
    """Bring a text to small plain letters and digits, with where each came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for one in unicodedata.normalize("NFKD", letter).lower().translate(_LOOKS):
            if unicodedata.category(one) in ("Mn", "Me", "Cf"):
                continue
            digit = unicodedata.digit(one, None)
            letters.append(one if digit is None else str(digit))
            places.append(place)
    return "".join(letters), places


def _blank(worth: re.Pattern[str], plain: str) -> str:
    return worth.sub(lambda found: "x" * len(found.group()), plain)


def _rising(found: re.Match[str]) -> str:
    """Blank numbers that count upwards, as kilometres of revisions do; a phone's hardly ever do."""
    numbers = [int(one) for one in re.findall(r"\d+", found.group())]
    rising = all(one < other for one, other in itertools.pairwise(numbers))
    return "x" * len(found.group()) if rising else found.group()


def _spelled(plain: str) -> tuple[str, list[tuple[int, int]]]:
    """Write spelled digits as digits, with the span that each came from."""
    letters: list[str] = []
    where: list[tuple[int, int]] = []
    at = 0
    for found in _WORD.finditer(plain):
        for place in range(at, found.start()):
            letters.append(plain[place])
            where.append((place, place + 1))
        word = found.group()
        for letter in _DIGITS.get(word) or ("0" if word in ("o", "oo") else word):
            letters.append(letter)
            where.append(found.span())
        at = found.end()
    for place in range(at, len(plain)):
        letters.append(plain[place])
        where.append((place, place + 1))
    return "".join(letters), where
