"""A bucket for tests: the few requests of S3 that a store of photos makes, each signature checked.

Whoever signs with another secret, or changes a request on the way, is refused as Amazon does
(AWS Signature Version 4, over method, path, query, headers and the body's hash).
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

KEY, SECRET, REGION, BUCKET = "house-key", "house-secret-0123456789", "sa-east-1", "fotos"


class Bucket(ThreadingHTTPServer):
    """What is kept, when, and what was asked; `failing` answers 500 to what it is asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.kept: dict[str, tuple[bytes, str, datetime]] = {}
        self.asked: list[tuple[str, str]] = []
        self.failing = ""
        self.refused = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{BUCKET}"

    def names(self) -> list[str]:
        return sorted(self.kept)


@contextmanager
def opened() -> Iterator[Bucket]:
    """Serve a bucket in a thread of its own."""
    bucket = Bucket()
    thread = threading.Thread(target=bucket.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield bucket
    finally:
        bucket.shutdown()
        thread.join()
        bucket.server_close()


class _Door(BaseHTTPRequestHandler):
    server: Bucket
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        parts = urlsplit(self.path)
        name = unquote(parts.path).removeprefix(f"/{BUCKET}").lstrip("/")
        self.server.asked.append((self.command, name))
        if not self._signed(body):
            self.server.refused += 1
            self._say(403, _error("SignatureDoesNotMatch"))
        elif self.server.failing and self.server.failing in f"{self.command} {name}":
            self._say(403, _error("AccessDenied"))
        elif self.command == "PUT":
            kind = self.headers.get("content-type", "")
            self.server.kept[name] = (body, kind, datetime.now(UTC))
            self._say(200, b"", ETag=f'"{hashlib.md5(body).hexdigest()}"')
        elif self.command == "DELETE":
            self.server.kept.pop(name, None)
            self._say(204, b"")
        elif name in self.server.kept:
            content, kind, _ = self.server.kept[name]
            self._say(200, content, **{"Content-Type": kind})
        elif name:
            self._say(404, _error("NoSuchKey"))
        else:
            self._say(200, self._listed(dict(parse_qsl(parts.query))))

    def _listed(self, asked: dict[str, str]) -> bytes:
        prefix = asked.get("prefix", "")
        found = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>{len(content)}</Size>"
            f"<LastModified>{at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
            "<ETag>x</ETag><StorageClass>STANDARD</StorageClass></Contents>"
            for name, (content, _, at) in sorted(self.server.kept.items())
            if name.startswith(prefix)
        )
        space = "http://s3.amazonaws.com/doc/2006-03-01/"
        return (
            f'<ListBucketResult xmlns="{space}"><Name>{BUCKET}</Name><Prefix>{prefix}</Prefix>'
            f"<IsTruncated>false</IsTruncated>{found}</ListBucketResult>"
        ).encode()

    def _say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if body and "Content-Type" not in headers:
            self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _signed(self, body: bytes) -> bool:
        claim = self.headers.get("authorization", "")
        if not claim.startswith("AWS4-HMAC-SHA256 "):
            return False
        told = dict(part.strip().split("=", 1) for part in claim.split(" ", 1)[1].split(","))
        key, day, region, service, end = told["Credential"].split("/")
        hashed = self.headers.get("x-amz-content-sha256", "")
        if (key, region, service, end) != (KEY, REGION, "s3", "aws4_request"):
            return False
        if hashed not in (hashlib.sha256(body).hexdigest(), "UNSIGNED-PAYLOAD"):
            return False
        parts = urlsplit(self.path)
        query = sorted(parse_qsl(parts.query, keep_blank_values=True))
        names = told["SignedHeaders"].split(";")
        canonical = "\n".join(
            [
                self.command,
                parts.path,
                "&".join(
                    f"{quote(name, safe='-_.~')}={quote(v, safe='-_.~')}" for name, v in query
                ),
                *(f"{name}:{' '.join(self.headers.get(name, '').split())}" for name in names),
                "",
                ";".join(names),
                hashed,
            ]
        )
        scope = f"{day}/{region}/s3/aws4_request"
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        text = f"AWS4-HMAC-SHA256\n{self.headers['x-amz-date']}\n{scope}\n{digest}"
        signing = f"AWS4{SECRET}".encode()
        for part in (day, region, "s3", "aws4_request"):
            signing = hmac.digest(signing, part.encode(), "sha256")
        expected = hmac.new(signing, text.encode(), "sha256").hexdigest()
        return hmac.compare_digest(expected, told["Signature"])


def _error(code: str) -> bytes:
    return f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()
