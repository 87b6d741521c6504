"""Stage 12: whose a figure is: the force's, or of another force or body that its clause names.

"Brackshire Police has 1,111 officers" and "the county council employs 3,000 staff" tie a quantity to a thing as well as
"the force has 2,242 officers" does.
"""

from collections.abc import Collection, Iterator

from app.extract.clauses import Parse
from app.extract.governing import lead, words
from app.extract.groups import Head, Join, VerbGroup
from app.extract.others import Owner, owner_of
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Topic

_OF_EMPLOYERS = frozenset({Topic.WORKFORCE, Topic.BUDGET})
_OF_BODIES = frozenset({*_OF_EMPLOYERS, Topic.DEMAND})
_HAVING = ("have", "be", "record", "spend")
_BESIDE = frozenset({"at", "of", "in", "for", "by", "to"})


def is_of_another(spot: Spot, tie: Tie, own_names: Collection[str]) -> bool:
    """Return whether a tied quantity is of another than the force, which is known by ``own_names``."""
    return _is_beside_another(spot, tie, own_names) or _is_of_another_subject(spot, tie, own_names)


def _is_beside_another(spot: Spot, tie: Tie, own_names: Collection[str]) -> bool:
    """Return whether another is named right by the figure: "Brackshire Police (1,111 officers)"."""
    if spot.group.owner and owner_of(spot.parse, spot.i, own_names) is Owner.NAMED:
        return True
    for i in _beside(spot):
        behind = owner_of(spot.parse, i, own_names)
        if behind is Owner.NAMED or (behind is Owner.BODY and spot.parse.word(i - 1) == "by" and _is_of_bodies(tie)):
            return True
    host = _host(spot)
    owner = None if host is None else owner_of(spot.parse, host, own_names)
    return owner in {Owner.NAMED, Owner.FORCE} or (owner is Owner.BODY and _is_of_bodies(tie))


def _is_of_another_subject(spot: Spot, tie: Tie, own_names: Collection[str]) -> bool:
    """Return whether the subject of the figure's clause is another: "the county council employs 3,000 staff"."""
    verb = spot.verb
    if verb is None or spot.v is None or _is_subject(spot):
        return False
    if spot.parse.word(spot.v - 1) == "some":  # "some have 5,000 officers"
        return True
    subjects = list(_subjects(spot, spot.v))
    told = [owner_of(spot.parse, i, own_names) for i in subjects]
    if Owner.OWN in told:
        return False
    if Owner.NAMED in told or Owner.FORCE in told or any(_is_any_force(spot.parse, i) for i in subjects):
        return True
    if Owner.COMMISSIONER in told or Owner.BODY in told:
        return _is_of_body(verb, told, tie)
    return bool(subjects) and _is_of_employer(spot, verb, subjects[0], tie)


def _is_of_bodies(tie: Tie) -> bool:
    """Return whether bodies have such figures of their own, too: staff, a budget, incidents."""
    return tie.measure.topic in _OF_BODIES


# Where the owner is told


def _beside(spot: Spot) -> Iterator[int]:
    """Yield what follows a figure in a phrase: "officers in Brackshire Police", "are employed by Brackshire Police"."""
    for j in spot.parse.ahead(spot.i):
        verb = spot.parse.verb(j)
        other = verb is not None and verb.lemma not in {"work", "serve", "employ", "base", "be"}
        if other or spot.parse.joint(j, Join.STOP, Join.COMMA, Join.AND):
            return
        if spot.parse.word(j) in _BESIDE and spot.parse.noun(j + 1):
            yield j + 1


def _host(spot: Spot) -> int | None:
    """Return what stands right before a figure: "Brackshire Police (1,111 officers)", "forces with 5,000 officers"."""
    parse, j = spot.parse, spot.anchor - 1
    if parse.word(j) in {"with", "of", "having", "whose"}:
        j -= 1
        j -= parse.joint(j, Join.COMMA) is not None
    elif (parse.joint(j, Join.OPEN) or parse.word(j) in {":", "–", "—", "-"}) and not parse.preposition(j - 1):
        j -= 1
    else:
        return None
    noun, one_of = parse.noun(j), parse.word(j - 1) == "of" and parse.noun(j - 2)  # "one of the smallest forces, with"
    return None if noun is None or noun.head is Head.MEASURE or one_of else j


def _is_subject(spot: Spot) -> bool:
    """Return whether a figure begins a clause of its own."""
    return spot.next_verb is not None and not spot.next_verb.ing and not spot.is_object and not spot.preposition


def _subjects(spot: Spot, v: int) -> Iterator[int]:
    """Yield the subject of a verb, what it is of, what it stands beside, and the force that its clause begins with."""
    parse, at = spot.parse, spot.subject
    if at is None or (noun := parse.noun(at)) is None:
        return
    yield at
    if noun.head in {Head.MEASURE, Head.THING} or noun.noun == "office":
        yield from _phrases(parse, at + 1, v)
    if parse.noun(at - 1):  # "forces our size"
        yield at - 1
    if parse.joint(at - 1, Join.COMMA) and parse.noun(at - 2) and not parse.joint(at - 3, Join.PREPOSITION):
        yield at - 2
    if noun.text == "there":
        yield from _phrases(parse, lead(parse, v).start, at)


def _phrases(parse: Parse, start: int, stop: int) -> Iterator[int]:
    return (j + 1 for j in range(start, stop) if parse.word(j) in _BESIDE and parse.noun(j + 1))


# Bodies and employers


def _is_any_force(parse: Parse, i: int) -> bool:
    """Return whether a subject is no certain force: "a force our size"."""
    noun = parse.noun(i)
    return noun is not None and noun.determiner in {"a", "an", "any"} and noun.noun in members("force_of_police")


def _is_of_body(verb: VerbGroup, told: Collection[Owner], tie: Tie) -> bool:
    """Return whether a council, the NHS or the like has, employs or records so many."""
    if not (verb.among(*_HAVING) or verb.lemma in {"employ", "cost"}):
        return False
    if Owner.COMMISSIONER in told:  # whose budget is the force's, and whose staff is not
        return tie.measure.topic is Topic.WORKFORCE
    return Owner.BODY in told and _is_of_bodies(tie)


def _is_of_employer(spot: Spot, verb: VerbGroup, i: int, tie: Tie) -> bool:
    """Return whether whoever has or employs so many is none of the words for the force: "a supermarket employs"."""
    noun = spot.parse.noun(i)
    if tie.measure.topic not in _OF_EMPLOYERS or verb.lemma not in {"have", "employ"} or noun is None:
        return False
    if noun.head in {Head.POINTER, Head.NONE} or not (spot.is_object or spot.preposition == "of"):
        return False
    counted = noun.head in {Head.THING, Head.MEASURE} and verb.lemma == "have"  # "officer numbers have reached 2,242"
    return not counted and not words(noun) & members("own_noun")
