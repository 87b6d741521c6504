"""Addresses of databases: which ones there are, and how they are shown without what must stay secret."""

import re

from sqlalchemy.engine import URL, make_url

POSTGRESQL = "postgresql+psycopg"
KNOWN = {"sqlite": "sqlite", "postgresql": POSTGRESQL, "postgres": POSTGRESQL, POSTGRESQL: POSTGRESQL}
"""The names of databases in addresses, with the driver that each means here."""

EXPECTED = "write sqlite:///file or postgresql://user:password@host/name, with %40 for @ and %2F for / in a password"


class BadAddressError(ValueError):
    """The address of a database cannot be understood. The message says what is wrong with it, and no password."""


def database_url(address: str) -> URL:
    """Return the address with its driver named. Raises ``BadAddressError`` for what is no address of ours.

    Nothing is told in the words of the library: they quote parts of what was given, which may be parts of a password.
    """
    try:
        url = make_url(address)
    except Exception:  # noqa: BLE001 - the library raises what its parts raise
        raise BadAddressError(f"{shown(address)!r} is no address of a database: {EXPECTED}") from None
    if url.drivername not in KNOWN:
        raise BadAddressError(f"{shown(address)!r} is of no database that is known here: {EXPECTED}")
    # Where a password was written as it is, what stands behind its first @ or / was taken for the host or the name.
    host, _, name = address.partition("://")[2].partition("?")[0].partition("/")
    if url.drivername != "sqlite" and (host.count("@") > 1 or "@" in name):
        raise BadAddressError(f"{shown(address)!r} has an @ or / too many: {EXPECTED}")
    return url.set(drivername=KNOWN[url.drivername])


def shown(text: str) -> str:
    """Return an address, or any words about one, without the passwords in it."""
    text = re.sub(r"(^(?!\w[\w+]*://)|://)([^\s/:@]*):\S*@", r"\1\2:***@", text)
    return re.sub(r"(?i)(password\s*=\s*)(?:'(?:[^'\\]|\\.)*'|[^\s&]+)", r"\1***", text)


def reason_of(error: Exception) -> str:
    """Return what a database says is wrong: on one line, without the statement, its values and any password."""
    return shown(" ".join(str(getattr(error, "orig", None) or error).split()))
