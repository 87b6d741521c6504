"""The data as a few tools for assistants (Model Context Protocol).

Every answer says what a figure means and where it is from, so that it can be quoted with its source.
"""

from app.assistants.http import OverHttp
from app.assistants.server import assistant_server

__all__ = ["OverHttp", "assistant_server"]
