from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derived.revisions import ChangeKind, changes
from app.vocabulary.records import Observation, Place
from app.vocabulary.units import Unit
from tests.builders import observation, properties

OFFICERS = observation("police_officers", "900", as_stated="900 officers")
STAFF = observation("police_staff", "700", as_stated="700 staff")
AREA = observation("area", "386", as_stated="386 square miles")


def test_the_same_figures_are_no_change_wherever_they_stand() -> None:
    moved = replace(OFFICERS, place=Place(2, 10, 22), method="police_officers.count")

    assert changes([OFFICERS, STAFF], [STAFF, moved]) == []


def test_figures_are_added_and_withdrawn() -> None:
    assert [(c.kind, c.before, c.after) for c in changes([OFFICERS], [STAFF])] == [
        (ChangeKind.ADDED, None, STAFF),
        (ChangeKind.WITHDRAWN, OFFICERS, None),
    ]


@pytest.mark.parametrize(
    ("after", "fields"),
    [
        (observation("police_officers", "950", as_stated="950 officers"), ("value", "bounds", "as_stated")),
        (observation("officers_target", "900", as_stated="900 officers"), ("measure",)),
        (observation("police_officers", "900", period_label="2016", as_stated="900 officers"), ("period",)),
        (observation("police_officers", "900", area="Marlow", as_stated="900 officers"), ("area",)),
    ],
)
def test_a_figure_is_corrected_in_some_fields(after: Observation, fields: tuple[str, ...]) -> None:
    [change] = changes([OFFICERS], [after])

    assert (change.kind, change.before, change.after, change.fields) == (ChangeKind.CORRECTED, OFFICERS, after, fields)


def test_the_same_words_of_unrelated_things_are_no_correction() -> None:
    fall = observation("crime_change", "-25", as_stated="25%")
    young = observation("under_25_share", "25", as_stated="25%")

    assert [change.kind for change in changes([fall], [young])] == [ChangeKind.ADDED, ChangeKind.WITHDRAWN]
    assert [change.kind for change in changes([young], [fall])] == [ChangeKind.ADDED, ChangeKind.WITHDRAWN]


def test_the_same_words_at_the_same_place_are_read_in_another_way() -> None:
    place = Place(2, 10, 13)
    fall = observation("crime_change", "-25", as_stated="25%")
    young = observation("under_25_share", "25", as_stated="25%")
    elsewhere = replace(young, area="Marlow", place=Place(3, 40, 43))

    [first, second] = changes([replace(fall, place=place)], [elsewhere, replace(young, place=place)])
    assert (first.kind, first.after) == (ChangeKind.ADDED, elsewhere)
    assert (second.kind, second.fields) == (ChangeKind.CORRECTED, ("measure", "value", "bounds"))


@pytest.mark.parametrize("order", [("1400", "1500"), ("1500", "1400")])
@pytest.mark.parametrize(("value", "nearest"), [("1510", "1500"), ("1410", "1400")])
def test_of_several_figures_of_a_subject_the_nearest_is_corrected(
    order: tuple[str, str], value: str, nearest: str
) -> None:
    before = [observation("police_officers", number) for number in order]
    after = observation("police_officers", value)

    told = {change.kind: change.before for change in changes(before, [after])}
    assert told[ChangeKind.CORRECTED] == observation("police_officers", nearest)
    assert told.keys() == {ChangeKind.CORRECTED, ChangeKind.WITHDRAWN}


def test_a_value_is_nearer_in_its_own_unit() -> None:
    before = [AREA, observation("area", "1000", unit=Unit.SQUARE_KM)]
    after = [observation("area", "999", unit=Unit.SQUARE_MILES), observation("area", "387", unit=Unit.SQUARE_KM)]

    assert [change.fields for change in changes(before, after) if "unit" in change.fields] == []


def test_another_quotation_alone_is_no_correction() -> None:
    longer = replace(OFFICERS, as_stated="has 900 officers")

    assert changes([OFFICERS], [longer]) == []


@properties
@given(st.lists(st.sampled_from([OFFICERS, STAFF, AREA])), st.lists(st.sampled_from([OFFICERS, STAFF, AREA])))
def test_the_changes_lead_from_one_revision_to_the_other(before: list[Observation], after: list[Observation]) -> None:
    found = changes(before, after)
    result = list(before)
    for change in found:
        if change.before is not None:
            result.remove(change.before)
        if change.after is not None:
            result.append(change.after)

    def by_words(figures: list[Observation]) -> list[str]:
        return sorted(figure.as_stated for figure in figures)

    assert by_words(result) == by_words(after)
