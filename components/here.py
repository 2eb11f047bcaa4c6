"""Where somebody stands, so that the way in, a choice of looks and a proof lead back there."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request

from components.admission import is_place

HOME = "/"
LONGEST_PATH = 2000


def here_of(request: Request) -> str:
    """Tell which page somebody looks at: this one, or the one on which a form was sent.

    The answer to a form has an address that cannot always be opened again: of it, what the browser
    says of the page before counts if that is one of ours, then the form's own address if there is
    a page, else the first page.
    """
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method in ("GET", "HEAD"):
        return asked
    try:
        before = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # no address at all
        before = urlsplit("")
    if before.netloc == request.url.netloc and is_place(before.path):
        came = before.path + (f"?{before.query}" if before.query else "")
        if safe_next(came) == came:
            return came
    return request.url.path if is_place(request.url.path) else HOME


def safe_next(path: str) -> str:
    """Give the path to go on to if it is one of ours and a screen to see, else the first page."""
    if not path.startswith("/") or path.startswith("//") or len(path) > LONGEST_PATH:
        return HOME
    if "\\" in path or not path.isprintable():
        return HOME
    try:
        parts = urlsplit(path)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or parts.path in ("/login", "/logout"):
        return HOME
    return path
