"""What "it", "this figure" and "the total" point to: what the figure before was about."""

from app.extract.groups import Head, NounGroup
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Topic
from app.vocabulary.things import Thing, things


def own_thing(noun: NounGroup, host: Tie | None) -> Thing | None:
    """Return what a noun counts that names no thing: "the establishment" officers, "the headcount" the workforce."""
    of_staff = host is not None and host.measure.topic is Topic.WORKFORCE
    if noun.noun in {"establishment", "complement"} and not of_staff:
        return things()["officers"]
    return things()["workforce"] if noun.noun == "headcount" and host is None else None


def points_back(noun: NounGroup) -> bool:
    """Return whether a noun group may stand for what was spoken of before: "it", "this", "the total"; not "they"."""
    if noun.head is Head.POINTER and noun.text not in members("no_pointer"):
        return True
    return noun.noun in members("count_noun") and not noun.things
