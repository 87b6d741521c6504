"""The others that a figure is compared with: the country, the region, similar forces."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.extract.clauses import Parse
from app.extract.groups import Head, Join, NounGroup
from app.vocabulary.lexicon import members
from app.extract.scope.when import begins_clause
from app.extract.spots import Spot
from app.extract.ties import Role
from app.extract.tokens import Kind
from app.vocabulary.areas import NATIONAL, REGION, SIMILAR_FORCES

_CHANGES = frozenset({Head.RISE, Head.FALL, Head.CHANGE, Head.MEASURE})
_LINKS = frozenset("of at by to for on as".split())
_WHERE = frozenset("in for across among of throughout within over".split())
_ADVERBS = {"nationally": NATIONAL, "nationwide": NATIONAL, "regionally": REGION}
_PROGRAMME = frozenset({"uplift", "programme"})  # "our share of the national uplift" is the force's


@dataclass(frozen=True, slots=True)
class Others:
    """Others that a sentence names: their area, and the places of the first and last group that name them."""

    area: str
    first: int
    last: int


def others_in(parse: Parse) -> Iterator[Others]:
    """Yield the others that a sentence names, in order; "England and Wales" is one."""
    last = -1
    for j in range(len(parse.groups)):
        area = _named(parse, j)
        if area is None or j <= last:
            continue
        pair = parse.joint(j + 1, Join.AND) and _words(parse, j) & {"england"} and "wales" in _words(parse, j + 2)
        last = j + 2 if pair else j
        yield Others(area, j, last)


def _words(parse: Parse, j: int) -> set[str]:
    group = parse.at(j)
    return set() if group is None else {token.text for token in group.tokens if token.kind is Kind.WORD}


def _named(parse: Parse, j: int) -> str | None:
    """Return the area that a group names: "nationally", "the national average", "England", "similar forces"."""
    words, noun = _words(parse, j), parse.noun(j)
    if noun is None:
        return _ADVERBS.get(parse.word(j)) if parse.joint(j, Join.ADVERB) else None
    if noun.noun in members("country_name") or (noun.noun == "country" and noun.determiner == "the"):
        return NATIONAL
    if noun.noun == "region" and noun.determiner in {"", "the"}:
        return REGION
    if words & members("like") and (words & members("peer_noun") or _is_average(noun)):
        return SIMILAR_FORCES
    told = _is_average(noun) or noun.quantity is not None or noun.noun in {"national", "regional", ""}
    wide = words & (members("country_name") | {"national", "welsh"})
    near = words & {"regional", "region"}
    return (NATIONAL if wide else REGION if near else None) if told else None


def _is_average(noun: NounGroup) -> bool:
    """Return whether a noun group is of a figure: "average", "rise", "officer numbers"."""
    told = noun.head in _CHANGES or noun.head is Head.THING or noun.noun in members("average_noun")
    return told and noun.noun not in _PROGRAMME


# Whose figure it is


def area_of_others(spot: Spot, begin: int, end: int, role: Role) -> str | None:
    """Return the area of the others whose figure it is, or ``None``. Its words are the groups ``begin`` to ``end``."""
    found = [others for others in others_in(spot.parse) if not _is_of_another(spot, others)]
    for others in found:
        start = begin if others.last < begin else spot.i
        if others.first <= spot.i <= others.last or _leads_to(spot, others, start) or _is_after(spot, others, end):
            return others.area
    if role is not Role.COMPARATOR:
        return None
    figures = [i for i in spot.parse.spots if i >= 0]
    before = max((i for i in figures if i < spot.i), default=-1)
    after = min((i for i in figures if i > spot.i), default=len(spot.parse.groups))
    return next((others.area for others in found if before < others.first < after), None)


def _is_of_another(spot: Spot, others: Others) -> bool:
    """Return whether others are named in the group of another figure: "the 26 percent England and Wales average"."""
    return any(_is_figure(spot.parse, j) and j != spot.i for j in range(others.first, others.last + 1))


def area_of_count(spot: Spot, end: int) -> str | None:
    """Return the country if a count is of all of it: "Nationally, ...", "... in England and Wales"."""
    parse = spot.parse
    for others in others_in(parse):
        if others.area is not NATIONAL:
            continue
        whole = others.last > others.first or parse.joint(others.first, Join.ADVERB)
        if whole and _begins(parse, others.first) and _leads_to(spot, others, spot.i):
            return NATIONAL
        after = others.first - (1 if parse.word(others.first - 1) in {"in", "across", "throughout"} else 0)
        if whole and after in {spot.i + 1, end + 1}:
            return NATIONAL
    return None


def _begins(parse: Parse, j: int) -> bool:
    """Return whether the group at ``j``, with its preposition, begins a clause."""
    while parse.joint(j - 1, Join.PREPOSITION) or (j > 0 and parse.noun(j - 1) and not parse.noun(j - 1).quantity):  # type: ignore[union-attr]
        j -= 1
    return j <= 0 or parse.joint(j - 1, Join.COMMA, Join.STOP, Join.SUBORDINATOR, Join.AND, Join.OPEN) is not None


def _leads_to(spot: Spot, others: Others, start: int) -> bool:
    """Return whether only what links stands between the others and a figure after them, whose words ``start`` there."""
    parse = spot.parse
    between = range(others.last + 1, start)
    if others.last >= start:
        return False
    if _is_told_of(parse, others.last + 1):
        return not any(_is_figure(parse, j) for j in between)
    noun = parse.noun(others.first)
    first = _begins(parse, others.first)
    average = noun is not None and (_is_average(noun) or noun.noun == "national")
    return all(_links(parse, j, first=first, average=average) for j in between)


def _is_told_of(parse: Parse, j: int) -> bool:
    """Return whether what follows is told of others: "the region, where", "England and Wales as a whole, which"."""
    if parse.word(j) == "as":
        j += 2
    j += parse.joint(j, Join.COMMA) is not None
    return parse.word(j) in {"where", "which"}


def _links(parse: Parse, j: int, *, first: bool, average: bool) -> bool:
    """Return whether a group only links others to their figure; after a colon, it is theirs if they head the clause."""
    noun = parse.noun(j)
    if noun is not None:
        plain = noun.head in {Head.NONE, Head.POINTER} or _is_average(noun)
        single = noun.quantity is None or parse.quantity(noun.quantity).value == 1  # "is one for every 541"
        return single and plain
    if parse.joint(j, Join.COMMA):
        return first
    if parse.joint(j, Join.STOP):
        return (first or average) and not begins_clause(parse, j)
    if parse.joint(j, Join.PREPOSITION):
        return parse.word(j) in _LINKS
    return parse.joint(j, Join.CLOSE, Join.AND, Join.SUBORDINATOR, Join.RELATIVE) is None


def _is_figure(parse: Parse, j: int) -> bool:
    noun = parse.noun(j)
    return noun is not None and noun.quantity is not None


def _is_after(spot: Spot, others: Others, end: int) -> bool:
    """Return whether others stand right after a figure: "12% nationally", "5.7% seen in England", "12% (region)"."""
    return any(_follow(spot.parse, others, last, own=last == spot.i) for last in {spot.i, end} if others.first > last)


def _follow(parse: Parse, others: Others, last: int, *, own: bool) -> bool:
    j = last + 1
    opened = parse.joint(j, Join.OPEN)
    apart = parse.joint(j, Join.COMMA, Join.OPEN) is not None
    j += apart
    verb = parse.verb(j)
    if verb is not None and ((len(verb.tokens) == 1 and verb.past) or (verb.lemma == "be" and not verb.infinitive)):
        j += 1
    noun = parse.noun(j)
    if noun is not None and j < others.first and _is_average(noun) and noun.quantity is None and not apart:
        j += 1
    if parse.word(j) in _WHERE and (
        own or (parse.word(j) != "of" and parse.groups[others.first].text != "the country")
    ):
        j += 1
    if j != others.first:
        return False
    if opened is not None:
        closing = next((k for k in range(j, len(parse.groups)) if parse.joint(k, Join.CLOSE)), len(parse.groups))
        return not any(_is_figure(parse, k) for k in range(j, closing))
    following = parse.at(others.last + 1)
    return not apart or following is None or parse.joint(others.last + 1, Join.COMMA, Join.STOP, Join.AND) is not None
