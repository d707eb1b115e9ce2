"""The built frontend: the playground, the embedded view, and their assets."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from retrograd.api.settings import Settings


def add_pages(app: FastAPI, settings: Settings) -> None:
    """Serve the pages of `settings.pages`; without them the API works alone."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def playground() -> FileResponse:
        return _page(settings, "index.html")

    @router.get("/embed")
    async def embedded() -> FileResponse:
        return _page(settings, "embed.html")

    app.include_router(router)
    if settings.pages.is_dir():
        app.mount("/", StaticFiles(directory=settings.pages), name="pages")


def _page(settings: Settings, name: str) -> FileResponse:
    path = settings.pages / name
    if not path.is_file():
        raise HTTPException(404)
    return FileResponse(path)
