"""Relations are counted as the list of reconciliations has them, whichever of them it is asked for."""

from collections import Counter
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.queries import releases
from app.queries.observations import ObservationFilter
from app.queries.paging import every_row
from app.queries.reconciliations import ReconciliationFilter, list_reconciliations, number_of_each_relation
from app.vocabulary.measures import Topic
from app.vocabulary.reconciliations import Reason, Relation

WANTED = [
    ReconciliationFilter(),
    ReconciliationFilter(reasons=[Reason.BASIS_UNKNOWN, Reason.LIKELY_SLIP]),
    ReconciliationFilter(stated=ObservationFilter(forces=["kent", "gwent"], topics=[Topic.WORKFORCE])),
    ReconciliationFilter(stated=ObservationFilter(rounds=["2016"]), reasons=[Reason.PERIOD_UNKNOWN]),
    ReconciliationFilter(stated=ObservationFilter(measures=["universities"])),
]


@pytest.mark.parametrize("wanted", WANTED)
def test_relations_are_counted_as_they_are_listed(engine: Engine, wanted: ReconciliationFilter) -> None:
    with Session(engine) as session:
        for as_of in (None, releases.newest(session)):
            listed = partial(list_reconciliations, session, wanted, "force", as_of=as_of)
            relations = Counter(row.found.relation for row in every_row(listed))
            numbers = number_of_each_relation(session, wanted, as_of)
            assert numbers == {relation: relations[relation] for relation in Relation}
            of_one = replace(wanted, relations=[Relation.NEAR])
            assert number_of_each_relation(session, of_one, as_of) == numbers


def test_too_many_are_not_counted(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.queries.reconciliations.COUNT_LIMIT", 100)
    with Session(engine) as session:
        assert number_of_each_relation(session, WANTED[0]) is None
        assert number_of_each_relation(session, WANTED[2]) is not None
