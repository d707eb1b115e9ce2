"""The headers that every answer carries: what a page may do, who may frame it, how long an answer may be kept."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
"""Nothing inline, nothing evaluated, nothing from elsewhere."""
DATA = "default-src 'none'; frame-ancestors 'none'"
WORTH_KEEPING = {200, 206, 304}
FOREVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"


class Headers:
    """Middleware that adds the headers; only the embedded view may stand in other people's pages."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), scope["path"], message["status"])
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _add(headers: MutableHeaders, path: str, status: int) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    # Other people's pages load the element and ask for graphs: neither may be kept from them.
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    data = path.startswith(("/api/", "/healthz", "/readyz"))
    headers["Content-Security-Policy"] = DATA if data else PAGES.format(ancestors=_ancestors(path))
    if path.startswith("/assets/") and status in WORTH_KEEPING:
        headers["Cache-Control"] = FOREVER
    elif path == "/icon.svg":
        headers["Cache-Control"] = A_DAY
    elif "cache-control" not in headers:
        headers["Cache-Control"] = "no-cache"


def _ancestors(path: str) -> str:
    return "*" if path == "/embed" else "'none'"
