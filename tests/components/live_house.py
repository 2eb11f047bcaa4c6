"""The little house with its real wardens, and a door to tell the watchers of a page something.

Started as a program: `live_house.py PORT`.
"""

import sys
from typing import Any

import uvicorn
from nicegui import app, core
from starlette.middleware.gzip import GZipMiddleware

from components import live
from tests.security.little_house import build

if __name__ == "__main__":
    number = int(sys.argv[1])
    outer = build(number, base_url=f"http://127.0.0.1:{number}")

    @app.get("/api/tell/{client_id}")
    async def tell(client_id: str) -> dict[str, Any]:
        sids = dict(core.sio.manager.get_participants("/", client_id))
        sockets = [core.sio.eio.sockets[name] for name in sids.values()]
        await live.emit([client_id], "news", {"auction": 7, "word": "leilão"})
        lines = [live._lines.get(socket) is not None for socket in sockets]
        return {"watchers": len(sids), "lines": lines}

    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=5)
    uvicorn.run(
        outer,
        host="127.0.0.1",
        port=number,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=131_072,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
    )
