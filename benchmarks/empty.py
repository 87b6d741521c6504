"""The least that an application of this kind can be: FastAPI with one route that does nothing."""

from fastapi import FastAPI


def make_empty() -> FastAPI:
    """Return the application."""
    app = FastAPI()

    @app.get("/{path:path}")
    def answer() -> dict[str, str]:
        return {}

    return app
