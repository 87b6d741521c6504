"""The others that a figure is compared with: the country, the region, similar forces."""

from dataclasses import dataclass

from app.extract.clauses import Parse, once
from app.extract.groups import Head, Join, NounGroup
from app.extract.tokens import Kind
from app.vocabulary.areas import NATIONAL, REGION, SIMILAR_FORCES
from app.vocabulary.lexicon import members

_CHANGES = frozenset({Head.RISE, Head.FALL, Head.CHANGE, Head.MEASURE})
_ADVERBS = {"nationally": NATIONAL, "nationwide": NATIONAL, "elsewhere": NATIONAL, "regionally": REGION}
_PROGRAMME = frozenset({"uplift", "programme"})  # "our share of the national uplift" is the force's


@dataclass(frozen=True, slots=True)
class Others:
    """Others that a sentence names: their area, and the places of the first and last group that name them."""

    area: str
    first: int
    last: int


@once
def others_in(parse: Parse) -> list[Others]:
    """Return the others that a sentence names, in order; "England and Wales" is one."""
    found: list[Others] = []
    last = -1
    for j in range(len(parse.groups)):
        area = _named(parse, j)
        if area is None or j <= last:
            continue
        pair = parse.joint(j + 1, Join.AND) and _words(parse, j) & {"england"} and "wales" in _words(parse, j + 2)
        last = j + 2 if pair else j
        found.append(Others(area, j, last))
    return found


def _words(parse: Parse, j: int) -> set[str]:
    group = parse.at(j)
    return set() if group is None else {token.text for token in group.tokens if token.kind is Kind.WORD}


def _named(parse: Parse, j: int) -> str | None:
    """Return the area that a group names: "nationally", "the national average", "England", "similar forces"."""
    noun = parse.noun(j)
    if noun is None:
        return _ADVERBS.get(parse.word(j)) if parse.joint(j, Join.ADVERB) else None
    if noun.noun in members("country_name") or (noun.noun in {"country", "nation"} and noun.determiner == "the"):
        return NATIONAL
    if noun.noun == "forces" and "all" in _words(parse, j):
        return NATIONAL
    if noun.noun == "region" and noun.determiner in {"", "the"}:
        return REGION
    words = _words(parse, j)
    if words & members("like") and (words & members("peer_noun") or is_average(noun)):
        return SIMILAR_FORCES
    told = is_average(noun) or noun.quantity is not None or noun.noun in {"national", "regional", ""}
    wide = words & (members("country_name") | {"national", "welsh"})
    near = words & {"regional", "region"}
    return (NATIONAL if wide else REGION if near else None) if told else None


def is_average(noun: NounGroup) -> bool:
    """Return whether a noun group is of a figure: "average", "rise", "officer numbers"."""
    told = noun.head in _CHANGES or noun.head is Head.THING or noun.noun in members("average_noun")
    return told and noun.noun not in _PROGRAMME
