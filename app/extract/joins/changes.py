"""Rises and falls: "crime fell by 4%", "an increase of 4% in crime", "6% more calls", "crime up 4%"."""

from app.extract.clauses import Parse
from app.extract.groups import Group, Head, Join, NounGroup, VerbGroup
from app.vocabulary.lexicon import members
from app.extract.modifiers import Effect, effects, is_narrowed
from app.extract.periods import adjacent_period
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.periods import PeriodKind
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.things import Aspect, Thing, things
from app.vocabulary.units import Unit

_CHANGE = (Aspect.CHANGE,)
_LEVELS = (Aspect.LEVEL, Aspect.RATE)


def change(spot: Spot) -> Tie | None:
    """Return how far a thing rose or fell."""
    words = spot.parse.text[spot.quantity.start : spot.quantity.end]
    if spot.quantity.qualifier is Qualifier.RANGE and " to " in words and spot.preposition == "" and spot.verb is not None and spot.verb.among("rise", "fall") and spot.is_object:
        return None  # "rose 120 to 2,100" is no range
    return _signed(spot) or _noun_of_change(spot) or _verb_of_change(spot) or _compared(spot) or _more_of_it(spot) or _lost_share(spot) or _gapped(spot)


def _signed(spot: Spot) -> Tie | None:
    """Return "Recorded crime: -5%", "crime changed by +2%"."""
    if spot.sign == "" or spot.quantity.unit is not Unit.PERCENT or not spot.headless:
        return None
    for j in spot.parse.back(spot.i):
        noun = spot.parse.noun(j)
        if noun is not None and noun.quantity is not None:
            return None
        if noun is not None and (topic := spot.topic(j)) is not None:
            return spot.tie(topic[0], *_CHANGE, how="signed", named=topic[1], falls=spot.sign != "+")
    return None


def _noun_of_change(spot: Spot) -> Tie | None:
    """Return "a 4% increase in crime", "an increase in crime of 4%", "a 13% population increase"."""
    if spot.group.head in {Head.RISE, Head.FALL}:
        return _of_noun(spot, spot.i)
    beyond = spot.parse.noun(spot.parse.after(spot.i))
    if spot.headless and spot.parse.joint(spot.i + 1, Join.OPEN) and beyond is not None and beyond.head in {Head.RISE, Head.FALL}:
        return _of_noun(spot, spot.parse.after(spot.i))
    if spot.preposition in {"of", "by"} and spot.headless:
        j = spot.parse.before(spot.parse.before(spot.i))
        while j >= 0:
            noun = spot.parse.noun(j)
            if noun is None:
                return None
            if noun.head in {Head.RISE, Head.FALL}:
                return _of_noun(spot, j)
            if not spot.parse.joint(spot.parse.before(j), Join.PREPOSITION):
                return None
            j = spot.parse.before(spot.parse.before(j))
    return None


def _of_noun(spot: Spot, j: int) -> Tie | None:
    """Return the change that the noun at ``j`` tells, of what it is "in", of what is before it, or of its subject."""
    noun = spot.parse.noun(j)
    if noun is None:
        return None
    falls = noun.head is Head.FALL
    if noun.things and (mention := noun.things[-1].thing) is not None:
        return spot.tie(mention.thing, *_CHANGE, how="change_noun", named=j, falls=falls, end=noun.end)
    k = spot.parse.after(max(j, spot.i)) if j == spot.i else spot.parse.after(j)
    for start in {k, spot.parse.after(spot.i)}:
        if spot.parse.word(start) in {"in", "to", "of", "for", "on", "across", "among"} and (topic := spot.topic(start + 1)):
            if spot.parse.word(topic[1] + 1) in {"against", "involving"}:
                return None
            return spot.tie(topic[0], *_CHANGE, how="change_in", named=topic[1], falls=falls)
    if spot.parse.noun(k) is not None and (topic := spot.topic(k)) is not None:
        return spot.tie(topic[0], *_CHANGE, how="change_noun", named=topic[1], falls=falls)
    v = spot.parse.governing(j)
    subject = None if v is None else spot.parse.subject(v)
    if (topic := spot.topic(subject)) is not None:
        return spot.tie(topic[0], *_CHANGE, how="change_noun", named=topic[1], falls=falls, end=noun.end)
    return None


def _verb_of_change(spot: Spot) -> Tie | None:
    """Return "crime fell by 4%" and "it cut crime by 4%"; a number after "to" is a level."""
    verb = spot.verb
    if verb is None or spot.v is None or not spot.headless or not verb.among("rise", "fall"):
        return None
    falls = verb.among("fall")
    if spot.preposition not in {"", "by", "of"} or (verb.among("raise") and spot.preposition != "by"):
        return None
    if spot.preposition == "" and (not _beside(spot) or spot.quantity.qualifier in {Qualifier.UNDER, Qualifier.OVER}):
        return None
    if (topic := _moved(spot, spot.v)) is not None:
        return spot.tie(topic[0], *_CHANGE, how="changed_by", named=topic[1], falls=falls)
    return None


def _beside(spot: Spot) -> bool:
    """Return whether a number without a preposition belongs to the verb: "rose 4%", and not "cut £5m from"."""
    return spot.parse.before(spot.i) == spot.v


def _moved(spot: Spot, v: int) -> tuple[Thing, int] | None:
    """Return what a verb of change moves: its object, where it has one before the number, else its subject."""
    for j in range(spot.i - 1, v, -1):
        noun = spot.parse.noun(j)
        if noun is None or noun.quantity is not None or spot.parse.preposition(j) or not (noun.noun or noun.head is Head.POINTER):
            continue
        topic = spot.topic(j)
        if topic is not None or noun.noun not in _TIMES:
            return topic
    return spot.topic(spot.parse.subject(v))


_TIMES = frozenset("year years month months week day decade period time average numbers number size total addition".split())


def _compared(spot: Spot) -> Tie | None:
    """Return "crime is 4% higher", "crime is up 4%", "crime was down by 4%", "crime: up 4%"."""
    if not spot.headless:
        return None
    before, after = spot.parse.before(spot.i), spot.parse.after(spot.i)
    if spot.preposition == "by":
        before = spot.parse.before(before)
    word = spot.parse.word(before) if spot.parse.joint(before, Join.COMPARISON) else ""
    at = before
    if not word:
        word = spot.parse.word(after) if spot.parse.joint(after, Join.COMPARISON) else ""
        word = word or next((t.text for t in spot.group.tokens[spot.group.at + 1 :] if t.text in members("more") | members("less")), "")
        at = spot.i
    if not word or _than_others(spot):
        return None
    falls = word in members("less")
    j = spot.parse.before(at)
    if spot.parse.word(j) in {":", "–"} and (v := spot.parse.governing(j)) is not None and spot.parse.verb(v) is not None:
        topic = spot.topic(spot.parse.subject(v))
        return None if topic is None else spot.tie(topic[0], *_CHANGE, how="is_up", named=topic[1], falls=falls)
    told = spot.parse.verb(j)
    if told is not None and not told.among("be", "live", "have"):
        return None
    if told is not None:
        subject = spot.parse.subject(j)
        topic = spot.topic(subject)
        force = None if subject is None else spot.parse.noun(subject)
        if word in {"smaller", "leaner", "bigger", "larger"} and force is not None and (force.noun in members("force_noun") and force.head is not Head.POINTER or force.noun == "we"):
            topic = (things()["workforce"], subject or 0)
    else:
        topic = spot.topic(j)
    if topic is None:
        return None
    return spot.tie(topic[0], *_CHANGE, how="is_up", named=topic[1], falls=falls)


def _than_others(spot: Spot) -> bool:
    """Return whether it compares with others, which is no change: "31% below that of England", "5% above the average"."""
    j = spot.parse.after(spot.i)
    while spot.parse.joint(j, Join.COMPARISON, Join.PREPOSITION):
        j = spot.parse.after(j)
    noun = spot.parse.noun(j)
    return noun is not None and (noun.noun in _AVERAGES or noun.text == "that" or noun.proper or "national" in noun.modifiers)


_AVERAGES = frozenset("average averages mean norm forces england wales nation country".split())


def _more_of_it(spot: Spot) -> Tie | None:
    """Return "6% more calls", "12% fewer crimes"."""
    thing = spot.group.thing
    if thing is None or spot.quantity.unit is not Unit.PERCENT:
        return None
    around = effects(spot)
    if thing.id == "people" and spot.next_verb is not None and spot.next_verb.lemma in {"work", "employ"}:
        thing = things()["workforce"]
    if around & {Effect.MORE, Effect.LESS}:
        return spot.tie(thing, *_CHANGE, how="more_percent", named=spot.i, falls=Effect.LESS in around)
    return None


def _lost_share(spot: Spot) -> Tie | None:
    """Return "it has lost a tenth of its staff"."""
    verb, j = spot.verb, spot.parse.after(spot.i)
    if verb is None or not verb.among("lose", "fall") or verb.passive or spot.quantity.unit is not Unit.PERCENT or spot.preposition or spot.parse.word(j) != "of":
        return None
    topic = spot.topic(j + 1)
    if topic is not None and topic[0].id == "people":
        topic = (things()["population"], topic[1])
    return None if topic is None else spot.tie(topic[0], *_CHANGE, how="lost_share", named=topic[1], falls=True)


def _gapped(spot: Spot) -> Tie | None:
    """Return the 4% of "burglary fell by 3%, robbery by 4%", "a rise of 9% in robbery and 4% in burglary"."""
    host = spot.found[-1] if spot.found else None
    if host is None or host.aspect is not Aspect.CHANGE or not spot.headless or host.unit is not spot.quantity.unit:
        return None
    between = range(spot.parse.spots[spot.n - 1] + 1, spot.i)
    stopped = any(spot.parse.joint(j, Join.STOP) for j in between) and spot.preposition != "by"
    if stopped or any(spot.parse.verb(j) for j in between):
        return None
    after = spot.parse.after(spot.i)
    if spot.parse.word(after) in {"in", "of", "for"} and (topic := spot.topic(after + 1)) is not None:
        return spot.tie(topic[0], *_CHANGE, how="gapped", named=topic[1], falls=host.falls)
    j = spot.parse.before(spot.i)
    j = spot.parse.before(j) if spot.preposition == "by" else j
    if spot.parse.joint(j, Join.COMMA) and (aside := spot.parse.aside(j)) is not None:
        j = spot.parse.before(aside)
    if spot.parse.noun(j) is None or j <= spot.parse.spots[spot.n - 1]:
        return None
    topic = spot.topic(j)
    return None if topic is None else spot.tie(topic[0], *_CHANGE, how="gapped", named=topic[1], falls=host.falls)


def moved_to(spot: Spot) -> Tie | None:
    """Return the level of "fell by 4% to 51,000", and the old one of "from 229 in 2012 to 251"."""
    falling = spot.verb is not None and spot.verb.among("rise", "fall") and spot.preposition == "" and spot.quantity.unit is None
    below = falling and _beside(spot) and spot.quantity.qualifier in {Qualifier.UNDER, Qualifier.OVER}
    if (spot.preposition not in {"to", "from"} and not below) or not (spot.headless or spot.group.thing or spot.group.noun in members("unit_noun")):
        return None
    last = spot.found[-1] if spot.found else None
    if last is not None and last.aspect is Aspect.CHANGE and last.unit is spot.quantity.unit is Unit.PERCENT:
        return None
    old = spot.preposition == "from"
    v = spot.v
    verb = spot.verb
    topic = None
    moving = verb is not None and (verb.among("rise", "fall", "move", "reach") or verb.lemma in {"bring", "take", "push", "leave"} or spot.parse.joint(spot.parse.before(spot.parse.before(spot.i)), Join.COMPARISON))
    if spot.group.thing is not None and spot.group.thing.id not in {"people"}:
        topic = (spot.group.thing, spot.i) if moving or _moving_noun(spot) else None
    elif verb is not None and v is not None and (moving or verb.among("be")):
        topic = _moved(spot, v)
    else:
        topic = _moving_noun(spot) or _from_to(spot)
    if topic is None:
        return None
    aspects = _LEVELS if spot.quantity.unit is not Unit.PERCENT else (Aspect.SHARE, Aspect.AREA_SHARE, Aspect.WORKFORCE_SHARE, Aspect.CRIME_SHARE, Aspect.VICTIM_SHARE, Aspect.CALL_SHARE, Aspect.INCIDENT_SHARE)
    if old and not _is_dated(spot):
        return None
    if spot.group.thing is not None and (effects(spot) & {Effect.OTHER, Effect.NARROWING} or is_narrowed(spot.parse, spot.i, spot.group.thing)):
        return None
    return spot.tie(topic[0], *aspects, how="changed_from" if old else "changed_to", named=topic[1], role=Role.EARLIER if old else Role.OWN)


def _from_to(spot: Spot) -> tuple[Thing, int] | None:
    """Return what "staff numbers from 1,344 to 1,071" is of, without a verb."""
    at = next((j for j in spot.parse.back(spot.i) if spot.parse.word(j) == "from" or spot.parse.verb(j) or spot.parse.joint(j, Join.STOP)), None)
    to = any(spot.parse.word(j) == "to" and (n := spot.parse.noun(j + 1)) is not None and n.quantity is not None for j in range(at or 0, len(spot.parse.groups)))
    return spot.topic(spot.parse.before(at)) if at is not None and spot.parse.word(at) == "from" and to else None


def _is_dated(spot: Spot) -> bool:
    """Return whether an old value has a time: one beside it, or the baseline of its sentence."""
    periods = spot.parse.reading.periods
    end = max(spot.quantity.end, spot.group.end)
    return adjacent_period(spot.parse.text, end, list(periods)) is not None or any(m.period.kind is PeriodKind.SINCE for m in periods)


def _moving_noun(spot: Spot) -> tuple[Thing, int] | None:
    """Return what "an increase in officers from 229 to 251" is of."""
    for j in spot.parse.back(spot.i):
        if spot.parse.verb(j) or spot.parse.joint(j, Join.STOP):
            return None
        noun = spot.parse.noun(j)
        if noun is not None and noun.head in {Head.RISE, Head.FALL, Head.CHANGE}:
            return spot.topic(j)
    return None
