"""The labelled statements are in order, and extraction reads them about as well as is claimed."""

from collections import Counter

import pytest

from app.vocabulary.forces import resolve
from app.vocabulary.measures import measures
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.things import things
from app.vocabulary.units import Unit
from benchmarks.accuracy import compare, labelled_statements, main, summary

LABELLED = tuple(labelled_statements())


def test_there_are_at_least_60_labelled_statements_of_different_forces() -> None:
    names = [statement.force_name for _, statement, _ in LABELLED]
    assert len(names) >= 60
    assert len(set(names)) == len(names)


def test_labels_keep_to_the_vocabulary() -> None:
    for name, _, labels in LABELLED:
        for label in labels:
            assert label.unit in {unit.value for unit in measures()[label.measure].units}, (name, label.words)
            assert Qualifier(label.qualifier), name
            assert Status(label.status), name
            assert (label.value_max is not None) == (label.qualifier == "range"), (name, label.words)
            assert Unit(label.unit)


def test_most_measures_are_labelled_somewhere() -> None:
    used = Counter(label.measure for _, _, labels in LABELLED for label in labels)
    read = {id_ for thing in things().values() for ids in thing.measures.values() for id_ in ids}
    catalogued = [id_ for id_ in read if measures()[id_].catalogued]
    assert sum(id_ in used for id_ in catalogued) > 0.9 * len(catalogued)


def test_no_labelled_statement_is_about_a_real_force() -> None:
    assert [statement.force_name for _, statement, _ in LABELLED if resolve(statement.force_name)] == []


def test_what_is_read_is_right_and_nothing_is_lost() -> None:
    figures = summary([compare(*labelled) for labelled in LABELLED])
    assert figures["precision"] >= 0.98
    assert figures["recall"] >= 0.95
    assert figures["coverage"] == 1
    assert min(figures[name] for name in ("unit", "qualifier", "period", "area", "status")) >= 0.97


def test_the_report_names_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--misses", "1"]) == 0
    said = capsys.readouterr().out
    assert "precision" in said
    assert "worst statements" in said
