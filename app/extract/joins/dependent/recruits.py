"""Officers after a number of officers: "132 extra officers, and will recruit 62 more", "711 are in post"."""

from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.things import Aspect, things


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
    host = spot.host
    return host is not None and host.measure.id in _OF_OFFICERS and spot.headless and spot.quantity.unit is None


_OF_OFFICERS = frozenset({"officers_additional", "officers_target", "police_officers", "officers_change"})


def _is_taken_on(spot: Spot) -> bool:
    """Return whether a number is recruited: "it took on 304", "163 have joined us"."""
    verb, following = spot.verb, spot.next_verb
    recruited = following is not None and following.among("recruit")
    if verb is None or not spot.is_object:
        return recruited
    return recruited or verb.among("recruit") or (verb.lemma == "take" and verb.text.endswith(" on"))


def _is_more(spot: Spot) -> bool:
    """Return whether a number adds to officers that are added: "62 more"."""
    added = spot.host is not None and spot.host.aspect is Aspect.ADDITIONAL
    return added and any(token.text in members("new") for token in spot.group.tokens)
