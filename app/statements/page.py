"""Read the statement in a published page (HTML or text), without the rest of the page around it."""

import re
from dataclasses import dataclass

from app.statements.html import HtmlPage
from app.statements.identity import (
    ENGLISH,
    OPENING,
    WELSH,
    WELSH_OPENING,
    address_of,
    day_of,
    is_name,
    is_welsh,
    language_of,
    original_of,
)
from app.statements.plain import text_lines
from app.statements.statement import NO_ROUND, InWelshError, NotAStatementError, Statement
from app.vocabulary.forces import Force, resolve
from app.vocabulary.rounds import ROUND_PATTERN, parse_round

_DISCLAIMER = re.compile(r"disclaimer\b.*?\bprepared by (?:the )?(?P<force>[^.]{1,100}?)(?:\.|$)", re.IGNORECASE)
_DISCLAIMER_START = re.compile(r"disclaimer\b", re.IGNORECASE)
_LOGO = re.compile(r"the logo of (?:the )?(?P<force>.+)", re.IGNORECASE)
_CHROME = re.compile(r"more about this area|get in touch|share this page|the logo of .+", re.IGNORECASE)
_TITLE = re.compile(rf"(?P<force>\D*?)\s*[-–:,]?\s*(?P<round>{ROUND_PATTERN})")
_POLICE = re.compile(r"\b(?:police|constabulary|heddlu)\b", re.IGNORECASE)
_IN_ADDRESS = re.compile(rf"/peel-(?P<round>{ROUND_PATTERN})/")

_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|p|div|main|h[1-6]|title|meta|link|style|script|section|article|table|ul|ol|dl)\b",
    re.IGNORECASE,
)
_BEGINNING = 5_000
_ENDS = {"<!--": "-->", "<?": ">", "<![": "]>"}
_ASIDE = re.compile(r"[\s\ufeff]*(?P<begin>" + "|".join(map(re.escape, _ENDS)) + ")")


def read_page(page: str, *, round_: str | None = None, url: str | None = None, force: Force | None = None) -> Statement:
    """Return the statement of a page given as HTML or as text with empty lines between paragraphs.

    ``round_`` and ``url`` are for pages that do not name their own. If a ``force`` is given, the text may be the
    statement alone, without the page around it. Raises ``NotAStatementError`` with what is missing.
    """
    lines, addresses, said_language, said_published = _read(page)
    address, archived_url, language, refused = _taken_over(url, addresses, said_language)
    parts = _parts(lines, alone=force is not None)
    if parts.is_welsh(language):
        raise InWelshError
    title = next((line for line in parts.before if _title_force(line)), None)
    force_name = force.name if force else _force_name(title, parts.before, parts.after)
    found_round = _round_of(round_, title, address)
    missing = _missing(parts, force, force_name, round_, found_round)
    if missing or not force_name or not found_round:
        raise NotAStatementError(missing)
    force = force or resolve(force_name)
    return Statement(
        force=force,
        force_name=force.name if force else force_name,
        round=found_round,
        title=title or f"{force_name} {found_round}",
        url=address,
        archived_url=archived_url,
        published=day_of(said_published or ""),
        language=language,
        paragraphs=parts.paragraphs,
        disclaimer=bool(parts.after),
        refused=refused,
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """The lines of a page before the statement, its own, and from its disclaimer on; ``opened`` by its heading."""

    before: list[str]
    opened: bool
    own: list[str]
    after: list[str]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The statement's own lines, without those of the page around it."""
        return tuple(line for line in self.own if not _CHROME.fullmatch(line))

    def is_welsh(self, language: str) -> bool:
        """Return whether the statement is in Welsh, or without its heading the page in this language."""
        if self.opened:
            return is_welsh(" ".join([*self.own, *self.after]))
        lines = [*self.before, *self.own, *self.after]
        return language == WELSH or any(map(WELSH_OPENING.fullmatch, lines)) or is_welsh(" ".join(lines))


def _parts(lines: list[str], *, alone: bool) -> _Parts:
    """Return the parts of a page; without a heading all of it is the statement where that may be ``alone``."""
    opening = next((n for n, line in enumerate(lines) if OPENING.fullmatch(line)), None)
    begin = opening + 1 if opening is not None else 0 if alone else len(lines)
    closing = next((n for n in range(begin, len(lines)) if _DISCLAIMER_START.match(lines[n])), None)
    before = lines[: begin if opening is None else opening]
    return _Parts(
        before=before,
        opened=opening is not None,
        own=lines[begin:closing],
        after=[] if closing is None else lines[closing:],
    )


def _missing(
    parts: _Parts, force: Force | None, force_name: str | None, given_round: str | None, found_round: str | None
) -> list[str]:
    """Return in words what a page lacks to be a statement."""
    missing = []
    if not parts.opened and force is None:
        missing.append('no "The force says..." heading')
    elif not parts.paragraphs:
        missing.append('no paragraph after "The force says..."' if parts.opened else "no words")
    if not force_name:
        missing.append("no force's name in a title, logo line or disclaimer")
    if given_round and parse_round(given_round) is None:
        missing.append(f"{given_round!r} for its round, which is none (write it as 2021-22 or 2016)")
    elif not found_round:
        missing.append(NO_ROUND)
    return missing


def _read(page: str) -> tuple[list[str], list[str], str | None, str | None]:
    """Return the lines of a page, and the addresses, language and publication date that it declares."""
    if not _is_html(page):
        return text_lines(page), [], None, None
    html = HtmlPage(page)
    return html.lines(), html.addresses, html.language, html.published


def _taken_over(
    url: str | None, said: list[str], said_language: str | None
) -> tuple[str | None, str | None, str, tuple[str, ...]]:
    """Return the address of a page, its address in an archive, its language, and messages about what is refused.

    ``url`` is the address given by the user, which takes precedence over those in the page.
    """
    addresses = [found for address in (url or "", *said) if (found := address_of(address))]
    archived = next((address for address in addresses if original_of(address)), None)
    address = next((original_of(address) or address for address in addresses), None)
    language = language_of(said_language or "")
    refused = {
        "its canonical address, which is none by http or https": said and not any(map(address_of, said)),
        "its language, which is none": said_language and not language,
    }
    return address, archived, language or ENGLISH, tuple(words for words, wrong in refused.items() if wrong)


def _is_html(page: str) -> bool:
    """Return whether a page is HTML, by how it begins after any comments and declarations."""
    start = 0
    while (aside := _ASIDE.match(page, start)) is not None:
        end = page.find(_ENDS[aside["begin"]], aside.end())
        if end < 0:
            break
        start = end + len(_ENDS[aside["begin"]])
    start = len(page) - len(page[start:].lstrip("\ufeff \t\r\n\f\v"))
    return _HTML.search(page, start, start + _BEGINNING) is not None


def _title_force(line: str) -> str | None:
    match = _TITLE.fullmatch(line)
    if match and is_name(name := match["force"].strip()) and (_POLICE.search(name) or resolve(name)):
        return name
    return None


def _force_name(title: str | None, before: list[str], after: list[str]) -> str | None:
    """Return the force's name: the first found in the title, the logo and the disclaimer."""
    found = (*map(_LOGO.fullmatch, before), *map(_DISCLAIMER.match, after[:1]))
    names = (title and _title_force(title), *(match["force"].strip() for match in found if match))
    return next((name for name in names if name and is_name(name)), None)


def _round_of(given: str | None, title: str | None, url: str | None) -> str | None:
    """Return the round as ``2021-22`` or ``2016``: the given one, or that in the title or the address."""
    if given:
        return parse_round(given)
    candidates = (_TITLE.fullmatch(title) if title else None, _IN_ADDRESS.search(url) if url else None)
    match = next((match for match in candidates if match), None)
    return match and parse_round(match["round"])
