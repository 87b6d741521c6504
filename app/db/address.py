"""Database addresses: which are supported, and how to show one without its secrets."""

import re

from sqlalchemy.engine import URL, make_url

POSTGRESQL = "postgresql+psycopg"
KNOWN = {"sqlite": "sqlite", "postgresql": POSTGRESQL, "postgres": POSTGRESQL, POSTGRESQL: POSTGRESQL}
"""The database names accepted in addresses, each with the driver used for it."""

SEVERAL = re.compile(r"^(postgres\S*?://(?:[^/?#]*@)?)([^/?#@\[]*,[^/?#@]*)(/[^?]*)?(\?.*)?")
"""An address with several hosts, which are tried in turn: the parts before and between, and the options."""

EXPECTED = (
    "write sqlite:///file or postgresql://user:password@host/name, and in a password %40 for @, %2F for / and %3F for ?"
)


class BadAddressError(ValueError):
    """A database address cannot be understood. The message says what is wrong and never contains a password."""


def database_url(address: str) -> URL:
    """Return the address with its driver named. Raises ``BadAddressError`` if it is not a supported address.

    The error quotes nothing of the address: without parsing it, we cannot know which part is the password.
    """
    try:
        url = make_url(SEVERAL.sub(_as_options, address))
    except Exception:  # noqa: BLE001 - SQLAlchemy lets through whatever its parsers raise
        raise BadAddressError(f"this is no address of a database: {EXPECTED}") from None
    if url.drivername not in KNOWN:
        raise BadAddressError(f"the address names a database that is not supported: {EXPECTED}")
    if url.drivername != "sqlite" and _is_ambiguous(address, url):
        raise BadAddressError(f"the address has one @, / or ? too many: {EXPECTED}")
    return url.set(drivername=KNOWN[url.drivername])


def _as_options(found: re.Match[str]) -> str:
    """Return an address whose hosts are options, as SQLAlchemy has them, where libpq has a list."""
    begin, hosts, name, options = found.groups(default="")
    listed = "&".join(f"host={host}" for host in hosts.split(","))
    return f"{begin}{name or '/'}?{listed}{options.replace('?', '&', 1)}"


def _is_ambiguous(address: str, url: URL) -> bool:
    """Return whether an unescaped @, / or ? in the password may have been read as the end of it."""
    rest = address.partition("://")[2]
    before, _, query = rest.partition("?")
    _, _, name = before.partition("/")
    taken_for_user = "@" in query and url.username is not None
    return rest.count("@") > 1 or "@" in name or taken_for_user or not address.isprintable()


def shown(address: str) -> str:
    """Return an address that is safe to show: without its password or its options, which may contain one too."""
    try:
        url = database_url(address)
    except BadAddressError:
        return "(whose address is not understood)"
    return url.set(drivername=url.get_backend_name(), query={}).render_as_string()
