"""Officers after a number of officers: "132 extra officers, and will recruit 62 more", "711 are in post"."""

from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.things import Aspect, things

_OF_OFFICERS = frozenset({"police_officers", "officers_target", "officers_additional"})


def in_post(spot: Spot) -> Tie | None:
    """Return how many officers there are: the 711 of "its establishment is 750 officers, and 711 are in post"."""
    j = spot.parse.after(spot.i)
    verb = spot.parse.verb(j)
    j = spot.parse.after(j) if verb is not None and verb.lemma == "be" else j
    post = spot.parse.noun(j + 1) if spot.parse.word(j) == "in" else None
    if post is None or post.noun != "post" or not _may_be_officers(spot):
        return None
    return spot.tie(things()["officers"], Aspect.LEVEL, how="strength")


def recruited_too(spot: Spot) -> Tie | None:
    """Return how many officers came: the 62 of "132 extra officers, and will recruit 62 more"."""
    if not _may_be_officers(spot) or not (_is_taken_on(spot) or _is_more(spot)):
        return None
    return spot.tie(things()["officers"], Aspect.ADDITIONAL, how="recruited_too")


def _may_be_officers(spot: Spot) -> bool:
    """Return whether a number that counts nothing else follows a number of officers."""
    return spot.headless and spot.host is not None and spot.host.measure.id in _OF_OFFICERS


def _is_taken_on(spot: Spot) -> bool:
    """Return whether a number is recruited: "it appointed 304", "163 have joined us"."""
    verbs = (spot.next_verb, spot.verb if spot.is_object else None)
    return any(verb is not None and verb.among("recruit") for verb in verbs)


def _is_more(spot: Spot) -> bool:
    """Return whether a number adds to the officers: "62 more"."""
    return any(token.text in members("new") for token in spot.group.tokens)
