"""What the scopes share: where clauses begin, what a verb says of the time, where the words of a figure stand."""

from app.extract.clauses import Parse
from app.extract.groups import Join, VerbGroup
from app.extract.spots import Spot

_NEW_STATEMENT = frozenset({"while", "whilst", "whereas", "although", "though", "but"})
_ENDS = frozenset(";.!?")


def begins_clause(parse: Parse, j: int) -> bool:
    """Return whether a new statement begins at ``j``: after "but", "while", a semicolon."""
    return parse.groups[j].text in _NEW_STATEMENT or (parse.joint(j, Join.STOP) is not None and parse.word(j) in _ENDS)


def is_told_more(parse: Parse, j: int) -> bool:
    """Return whether more is told of what ends at ``j``: "3,310 incidents in 2015, that is 9 a day"."""
    return parse.joint(j + 1, Join.COMMA) is not None and parse.joint(j + 2, Join.RELATIVE) is not None


def is_figure(parse: Parse, j: int) -> bool:
    """Return whether a noun group with a number stands at a place."""
    noun = parse.noun(j)
    return noun is not None and noun.quantity is not None


def bracket(parse: Parse, j: int) -> int:
    """Return 1 where a bracket opens at ``j``, -1 where one closes, else 0."""
    if parse.joint(j, Join.OPEN):
        return 1
    return -1 if parse.joint(j, Join.CLOSE) else 0


def tense(verb: VerbGroup | None) -> str:
    """Return "past", "perfect", "future" or "present"; nothing without a verb that says it."""
    if verb is None or verb.infinitive or verb.ing:
        return ""
    if "will" in verb.intent or "shall" in verb.intent:
        return "future"
    if verb.perfect and verb.lemma != "have":
        return "past" if verb.past else "perfect"
    return "past" if verb.past else "present"


def own_verb(spot: Spot) -> VerbGroup | None:
    """Return the verb of a figure: the one whose object it is, else the one whose subject it is."""
    return spot.verb if spot.is_object or spot.next_verb is None else spot.next_verb
