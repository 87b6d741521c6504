"""Addresses of databases: which ones there are, and how they are shown without what must stay secret."""

from sqlalchemy.engine import URL, make_url

POSTGRESQL = "postgresql+psycopg"
KNOWN = {"sqlite": "sqlite", "postgresql": POSTGRESQL, "postgres": POSTGRESQL, POSTGRESQL: POSTGRESQL}
"""The names of databases in addresses, with the driver that each means here."""

EXPECTED = (
    "write sqlite:///file or postgresql://user:password@host/name, and in a password %40 for @, %2F for / and %3F for ?"
)


class BadAddressError(ValueError):
    """The address of a database cannot be understood. The message says what is wrong with it, and no password."""


def database_url(address: str) -> URL:
    """Return the address with its driver named. Raises ``BadAddressError`` for what is no address of ours.

    Nothing is told of one that is not understood: which part of it is the password is not known then.
    """
    try:
        url = make_url(address)
    except Exception:  # noqa: BLE001 - the library raises what its parts raise
        raise BadAddressError(f"this is no address of a database: {EXPECTED}") from None
    if url.drivername not in KNOWN:
        raise BadAddressError(f"the address is of no database that is known here: {EXPECTED}")
    if url.drivername != "sqlite" and _is_ambiguous(address, url):
        raise BadAddressError(f"the address has an @, / or ? too many: {EXPECTED}")
    return url.set(drivername=KNOWN[url.drivername])


def _is_ambiguous(address: str, url: URL) -> bool:
    """Return whether a password was written as it is, and what follows its first @, / or ? taken for something else."""
    rest = address.partition("://")[2]
    before, _, query = rest.partition("?")
    _, _, name = before.partition("/")
    taken_for_user = "@" in query and url.username is not None
    return rest.count("@") > 1 or "@" in name or taken_for_user or not address.isprintable()


def shown(address: str) -> str:
    """Return an address as it may be told: without its password, and without options, which may have one too."""
    try:
        url = database_url(address)
    except BadAddressError:
        return "(whose address is not understood)"
    return url.set(drivername=url.get_backend_name(), query={}).render_as_string()
