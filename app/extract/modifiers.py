"""What the words before a head do to what it counts: nothing, narrow it, or make it another kind of thing."""

from enum import Enum

from app.extract.groups import Head
from app.extract.spots import Spot
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Topic
from app.vocabulary.things import Thing, topic_of


class Effect(Enum):
    """What a word before a head does to what it counts."""

    NEUTRAL = "neutral"  # "2,242 full-time officers" are its officers
    NARROWING = "narrowing"  # "40 mounted officers" are some of them
    OTHER = "other"  # "300 former officers" are no officers
    UNKNOWN = "unknown"  # "12 leafy districts" may be some of them: the reading is likely, not certain
    NEW = "new"  # "80 new officers" are added
    MORE = "more"  # "80 more officers" are added, or so many more than before
    LESS = "less"  # "80 fewer officers" are lost


_EFFECTS = (
    ("less", Effect.LESS),
    ("brand_new", Effect.NEW),
    ("new", Effect.MORE),
    ("more", Effect.MORE),
    ("other_kind", Effect.OTHER),
    ("neutral", Effect.NEUTRAL),
    ("determiner", Effect.NEUTRAL),
    ("possessor", Effect.NEUTRAL),
    ("group_mark", Effect.NEUTRAL),
)
"""The effects of the classes of words in ``app/data/lexicon.toml``. Of two classes of a word the first counts."""

_DESCRIBED = frozenset({Topic.GEOGRAPHY, Topic.DEMOGRAPHICS, Topic.BUDGET})
"""Places, people and money are described more often than narrowed; of staff, crimes and calls a word tells the kind."""


def effect(word: str, thing: Thing | None) -> Effect:
    """Return what a word does before the name of a thing, by its class and, if it has none, by the topic."""
    if word in members("superlative"):
        return Effect.UNKNOWN if topic_of(thing) is Topic.GEOGRAPHY else Effect.NEUTRAL
    known = next((told for name, told in _EFFECTS if word in members(name)), None)
    return known or (Effect.UNKNOWN if topic_of(thing) in _DESCRIBED else Effect.NARROWING)


def effects(spot: Spot) -> set[Effect]:
    """Return what the words of the number's group do. Another thing there narrows: "300 PCSO and officer posts"."""
    group, thing = spot.group, spot.group.thing
    words = [t.text for k, t in enumerate(group.tokens) if k != group.at and t.thing is None and t not in group.owner]
    headed = group.head not in {Head.NONE, Head.THING}
    found = {effect(word, thing) for word in (words[:-1] if headed else words)}
    named = [token.thing.thing.id for token in group.things if token.thing]
    return found if all(thing is not None and id_ == thing.id for id_ in named) else found | {Effect.NARROWING}
