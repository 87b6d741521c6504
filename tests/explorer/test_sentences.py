"""The sentences about a force: made of its figures alone, whatever it states, and of what words allow."""

import re
from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.answers.statements import profile_rows
from app.db.engine import make_engine
from app.db.models import Origin
from app.explorer.sentences import Linked, allowed, exactness, summary
from app.queries.forces import ForceRow
from app.queries.observations import StoredObservation
from app.queries.official import StoredOfficialFigure
from app.queries.profiles import ProfileRows
from app.queries.statements import StatementRow
from app.vocabulary.bounds import Bounds
from app.vocabulary.display import with_unit
from app.vocabulary.forces import forces
from app.vocabulary.measures import measures
from app.vocabulary.official import Basis, Grade, Vintage
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.reconciliations import Candidate
from app.vocabulary.records import Observation
from app.vocabulary.units import SQUARE_KM_PER_SQUARE_MILE, Unit
from tests.builders import observation, period, properties
from tests.conftest import Databases

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def numbers(text: str) -> set[str]:
    return set(NUMBER.findall(text))


def stored(figure: Observation, force: str = "kent", number: int = 1) -> StoredObservation:
    entry = measures()[figure.measure]
    told: dict[str, Any] = {field.name: getattr(figure, field.name) for field in fields(figure)}
    return StoredObservation(
        **told,
        id=f"{force}.2016.1.{number}",
        force=force,
        round="2016",
        revision=1,
        url=None,
        topic=entry.topic,
        measure_label=entry.label,
    )


def official(measure: str, value: str, when: str, dataset: str, basis: Basis = Basis.NONE) -> StoredOfficialFigure:
    number, unit = Decimal(value), Unit.SQUARE_KM if measure == "area" else measures()[measure].unit
    return StoredOfficialFigure(
        force="kent",
        measure=measure,
        value=number,
        unit=unit,
        qualifier=Qualifier.EXACT,
        bounds=Bounds(number, number),
        basis=basis,
        period=period(when),
        dataset=dataset,
        edition=date(2026, 7, 23),
        grade=Grade.ORIGINAL,
        vintage=Vintage.FIRST,
        url="https://statistics.example",
        current=True,
    )


def rows(
    *stated: Observation,
    force: str = "kent",
    counted: tuple[StoredOfficialFigure, ...] = (),
    complete: bool = True,
    held: bool = True,
) -> ProfileRows:
    about = {
        name: getattr(forces()[force], name) for name in ("id", "name", "country", "region", "ons_code", "website")
    }
    source = StatementRow(
        revision_id=1,
        force=force,
        force_name=forces()[force].name,
        round="2016",
        revision=1,
        current=True,
        stood=True,
        origin=Origin.INGESTED,
        title=None,
        url=None,
        archived_url=None,
        published=None,
        language="en",
        complete=complete,
        disclaimer=None,
        sha256=None,
        taken_in_at=datetime(2026, 11, 28, tzinfo=UTC),
        reason=None,
        withdrawn_because=None,
        observations=len(stated),
    )
    return ProfileRows(
        force=ForceRow(**about, aliases=(), places=(), rounds=("2016",) if held else ()),
        statements=[source] if held else [],
        statement=source if held else None,
        observations=[stored(figure, force, n) for n, figure in enumerate(stated, 1)],
        notes=[],
        official=list(counted),
        reconciliations=[],
    )


def told(*stated: Observation, **about: Any) -> str:  # noqa: ANN401 - as rows has them
    return " ".join(map(str, summary(rows(*stated, **about))))


COUNTED = (
    official("population", "1154438", "30 June 2023", "population"),
    official("police_officers", "4210.5", "31 March 2026", "police-officers-2025-2026", Basis.FTE),
    official("police_officers", "4300", "31 March 2023", "workforce-march", Basis.HEADCOUNT),
    official("area", "2538.07", "31 December 2023", "area"),
)


@pytest.mark.parametrize(
    ("figure", "sentence"),
    [
        (
            observation("population", "1100000", qualifier=Qualifier.OVER),
            "Kent Police serves over 1.1 million people, it says in its statement of 2016.",
        ),
        (
            observation("population", "900000", value_max="1000000", qualifier=Qualifier.RANGE),
            "Kent Police serves 900,000 to 1 million people, it says in its statement of 2016.",
        ),
        (
            observation("population", "1200000", period_label="2014"),
            "Kent Police served 1.2 million people in 2014, it says in its statement of 2016.",
        ),
        (
            observation("area", "1443", unit=Unit.MILES),
            "Kent Police covers 1,443 miles, read as square miles, it says in its statement of 2016.",
        ),
        (
            observation("police_officers", "3294", period_label="31 March 2016"),
            "Kent Police had 3,294 police officers on 31 March 2016, it says in its statement of 2016.",
        ),
        (
            observation("officers_target", "750", status=Status.PLANNED, period_label="by 2020"),
            "Kent Police aims for 750 police officers by 2020, it says in its statement of 2016.",
        ),
        (
            observation("budget_total", "223200000", period_label="2016/17"),
            "Kent Police has a budget of £223.2m for 2016/17, it says in its statement of 2016.",
        ),
        (
            observation("recorded_crimes", "49000", qualifier=Qualifier.ALMOST, period_label="year to October 2016"),
            "Kent Police recorded almost 49,000 crimes in the year to October 2016, it says in its statement of 2016.",
        ),
        (
            observation("recorded_crimes", "110000", qualifier=Qualifier.OVER, period_label="last year"),
            "Kent Police recorded over 110,000 crimes in the “last year”, it says in its statement of 2016.",
        ),
        (
            observation("recorded_crimes", "110", unit=Unit.PER_DAY),
            "Kent Police’s recorded crimes are 110 a day, it says in its statement of 2016, without saying when.",
        ),
    ],
)
def test_what_a_force_says_is_told_as_it_is_said(figure: Observation, sentence: str) -> None:
    assert told(figure).startswith(sentence)


def test_what_is_not_stated_is_said_to_be_so_and_what_is_counted_is_told() -> None:
    text = told(observation("budget_total", "1000000"), counted=COUNTED)
    assert text == (
        "Kent Police has a budget of £1m, it says in its statement of 2016, without saying when. "
        "The Office for National Statistics (ONS) estimates 1,154,438 people in the force’s area in mid-2023. "
        "The ONS measures 980 square miles of land as the force’s area. "
        "The Home Office counted 4,211 police officers of the force in full-time equivalents on 31 March 2026. "
        "The force’s statement of 2016 does not say how many people it serves, how large its area is, "
        "how many police officers it has or how much crime it records."
    )


def test_what_a_part_does_not_say_is_said_of_the_part_alone() -> None:
    text = told(*(observation(measure, "5") for measure in ("population", "area", "police_officers")), complete=False)
    assert text.endswith(
        "The force’s statement of 2016 was read in part; "
        "that part does not say what its budget is or how much crime it records."
    )


@pytest.mark.parametrize(
    ("force", "first"),
    [("kent", "Kent Police"), ("metropolitan", "the Metropolitan Police Service"), ("gwent", "Gwent Police")],
)
def test_nothing_stated_is_told_of_the_force_by_name(force: str, first: str) -> None:
    assert told(force=force, counted=COUNTED).startswith(f"The statement of 2016 by {first} does not say how many")
    none = told(force=force, counted=COUNTED, held=False)
    assert none.startswith(f"No statement of {first} is held here. The Office for National Statistics (ONS) estimates ")


def test_an_intention_is_no_strength_and_a_part_no_whole() -> None:
    text = told(
        observation("police_officers", "5000", status=Status.TARGET),
        observation("population", "70000", area="Whitstable"),
    )
    assert numbers(text) == {"2016"}


TOLD = ("population", "area", "police_officers", "officers_target", "budget_total", "recorded_crimes")
LABELS = (None, "2014", "2016/17", "31 March 2016", "June 2015", "last year", "since 2010", "by 2020")


@properties
@given(
    measure=st.sampled_from(TOLD),
    value=st.decimals("0.01", "9999999999", places=2),
    more=st.none() | st.integers(1, 10**6),
    qualifier=st.sampled_from([one for one in Qualifier if one is not Qualifier.RANGE]),
    label=st.sampled_from(LABELS),
    unit=st.integers(0, 5),
    force=st.sampled_from([*forces()]),
    complete=st.booleans(),
)
def test_every_number_is_that_of_a_figure(  # noqa: PLR0917 - all that a figure may be
    measure: str,
    value: Decimal,
    more: int | None,
    qualifier: Qualifier,
    label: str | None,
    unit: int,
    force: str,
    complete: bool,
) -> None:
    units = measures()[measure].units
    figure = observation(
        measure,
        f"{value}",
        value_max=None if more is None else f"{value + more}",
        unit=units[unit % len(units)],
        qualifier=qualifier if more is None else Qualifier.RANGE,
        period_label=label,
    )
    text = told(figure, force=force, complete=complete)
    assert figure.display in text
    known = numbers(figure.display) | numbers(label or "") | {"2016"}
    assert numbers(text) <= known
    well_formed(text)


def well_formed(text: str) -> None:
    assert text.endswith(".")
    assert not re.search(r"None|\{|\}|  | [.,;]|\.\.|\bTrue\b|[a-z]_[a-z]", text), text


@pytest.fixture(scope="module")
def bundled(on_sqlite: Databases) -> Iterator[list[ProfileRows]]:
    """The data of all profiles: every force, every round."""
    engine = make_engine(on_sqlite.seeded, read_only=True)
    with Session(engine) as session:
        newest = [profile_rows(session, force, None) for force in forces().values()]
        rounds = [(found.force.id, source.round) for found in newest for source in found.statements]
        yield [*newest, *(profile_rows(session, forces()[force], round_) for force, round_ in rounds)]
    engine.dispose()


def test_every_force_of_every_round_is_told_in_sentences_of_its_figures(bundled: list[ProfileRows]) -> None:
    assert len(bundled) > 2 * len(forces())
    for found in bundled:
        assert found.statement is not None
        sentences = summary(found)
        assert found.force.name.removeprefix("The ") in str(sentences[0])
        counts: list[StoredOfficialFigure | Candidate] = [*found.official, *_candidates(found)]
        periods = [one.period for one in (*found.observations, *counts)]
        dated = {period.label for period in periods if period is not None}
        years = {year for label in dated for year in numbers(label)} | numbers(found.statement.round)
        figures = {f"/figures/{one.id}": one.display for one in found.observations}
        values = {f"/figures/{one.id}": one.value for one in counts}
        for sentence in sentences:
            well_formed(str(sentence))
            for part in sentence.parts:
                if not isinstance(part, Linked):
                    assert numbers(part) <= years, part
                elif part.address in values:
                    assert _says(part.text, values[part.address]), (part, values[part.address])
                else:
                    assert part.text == figures[part.address] or _says_any(part.text, found)


def _candidates(found: ProfileRows) -> list[Candidate]:
    laid = (row.found for row in found.reconciliations)
    return [one for each in laid for one in (each.primary, *each.candidates) if one is not None]


def _says(text: str, value: Decimal) -> bool:
    """Return whether a number in words is a value, in its own unit, in square miles or by day."""
    [number] = NUMBER.findall(text)
    scale = 10**6 if "million" in text else 1
    said = Decimal(number.replace(",", "")) * scale
    units = (Decimal(1), SQUARE_KM_PER_SQUARE_MILE, Decimal(365))
    return any(abs(value / unit - said) <= Decimal("0.5") for unit in units)


def _says_any(text: str, found: ProfileRows) -> bool:
    return any(_says(text, one.value) for one in _candidates(found))


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (observation("population", "1100000", qualifier=Qualifier.OVER), "1.1 million or more"),
        (
            observation("population", "1100000", qualifier=Qualifier.ABOUT, resolution="100000"),
            "from 1.05 million up to 1.15 million",
        ),
        (observation("police_officers", "2242"), "2,242 exactly"),
        (observation("police_officers", "9000", qualifier=Qualifier.UNDER), "from 0 up to 9,000"),
        (observation("female_share", "60", qualifier=Qualifier.OVER), "from 60% up to 100%"),
        (observation("budget_total", "223200000", resolution="100000"), "from £223.15m up to £223.25m"),
        (observation("crime_change", "-6.1", resolution="0.1"), "a fall of 6.05% up to 6.15%"),
        (observation("crime_change", "6", qualifier=Qualifier.OVER), "a rise of 6% or more"),
        (observation("crime_change", "-6", qualifier=Qualifier.OVER), "a fall of 6% or more"),
    ],
)
def test_what_words_allow_is_said_in_words(figure: Observation, words: str) -> None:
    assert allowed(figure) == words


def test_every_figure_of_the_data_and_every_qualifier_has_its_words(bundled: list[ProfileRows]) -> None:
    assert len({exactness(qualifier) for qualifier in Qualifier}) == len(Qualifier)
    for found in bundled:
        for figure in found.observations:
            ends = [end for end in asdict(figure.bounds).values() if end is not None]
            assert all(with_unit(abs(end), figure.unit) in allowed(figure) for end in ends)


@pytest.mark.parametrize(("low", "high"), [*product([None, "-2", "0", "3"], repeat=2)])
def test_any_interval_of_change_is_said(low: str | None, high: str | None) -> None:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    if ends[0] is not None and ends[1] is not None and ends[0] > ends[1]:
        return
    figure = observation("crime_change", "1")
    object.__setattr__(figure, "bounds", Bounds(*ends))
    well_formed(f"{allowed(figure)}.")
