"""The application, put together."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from retrograd.api.evaluations import Evaluations
from retrograd.api.head import HeadAsGet
from retrograd.api.headers import Headers
from retrograd.api.log import Log
from retrograd.api.pages import add_pages
from retrograd.api.problems import Unbroken, add_handlers
from retrograd.api.quota import Quota
from retrograd.api.room import Room
from retrograd.api.routes import router
from retrograd.api.settings import Settings
from retrograd.sandbox.inside import Inside
from retrograd.sandbox.loaded import leave_loaded_alone
from retrograd.sandbox.pool import Pool
from retrograd.version import VERSION


@asynccontextmanager
async def _working(app: FastAPI) -> AsyncIterator[None]:
    """Have workers while the service runs."""
    evaluations: Evaluations = app.state.evaluations
    before = gc.get_threshold()
    leave_loaded_alone()
    await evaluations.pool.open()
    yield
    await evaluations.pool.close()
    gc.set_threshold(*before)
    gc.unfreeze()


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service; without `settings`, it is configured by the environment."""
    settings = settings or Settings.from_environment()
    app = FastAPI(
        title="retrograd",
        version=VERSION,
        description="Type a tensor program, get its computational graph and every step of its gradients.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=_working,
    )
    app.state.settings = settings
    app.state.evaluations = evaluations = _evaluations(settings)
    add_handlers(app)
    app.include_router(router)
    add_pages(app, settings)
    # From here on the later stands outside the earlier.
    app.add_middleware(GZipMiddleware, minimum_size=4096, compresslevel=5)
    app.add_middleware(Unbroken)
    app.add_middleware(Room, evaluations=evaluations)
    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])
    app.add_middleware(Headers)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Log)
    if settings.proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.proxies)
    return app


def _evaluations(settings: Settings) -> Evaluations:
    pool = Pool(settings.limits, settings.lanes) if settings.lanes else Inside(settings.limits)
    return Evaluations(settings.limits, pool, Quota(settings.quota) if settings.quota else None)
