"""Which people are meant: residents, employees, visitors of the area or of an event, passengers by sea or air."""

from app.extract.groups import Join
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members


def words_of(spot: Spot, first: int = 0, last: int | None = None) -> set[str]:
    """Return the words of the groups of a sentence from one place to before another."""
    return {word for group in spot.parse.groups[first:last] for token in group.tokens for word in token.text.split()}


def people(spot: Spot, tie: Tie) -> str | None:
    """Return the measure of "employs 2,300 people", "attracts 300,000 people a year", if they are not the residents."""
    if tie.thing is None or tie.thing.id != "people":
        return None
    if _are_employed(spot):
        return "workforce_total"
    if _visit(spot):
        return "visitors" if words_of(spot).isdisjoint(members("event")) else "event_visitors"
    return None


def _are_employed(spot: Spot) -> bool:
    """Return whether people are a workforce: "employs 2,300 people", "2,300 people on the payroll"."""
    verb, following, after = spot.verb, spot.next_verb, spot.parse.after(spot.i)
    if verb is not None and verb.lemma == "employ":
        return True
    if following is not None and following.lemma in {"work", "employ"}:
        return True
    whole = spot.parse.noun(spot.parse.before(spot.parse.before(spot.i))) if spot.preposition == "of" else None
    books = spot.parse.noun(after + 1) if spot.parse.word(after) == "on" else None
    workforce = whole is not None and whole.thing is not None and whole.thing.id == "workforce"
    return workforce or (books is not None and books.noun in {"payroll", "books", "strength"})


def _visit(spot: Spot) -> bool:
    """Return whether people come from elsewhere: "attracts 300,000 people", "300,000 people visit"."""
    told = (spot.verb if spot.is_object else None, spot.next_verb)
    return any(verb is not None and verb.among("attract", "visit") for verb in told)


def visitors(spot: Spot, tie: Tie) -> str | None:
    """Return the measure of visitors of an event, where the clause names one: "the Fen Festival's 30,000 visitors"."""
    if tie.measure.id != "visitors":
        return None
    clause = words_of(spot, _beginning(spot), _end(spot))
    return None if clause.isdisjoint(members("event")) else "event_visitors"


def _beginning(spot: Spot) -> int:
    """Return the place where the clause begins: after a stop or ", and"."""
    for j in spot.parse.back(spot.i):
        joined = spot.parse.joint(j, Join.AND) and spot.parse.joint(j - 1, Join.COMMA)
        if joined or spot.parse.joint(j, Join.STOP):
            return j + 1
    return 0


def _end(spot: Spot) -> int:
    """Return the place where what belongs to a number ends: before a verb, a stop or "and"."""
    for j in spot.parse.ahead(spot.i):
        if spot.parse.joint(j, Join.STOP, Join.AND) or spot.parse.verb(j) is not None:
            return j
    return len(spot.parse.groups)


def passengers(spot: Spot, tie: Tie) -> str | None:
    """Return the measure of passengers by sea: "the ferry port had 3 million passengers"."""
    words = words_of(spot)
    by_sea = not words.isdisjoint(members("by_sea")) and words.isdisjoint(members("by_air"))
    return "port_passengers" if by_sea and tie.measure.id == "airport_passengers" else None
