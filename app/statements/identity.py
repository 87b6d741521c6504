"""Validate what a page says about itself, because it may come from anyone and is stored, shown and linked to."""

import re
from datetime import date

ADDRESS = r"^https?://[0-9A-Za-z\[][0-9A-Za-z._~:/?#\[\]@!$&'()*+,;=%-]*$"
"""An address by http or https, of the characters that addresses have (RFC 3986, section 2)."""
LONGEST_ADDRESS = 2000
LONGEST_NAME = 100
"""The maximum length of a force's name. The longest in the register has 33 characters."""
ENGLISH, WELSH = "en", "cy"

OPENING = re.compile(r"the force says\W*", re.IGNORECASE)
"""The heading of a force's statement."""
WELSH_OPENING = re.compile(
    r"(?:beth )?(?:mae['’]?r heddlu(?:['’]n| yn)(?: ei)? (?:dweud|ddweud)|dywed yr heddlu)\W*", re.IGNORECASE
)
"""The heading of a statement in Welsh."""
_WELSH = frozenset("yn yr mae wedi heddlu gyda sydd gan hefyd ydy cyfer ac mwy ei".split())
_WELSH_SHARE = 0.08
"""The least share of these words in a Welsh text. An English one has hardly any."""

_ARCHIVED = re.compile(
    r"https?://[^/?#]*(?:archive|wayback)[^/?#]*/(?:[^?#]{0,60}?/)?(?:\d{4,14}[a-z_*]{0,4}|\+|newest|oldest)/"
    r"(?P<scheme>https?):/{1,2}(?P<rest>[^/].*)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(ADDRESS)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[0-9A-Za-z-]*)?")  # of a tag, the primary subtag (RFC 5646, section 2.1)


def address_of(said: str) -> str | None:
    """Return an address that readers may follow, or ``None`` if the text is not one."""
    said = said.strip()
    return said if len(said) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(said) else None


def original_of(address: str) -> str | None:
    """Return the original address of a page in a web archive, or ``None`` if the address is not an archive's."""
    found = _ARCHIVED.fullmatch(address)
    return address_of(f"{found['scheme']}://{found['rest']}") if found else None


def is_welsh(text: str) -> bool:
    """Return whether a text is in Welsh."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return sum(word in _WELSH for word in words) > _WELSH_SHARE * len(words)


def language_of(said: str) -> str | None:
    """Return the language of a tag such as ``en-GB``, or ``None`` if the text is not a language tag."""
    found = _LANGUAGE.fullmatch(said.strip())
    return found[1].lower() if found else None


def day_of(said: str) -> date | None:
    """Return the day of an ISO 8601 date or time, or ``None`` if the text is neither."""
    try:
        return date.fromisoformat(said.strip()[: len("2026-01-31")])
    except ValueError:
        return None


def is_name(said: str) -> bool:
    """Return whether a text can be a force's name: of suitable length, and printable."""
    return 0 < len(said) <= LONGEST_NAME and said.isprintable()
