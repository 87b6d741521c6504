"""Builders for tests: an invented force, its statements and figures, official editions, and draws for properties."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from app.extract.observations import Extraction, extract
from app.reading import Page, Readers
from app.statements.statement import Statement
from app.statements.text import normalised
from app.vocabulary.bounds import Bounds, stated_bounds, unhedged
from app.vocabulary.forces import Force
from app.vocabulary.measures import measures
from app.vocabulary.official import Basis, Designation, Edition, Gap, GapCode, Grade, OfficialFigure, Vintage
from app.vocabulary.periods import Period, parse_period
from app.vocabulary.qualifiers import Certainty, Qualifier, Status
from app.vocabulary.records import Observation, StatementRecord
from app.vocabulary.rules import rules
from app.vocabulary.units import Unit
from app.vocabulary.warnings import FigureWarning

properties = settings(derandomize=True, deadline=None, max_examples=200)
"""Properties are tried on the same examples in every run."""


def invented_force(
    *,
    places: tuple[str, ...] = ("Brackwater", "Marlow", "Fen Marlow"),
    area_names: tuple[str, ...] = ("Brackshire",),
) -> Force:
    return Force(
        id="brackshire",
        name="Brackshire Police",
        country="England",
        region="Middle Fens",
        ons_code="E23999999",
        website="https://brackshire.example",
        aliases=("Brackshire Constabulary",),
        places=places,
        area_names=area_names,
    )


BRACKSHIRE = invented_force()


def statement(*paragraphs: str, force: Force | None = BRACKSHIRE) -> Statement:
    return Statement(
        force=force,
        force_name="Brackshire Police",
        round="2016",
        title="Brackshire Police 2016",
        url=None,
        language="en",
        paragraphs=paragraphs,
        disclaimer=True,
    )


def read(*paragraphs: str, force: Force | None = BRACKSHIRE) -> Extraction:
    return extract(statement(*paragraphs, force=force))


def read_as_likely(monkeypatch: pytest.MonkeyPatch, measure: str) -> None:
    """Have the figures of a measure read as likely, wherever a page is read."""
    read_page = Readers.read

    def read_unsurely(readers: Readers, page: Page) -> tuple[Statement, Extraction]:
        source, extraction = read_page(readers, page)
        figures = (
            replace(figure, certainty=Certainty.LIKELY) if figure.measure == measure else figure
            for figure in extraction.observations
        )
        return source, replace(extraction, observations=tuple(figures))

    monkeypatch.setattr(Readers, "read", read_unsurely)


def only_figure(sentence: str, *, force: Force | None = BRACKSHIRE) -> Observation:
    """Return the observation of a sentence that gives one and leaves no number unassigned."""
    extraction = read(sentence, force=force)
    assert not extraction.unassigned
    [figure] = extraction.observations
    return figure


def quoted(sentence: str) -> dict[str, list[str]]:
    """Return the words of a one-sentence statement that extraction took for figures, leftovers, dates and names."""
    extraction = read(sentence)
    return {
        "observations": [figure.as_stated for figure in extraction.observations],
        "unassigned": [number.as_stated for number in extraction.unassigned],
        "dates": [sentence[place.start : place.end] for place in extraction.dates],
        "names": [sentence[place.start : place.end] for place in extraction.names],
    }


def period(label: str) -> Period:
    parsed = parse_period(label)
    assert parsed is not None
    return parsed


def observation(
    measure: str,
    value: str,
    *,
    value_max: str | None = None,
    unit: Unit | None = None,
    qualifier: Qualifier | None = None,
    resolution: str = "1",
    period_label: str | None = None,
    area: str | None = None,
    status: Status = Status.ACTUAL,
    as_stated: str = "as written",
    warnings: tuple[FigureWarning, ...] = (),
) -> Observation:
    entry = measures()[measure]
    unit = unit or entry.unit
    qualifier = qualifier or unhedged(Decimal(value), Decimal(resolution), unit)
    highest = None if value_max is None else Decimal(value_max)
    return Observation(
        measure=measure,
        label=None,
        value=Decimal(value),
        value_max=highest,
        unit=unit,
        qualifier=qualifier,
        bounds=stated_bounds(
            Decimal(value),
            value_max=highest,
            qualifier=qualifier,
            resolution=Decimal(resolution),
            kind=entry.kind,
        ),
        period=None if period_label is None else period(period_label),
        area=area,
        status=status,
        as_stated=as_stated,
        place=None,
        method="test",
        warnings=warnings,
    )


def statement_record(force: str, round_: str, *observations: Observation) -> StatementRecord:
    """Return an invented statement of a force."""
    return StatementRecord(
        force=force,
        round=round_,
        url="https://statements.example",
        title="An invented statement",
        language="en",
        complete=True,
        disclaimer=True,
        sha256=None,
        text=None,
        observations=observations,
        notes=(),
        unassigned=(),
    )


_FRAGMENTS = (
    *"£ % + - – / . , ( ) 0 1 7 12 25 99 101 111 999 1983 2016 2020 10000 1,000 1,234 1,234,567 5.5 0.00001".split(),
    *"1st 12th 24/7 2016/17 2016-17 2023-25 2022/2023 31 123456789012345678901234567890 ١٢ ½ ²".split(),
    *"M25 A1(M) B1 COVID-19 G7 K9 m k bn km km2 km² miles hours million mıllıon thousand hundred half fıve".split(),
    *"over about between and to from in since by last years crimes prisons recorded will pounds".split(),
    *("per cent", "percentage points", "square miles", "sq km", "a day", "per 1,000 people", "per 100,000", "/1000"),
    *("half a million", "a quarter of a million", "a third of", "one in five", "one in zero", "fifth busiest"),
    *("twenty-five", "nine hundred and ninety-nine", "thousand, nine hundred and ninety-nine"),
    *("no fewer than", "no more than", "up to", "or more", "by the end of", "year to", "decade to"),
    *("March 2020", "31 March 2020", "31 June 2020", "to 101", "and 999", "via 101", "999 calls", "24 hours a day"),
    *("One Brackshire", "Stage 2", "national average of", "of Brackwater", "in Marlow", "city of Fen", "set up in"),
    *("has fallen by", "population of", "police officers", "target of", ". The", "! A"),
)

number_like_text = st.lists(
    st.sampled_from(["", " ", " ", " "]).flatmap(
        lambda gap: st.one_of(
            st.sampled_from(_FRAGMENTS),
            st.sampled_from(_FRAGMENTS),
            st.integers(0, 10**9).map(lambda number: f"{number:,}"),
            st.sampled_from([rule.example for rule in rules().values()]),
        ).map(lambda words: words + gap)
    ),
    max_size=16,
).map("".join)
"""Text made of what statements write numbers with, in any order."""

any_text = st.one_of(st.text(max_size=80), number_like_text)


def paragraphs_of(texts: list[str]) -> tuple[str, ...]:
    return tuple(paragraph for text in texts if (paragraph := normalised(text)))


OPENING = "<html><h1>Kent Police 2021/22</h1><p>The force says...</p><p>"


def formatting_bomb(size: int) -> str:
    """Return a page whose every paragraph has to be formatted again by all that was opened and never closed.

    What a parser of HTML makes of it grows with the square of its length.
    """
    return OPENING + "".join(f"<b a={n}>" for n in range(size)) + "<p>x" * size


def official_figure(force: str, value: str, day: str, *, basis: Basis = Basis.FTE) -> OfficialFigure:
    """Return how many officers a force had on a day, as an official statistic."""
    number, period = Decimal(value), parse_period(day)
    assert period is not None
    return OfficialFigure(
        force=force,
        measure="police_officers",
        basis=basis,
        value=number,
        unit=Unit.PEOPLE,
        qualifier=Qualifier.EXACT,
        bounds=Bounds(number, number),
        period=period,
    )


def official_gap(force: str, day: str, *, basis: Basis = Basis.FTE) -> Gap:
    """Return that it is not known how many officers a force had on a day."""
    period = parse_period(day)
    assert period is not None
    return Gap(
        force=force,
        measure="police_officers",
        basis=basis,
        period=period,
        code=GapCode.NOT_SUPPLIED,
        detail="the force did not supply it",
    )


def official_edition(released: str, *said: OfficialFigure | Gap) -> Edition:
    """Return an invented edition of the workforce of March."""
    return Edition(
        dataset="workforce-march",
        date=date.fromisoformat(released),
        title="Police workforce, an invented edition",
        url="https://statistics.example/workforce",
        grade=Grade.ORIGINAL,
        designation=Designation.ACCREDITED,
        vintage=Vintage.FIRST,
        obtained="invented for a test",
        processing=None,
        caveats=("it is invented",),
        sha256="0" * 64,
        figures=tuple(row for row in said if isinstance(row, OfficialFigure)),
        gaps=tuple(row for row in said if isinstance(row, Gap)),
    )
