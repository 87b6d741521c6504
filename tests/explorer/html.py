"""Pages as text, and what stands in them."""

import re
from html import unescape

from fastapi.testclient import TestClient


def page(client: TestClient, address: str) -> str:
    """Return the page at an address as a browser gets it."""
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


def words(text: str) -> str:
    """Return the words of HTML without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def links(text: str) -> set[str]:
    """Return all that a page leads to."""
    return {unescape(address) for address in re.findall(r'href="([^"]+)"', text)}


def lines(text: str) -> list[str]:
    """Return the lines that a page gives to put into other pages."""
    return [unescape(line) for line in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", text, re.DOTALL)]
