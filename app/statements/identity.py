"""What a page may say of itself: it comes from anyone, is stored and shown, and is a link or a word for its readers."""

import re

ADDRESS = r"^https?://[0-9A-Za-z\[][0-9A-Za-z._~:/?#\[\]@!$&'()*+,;=%-]*$"
"""An address by http or https, of the characters that addresses have (RFC 3986, section 2)."""
LONGEST_ADDRESS = 2000
LONGEST_NAME = 100
"""How many characters a force's name may have: the longest of the register has 33."""
ENGLISH = "en"

_ADDRESS = re.compile(ADDRESS)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[0-9A-Za-z-]*)?")  # of a tag, the primary subtag (RFC 5646, section 2.1)


def address_of(said: str) -> str | None:
    """Return an address that readers may follow, or ``None`` for what is none."""
    said = said.strip()
    return said if len(said) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(said) else None


def language_of(said: str) -> str | None:
    """Return the language of a tag such as ``en-GB``, or ``None`` for what is no tag."""
    found = _LANGUAGE.fullmatch(said.strip())
    return found[1].lower() if found else None


def is_name(said: str) -> bool:
    """Return whether words may be a force's name: of a length that names have, and all of them to be seen."""
    return 0 < len(said) <= LONGEST_NAME and said.isprintable()
