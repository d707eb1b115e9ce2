"""Whether there is room for another evaluation, asked before anything is done for it."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from retrograd.api.evaluations import Evaluations, saturated
from retrograd.api.problems import Problem
from retrograd.reports import Language

EVALUATING = {"/api/graph", "/api/jacobian"}


class Room:
    """Middleware that turns requests for an evaluation away where they would have to be refused anyhow."""

    def __init__(self, app: ASGIApp, evaluations: Evaluations) -> None:
        """Wrap `app`."""
        self.app = app
        self.pool = evaluations.pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if self.pool.saturated and scope["type"] == "http" and scope["path"] in EVALUATING:
            refused = saturated(_language(scope))
            await Problem(refused.status, refused.told, refused.headers)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _language(scope: Scope) -> Language:
    """Return the language that the page says it is in: the body, which says so too, is not read."""
    wanted = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1").lower()
    return "es" if wanted.startswith("es") else "en"
