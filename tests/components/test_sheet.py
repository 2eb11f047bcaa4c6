"""A page written once reaches every reader whole, with what is theirs and nobody else's."""

import gzip
import re

import pytest
from starlette.requests import Request

from components.sheet import Hole, Sheet, sheet_response
from services.views import Visitor

BODY = "<p>Sedã vermelho, R$ 63.800,00</p>" * 200
PAGE = (
    f'<head><script type="module" src="/a.js"></script></head>{BODY}'
    f'<input name="csrf" value="{Hole.PROOF.value}">{BODY}'
    f'<script type="application/json" data-now="{Hole.NOW.value}">{{}}</script>'
    f'<input name="csrf" value="{Hole.PROOF.value}"><scripture>'
)


def written(proof: str, now: int, *, script: str = "<script") -> str:
    page = PAGE.replace(Hole.PROOF.value, proof).replace(Hole.NOW.value, str(now))
    return re.sub(r"<script(?=[\s>])", script, page)


def asking(accepted: str = "gzip, br") -> Request:
    headers = [(b"accept-encoding", accepted.encode())]
    return Request({"type": "http", "headers": headers, "nonce": "one-time"})


@pytest.mark.parametrize(
    "html",
    [PAGE, "", Hole.NOW.value, "plain", "<script>", "ção" * 70_000],
    ids=["page", "nothing", "hole", "plain", "script", "long"],  # a hole's mark is thrown anew
)
def test_what_is_unpacked_is_the_page_itself(html: str) -> None:
    holes = {Hole.PROOF: "p" * 64, Hole.NOW: "1"}
    sheet = Sheet(html)
    packed = gzip.decompress(sheet.gzipped(holes, nonce="n"))
    plain = re.sub(rb"<script(?=[\s>])", b'<script nonce="n"', sheet.plain(holes))
    assert packed == plain
    assert len(packed) >= len(html.encode()) - 2 * len(Hole.NOW.value)


def test_each_reader_gets_what_is_theirs() -> None:
    sheet = Sheet(PAGE)
    for proof, now in (("a" * 64, 1), ("b" * 64, 22)):
        answer = sheet_response(sheet, asking(), Visitor(csrf=proof), now_ms=now)
        page = gzip.decompress(bytes(answer.body)).decode()
        assert page == written(proof, now, script='<script nonce="one-time"')
        assert len(answer.body) < len(page) / 5
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["cache-control"] == "no-store"


def test_who_cannot_unpack_gets_it_plain_and_leaves_the_nonce_to_the_wardens() -> None:
    answer = sheet_response(Sheet(PAGE), asking("identity"), Visitor(csrf="c" * 64), now_ms=3)
    assert bytes(answer.body).decode() == written("c" * 64, 3)
    assert "content-encoding" not in answer.headers


def test_a_secret_is_not_compressed_beside_what_somebody_typed() -> None:
    proof = "0123456789abcdef" * 4
    echo = Sheet(f'<input value="{proof}"><p>{Hole.PROOF.value}</p>')
    assert proof.encode() in echo.gzipped({Hole.PROOF: proof}, nonce="n")
