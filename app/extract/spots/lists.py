"""The lists that quantities and things stand in: "2,242 officers, including 80 recruits", "burglary and robbery"."""

from app.extract.clauses import Parse, once
from app.extract.groups import Head, Join
from app.vocabulary.lexicon import members


@once
def anchor(parse: Parse, i: int) -> int:
    """Return the place of what stands in the clause for the number at ``i``: the first of its list, or its "total".

    "2,242 officers" is that of the 1,340 in "has 2,242 officers and 1,340 staff".
    """
    first = _of_which(parse, i)
    while first is not None:
        i, first = first, _of_which(parse, first)
    return i


def _of_which(parse: Parse, i: int) -> int | None:
    """Return the place of the number that the one at ``i`` is listed after, or of the "total" that it is of."""
    j = parse.before(i)
    if parse.joint(j, Join.AND) and parse.joint(j - 1, Join.COMMA):
        j -= 1
    including = parse.word(j) == "including"
    k = parse.before(j)
    if including and parse.joint(k, Join.COMMA):
        k = parse.before(k)
    noun = parse.noun(k)
    if noun is None or k >= i:
        return None
    if noun.quantity is None:
        return k if parse.word(j) == "of" and noun.noun in members("total_noun") else None
    listed = including or parse.joint(j, Join.AND, Join.COMMA) is not None
    return k if listed and noun.head is not Head.NONE else None


def ends_list(parse: Parse, i: int) -> bool:
    """Return whether a noun group ends a list of things, whose figure is none of the last: "burglary and robbery"."""
    noun, j = parse.noun(i), parse.before(i)
    first = parse.noun(j - 1) if parse.joint(j, Join.AND) else None
    if noun is None or first is None or noun.quantity is not None or first.quantity is not None:
        return False
    joined = parse.word(j) in {"and", "&"} and noun.determiner == ""
    return joined and first.head is Head.THING and bool(first.things)


def is_object(parse: Parse, i: int, v: int | None) -> bool:
    """Return whether the number at ``i`` is the object or complement of the verb at ``v``, or of a list that is."""
    j = parse.before(anchor(parse, i))
    while j > (len(parse.groups) if v is None else v):
        noun = parse.noun(j)
        if not (parse.joint(j, Join.AND, Join.COMMA) or (noun is not None and noun.quantity is not None)):
            return False
        j = parse.before(j)
    return j == v
