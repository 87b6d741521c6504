"""For assistants: the data as tools of the Model Context Protocol, few and curated.

Every answer says what a figure means and where it stands, so that it can be quoted with its source.
"""

from app.assistants.http import OverHttp
from app.assistants.server import assistant_server

__all__ = ["OverHttp", "assistant_server"]
