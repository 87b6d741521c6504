import pytest
from hypothesis import given

from app.extract.things import find_things
from app.official.catalogue import datasets
from app.vocabulary.measures import measures
from app.vocabulary.things import Aspect, phrases, things
from tests.builders import any_text, properties


def named(text: str) -> list[tuple[str, str]]:
    return [(mention.thing.id, text[mention.start : mention.end]) for mention in find_things(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It has police officers.", [("officers", "police officers")]),
        ("It has officers.", [("officers", "officers")]),
        ("POLICE OFFICERS with PCSOs", [("officers", "POLICE OFFICERS"), ("pcsos", "PCSOs")]),
        ("officers and PCSOs", [("workforce", "officers and PCSOs")]),
        ("anti-social behaviour incidents", [("antisocial_behaviour", "anti-social behaviour incidents")]),
        ("anti social behaviour", [("antisocial_behaviour", "anti social behaviour")]),
        ("domestic abuse incidents", [("domestic_abuse", "domestic abuse incidents")]),
        ("abuse incidents", [("incidents", "incidents")]),
        ("recorded sexual offences", [("sexual_offences", "recorded sexual offences")]),
        ("rape and serious sexual offences", [("serious_sexual_offences", "rape and serious sexual offences")]),
        ("non-White British people", [("non_white_british", "non-White British people")]),
        ("White British people", [("white_british", "White British"), ("people", "people")]),
        ("emergency 999 calls", [("calls_999", "emergency 999 calls")]),
        ("domestic. Abuse incidents", [("incidents", "incidents")]),
        ("the policemen", []),
        ("", []),
    ],
)
def test_the_longest_phrase_names_a_thing(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


@properties
@given(any_text)
def test_things_of_any_text_are_in_order_and_never_overlap(text: str) -> None:
    reached = 0
    for mention in find_things(text):
        assert reached <= mention.start < mention.end <= len(text)
        reached = mention.end


def test_every_aspect_of_a_thing_is_a_measure_of_the_catalogue() -> None:
    for thing in things().values():
        for aspect, ids in thing.measures.items():
            for id_ in ids:
                assert id_ in measures(), (thing.id, aspect)


def test_every_thing_has_a_phrase() -> None:
    assert {thing.id for thing in phrases().values()} == set(things())


def test_what_nothing_is_told_of_only_keeps_its_words_from_other_things() -> None:
    untold = {thing.id for thing in things().values() if not thing.told}

    assert untold == {"other_homes", "crime_survey", "visits_of_a_kind"}
    assert [mention.thing.id for mention in find_things("the Crime Survey and care homes")] == [
        "crime_survey",
        "other_homes",
    ]


def test_every_measure_but_the_rest_of_a_topic_can_be_read_or_is_of_official_statistics() -> None:
    readable = {id_ for thing in things().values() for ids in thing.measures.values() for id_ in ids}
    particular = set("port_passengers event_visitors staff_and_pcsos area motorway_length".split())
    particular.add("deprivation_threshold")  # "top 10 percent": nobody says it of a thing
    counted = {series.measure for dataset in datasets().values() for series in dataset.series.values()}
    assert {measure.id for measure in measures().values() if measure.catalogued} <= readable | particular | counted


def test_a_change_is_never_a_level() -> None:
    for thing in things().values():
        changes = set(thing.measures.get(Aspect.CHANGE, ()))
        assert not changes & set(thing.measures.get(Aspect.LEVEL, ()))
