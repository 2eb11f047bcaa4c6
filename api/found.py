"""What search engines ask of a site: what to leave alone, and which addresses there are."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from fastapi import FastAPI, Query
from starlette.responses import PlainTextResponse, Response

from api.routing import door
from components.papers import PAPERS
from components.shelf import Shelf
from services.errors import NotFound
from services.sitemap import Shown

if TYPE_CHECKING:
    from services.bootstrap import Services

FRESH_SECONDS = 300
KEPT = {"Cache-Control": f"public, max-age={FRESH_SECONDS}"}
STILL = ("/", "/?state=live", "/?state=coming", *PAPERS)
# Nothing there is to be found by a search: it is somebody's own, or made by asking.
LEFT_ALONE = (
    "/account",
    "/activity",
    "/admin",
    "/asaas",
    "/auth/",
    "/dev/",
    "/notifications",
    "/payments",
    "/sales",
    "/searches",
    "/wallet",
    "/*?*q=",
    "/*?*page=",
    "/*/proof",
)
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def register(app: FastAPI, services: Services) -> None:
    """Serve `/robots.txt` and `/sitemap.xml`."""
    base, sitemap = services.config.base_url, services.sitemap
    drawn: Shelf[str] = Shelf(seconds=FRESH_SECONDS, places=8)

    @door(app, "GET", "/robots.txt")
    async def robots() -> Response:
        """Say what to leave alone, and where the sitemap is."""
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in LEFT_ALONE)]
        lines += ["", f"Sitemap: {base}/sitemap.xml", ""]
        return PlainTextResponse("\n".join(lines), headers=KEPT)

    @door(app, "GET", "/sitemap.xml")
    async def sitemap_xml(part: int | None = Query(None, ge=1, le=1000)) -> Response:
        """List what is on sale or coming, in parts once there is more than one sitemap may hold."""

        async def draw() -> str:
            parts = await services.run(sitemap.parts)
            if part is None and parts > 1:
                return _index(f"{base}/sitemap.xml?part={number + 1}" for number in range(parts))
            if part is not None and part > parts:
                raise NotFound
            found = [*await services.run(sitemap.lots, (part or 1) - 1)]
            if part in (None, 1):
                first = [Shown(path=path) for path in STILL]
                found = [*first, *await services.run(sitemap.categories), *found]
            return _sitemap(base, found)

        return Response(await drawn.get(part, draw), media_type="application/xml", headers=KEPT)


def _index(addresses: Iterable[str]) -> str:
    rows = "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>" for one in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {_SPACE}>{rows}</sitemapindex>'


def _sitemap(base: str, found: Iterable[Shown]) -> str:
    rows = "".join(
        f"<url><loc>{escape(base + one.path)}</loc>"
        + (f"<lastmod>{one.changed_at.isoformat()}</lastmod>" if one.changed_at else "")
        + "</url>\n"
        for one in found
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_SPACE}>\n{rows}</urlset>'
