"""Logging: plain lines on standard error, unless the program that runs this one has set up its own."""

import logging


def configure() -> None:
    """Set up logging, before a library does it in its own way: that of ``mcp`` draws each failure as a picture."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
