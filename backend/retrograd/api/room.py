"""Whether there is room for another evaluation, asked before anything is done for it."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from retrograd.api.evaluations import SATURATED, Evaluations
from retrograd.api.problems import Problem

EVALUATING = {"/api/graph", "/api/jacobian"}


class Room:
    """Middleware that turns requests for an evaluation away where they would have to be refused anyhow."""

    def __init__(self, app: ASGIApp, evaluations: Evaluations) -> None:
        """Wrap `app`."""
        self.app = app
        self.pool = evaluations.pool
        self.refusal = Problem(SATURATED.status, SATURATED.told, SATURATED.headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if self.pool.saturated and scope["type"] == "http" and scope["path"] in EVALUATING:
            await self.refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)
