"""The review of the bundled data says how it compares with the official statistics that are bundled."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import fields
from decimal import ROUND_HALF_UP, Decimal

from app.derived.reconciliation import reconciliations_of
from app.vocabulary.display import with_unit
from app.vocabulary.measures import Kind, Measure, measures
from app.vocabulary.official import Basis, OfficialFigure, PublishedFigure
from app.vocabulary.reconciliations import Candidate, Reconciliation, Relation
from app.vocabulary.records import Observation
from app.vocabulary.units import conversion
from tests.bundled import EDITIONS, RECORDS
from tests.conftest import ROOT

REVIEW = (ROOT / "docs" / "data-review.md").read_text(encoding="utf-8")
TENTHS, WHOLE = Decimal("0.1"), Decimal(1)
BASES = {Basis.FTE: ["FTE"], Basis.HEADCOUNT: ["headcount"], Basis.NONE: []}


def standing() -> dict[str, list[PublishedFigure]]:
    """Return the official figures by force, each of the newest edition that has it."""
    newest = {
        (edition.dataset, figure.force, figure.measure, figure.basis, figure.period): PublishedFigure(
            **{field.name: getattr(figure, field.name) for field in fields(OfficialFigure)},
            dataset=edition.dataset,
            edition=edition.date,
            grade=edition.grade,
            vintage=edition.vintage,
        )
        for edition in EDITIONS
        for figure in edition.figures
    }
    by_force: dict[str, list[PublishedFigure]] = defaultdict(list)
    for figure in newest.values():
        by_force[figure.force].append(figure)
    return by_force


def compared() -> Iterator[tuple[str, Observation, Reconciliation]]:
    """Yield each stated figure beside official ones, with its identity, by force and round."""
    stated: dict[str, dict[str, tuple[Observation, ...]]] = defaultdict(dict)
    for record in RECORDS:
        stated[record.force][record.round] = record.observations
    counts = standing()
    for force, rounds in stated.items():
        for (round_, n), found in reconciliations_of(force, rounds, counts[force]).items():
            yield f"{force}.{round_}.1.{n + 1}", rounds[round_][n], found


def shown(size: Decimal, measure: Measure) -> Decimal:
    """Return a number with as many digits as the table has: whole, or a tenth for a share."""
    return size.quantize(TENTHS if measure.kind is Kind.SHARE else WHOLE, ROUND_HALF_UP)


def official(figure: Observation, one: Candidate) -> str:
    """Return an official figure as the table has it: in the unit of the stated one, with basis and date."""
    factor = conversion(figure.unit, one.unit)
    value, unit = (one.value, one.unit) if factor is None else (one.value / factor, figure.unit)
    counted = with_unit(shown(value, measures()[figure.measure]), unit)
    return ", ".join([counted, *([one.definition] if one.definition else []), *BASES[one.basis], one.period.label])


def expected_rows() -> list[tuple[str, ...]]:
    """Return the rows that the table should have, but for what was found."""
    rows = []
    for id_, figure, found in compared():
        if found.relation is Relation.DIFFERS and found.primary is not None and found.difference is not None:
            measure = measures()[figure.measure]
            unit = " points" if measure.kind is Kind.SHARE else "%"
            difference = f"{shown(found.difference, measure):+}{unit}"
            rows.append((id_, measure.label, figure.as_stated, official(figure, found.primary), difference))
    return rows


def test_the_table_has_what_differs_from_official_statistics_and_nothing_else() -> None:
    rows = re.findall(
        r"^\| `([a-z-]+\.[\d-]+\.1\.\d+)` \| (.+?) \| “(.+?)” \| (.+?) \| (.+?) \| .+ \|$", REVIEW, re.MULTILINE
    )

    assert rows == expected_rows()


def test_the_table_says_how_often_each_thing_was_found() -> None:
    found = re.findall(r"^\| `[a-z-]+\.[\d-]+\.1\.\d+` \|.*\| ([a-z ]+)(?:: [^|]+)? \|$", REVIEW, re.MULTILINE)
    counted = re.findall(r"^\| ([a-z ]+) \| (\d+) \|$", REVIEW, re.MULTILINE)

    assert f"{len(found)} figures differ from" in REVIEW
    assert Counter(found) == {finding: int(number) for finding, number in counted}
