"""What a page may say of itself: it comes from anyone, is stored and shown, and is a link or a word for its readers."""

import re
from datetime import date

ADDRESS = r"^https?://[0-9A-Za-z\[][0-9A-Za-z._~:/?#\[\]@!$&'()*+,;=%-]*$"
"""An address by http or https, of the characters that addresses have (RFC 3986, section 2)."""
LONGEST_ADDRESS = 2000
LONGEST_NAME = 100
"""How many characters a force's name may have: the longest of the register has 33."""
ENGLISH, WELSH = "en", "cy"

OPENING = re.compile(r"the force says\W*", re.IGNORECASE)
"""The heading of a force's statement."""
WELSH_OPENING = re.compile(
    r"(?:beth )?(?:mae['’]?r heddlu(?:['’]n| yn)(?: ei)? (?:dweud|ddweud)|dywed yr heddlu)\W*", re.IGNORECASE
)
"""The heading of one in Welsh."""
_WELSH = frozenset("yn yr mae wedi heddlu gyda sydd gan hefyd ydy cyfer ac mwy ei".split())
_WELSH_SHARE = 0.08
"""What part of the words of a Welsh text at least are words such as these; of an English one, hardly one is."""

_ARCHIVED = re.compile(
    r"https?://[^/?#]*(?:archive|wayback)[^/?#]*/(?:[^?#]{0,60}?/)?(?:\d{4,14}[a-z_*]{0,4}|\+|newest|oldest)/"
    r"(?P<scheme>https?):/{1,2}(?P<rest>[^/].*)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(ADDRESS)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[0-9A-Za-z-]*)?")  # of a tag, the primary subtag (RFC 5646, section 2.1)


def address_of(said: str) -> str | None:
    """Return an address that readers may follow, or ``None`` for what is none."""
    said = said.strip()
    return said if len(said) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(said) else None


def original_of(address: str) -> str | None:
    """Return the address that a page had which an archive keeps at this one, or ``None`` for no archive's address."""
    found = _ARCHIVED.fullmatch(address)
    return address_of(f"{found['scheme']}://{found['rest']}") if found else None


def is_welsh(text: str) -> bool:
    """Return whether a text is in Welsh."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return sum(word in _WELSH for word in words) > _WELSH_SHARE * len(words)


def language_of(said: str) -> str | None:
    """Return the language of a tag such as ``en-GB``, or ``None`` for what is no tag."""
    found = _LANGUAGE.fullmatch(said.strip())
    return found[1].lower() if found else None


def day_of(said: str) -> date | None:
    """Return the day of a date or a moment as ISO 8601 writes them, or ``None`` for what is neither."""
    try:
        return date.fromisoformat(said.strip()[: len("2026-01-31")])
    except ValueError:
        return None


def is_name(said: str) -> bool:
    """Return whether words may be a force's name: of a length that names have, and all of them to be seen."""
    return 0 < len(said) <= LONGEST_NAME and said.isprintable()
