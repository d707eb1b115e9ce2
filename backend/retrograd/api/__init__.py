"""The HTTP service: the only part that knows FastAPI."""
