"""A page made once for many readers: what all share is compressed once, the rest is filled in."""

from __future__ import annotations

import re
import secrets
import struct
import zlib
from collections.abc import Mapping
from enum import Enum
from itertools import zip_longest

from starlette.requests import Request
from starlette.responses import Response

from services.views import Visitor

LEVEL = 6
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_END = b"\x01\x00\x00\xff\xff"
_LARGEST_BLOCK = 0xFFFF


class Hole(Enum):
    """What differs from reader to reader; its value stands in the page until it is filled.

    Nobody can know or guess the marks: each process throws its own, and none ever leaves it.
    """

    PROOF = f"proof-{secrets.token_hex(24)}"
    NOW = f"now-{secrets.token_hex(24)}"


_SCRIPT = b"<script"
_BREAK = re.compile(
    b"|".join([rb"(?:<script(?=[\s>]))", *(re.escape(hole.value.encode()) for hole in Hole)])
)


class Sheet:
    """A page with holes, ready to be sent as it is or compressed with gzip.

    Each fixed part is compressed by itself, and a hole is filled with a stored block, so that
    sending the page to one more reader costs no compression; and what is secret in a hole is
    never compressed together with what somebody typed.
    """

    def __init__(self, html: str) -> None:
        page = html.encode()
        self._fixed = _BREAK.split(page)
        self._holes = _BREAK.findall(page)
        self._packed = [_pack(part) for part in self._fixed]

    def plain(self, holes: Mapping[Hole, str]) -> bytes:
        """Write the page for a reader."""
        return b"".join(self._parts(holes, _SCRIPT))

    def gzipped(self, holes: Mapping[Hole, str], *, nonce: str) -> bytes:
        """Write the page for a reader, compressed; every script gets the nonce."""
        script = b'<script nonce="%s"' % nonce.encode()
        crc = size = 0
        out = [_HEAD]
        fixed = iter(self._packed)
        for number, part in enumerate(self._parts(holes, script)):
            crc, size = zlib.crc32(part, crc), size + len(part)
            out.append(_stored(part) if number % 2 else next(fixed))
        out += (_END, struct.pack("<II", crc, size & 0xFFFFFFFF))
        return b"".join(out)

    def _parts(self, holes: Mapping[Hole, str], script: bytes) -> list[bytes]:
        filled = {hole.value.encode(): text.encode() for hole, text in holes.items()}
        filled[_SCRIPT] = script
        fillings = [filled[hole] for hole in self._holes]
        pairs = zip_longest(self._fixed, fillings)
        return [part for pair in pairs for part in pair if part is not None]


def _pack(part: bytes) -> bytes:
    """Compress to whole bytes that need nothing before them and close nothing after."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    return packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(part: bytes) -> bytes:
    """Write a block that is not compressed."""
    size = len(part)
    assert size <= _LARGEST_BLOCK
    return struct.pack("<BHH", 0, size, size ^ _LARGEST_BLOCK) + part


def sheet_response(sheet: Sheet, request: Request, visitor: Visitor, *, now_ms: int) -> Response:
    """Answer a reader with a sheet, compressed if that is understood.

    The nonce of the request goes to its scripts here: the wardens leave alone what is compressed.
    """
    holes = {Hole.PROOF: visitor.csrf, Hole.NOW: str(now_ms)}
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(sheet.plain(holes), headers=headers, media_type="text/html")
    headers["Content-Encoding"] = "gzip"
    packed = sheet.gzipped(holes, nonce=request.scope.get("nonce", ""))
    return Response(packed, headers=headers, media_type="text/html")
