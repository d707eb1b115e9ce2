"""The application, put together."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from retrograd.api.head import HeadAsGet
from retrograd.api.headers import Headers
from retrograd.api.pages import add_pages
from retrograd.api.problems import add_handlers
from retrograd.api.routes import router
from retrograd.api.settings import Settings
from retrograd.version import VERSION

OBJECTS_PER_COLLECTION = 20_000
"""A graph of a thousand nodes is made of some ten thousand objects, and none of them is part of a cycle."""


def leave_loaded_alone() -> None:
    """Take what has been loaded out of the garbage collector's sight, and let it look less often.

    Otherwise it goes through all modules in the middle of requests: the slowest took five to ten times as long as
    others.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_PER_COLLECTION, *gc.get_threshold()[1:])


@asynccontextmanager
async def _settled(_app: FastAPI) -> AsyncIterator[None]:
    before = gc.get_threshold()
    leave_loaded_alone()
    yield
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
        lifespan=_settled,
    )
    app.state.settings = settings
    add_handlers(app)
    app.include_router(router)
    add_pages(app, settings)
    app.add_middleware(GZipMiddleware, minimum_size=4096, compresslevel=5)
    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])
    app.add_middleware(Headers)
    app.add_middleware(HeadAsGet)
    return app
