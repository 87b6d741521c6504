"""Every kind of link of every page leads to something."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient

from tests.conftest import sqlite_alone
from tests.explorer.test_every_page import ALL

pytestmark = sqlite_alone

OURS = "http://testserver"
READER = {"Accept": "text/html,*/*;q=0.8"}
OF_A_KIND = 3
"""How many links that differ in names and values alone are followed from a page."""


def named(page: str) -> list[str]:
    """Return the addresses that a page names."""
    return [unescape(address) for address in re.findall(r'\s(?:href|src|action)="([^"]*)"', page)]


def followed(base: str, addresses: list[str]) -> Iterator[tuple[str, str]]:
    """Yield those of the addresses of this service that are followed, without and with the place in the page."""
    kinds: Counter[tuple[object, ...]] = Counter()
    for address, place in (urldefrag(urljoin(base, one)) for one in addresses):
        kind = (re.sub(r"[^/]+$", "", urlsplit(address).path), *sorted(re.findall(r"(\w+)=", address)), not place)
        kinds[kind] += 1
        if address.startswith(OURS) and (address == base or kinds[kind] <= OF_A_KIND):
            yield address, place


@pytest.mark.parametrize("path", ALL.values(), ids=ALL)
def test_links_lead_to_what_there_is(client: TestClient, path: str) -> None:
    addresses = named(client.get(path, headers=READER).text)
    assert len(addresses) > 5
    astray = []
    for address, place in followed(OURS + path, addresses):
        answer = client.get(address, headers=READER, follow_redirects=True)
        is_page = answer.headers["Content-Type"].startswith("text/html") and not place.startswith("/")  # of /docs
        if answer.status_code >= 400 and address != OURS + path:
            astray.append(f"{answer.status_code}: {address}")
        elif place and is_page and f' id="{place}"' not in answer.text:
            astray.append(f"nothing is called {place}: {address}")
    assert astray == []
