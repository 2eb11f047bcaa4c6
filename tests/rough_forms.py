"""Forms as nobody fills them in: what a door may be sent by mistake, by malice and by machines."""

from __future__ import annotations

import functools
import inspect
import re
import sys
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

from hypothesis import strategies as st

from api.routing import Door
from services.people.applicants import FIELDS
from services.views import STEPS
from tests.forms import ADDRESS, COMPANY, INDIVIDUAL, picture
from tests.lot_forms import JUDICIAL, TRUCK

# What stands for something only the house can give; put in when the form is sent.
CSRF, NAME, CPF, EMAIL, ANOTHER, LETTER, CODE, OWN = (
    f"\x02{word}\x03".encode()
    for word in ("csrf", "name", "cpf", "email", "another", "letter", "code", "own")
)
PHOTO = picture()
PASSWORD = "corvo lápis vento 7"
READ = re.compile(r'(?:word\(form, |form\.get\(|getlist\(|typed\[)"([a-z_0-9]+)"')
LIKELY: dict[str, list[str]] = {
    "alerts": ["on", "off"],
    "act": ["cep", "later", "next", "principal"],
    "amount": ["100,00", "1.000", "0,01", "150.00"],
    "anonymous_mode": ["on"],
    "calm": ["on", "off"],
    "current_password": [PASSWORD],
    "go": ["next", "back", "review", "publish", "cep"],
    "key": ["abcdefgh-1234", "abcdefgh1234"],
    "lasts": ["30"],
    "language": ["en", "pt-BR"],
    "notice": ["1"],
    "pace": ["now", "daily"],
    "question": ["Tem nota fiscal?", "q=gravura"],
    "registration": ["123"],
    "scope": ["read"],
    "token_name": ["Planilha"],
    "uf": ["SP"],
    "method": ["email", "off"],
    "new_password": ["sete corujas no telhado"],
    "only": ["1"],
    "next": ["/", "/wallet", "/?state=live", "//evil.test", "/\\evil", "/a?b=%ff#c"],
    "outbid:email": ["on"],
    "password": [PASSWORD],
    "step": list(STEPS),
    "text_size": ["100", "150"],
    "theme": ["dark", "light"],
    "upto": ["1"],
    "watch": ["on", "off"],
    "way": ["pix", "boleto", "card"],
}
LOT_FORMS = (TRUCK, JUDICIAL)
TAKE_PHOTOS = ("/signUp", "/photo", "/photos/add", "/new/auction")
OF_LOTS = ("api.selling", "api.new_auction")
LIKELY |= {
    name: sorted({form[name] for form in LOT_FORMS if name in form}) for name in TRUCK | JUDICIAL
}
OWN_WORDS = {
    "csrf": [CSRF],
    "username": [NAME],
    "cpf": [CPF],
    "email": [EMAIL, ANOTHER],
    "code": [CODE],
    "photo": [PHOTO],
    "photos": [PHOTO],
}
GOOD: list[dict[str, str]] = [INDIVIDUAL | ADDRESS, COMPANY | ADDRESS]
ODD = [
    b"", b" ", b"\x00", b"a\x00b", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80",
    b"%00", b"%ED%A0%80", b"%u0041", b"%", b"%zz", b"+", b"&", b"=", b";",
    b"\r\nBcc: x@y.test", b"-1", b"0", b"1e309", b"NaN", b"Infinity", b"9" * 400, b"0x10", b"1_000",
    "١٢٣".encode(), "１２３".encode(), "²".encode(), "\u202eabc".encode(), "שלום".encode(),
    "e\u0301" .encode() * 40, "👨‍👩‍👧‍👦".encode(), "\ufeff".encode(), "\u2028".encode(),
    b"on", b"true", b"null", b"[]", b"{}", b"{{7*7}}", b"%s%n", b"../../etc/passwd", b"http://[",
    b"//[", b"/[", b"a@b", b"a@[::1]", b'"a b"@c.test', b"a@" + b"b." * 120 + b"test",
    b"' or 1=1 --", b"<script>", b"31/02/2000", b"00/00/0000", b"29/02/1900", b"x" * 301,
    b"x" * 5_000, b"a" * 100_000, "ç".encode() * 1_025, b"\x1b[2J", b"\x85", "ß".encode(),
    "İ".encode(), "\u1d2c".encode(), "\U000e0001".encode(),
]  # fmt: skip
CHARSETS = [
    "utf-16", "utf-7", "idna", "punycode", "undefined", "raw_unicode_escape", "unicode_escape",
    "rot13", "hex", "mbcs", "latin-1", "utf-8", "", "\x00", "x" * 300, "../x",
]  # fmt: skip
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=cut"
OTHER_TYPES = [
    "", "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=",
    'multipart/form-data; boundary="', "multipart/form-data; boundary=cut; boundary=other",
    "multipart/mixed; boundary=cut", "multipart/form-data; boundary=" + "b" * 200, "\xff", ";",
    URLENCODED + "; charset=utf-16", "application/octet-stream",
    "multipart/form-data; boundary=\xe9",
]  # fmt: skip
HEADERS = [
    ("accept-language", b"\xff"), ("accept-language", b"pt;q=NaN, en;q=1e400"),
    ("accept-language", b"," * 3_000), ("referer", b"http://["), ("referer", b"\xff\x00"),
    ("user-agent", b"\xff\xfe" * 200), ("user-agent", b""), ("cookie", b"\xff=\xff; sid=\xff"),
    ("cookie", b"pre=a.b.c; attempt=x; google=x"), ("cookie", b"comfort=\xc3\xa9; theme=x"),
    ("attempt", b""), ("content-length", b"-1"), ("content-length", b"1e3"), ("te", b"trailers"),
    ("x-forwarded-for", b"999.1.1.1, \xff"), ("sec-fetch-site", b"cross-site"),
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rough:
    """One form on its way to one door; what only the house knows is still open in it."""

    door: str
    path: bytes
    body: bytes
    headers: tuple[tuple[str, bytes], ...] = ()
    who: str = "visitor"
    standing: frozenset[str] = field(default_factory=frozenset)
    letter: str = ""


@st.composite
def rough_forms(draw: st.DrawFn, door: Door) -> Rough:
    """Fill in a form for a door as its handler would have it, then spoil it."""
    fields = likely(draw, names_read_at(door))
    for _ in range(draw(st.sampled_from([0, 1, 1, 2, 3, 8]))):
        spoil(draw, fields)
    brings = any(value == PHOTO for _, value in fields)
    writings = [multipart] if brings else [urlencoded, urlencoded]
    kind, body = draw(st.sampled_from([multipart, *writings]))(draw, fields)
    if draw(st.integers(0, 9)) == 0:
        kind = draw(st.sampled_from(OTHER_TYPES))
    if draw(st.integers(0, 19)) == 0:
        body = draw(cuttings(body))
    headers = [("content-type", kind.encode("latin-1"))] if kind else []
    headers += [("accept", draw(st.sampled_from([b"text/html", b"*/*", b"application/json"])))]
    headers += draw(st.lists(st.sampled_from(HEADERS), max_size=2)) if draw(st.booleans()) else []
    # Whom a door is for goes there most; the others are turned away before it opens.
    public = door.context.value == "public"
    people = ["visitor", "person", "company", "admin"] if public else ["person"] * 4 + ["company"]
    return Rough(
        door=door.path,
        path=path_to(draw, door.path),
        body=body,
        headers=tuple(headers),
        who=draw(st.sampled_from([*people, "admin", "visitor"])),
        standing=draw(st.frozensets(st.sampled_from(["elevated", "second", "attempt"]))),
        letter=draw(st.sampled_from(["create", "reset", "delete", "email", "login"])),
    )


@functools.cache
def names_read_at(door: Door) -> list[str]:
    """Find the names of fields in the source of a door's module."""
    source = inspect.getsource(sys.modules[door.handler.__module__])
    lot = TRUCK | JUDICIAL if door.handler.__module__ in OF_LOTS else {}
    names = {"csrf", *READ.findall(source), *lot}
    if not door.path.endswith(TAKE_PHOTOS):
        names -= {"photo", "photos"}
    return sorted(names)


def likely(draw: st.DrawFn, names: list[str]) -> list[tuple[bytes, bytes]]:
    """Fill in every field that a door reads as somebody would who means it."""
    good = draw(st.sampled_from(GOOD)) if draw(st.integers(0, 2)) else {}
    fields = {name.encode(): value.encode() for name, value in good.items()}
    for name in sorted({*good, *names}):
        if name in OWN_WORDS:
            fields[name.encode()] = draw(st.sampled_from(OWN_WORDS[name]))
        elif name in LIKELY:
            fields[name.encode()] = draw(st.sampled_from(LIKELY[name])).encode()
    return list((fields | {b"csrf": CSRF}).items())


def spoil(draw: st.DrawFn, fields: list[tuple[bytes, bytes]]) -> None:
    """Put something odd in a field's place, send it twice, leave it out, or send one unheard of."""
    odd = draw(st.sampled_from(ODD) | st.binary(max_size=40) | st.text(max_size=40).map(encoded))
    where = draw(st.integers(0, len(fields)))
    if where == len(fields):
        known = [*FIELDS, *LIKELY, "photo", "photo_kept"]
        fields.append((draw(st.sampled_from(known).map(str.encode) | TEXT), odd))
        return
    name = fields[where][0]
    if name == b"csrf" and draw(st.integers(0, 4)):
        return  # without its proof a form is not looked at
    how = draw(st.sampled_from(["odd", "odd", "odd", "twice", "gone", "name"]))
    if how == "twice":
        fields.insert(where, (name, odd))
    elif how == "gone":
        del fields[where]
    elif how == "name":
        fields[where] = (odd, fields[where][1])
    else:
        fields[where] = (name, odd)


def urlencoded(draw: st.DrawFn, fields: list[tuple[bytes, bytes]]) -> tuple[str, bytes]:
    """Write a form as browsers do, or with its bytes left as they are."""
    pairs = fields
    if draw(st.integers(0, 3)):
        pairs = [(quoted(name), quoted(value)) for name, value in fields]
    return URLENCODED, b"&".join(name + b"=" + value for name, value in pairs)


def multipart(draw: st.DrawFn, fields: list[tuple[bytes, bytes]]) -> tuple[str, bytes]:
    """Write a form in parts, some of them files and some in a script of their own."""
    kind = MULTIPART
    if draw(st.integers(0, 3)) == 0:
        kind += "; charset=" + draw(st.sampled_from(CHARSETS))
    files = draw(st.sets(st.integers(0, len(fields)), max_size=2)) if draw(st.booleans()) else set()
    parts = []
    for place, (name, value) in enumerate(fields):
        head = b'Content-Disposition: form-data; name="%s"' % name
        if place in files or value == PHOTO:
            head += b'; filename="%s"\r\nContent-Type: image/png' % draw(st.sampled_from(ODD))[:300]
        parts.append(b"--cut\r\n" + head + b"\r\n\r\n" + value + b"\r\n")
    return kind, b"".join(parts) + b"--cut--\r\n"


def cuttings(body: bytes) -> st.SearchStrategy[bytes]:
    """Break off, double or replace a whole body."""
    return st.sampled_from(
        [b"", body[: len(body) // 2], body + body, b"&" * 3_000, b"a=1&" * 1_200, b"x" * 1_000_001]
    ) | st.binary(max_size=80)


def path_to(draw: st.DrawFn, template: str) -> bytes:
    """Walk to a door, with something in each place of its path."""
    path = b""
    for part in re.split(r"(\{\w+(?::\w+)?\})", template):
        if not part.startswith("{"):
            path += part.encode()
        elif draw(st.integers(0, 2)):
            path += {"{mark}": LETTER, "{email:path}": EMAIL}.get(part, OWN)
        else:
            short = [odd for odd in ODD if len(odd) < 6_000]
            path += quote(draw(st.sampled_from(short) | TEXT), safe="%/").encode()
    if draw(st.integers(0, 9)) == 0:
        path += b"?" + quoted(draw(st.sampled_from(ODD)))[:4_000]
    return path


def encoded(text: str) -> bytes:
    """Write text down, halves of characters too."""
    return text.encode("utf-8", "surrogatepass")


def quoted(words: bytes) -> bytes:
    """Write words as a form does, but for the marks where the house puts its own."""
    return words if words[:1] == b"\x02" else quote_plus(words).encode()


TEXT = st.text(max_size=20).map(encoded)
