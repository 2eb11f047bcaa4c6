"""A postal service on loopback that answers as ViaCEP does and knows two places, for tests."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PLACES = {
    "01310100": ("Avenida Paulista", "Bela Vista", "São Paulo", "SP"),
    "70040010": ("SBS Quadra 1", "Asa Sul", "Brasília", "DF"),
}
WORDS = ("logradouro", "bairro", "localidade", "uf")


class Counter(BaseHTTPRequestHandler):
    """Tells where a code is; of any other, that it is nowhere."""

    def do_GET(self) -> None:
        """Answer `/ws/01310100/json/`."""
        place = PLACES.get(self.path.split("/")[2])
        said = dict(zip(WORDS, place, strict=True)) if place else {"erro": "true"}
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing into the test's output."""


@contextmanager
def opened() -> Iterator[str]:
    """Serve on a free port of this machine; gives the value of `CEP_URL`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ws"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
