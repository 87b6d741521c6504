from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derived.revisions import ChangeKind, changes
from app.vocabulary.records import Observation, Place
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
