"""Read a page as published (HTML or text) into the statement it carries, without the chrome around it."""

import hashlib
import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from app.statements.identity import ENGLISH, address_of, is_name, language_of
from app.statements.text import PARAGRAPH_BREAK, normalised
from app.vocabulary.forces import Force, resolve
from app.vocabulary.rounds import parse_round


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A force's statement. ``force`` is ``None`` when its name is not in the register.

    ``refused`` names in words what the page says of itself that cannot be: it is not taken over.
    """

    force: Force | None
    force_name: str
    round: str
    title: str
    url: str | None
    language: str
    paragraphs: tuple[str, ...]
    disclaimer: bool
    refused: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The normalised text, which places count their characters in."""
        return PARAGRAPH_BREAK.join(self.paragraphs)

    @property
    def sha256(self) -> str:
        """The hash of the normalised text, by which a changed page is told from the same page."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class NotAStatementError(ValueError):
    """The page carries no such statement; ``missing`` says what it lacks."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(missing)  # by which it is made again in another process
        self.missing = missing

    def __str__(self) -> str:
        return "this page is no force's statement: it has " + "; it has ".join(self.missing)


_OPENING = re.compile(r"the force says\W*", re.IGNORECASE)
_DISCLAIMER = re.compile(r"disclaimer\b.*?\bprepared by (?:the )?(?P<force>[^.]{1,100}?)(?:\.|$)", re.IGNORECASE)
_DISCLAIMER_START = re.compile(r"disclaimer\b", re.IGNORECASE)
_LOGO = re.compile(r"the logo of (?:the )?(?P<force>.+)", re.IGNORECASE)
_CHROME = re.compile(r"more about this area|get in touch|share this page|the logo of .+", re.IGNORECASE)
_LONGEST_WRAPPED_LINE = 140
_LABELLED = re.compile(r"\s*[A-Z][^.:;,()]{0,40}:\s+\S")  # "Area: 520 square miles"
_BULLET = re.compile(r"\s*[•·▪*–-]\s+")
_ROUND = re.compile(r"(?P<first>20[0-9]{2})(?:\s?[-/–]\s?(?:20)?(?P<second>[0-9]{2}))?(?!\d)")
_TITLE = re.compile(rf"(?P<force>\D*?)\s*[-–:,]?\s*(?P<round>{_ROUND.pattern})")
_POLICE = re.compile(r"\b(?:police|constabulary|heddlu)\b", re.IGNORECASE)
_ROUND_IN_ADDRESS = re.compile(r"/peel-(?P<first>20[0-9]{2})(?:-(?:20)?(?P<second>[0-9]{2}))?/")

_HTML = re.compile(r"<(?:!doctype|html|head|body|p|div|main|h1)\b", re.IGNORECASE)
_BLOCKS = frozenset(
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6"
    " header hr li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_NOT_READ = ["script", "style", "noscript", "template", "nav", "form"]
_TEXT = "-text"


def read_page(page: str, *, round_: str | None = None, url: str | None = None, force: Force | None = None) -> Statement:
    """Return the statement of a page given as HTML or as text with empty lines between paragraphs.

    ``round_`` and ``url`` are for pages that do not name theirs. With a ``force`` the text may be the statement alone,
    without the page around it. Raises ``NotAStatementError`` with what is missing.
    """
    if _HTML.search(page[:5000]):
        lines, said_address, said_language = _html_lines(page)
    else:
        lines, said_address, said_language = _text_lines(page), None, None
    address, language, refused = _taken_over(said_address, said_language)
    url = url or address

    opening = next((i for i, line in enumerate(lines) if _OPENING.fullmatch(line)), None)
    if opening is None:
        before, after = (lines, []) if force is None else ([], lines)
    else:
        before, after = lines[:opening], lines[opening + 1 :]
    closing = next((i for i, line in enumerate(after) if _DISCLAIMER_START.match(line)), None)
    paragraphs = tuple(line for line in after[:closing] if not _CHROME.fullmatch(line))
    title = next((line for line in before if _title_force(line)), None)

    stated_name = _force_name(title, before, after[closing] if closing is not None else "")
    force_name = stated_name if force is None else force.name
    given, round_ = round_, _round_of(round_, title, url)
    missing = []
    if opening is None and force is None:
        missing.append('no "The force says..." heading')
    elif not paragraphs:
        missing.append('no paragraph after "The force says..."' if opening is not None else "no words")
    if not force_name:
        missing.append("no force's name in a title, logo line or disclaimer")
    if given and parse_round(given) is None:
        missing.append(f"{given!r} for its round, which is none (write it as 2021-22 or 2016)")
    elif not round_:
        missing.append("no round in its title or address, and none is given")
    if missing or not force_name or not round_:
        raise NotAStatementError(missing)
    force = force or resolve(force_name)
    return Statement(
        force=force,
        force_name=force.name if force else force_name,
        round=round_,
        title=title or f"{force_name} {round_.replace('-', '/')}",
        url=url,
        language=language,
        paragraphs=paragraphs,
        disclaimer=closing is not None,
        refused=refused,
    )


def _taken_over(said_address: str | None, said_language: str | None) -> tuple[str | None, str, tuple[str, ...]]:
    """Return the address and the language that a page says it has where they can be, and in words what is refused."""
    address = address_of(said_address or "")
    language = language_of(said_language or "")
    refused = {
        "its canonical address, which is none by http or https": said_address and not address,
        "its language, which is none": said_language and not language,
    }
    return address, language or ENGLISH, tuple(words for words, wrong in refused.items() if wrong)


def _text_lines(page: str) -> list[str]:
    """Return the paragraphs of a text page: set apart by empty lines, or each a bullet or a labelled line.

    Where lines are longer than anyone wraps them, each line is a paragraph.
    """
    paragraphs: list[list[str]] = [[]]
    wrapped = max(map(len, page.splitlines()), default=0) <= _LONGEST_WRAPPED_LINE
    for line in page.splitlines():
        bullet = _BULLET.match(line)
        if not (wrapped and line.strip()) or bullet or _LABELLED.match(line) or _OPENING.fullmatch(normalised(line)):
            paragraphs.append([])
        paragraphs[-1].append(line[bullet.end() :] if bullet else line)
    return [text for lines in paragraphs if (text := normalised(" ".join(lines)))]


def _html_lines(page: str) -> tuple[list[str], str | None, str | None]:
    """Return the blocks of text of an HTML page, and what it says of its canonical address and its language."""
    tree = LexborHTMLParser(page)
    tree.strip_tags(_NOT_READ)
    blocks: list[list[str]] = [[]]
    block: int | None = None
    within: dict[int, int | None] = {}  # of each element the block that it is or is in, so that depth costs nothing
    for node in tree.root.traverse(include_text=True) if tree.root else ():
        around = within.get(node.parent.mem_id) if node.parent else None
        if node.tag == _TEXT:
            if around != block:  # text after an inner block goes on in the outer one
                blocks.append([])
                block = around
            blocks[-1].append(node.text(deep=False))
            continue
        within[node.mem_id] = node.mem_id if node.tag in _BLOCKS else around
        if node.tag == "img":
            blocks += [[node.attributes.get("alt") or ""], []]
        elif node.tag == "br":
            blocks[-1].append(" ")
        elif node.tag in _BLOCKS:
            blocks.append([])
    canonical = tree.css_first("link[rel=canonical]")
    root = tree.css_first("html")
    return (
        [line for parts in blocks if (line := normalised("".join(parts)))],
        canonical.attributes.get("href") if canonical else None,
        root.attributes.get("lang") if root else None,
    )


def _title_force(line: str) -> str | None:
    match = _TITLE.fullmatch(line)
    if match and is_name(name := match["force"].strip()) and (_POLICE.search(name) or resolve(name)):
        return name
    return None


def _force_name(title: str | None, before: list[str], disclaimer: str) -> str | None:
    """Return the first of the names that title, logo and disclaimer give a force."""
    found = (*map(_LOGO.fullmatch, before), _DISCLAIMER.match(disclaimer))
    names = (title and _title_force(title), *(match["force"].strip() for match in found if match))
    return next((name for name in names if name and is_name(name)), None)


def _round_of(given: str | None, title: str | None, url: str | None) -> str | None:
    """Return the round as ``2021-22`` or ``2016``: the one given, or that of the title or the address."""
    if given:
        return parse_round(given)
    candidates = (
        _ROUND.search(title) if title else None,
        _ROUND_IN_ADDRESS.search(url) if url else None,
    )
    match = next((match for match in candidates if match), None)
    if match is None:
        return None
    return f"{match['first']}-{match['second']}" if match["second"] else match["first"]
