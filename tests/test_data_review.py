"""The review of the bundled data says how it compares with the official statistics that are bundled."""

import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from app.vocabulary.display import with_unit
from app.vocabulary.measures import Kind, Measure, measures
from app.vocabulary.official import Basis
from app.vocabulary.reconciliations import Candidate, Relation
from app.vocabulary.records import Observation
from app.vocabulary.units import conversion
from tests.bundled import reconciled
from tests.conftest import ROOT

REVIEW = (ROOT / "docs" / "data-review.md").read_text(encoding="utf-8")
TENTHS, WHOLE = Decimal("0.1"), Decimal(1)
BASES = {Basis.FTE: ["FTE"], Basis.HEADCOUNT: ["headcount"], Basis.NONE: []}


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
    rows: list[tuple[str, ...]] = []
    for (force, (round_, n)), (figure, found) in reconciled().items():
        if found.relation is Relation.DIFFERS and found.primary is not None and found.difference is not None:
            id_, measure = f"{force}.{round_}.1.{n + 1}", measures()[figure.measure]
            difference = f"{shown(found.difference, measure):+}{' points' if measure.kind is Kind.SHARE else '%'}"
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
