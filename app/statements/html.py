"""Read the text of an HTML page in blocks, as a screen reader would, and what the page declares about itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, takewhile

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.statements.plain import lines_with_rows
from app.statements.rows import Row, is_period, is_value, labelled_lines
from app.statements.text import normalised
from app.statements.unwrapping import unwrapping

_BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4"
    " h5 h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_UNSEEN = frozenset("script style noscript template nav dialog datalist del s strike map rp".split())
# Visible elements without text of the page: words before and after them are not joined.
_CONTROLS = frozenset(
    "button select textarea input label legend option optgroup output progress meter iframe object embed video audio"
    " canvas svg noframes noembed frameset".split()
)
_ROLES = frozenset(
    "navigation dialog alertdialog search menu menubar toolbar tablist button combobox listbox textbox".split()
)
_UNSEEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.IGNORECASE)
_COOKIES = re.compile(
    r"(?:^|\s)(?:(?!has-|no-|with-|show-)[a-z]+-)?(?:cookies?|consent)[-_]*"
    r"(?:banner|notice|bar|popup|message|consent|overlay|modal)",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TEXT = "-text"
_LINE_BREAK = "\x1e"  # counts as white space, but differs from the line ends of the source

# A mark that points to a note: "1", "[2]", "(a)", "1,2", "note 3", "*".
_NOTE = re.compile(
    r"[\[(]?\s*(?:(?:foot)?note|fn|n\.?|ref)?\s*(?:\d{1,3}|[a-z]|[ivx]{1,4}|[*†‡§¶#]{1,3})"
    r"(?:\s*[,;–-]\s*\[?(?:\d{1,3}|[a-z])\]?){0,5}\s*[\])]?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"st|nd|rd|th", re.IGNORECASE)
_POWER = re.compile(r"[23²³]")
_OF_POWER = re.compile(
    r"(?<!square )(?<!sq )(?<!sq\. )(?:(?:\b|\d)(?:kms?|mi|miles?|metres?|kilometres?)|\bm)$", re.IGNORECASE
)
_OF_NOTE = re.compile(r"#\W*(?:_?ftn|fn|foot|endn|note|ref|cite)", re.IGNORECASE)
_POWER_OF_TEN = re.compile(r"(?<![\d.,])10$")
_FRACTION = re.compile(r"\s*[/⁄]")
_MOST_SPANNED = 20
_LONGEST_CELL = 400

_ADDRESSES = (
    ("link[rel=canonical]", "href"),
    ("meta[name=savepage-url]", "content"),
    ("html[data-scrapbook-source]", "data-scrapbook-source"),
    ('meta[property="og:url"]', "content"),
)
_PUBLISHED = (
    ('meta[property="article:published_time"]', "content"),
    ('meta[name="dcterms.issued" i]', "content"),
    ('meta[name="dc.date.issued" i]', "content"),
    ("[itemprop=datePublished]", "content"),
    ("time[itemprop=datePublished]", "datetime"),
)
_SAVED = re.compile(
    r"<!--\s{0,20}(?:saved from url=\(\d{1,6}\)|Page saved with SingleFile\s{1,20}url:\s{0,5})"
    r"(?P<address>[^\s<>]{1,2500})"
)


@dataclass(slots=True)
class _Cell:
    """A cell of a table or a part of a definition list, and how many columns and rows it spans."""

    header: bool
    across: int = 1
    down: int = 1
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(self.words)


@dataclass(slots=True)
class _Table:
    """A table or a definition list. If ``layout``, it arranges the page instead of holding data."""

    rows: list[list[_Cell]] = field(default_factory=list)
    layout: bool = False

    def is_data(self) -> bool:
        """Return whether its cells are short, and none contains a table or a heading or is a value that spans rows."""
        return not self.layout and all(
            len(cell.text) <= _LONGEST_CELL
            and not (cell.across * cell.down > 1 and is_value(cell.text) and not is_period(cell.text))
            for row in self.rows
            for cell in row
        )

    def grid(self) -> tuple[list[Row], int]:
        """Return its rows with a text for each column, and the number of header rows."""
        rows: list[Row] = []
        reaching: dict[int, tuple[int, str]] = {}  # by column: how many more rows a cell from above spans, and its text
        for cells in self.rows:
            row: list[str] = []
            for cell in cells:
                _reached(row, reaching)
                if cell.down > 1:
                    reaching.update({len(row) + n: (cell.down - 1, cell.text) for n in range(cell.across)})
                row += [cell.text] * cell.across
            _reached(row, reaching)
            rows.append(row)
        headed = takewhile(lambda cells: cells and all(cell.header for cell in cells if cell.words), self.rows)
        return rows, len(list(headed))


def _reached(row: list[str], reaching: dict[int, tuple[int, str]]) -> None:
    """Add to a row the cells from above that span into its next columns."""
    while (found := reaching.pop(len(row), None)) is not None:
        left, text = found
        if left > 1:
            reaching[len(row)] = (left - 1, text)
        row.append(text)


@dataclass(slots=True)
class _Block:
    """A block of text, the table and cell that it is in, and whether its white space is kept (``pre``)."""

    kept: bool = False
    table: _Table | None = None
    cell: _Cell | None = None
    parts: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return its text, split at its line breaks."""
        return "".join(self.parts).split(_LINE_BREAK)


@dataclass(frozen=True, slots=True)
class _Around:
    """The surroundings of a node: block, table, cell, kept white space, and whether a mark around it was examined."""

    block: int | None = None
    table: _Table | None = None
    cell: _Cell | None = None
    marked: bool = False
    kept: bool = False


class HtmlPage:
    """A page in HTML."""

    def __init__(self, page: str) -> None:
        """Parse a page."""
        self._source = page
        self._tree = LexborHTMLParser(page)

    @property
    def addresses(self) -> list[str]:
        """The addresses it declares: the canonical one first, then the one noted by the program that saved it."""
        said = self._said(_ADDRESSES)
        saved = [found["address"] for found in _SAVED.finditer(self._source)]
        return [address for address in (said[0], *saved[:1], *said[1:]) if address]

    @property
    def published(self) -> str | None:
        """The publication date that it declares."""
        return next(filter(None, self._said(_PUBLISHED)), None)

    @property
    def language(self) -> str | None:
        """The language that it declares."""
        root = self._tree.css_first("html")
        return root.attributes.get("lang") if root else None

    def _said(self, places: Sequence[tuple[str, str]]) -> list[str | None]:
        """Return the values of attributes, each of the first element that its selector finds."""
        nodes = [(self._tree.css_first(selector), attribute) for selector, attribute in places]
        return [node.attributes.get(attribute) if node else None for node, attribute in nodes]

    def lines(self) -> list[str]:
        """Return its blocks of text; for a table, its labelled lines."""
        unwrapped = unwrapping(self._source)
        texts: list[str] = []
        for _, group in groupby(_Walk(self._tree).blocks, key=lambda block: id(block.table)):
            blocks = list(group)
            for block in blocks:
                lines = block.lines() if block.kept else [normalised(unwrapped(line)) for line in block.lines()]
                block.texts = [normalised(unwrapped(text)) for text in lines_with_rows(lines)]
                if block.cell is not None:
                    block.cell.words += filter(None, (normalised(unwrapped(line)) for line in lines))
            table = blocks[0].table
            if table is None or not table.is_data():
                texts += chain.from_iterable(block.texts for block in blocks)
                continue
            rows, headed = table.grid()
            captions = [[text] for block in blocks if block.cell is None for text in block.texts if text]
            texts += labelled_lines([*captions, *rows], headed=headed and len(captions) + headed)
        return list(filter(None, texts))


class _Walk:
    """A walk through a page that collects its text in blocks, in time linear in the size of the page."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        """Walk through a page."""
        self.blocks = [_Block()]
        self._open: int | None = None  # the block of the latest text
        self._forms_hold_pages = tree.css_first("form h1, form h2, form h3, form h4") is not None
        self._within: dict[int, _Around] = {}  # of each element that is read, what its children are in
        root = tree.root
        for node in root.traverse(include_text=True) if root else ():
            parent = node.parent
            if root is not None and node.mem_id == root.mem_id:
                self._element(node, _Around())
            elif parent is not None and (around := self._within.get(parent.mem_id)) is not None:
                self._text(node.text(deep=False), around) if node.tag == _TEXT else self._element(node, around)

    def _text(self, text: str, around: _Around) -> None:
        if around.block != self._open:  # text after an inner block goes on in the outer one
            self._begin(around)
            self._open = around.block
        self.blocks[-1].parts.append(text.replace("\n", _LINE_BREAK) if around.kept else text)

    def _begin(self, around: _Around) -> None:
        self.blocks.append(_Block(around.kept, around.table, around.cell))

    def _element(self, node: LexborNode, around: _Around) -> None:
        tag, attributes = node.tag or "", node.attributes
        if self._is_unseen(tag, attributes):
            return
        if tag in _CONTROLS:
            self.blocks[-1].parts.append(" ")
        elif not around.marked and _is_mark(tag, attributes):
            self._mark(node, around)
        elif tag == "img":
            self._begin(around)
            self.blocks[-1].parts.append(attributes.get("alt") or "")
            self._begin(around)
        elif tag == "br":
            self.blocks[-1].parts.append(_LINE_BREAK)
        else:
            self._within[node.mem_id] = self._inside(node, tag, around)

    def _is_unseen(self, tag: str, attributes: dict[str, str | None]) -> bool:
        """Return whether an element is invisible, or a control instead of text."""
        if tag in _UNSEEN or (tag == "form" and not self._forms_hold_pages):
            return True
        if not attributes or tag in {"html", "body", "main"}:
            return False
        return (
            "hidden" in attributes
            or (attributes.get("aria-hidden") or "").lower() == "true"
            or (attributes.get("role") or "").strip().lower() in _ROLES
            or _UNSEEN_STYLE.search(attributes.get("style") or "") is not None
            or any(_COOKIES.search(attributes.get(name) or "") for name in ("id", "class"))
        )

    def _inside(self, node: LexborNode, tag: str, around: _Around) -> _Around:
        """Return the surroundings of an element's children."""
        if tag not in _BLOCKS:
            return around
        block, table, cell = node.mem_id, around.table, around.cell
        if tag in {"table", "dl"}:
            if table is not None:
                table.layout = True
            table, cell = _Table(), None
        elif table is not None:
            if tag in _HEADINGS:
                table.layout = True
            cell = _placed(tag, node.attributes, table, cell)
        inside = _Around(block, table, cell, around.marked, around.kept or tag == "pre")
        self._begin(inside)
        return inside

    def _mark(self, node: LexborNode, around: _Around) -> None:
        """Read superscripts and links within the page: leave out marks that refer to notes, keep powers and endings."""
        words = node.text(deep=True).strip()
        before = "".join(self.blocks[-1].parts[-3:])[-20:]
        following = node.next
        if words.isdecimal() and _POWER_OF_TEN.search(before):
            self.blocks[-1].parts.append("^")
        elif following is not None and following.tag == _TEXT and _FRACTION.match(following.text(deep=False)):
            self.blocks[-1].parts.append(" " if before[-1:].isdecimal() else "")
        elif not _ORDINAL.fullmatch(words) and not (_POWER.fullmatch(words) and _OF_POWER.search(before)):
            if _NOTE.fullmatch(words):
                return
            self.blocks[-1].parts.append(" " if words[:1].isdecimal() and node.tag == "sup" else "")
        self._within[node.mem_id] = replace(around, marked=True)


def _is_mark(tag: str, attributes: dict[str, str | None]) -> bool:
    """Return whether an element may be just a mark that refers to a note."""
    to_note = _OF_NOTE.match(attributes.get("href") or "") is not None or attributes.get("role") == "doc-noteref"
    return tag == "sup" or (tag == "a" and to_note)


def _placed(tag: str, attributes: dict[str, str | None], table: _Table, cell: _Cell | None) -> _Cell | None:
    """Return the cell that an element begins, after adding it to its row, or else the cell that it is in."""
    if tag == "tr" or (tag == "dt" and not (table.rows and all(cell.header for cell in table.rows[-1]))):
        table.rows.append([])
    if tag not in {"td", "th", "dt", "dd"} or not table.rows:
        return None if tag in {"tr", "caption"} else cell
    cell = _Cell(tag in {"th", "dt"}, _span(attributes.get("colspan")), _span(attributes.get("rowspan")))
    table.rows[-1].append(cell)
    return cell


def _span(said: str | None) -> int:
    return max(1, min(int(said), _MOST_SPANNED)) if said and said.isascii() and said.isdecimal() else 1
