"""Scripts and styles are compressed once, and what must not be kept is not."""

import gzip
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from api.files import Files

SCRIPT = "export const answer = 42;\n" * 200


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    """A house of a few files, which counts how often each is asked for."""
    site = FastAPI()
    site.state.asked = []
    (tmp_path / "a.js").write_text(SCRIPT)
    (tmp_path / "photo.webp").write_bytes(b"\0" * 2000)

    @site.middleware("http")
    async def count(request: Request, call_next: object) -> Response:
        site.state.asked.append(request.url.path)
        answer: Response = await call_next(request)  # type: ignore[operator]
        answer.set_cookie("ui", request.cookies.get("ui", "new"))
        return answer

    @site.get("/_nicegui/3/dynamic_resources/now.js")
    async def now() -> PlainTextResponse:
        return PlainTextResponse(str(len(site.state.asked)))

    site.mount("/static", StaticFiles(directory=tmp_path))
    return site


async def gone() -> Message:
    """Say what a visitor's line says when he has left."""
    return {"type": "http.disconnect"}


async def unheard(_: Message) -> None:
    """Take an answer that nobody waits for."""


def browser(app: FastAPI, **options: int) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(Files(app, **options))
    return httpx.AsyncClient(transport=transport, base_url="http://house")


async def test_a_script_is_read_and_compressed_once_for_all(app: FastAPI) -> None:
    async with browser(app) as client:
        answers = [
            await client.get("/static/a.js?v=1", headers={"cookie": f"ui={number}"})
            for number in range(3)
        ]
    assert app.state.asked == ["/static/a.js"]
    for answer in answers:
        assert answer.text == SCRIPT
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) < len(SCRIPT) / 10
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "set-cookie" not in answer.headers, "nobody gets somebody else's"


async def test_who_has_it_already_is_told_so(app: FastAPI) -> None:
    async with browser(app) as client:
        mark = (await client.get("/static/a.js")).headers["etag"]
        again = await client.get("/static/a.js", headers={"if-none-match": mark})
        other = await client.get("/static/a.js", headers={"if-none-match": '"other"'})
    assert (again.status_code, again.content) == (304, b"")
    assert other.text == SCRIPT


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/static/a.js", {"accept-encoding": "identity"}),
        ("/static/a.js", {"range": "bytes=0-9"}),
        ("/static/photo.webp", {}),
        ("/_nicegui/3/dynamic_resources/now.js", {}),
    ],
)
async def test_the_rest_is_asked_for_each_time(
    app: FastAPI, path: str, headers: dict[str, str]
) -> None:
    async with browser(app) as client:
        for _ in range(2):
            answer = await client.get(path, headers=headers)
            assert answer.status_code in (200, 206)
            assert "content-encoding" not in answer.headers
    assert app.state.asked == [path] * 2


async def test_what_is_missing_is_not_kept(app: FastAPI) -> None:
    async with browser(app) as client:
        for _ in range(2):
            assert (await client.get("/static/none.js")).status_code == 404


async def test_who_wants_its_head_only_does_not_empty_it_for_the_others(app: FastAPI) -> None:
    async with browser(app) as client:
        head = await client.head("/static/a.js")
        get = await client.get("/static/a.js")
    assert get.text == SCRIPT
    assert head.headers["content-length"] == get.headers["content-length"]


async def test_who_leaves_at_once_does_not_empty_it_for_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text(SCRIPT)
    site = Starlette(routes=[Mount("/static", StaticFiles(directory=tmp_path))])
    files = Files(site)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},  # one that stops for who has left
        "method": "GET",
        "path": "/static/a.js",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"accept-encoding", b"gzip")],
    }
    await files(scope, gone, unheard)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(files), base_url="http://house"
    ) as client:
        assert (await client.get("/static/a.js")).text == SCRIPT


@pytest.mark.parametrize(
    ("length", "last"), [(b"9", False), (b"8", True)], ids=["shorter than said", "never ended"]
)
async def test_what_did_not_come_whole_is_not_kept(length: bytes, last: bool) -> None:
    asked = 0

    async def faltering(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal asked
        asked += 1
        headers = [(b"content-type", b"text/css"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"a { b: c", "more_body": last})

    files = Files(faltering)
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/static/a.css",
        "headers": [(b"accept-encoding", b"gzip")],
    }
    for _ in range(2):
        await files(scope, gone, unheard)
    assert asked == 4, "once to keep it, and once for the visitor"


async def test_there_is_room_for_so_much(app: FastAPI) -> None:
    async with browser(app, most_bytes=len(gzip.compress(SCRIPT.encode(), 9)) - 1) as client:
        for _ in range(2):
            assert (await client.get("/static/a.js")).text == SCRIPT
    assert app.state.asked == ["/static/a.js"] * 2
