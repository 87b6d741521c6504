"""Decode the bytes of a page: by its byte order mark, as UTF-8, or in the encoding that it is declared to be in."""

import codecs
import re

# Files that are not text, by their first bytes: what they are, and what to do instead.
_FILES = {
    b"%PDF-": "a PDF, which is not read; copy its words into a text file",
    b"PK\x03\x04": "a Word or other Office document or an archive (zip), which is not read; save it as text or HTML",
    b"\xd0\xcf\x11\xe0": "an Office document, which is not read; save it as text or HTML",
    b"{\\rtf": "an RTF document, which is not read; save it as text or HTML",
    b"bplist00": "a web archive of Safari, which is not read; save the page as HTML",
    b"WARC/": "a WARC archive, which is not read; take the page out of it",
    b"\x1f\x8b": "compressed (gzip); decompress it first",
    b"\x89PNG": "a picture, which is not read; type its words into a text file",
    b"\xff\xd8\xff": "a picture, which is not read; type its words into a text file",
    b"GIF8": "a picture, which is not read; type its words into a text file",
    b"SQLite format 3\x00": "a database, not a page",
}
_MHTML = re.compile(rb"(?:[A-Z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?Content-Type: multipart/related", re.IGNORECASE)
_SAID = re.compile(
    rb"<(?:meta[^<>]{0,300}?charset|\?xml[^<>]{0,100}?encoding)\s{0,5}=\s{0,5}[\"']?\s{0,5}(?P<label>[\w.:-]{1,40})",
    re.IGNORECASE,
)
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Encodings of pages in English and Welsh; a page that says Latin-1 or ASCII is in windows-1252 (WHATWG Encoding, 4.2).
_KNOWN = re.compile(r"utf-(?:8|16(?:-[bl]e)?)|cp125[0-8]|iso8859-\d{1,2}|mac-roman|ascii")
_WINDOWS_1252 = frozenset({"iso8859-1", "ascii"})


class NotTextError(ValueError):
    """The bytes are not readable text; the message says what they are."""


def decoded(content: bytes, said: str | None = None) -> str:
    """Return the text of a page. ``said`` is the encoding that it was sent with, if any.

    A byte order mark takes precedence, and valid UTF-8 is read as such whatever is declared. Otherwise the encoding is
    ``said``, or the one that the page declares. Raises ``NotTextError`` if the bytes are not readable text.
    """
    _refuse_files(content)
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return _in(encoding, content[len(mark) :])
    if said is not None and (_encoding(said) or "").startswith("utf-16"):
        return _in("utf-16-le" if _encoding(said) == "utf-16" else said, content)
    try:
        return content.decode()
    except UnicodeDecodeError:
        label = said if said is not None and _encoding(said) != "utf-8" else _said_by(content)
    if label is None:
        raise NotTextError("not text in UTF-8, and does not say what it is in; save it as UTF-8")
    return _in(label, content)


def is_known(label: str) -> bool:
    """Return whether a label names a supported encoding."""
    return _encoding(label) is not None


def _refuse_files(content: bytes) -> None:
    if not content.strip(b"\x00\t\n\x0c\r \xef\xbb\xbf"):
        raise NotTextError("empty")
    for beginning, what in _FILES.items():
        if content.lstrip().startswith(beginning) or content.startswith(beginning):
            raise NotTextError(what)
    if _MHTML.match(content[:2000]):
        raise NotTextError("a web archive (MHTML), which is not read; save the page as HTML")


def _said_by(content: bytes) -> str | None:
    """Return the encoding that a page declares."""
    found = _SAID.search(content)
    return found["label"].decode("ascii", "replace") if found else None


def _encoding(label: str) -> str | None:
    """Return the name of the encoding of a label, or ``None`` if it is not supported."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return None
    return ("cp1252" if name in _WINDOWS_1252 else name) if _KNOWN.fullmatch(name) else None


def _in(label: str, content: bytes) -> str:
    encoding = _encoding(label)
    if encoding is None:
        raise NotTextError(f"in {label}, as it says, which is not read; save it as UTF-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise NotTextError(f"not text in {label}, as it says it is; save it as UTF-8") from None
