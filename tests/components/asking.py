"""A request as a page sees it, without a server."""

from fastapi import Request

from services.views import Visitor

ANA = Visitor(
    user_id=7, session_id=1, session_key="a" * 64, csrf="proof", name="Ana Lima", username="ana"
)
NOBODY = Visitor(csrf="browser-proof")


def get(address: str) -> Request:
    path, _, query = address.partition("?")
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "server": ("localhost", 8080),
            "path": path,
            "query_string": query.encode(),
            "headers": [],
        }
    )
