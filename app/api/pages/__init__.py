"""The pages for readers, which stand beside this module as HTML with places for texts."""

from importlib.resources import files
from string import Template

from fastapi.responses import HTMLResponse

from app.http.security import policy_of


def page(name: str, headers: dict[str, str] | None = None, **texts: object) -> HTMLResponse:
    """Answer a page with its texts filled in. They are HTML; what the page may load is what it names."""
    content = Template((files(__name__) / f"{name}.html").read_text(encoding="utf-8")).substitute(texts)
    return HTMLResponse(content, headers={"Content-Security-Policy": policy_of(content)} | (headers or {}))
