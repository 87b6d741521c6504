"""The places that a sentence names, as groups: one that stands alone, or one of a list of names."""

from dataclasses import dataclass

from app.extract.clauses import Parse
from app.extract.groups import Join
from app.extract.places import PlaceMention
from app.vocabulary.lexicon import members


@dataclass(frozen=True, slots=True)
class Named:
    """A place and those of the groups that name it."""

    mention: PlaceMention
    first: int
    last: int


def named(parse: Parse, mention: PlaceMention) -> Named:
    """Return a place of a sentence with the groups that name it."""
    within = [j for j, g in enumerate(parse.groups) if g.start < mention.end and mention.start < g.end]
    return Named(mention, within[0], within[-1])


def is_listed(parse: Parse, first: int, last: int) -> bool:
    """Return whether a place is one of a list of names: "Brackwater and Marlow", "Marlow, Fen Marlow"."""
    before, after = first - 1, last + 1
    if _is_name(parse, before):
        before -= 1
    if parse.joint(before, Join.PREPOSITION):
        before -= 1
    joined = parse.joint(after, Join.AND, Join.COMMA) is not None and _has_name(parse, after + 1)
    return joined or (parse.joint(before, Join.AND) is not None and _has_name(parse, before - 1))


def _is_name(parse: Parse, j: int) -> bool:
    noun = parse.noun(j)
    return noun is not None and noun.quantity is None and all(t.text == "the" for t in noun.tokens)


def _has_name(parse: Parse, j: int) -> bool:
    while _is_name(parse, j) or parse.joint(j, Join.PREPOSITION):
        j += 1
    noun = parse.noun(j)
    return (
        noun is not None
        and noun.quantity is None
        and any(token.named for token in noun.tokens)
        and noun.noun not in members("country_name")
    )
