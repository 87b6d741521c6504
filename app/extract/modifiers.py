"""What the words before and after a head do to what it counts: nothing, narrow it, or make it another kind of thing."""

from enum import Enum

from app.extract.clauses import Parse
from app.extract.groups import Head, Join, NounGroup
from app.vocabulary.lexicon import members
from app.extract.spots import Spot
from app.vocabulary.measures import Topic, measures
from app.vocabulary.things import Aspect, Thing


class Effect(Enum):
    """What a modifier does."""

    NEUTRAL = "neutral"
    NEW = "new"
    MORE = "more"
    LESS = "less"
    UNKNOWN = "unknown"  # it is not known to narrow: what it leaves is likely, not certain
    NARROWING = "narrowing"
    OTHER = "other"


def effect(word: str, thing: Thing | None) -> Effect:
    """Return what a word before the head does. A word that is not known narrows what is counted of people and events."""
    if word in members("less"):
        return Effect.LESS
    if word in {"new", "newly", "fresh"}:
        return Effect.NEW
    if word in members("new") or word in members("more"):
        return Effect.MORE
    if word in members("other_kind"):
        return Effect.OTHER
    if word in members("neutral") or word in members("determiner") or word in members("possessor") or word in {"-", "’s", "’", "and"}:
        return Effect.NEUTRAL
    topic = topic_of(thing)
    if topic in {Topic.GEOGRAPHY, Topic.DEMOGRAPHICS, Topic.BUDGET}:
        return Effect.UNKNOWN
    return Effect.NARROWING


def topic_of(thing: Thing | None) -> Topic | None:
    """Return the topic of a thing's figures."""
    if thing is None:
        return None
    return next((measures()[id_].topic for ids in thing.measures.values() for id_ in ids), None)


def effects(spot: Spot) -> set[Effect]:
    """Return what the words around the number in its group do."""
    thing = spot.group.thing
    words = [t.text for k, t in enumerate(spot.group.tokens) if k != spot.group.at and t.thing is None and t not in spot.group.owner]
    if spot.group.head is not Head.NONE and spot.group.head is not Head.THING:
        words = words[:-1]
    return {effect(word, thing) for word in words} | (
        {Effect.NARROWING} if any(t.thing and (thing is None or t.thing.thing.id != thing.id) for t in spot.group.things) else set()
    )


_NEUTRAL_VERBS = frozenset({"serve", "live", "have"})
_OF_PEOPLE = frozenset({"people", "population", "visitors"})


def is_narrowed(parse: Parse, i: int, thing: Thing) -> bool:
    """Return whether what follows the noun group at ``i`` tells only a part of what it counts."""
    j = i + 1
    noun = parse.noun(i)
    topic = topic_of(thing)
    verb = parse.verb(j)
    if verb is not None and (verb.ing or (verb.past and not verb.perfect)) and parse.following(i) is not None and not _is_finite(parse, i, j):
        return not (verb.among(*_NEUTRAL_VERBS) or verb.lemma in {"work", "employ", "recruit"} or topic in {Topic.GEOGRAPHY})
    if verb is not None and verb.infinitive and topic is Topic.DEMAND:
        return True
    if parse.joint(j, Join.RELATIVE):
        who = parse.verb(j + 1)
        return parse.word(j) in {"who", "whose", "that", "whom"} and thing.id not in _OF_PEOPLE and not (who is not None and who.among("serve", "live", "have", "be", "record")) and topic is not Topic.GEOGRAPHY
    if not parse.joint(j, Join.PREPOSITION):
        return False
    preposition, after = parse.word(j), parse.noun(j + 1)
    if after is None:
        return preposition == "per"
    if topic is Topic.GEOGRAPHY:
        return False
    if preposition in {"in", "across", "within", "throughout", "over", "around", "at"}:
        return not _is_where(after, thing)
    if preposition == "against":
        return topic is Topic.DEMAND
    if preposition in {"on", "with", "into", "among", "inside", "involving", "relating"}:
        if preposition == "with" and after.quantity is not None:
            return False
        return not (preposition == "on" and after.noun in {"average", "year", "strength"}) and not _is_where(after, thing)
    if preposition in {"for", "per"}:
        return after.noun not in {"year", "years", "annum", "service", "assistance", "help", "period", "months"} and not _is_where(after, thing)
    if preposition == "of":
        return topic is Topic.DEMAND and thing.id in {"crime", "offences", "incidents", "calls"} and not _is_where(after, thing) and after.noun not in {"service", "kind", "kinds", "types", "all"}
    return False


def _is_finite(parse: Parse, i: int, j: int) -> bool:
    """Return whether the verb at ``j`` is the main verb of the noun group at ``i``, not a participle that tells more."""
    verb = parse.verb(j)
    if verb is None or verb.ing:
        return False
    later = next((k for k in range(j + 1, len(parse.groups)) if parse.verb(k) and not parse.verb(k).infinitive), None)  # type: ignore[union-attr]
    return later is None or any(parse.joint(k, Join.COMMA, Join.AND, Join.STOP, Join.RELATIVE) for k in range(j, later))


def _is_where(noun: NounGroup, thing: Thing) -> bool:
    """Return whether a noun group names a territory, a time or the force, in which all is counted."""
    if noun.head is Head.NONE or noun.noun in members("time_noun"):
        return True
    if noun.noun in members("territory_noun") | members("force_noun") or noun.proper or noun.head is Head.POINTER:
        return True
    if noun.thing is not None and noun.thing.id in {"area", "counties", "cities", "towns", "districts", "boroughs", "local_authorities", "population", "people", "rural", "households"}:
        return thing.id in _OF_PEOPLE or topic_of(thing) is not Topic.DEMAND or noun.thing.id in {"area", "counties", "cities", "towns"}
    return any(token.named for token in noun.tokens) or noun.noun in {"total", "post", "all", "year", "years", "months", "average", "strength", "place", "times", "schools", "payroll", "books", "least", "most"}
