"""Figures that depend on the one before: its change, its old value, its rate, that of others, of a place, of next year."""

from collections.abc import Callable
from dataclasses import replace

from app.extract.groups import Head, Join, Joint, NounGroup, VerbGroup
from app.vocabulary.lexicon import members
from app.extract.periods import adjacent_period
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.measures import Kind
from app.vocabulary.things import Aspect, Thing, thing_of, things
from app.vocabulary.units import Unit

_OTHERS = frozenset(
    """national nationally england wales regional region similar peer uk families family msg msf
    elsewhere welsh english country britain regionally comparable""".split()
)
_COMPARABLE = frozenset({Kind.SHARE, Kind.CHANGE, Kind.MONEY})


def comparator(spot: Spot) -> Tie | None:
    """Return "18% ..., compared with a national average of 12%": the same measure, of others; never a count."""
    host = _alike(spot)
    if host is None or (host.aspect is Aspect.LEVEL and host.measure.kind is Kind.COUNT) or spot.in_words:
        return None
    others = {token.text for token in spot.group.tokens} & {"national", "regional", "average"}
    if not spot.headless and not (others or spot.group.head in {Head.RISE, Head.FALL}):
        return None
    if spot.parse.word(spot.parse.after(spot.i)) == "of" and spot.topic(spot.parse.after(spot.i) + 1) is not None:
        return None
    if not _tells_of_others(spot):
        return None
    tie = _like(spot, host, "comparator", Role.COMPARATOR)
    if host.aspect is Aspect.CHANGE:
        around = [*_words_between(spot), *(t.text for t in spot.group.tokens), *_words_after(spot)]
        around = [word for word in around if word not in {"below", "above"}]
        signs = [is_down(word) for word in around if is_down(word) is not None]
        return replace(tie, falls=bool(signs[-1])) if signs else tie
    return tie


_AVERAGES = frozenset("average averages figure rate level mean total trend number forces force picture norm group comparator".split())


def _tells_of_others(spot: Spot) -> bool:
    """Return whether the words before a number, or right after it, name the country, the region or similar forces."""
    own = {token.text for token in spot.group.tokens[: spot.group.at]}
    if own & {"national", "regional", "nationally"}:
        return True
    places = [*_groups_between(spot)] + ([*spot.parse.ahead(spot.i)] if spot.found else [])
    for j in places:
        group = spot.parse.groups[j]
        noun = spot.parse.noun(j)
        if j > spot.i and (spot.parse.joint(j, Join.STOP, Join.COMMA, Join.AND) or (noun is not None and noun.quantity is not None)):
            break
        words = {word for token in group.tokens for word in token.text.split()}
        if words & {"nationally", "regionally", "elsewhere", "england", "msg", "msf", "region", "nation"}:
            return True
        if words & {"average", "averages", "mean"} and noun is not None and noun.noun in {"average", "averages", "mean"}:
            return True
        if words & _OTHERS and (noun is not None and (noun.noun in _AVERAGES or noun.noun in {"country", "nation"} or noun.head is Head.THING or noun.proper)):
            return True
    return False


def is_down(word: str) -> bool | None:
    """Return whether a word says a fall (true) or a rise (false), or ``None`` if it says neither."""
    from app.vocabulary.lexicon import verb_forms

    if word in members("less") or word in members("fall_noun"):
        return True
    if word in members("more") or word in members("rise_noun"):
        return False
    form = verb_forms().get(word)
    if form is None:
        return None
    return True if "fall" in form.classes else False if "rise" in form.classes else None


def _alike(spot: Spot) -> Tie | None:
    """Return the nearest figure before that has the unit of this one, which a rate need not repeat."""
    for n in range(len(spot.found) - 1, max(-1, len(spot.found) - 5), -1):
        tie = spot.found[n]
        if tie is None and spot.parse.quantity(n).unit is spot.quantity.unit:
            return None  # what that is of is not known, and this may be the same
        if tie is not None and _same_unit(spot, tie):
            return tie
    return spot.previous if not spot.found and spot.previous is not None and _same_unit(spot, spot.previous) else None


def _same_unit(spot: Spot, tie: Tie) -> bool:
    unit = spot.quantity.unit
    return unit is tie.unit or (unit is None and (tie.unit.counted or tie.aspect is Aspect.RATE))


def _like(spot: Spot, tie: Tie, how: str, role: Role = Role.ASIDE) -> Tie:
    return replace(tie, start=spot.quantity.start, end=spot.quantity.end, how=how, role=role, base_end=None, area=None, period=None)


def _groups_between(spot: Spot) -> range:
    """Return the places of the groups between the figure before and this one, or from the beginning."""
    return range(spot.parse.spots[spot.n - 1] + 1 if spot.n else 0, spot.i)


def _words_between(spot: Spot) -> list[str]:
    words: list[str] = []
    if spot.n:
        noun = spot.parse.noun(spot.parse.spots[spot.n - 1])
        words += [t.text for t in noun.tokens[noun.at + 1 :]] if noun else []
    for j in _groups_between(spot):
        words += [t.text for t in spot.parse.groups[j].tokens]
    return words + spot.before_number


def _words_after(spot: Spot) -> list[str]:
    words = [t.text for t in spot.group.tokens[spot.group.at + 1 :]]
    for j in spot.parse.ahead(spot.i):
        group = spot.parse.groups[j]
        noun = spot.parse.noun(j)
        if spot.parse.joint(j, Join.STOP, Join.COMMA, Join.AND) or (noun is not None and noun.quantity is not None):
            break
        words += [t.text for t in group.tokens]
    return words


def _adjacent(spot: Spot) -> Tie | None:
    """Return the figure right before, in the sentence."""
    return spot.found[-1] if spot.found else None


def _changing(host: Tie) -> Thing | None:
    if host.thing is not None and Aspect.CHANGE in host.thing.measures:
        return host.thing
    return thing_of(host.measure)


def its_change(spot: Spot) -> Tie | None:
    """Return the change of "51,000 crimes, a fall of 4%", "(up 8.8%)", "which is 1,100 fewer", "It has fallen by 37%"."""
    host = spot.host
    if host is None or host.aspect not in {Aspect.LEVEL, Aspect.CHANGE, Aspect.RATE, Aspect.ADDITIONAL}:
        return None
    if host.aspect is Aspect.CHANGE and host.unit is spot.quantity.unit:
        return None
    if not (spot.headless or spot.group.head in {Head.RISE, Head.FALL}):
        return None
    near = _nearest_sign(spot)
    thing = _changing(host)
    if near is None or thing is None:
        return None
    own = [spot.parse.noun(j) for j in _groups_between(spot)]
    if any(noun is not None and noun.things and noun.head is Head.THING and not (spot.found and noun.end <= host.end) for noun in own):
        return None
    return spot.tie(thing, Aspect.CHANGE, how="aside", falls=near, role=Role.ASIDE if spot.found else Role.OWN, end=spot.group.end if spot.group.head is not Head.NONE or spot.group.tokens[-1].text in members("more") | members("less") else 0)


def _nearest_sign(spot: Spot) -> bool | None:
    """Return whether the words right around a number say a fall or a rise."""
    if spot.sign:
        return spot.sign != "+"
    own = [is_down(t.text) for t in spot.group.tokens if is_down(t.text) is not None]
    if own:
        return own[-1]
    after = spot.parse.after(spot.i)
    if spot.parse.joint(after, Join.COMPARISON):
        return is_down(spot.parse.word(after))
    j = spot.parse.before(spot.i)
    if spot.preposition in {"by", "of"}:
        j = spot.parse.before(j)
    group = spot.parse.at(j)
    if isinstance(group, VerbGroup):
        subject = spot.parse.noun(i) if (i := spot.parse.subject(j)) is not None else None
        if not group.among("rise", "fall") or (subject is not None and subject.head is Head.OTHER and subject.quantity is None):
            return None
    if spot.preposition in {"", "by", "of"} and group is not None and j in _groups_between(spot):
        told = [is_down(t.text) for t in group.tokens if is_down(t.text) is not None]
        return told[-1] if told else None
    return None


def in_other_unit(spot: Spot) -> Tie | None:
    """Return the second of "fell by 29.6% (41,907 offences)", "the grant fell by 21%, £13.5m"."""
    host = spot.found[-1] if spot.found else None
    if host is not None and {host.unit, spot.quantity.unit} in ({Unit.MILES, Unit.KM}, {Unit.SQUARE_MILES, Unit.SQUARE_KM}) and spot.parse.joint(spot.i - 1, Join.OPEN):
        return replace(_like(spot, host, "aside"), unit=spot.quantity.unit or host.unit)
    if host is None or host.aspect is not Aspect.CHANGE or host.thing is None or host.unit is spot.quantity.unit:
        return None
    generic = spot.group.thing is not None and spot.group.thing.id in {"crime", "offences", "incidents", "calls", "people"}
    between = [spot.parse.groups[j] for j in _groups_between(spot)]
    alone = all(
        (isinstance(g, Joint) and (g.join in {Join.OPEN, Join.COMMA, Join.ADVERB, Join.RELATIVE} or g.text == "or"))
        or (isinstance(g, NounGroup) and g.text in {"that", "this", "it"})
        or (isinstance(g, VerbGroup) and g.lemma in {"be", "represent", "equate", "mean"})
        for g in between
    )
    bracketed = any(isinstance(g, VerbGroup) or (isinstance(g, Joint) and (g.join is Join.OPEN or g.text == "or")) for g in between)
    if not alone or not between or not (spot.headless or (generic and bracketed)):
        return None
    tie = spot.tie(host.thing, Aspect.CHANGE, how="aside", falls=host.falls, role=Role.ASIDE)
    return tie if tie is None else replace(tie, end=max(tie.end, spot.group.end))


def its_rate(spot: Spot) -> Tie | None:
    """Return the rate of "The rate, 62.2 per 1,000 people", of what the sentence before told."""
    host = spot.host
    if host is None or host.thing is None or spot.group.thing is not None or spot.quantity.unit not in {Unit.PER_1000_PEOPLE, Unit.PER_100000_PEOPLE}:
        return None
    return spot.tie(host.thing, Aspect.RATE, how="its_rate", role=Role.ASIDE)


def each_day(spot: Spot) -> Tie | None:
    """Return the second of "701,880 incidents, 1,923 a day"."""
    host = _adjacent(spot)
    if host is None or spot.quantity.unit is not Unit.PER_DAY or Unit.PER_DAY not in host.measure.units:
        return None
    return replace(_like(spot, host, "each_day"), unit=Unit.PER_DAY) if host.aspect is Aspect.LEVEL else None


def earlier(spot: Spot) -> Tie | None:
    """Return the 229 of "251 PCSOs, up from 229 in 2012"; without a date of its own it is left."""
    host = _adjacent(spot)
    if host is None or not spot.headless or not _same_unit(spot, host) or host.aspect is Aspect.CHANGE:
        return None
    dated = adjacent_period(spot.parse.text, spot.quantity.end, list(spot.parse.reading.periods)) is not None
    words = _words_between(spot)
    told = spot.preposition in {"from", "against", "than", "with", "to"} and bool({"up", "down", "compared", "against", "from", "than"} & set(words))
    bracketed = bool(spot.parse.joint(spot.i - 1, Join.OPEN)) or (spot.parse.joint(spot.i - 1, Join.STOP) and spot.parse.joint(spot.i - 2, Join.TIME))
    if not (told or bracketed) or not (dated or (bracketed and spot.parse.joint(spot.i - 2, Join.TIME))):
        return None
    return _like(spot, host, "earlier", Role.EARLIER)


def later(spot: Spot) -> Tie | None:
    """Return the 760,000 of "712,000 people; the number is expected to reach 760,000"."""
    host = spot.host
    if host is None or not spot.headless:
        return None
    there = spot.parse.noun(spot.subject) if spot.subject is not None else None
    if host.aspect is Aspect.CHANGE and spot.preposition != "to" and not (there is not None and there.text == "there"):
        return None
    verb = spot.verb
    leaving = verb is not None and verb.lemma == "leave" and verb.ing and spot.is_object
    rising = verb is not None and spot.v in _groups_between(spot) and (leaving or verb.among("reach", "rise", "fall", "be"))
    if leaving and host.thing is not None and host.aspect is Aspect.CHANGE:
        return spot.tie(host.thing, Aspect.LEVEL, how="later")
    following = spot.next_verb
    if following is not None and following.passive and following.lemma in {"expect", "forecast", "project", "predict", "anticipate"}:
        return _like(spot, host, "later", Role.OWN) if _same_unit(spot, host) and host.aspect is Aspect.LEVEL else None
    if not rising or verb is None:
        return None
    if verb.among("rise", "fall") and spot.preposition != "to":
        return None
    counted_there = host.aspect is Aspect.CHANGE and there is not None and there.text == "there"
    if verb.among("be") and not verb.intent and spot.preposition != "at" and not counted_there:
        return None
    subject = spot.parse.noun(spot.subject) if spot.subject is not None else None
    if subject is not None and subject.head is Head.OTHER:
        return None
    governor = spot.parse.before(spot.parse.before(spot.i)) if spot.preposition else spot.parse.before(spot.i)
    if governor != spot.v:
        return None
    if host.aspect is Aspect.CHANGE:
        return None if host.thing is None else spot.tie(host.thing, Aspect.LEVEL, how="later")
    return _like(spot, host, "later", Role.OWN) if _same_unit(spot, host) else None


_SERIES = frozenset({Aspect.LEVEL, Aspect.REQUIRED, Aspect.ADDITIONAL})


def series(spot: Spot) -> Tie | None:
    """Return the second of "£6.1m in 2011/12 and £7.9m in 2012/13"."""
    host = _adjacent(spot)
    if host is None or not spot.headless or host.aspect not in _SERIES or not _same_unit(spot, host):
        return None
    between = [spot.parse.groups[j] for j in _groups_between(spot)]
    dated = adjacent_period(spot.parse.text, spot.quantity.end, list(spot.parse.reading.periods)) is not None
    times = any(spot.parse.joint(j, Join.TIME) for j in _groups_between(spot))
    listed = all(not isinstance(g, NounGroup) or g.head in {Head.NONE, Head.POINTER} for g in between)
    verbs = [g for j in _groups_between(spot) if (g := spot.parse.verb(j))]
    if listed and times and dated and all(v.among("be") for v in verbs):
        return _like(spot, host, "series", Role.OWN)
    return None


def more_of_them(spot: Spot) -> Tie | None:
    """Return the 62 of "132 extra officers, and will recruit 62 more", the 163 of "163 have joined us already"."""
    host = spot.host
    if host is None or host.measure.id not in {"officers_additional", "officers_target", "police_officers", "officers_change"}:
        return None
    if not spot.headless or spot.quantity.unit is not None:
        return None
    words = {t.text for t in spot.group.tokens}
    j = spot.parse.after(spot.i)
    j = spot.parse.after(j) if (be := spot.parse.verb(j)) is not None and be.lemma == "be" else j
    if spot.parse.word(j) == "in" and (post := spot.parse.noun(j + 1)) is not None and post.noun == "post":
        return spot.tie(things()["officers"], Aspect.LEVEL, how="strength")
    joined = (spot.verb is not None and spot.is_object and spot.verb.among("recruit")) or (spot.next_verb is not None and spot.next_verb.among("recruit"))
    joined = joined or (spot.verb is not None and spot.is_object and spot.verb.lemma == "take" and spot.verb.text.endswith(" on"))
    if joined or (host.aspect is Aspect.ADDITIONAL and words & members("new")):
        return spot.tie(things()["officers"], Aspect.ADDITIONAL, how="recruited_too")
    return None


def in_place(spot: Spot) -> Tie | None:
    """Return "12% speak Welsh, in Brackwater 8%": the same share or rate, of a place."""
    host = _alike(spot)
    if host is None or not (spot.headless or spot.group.noun == "people"):
        return None
    if host.measure.id != "population" and spot.parse.word(spot.parse.after(spot.i)) == "of":
        return None
    if host.measure.kind is not Kind.SHARE and host.aspect is not Aspect.RATE and host.measure.id != "population":
        return None
    if host.measure.id == "population":
        before = spot.parse.noun(spot.parse.before(spot.i))
        if before is not None and before.proper and spot.headless and spot.parse.joint(spot.parse.before(spot.parse.before(spot.i)), Join.AND, Join.COMMA):
            return _like(spot, host, "in_place", Role.IN_PLACE)
        k = spot.parse.after(spot.i)
        of_them = spot.parse.word(k) == "of"
        k = spot.parse.after(k + 1) if of_them else k
        k = spot.parse.after(k) if spot.parse.verb(k) is not None else k
        where = spot.parse.noun(k + 1) if spot.parse.word(k) in {"in", "on"} else None
        listed = spot.parse.word(spot.i - 1) in {":", "–"} or (spot.found and spot.found[-1] is not None and spot.found[-1].how == "in_place" and spot.parse.joint(spot.i - 1, Join.AND, Join.COMMA))
        if where is not None and any(token.named for token in where.tokens) and (of_them or listed or spot.parse.joint(spot.i - 1, Join.RELATIVE)):
            return _like(spot, host, "in_place", Role.IN_PLACE)
        return None
    placed = False
    for j in range(spot.i - 1, _groups_between(spot).start - 1, -1):
        noun = spot.parse.noun(j)
        if placed and spot.parse.joint(j, Join.OPEN, Join.COMMA, Join.STOP):
            break
        if noun is not None and noun.head is Head.THING:
            return None
        placed = placed or (noun is not None and any(token.named for token in noun.tokens))
    k = spot.parse.after(spot.i)
    after = spot.parse.noun(k + 1) if spot.parse.word(k) in {"in", "of", "for"} else None
    if not placed and not (after is not None and any(token.named for token in after.tokens)):
        return None
    return _like(spot, host, "in_place", Role.IN_PLACE)


DEPENDING: tuple[Callable[[Spot], Tie | None], ...] = (
    more_of_them,
    its_change,
    each_day,
    earlier,
    later,
    series,
    its_rate,
)
