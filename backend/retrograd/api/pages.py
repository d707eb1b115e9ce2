"""The built frontend: the playground, the embedded view, and their assets."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from retrograd.api.settings import Settings

OTHER_FILES = frozenset({"icon.svg", "retro-graph.js"})


def add_pages(app: FastAPI, settings: Settings) -> None:
    """Serve the pages of `settings.pages`; without them the API works alone."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def playground() -> FileResponse:
        return _page(settings, "index.html")

    @router.get("/embed")
    async def embedded() -> FileResponse:
        return _page(settings, "embed.html")

    @router.get("/{name}")
    async def file(name: str) -> FileResponse:
        if name not in OTHER_FILES:
            raise HTTPException(404)
        return _page(settings, name)

    if (settings.pages / "assets").is_dir():
        app.mount("/assets", StaticFiles(directory=settings.pages / "assets"), name="assets")
    app.include_router(router)


def _page(settings: Settings, name: str) -> FileResponse:
    path = settings.pages / name
    if not path.is_file():
        raise HTTPException(404)
    return FileResponse(path)
