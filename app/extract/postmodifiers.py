"""What follows a head: where and when all of it is counted, or which part of it: "officers in neighbourhood teams"."""

from app.extract.clauses import Parse
from app.extract.groups import Head, Join, NounGroup
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Topic
from app.vocabulary.things import Thing, topic_of

_PEOPLE = frozenset({"people", "population", "visitors"})
_ANY_KIND = frozenset({"crime", "offences", "incidents", "calls"})
_LANDS = frozenset({"area", "counties", "cities", "towns"})
_PLACES = _LANDS | {"districts", "boroughs", "local_authorities", "population", "people", "rural", "households"}


def is_narrowed(parse: Parse, i: int, thing: Thing) -> bool:
    """Return whether what follows the noun group at ``i`` tells only a part of what it counts."""
    if parse.verb(i + 1) is not None:
        return _by_verb(parse, i, topic_of(thing))
    if parse.joint(i + 1, Join.RELATIVE):
        return _by_clause(parse, i + 1, thing)
    return parse.joint(i + 1, Join.PREPOSITION) is not None and _by_phrase(parse, i + 1, thing)


def _by_verb(parse: Parse, i: int, topic: Topic | None) -> bool:
    """Return whether the verb after it tells of a part: "300 officers trained in driving", "62 calls to save lives"."""
    verb = parse.verb(i + 1)
    if verb is None:
        return False
    if not _is_finite(parse, i + 1):
        leaves = verb.among("serve", "live", "have") or verb.lemma in {"work", "employ", "recruit"}
        return not leaves and topic is not Topic.GEOGRAPHY
    return verb.infinitive and topic is Topic.DEMAND


def _is_finite(parse: Parse, j: int) -> bool:
    """Return whether the verb at ``j`` is the main verb of its clause, not a participle that tells more of its noun."""
    verb = parse.verb(j)
    if verb is None or verb.ing:
        return False
    for k in parse.ahead(j):
        if parse.joint(k, Join.COMMA, Join.AND, Join.STOP, Join.RELATIVE):
            return True
        if (later := parse.verb(k)) is not None and not later.infinitive:
            return False
    return True


def _by_clause(parse: Parse, j: int, thing: Thing) -> bool:
    """Return whether a relative clause tells of a part: "300 officers who drive"."""
    if thing.id in _PEOPLE or topic_of(thing) is Topic.GEOGRAPHY or parse.word(j) == "which":
        return False
    told = parse.verb(j + 1)
    return told is None or not told.among("serve", "live", "have", "be", "record")


def _by_phrase(parse: Parse, j: int, thing: Thing) -> bool:
    """Return whether a phrase tells of a part: "300 officers in teams", "7,000 crimes against shops"."""
    preposition, after, topic = parse.word(j), parse.noun(j + 1), topic_of(thing)
    if after is None:
        return preposition == "per"
    if topic is Topic.GEOGRAPHY or thing.id == "investment":
        return False
    if preposition == "against":
        return topic is Topic.DEMAND
    return _is_partitive(preposition, after, thing) and not _is_where(after, thing)


def _is_partitive(preposition: str, after: NounGroup, thing: Thing) -> bool:
    """Return whether a preposition leads to what some of a thing are in, about or for."""
    if preposition == "of":
        return thing.id in _ANY_KIND and after.noun not in {"service", "kind", "kinds", "types", "all"}
    if preposition in {"for", "per"}:
        return after.noun not in members("term_noun")
    if preposition == "with":
        return after.quantity is None
    return preposition in members("where_preposition") | members("about_preposition")


def _is_where(noun: NounGroup, thing: Thing) -> bool:
    """Return whether a noun group names a territory, a time or the force, in which all is counted."""
    if noun.head in {Head.NONE, Head.POINTER} or any(token.named for token in noun.tokens):
        return True
    if noun.noun in members("time_noun") | members("territory_noun") | members("force_noun") | members("leaving_noun"):
        return True
    if noun.thing is None:
        return False
    return noun.thing.id in _LANDS or (noun.thing.id in _PLACES and topic_of(thing) is not Topic.DEMAND)
