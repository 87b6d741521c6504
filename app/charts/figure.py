"""The chart of a figure: what its words allow as a line, and beside it, on the same scale, what is counted."""

from app.charts.chart import Dots, Origin, Row, Section
from app.charts.telling import STATEMENTS, as_sentence, mark_of, mark_of_count, unit_in_words
from app.derived.terms import IN_WORDS
from app.official.catalogue import datasets
from app.schemas.observations import Observation
from app.schemas.reconciliations import OfficialCount, Reconciliation
from app.vocabulary.display import day
from app.vocabulary.forces import forces


def of_figure(observation: Observation, reconciliation: Reconciliation | None, address: str = "") -> Dots:
    """Return the chart of a stated figure, with the official counts that it is laid beside."""
    counts = [] if reconciliation is None else _counts(observation, reconciliation)
    period = "no date" if observation.period is None else observation.period.label
    stated = Row(
        key=observation.id,
        label=f"Stated, {period}{f', {observation.area}' if observation.area else ''}",
        mark=mark_of(observation, Origin.STATED),
    )
    sections = [Section("", (stated,))]
    rows = _rows(counts)
    parts = (("Official figure chosen by rule", rows[:1]), ("Other official figures of that time", rows[1:]))
    sections += [Section(heading, found) for heading, found in parts if found]
    return Dots(
        title=f"{observation.label}: {forces()[observation.force].name}",
        subtitle=f"{unit_in_words(observation.unit)}, as stated in {observation.round}",
        summary=_summary(observation, reconciliation),
        source=_source(counts),
        notes=tuple(warning.detail for warning in observation.warnings),
        unit=observation.unit,
        address=address,
        sections=tuple(sections),
        from_zero=False,
    )


def _counts(observation: Observation, reconciliation: Reconciliation) -> list[OfficialCount]:
    """Return the official counts in the unit of a figure, the one that a rule chose first."""
    found = [*([] if reconciliation.primary is None else [reconciliation.primary]), *reconciliation.candidates]
    return [count for count in found if count.unit is observation.unit]


def _rows(counts: list[OfficialCount]) -> tuple[Row, ...]:
    """Return the rows of official counts: by time, basis and definition and, where these are alike, by dataset."""
    labels = [_label(count) for count in counts]
    return tuple(
        Row(
            key=count.id,
            label=label if labels.count(label) == 1 else f"{label}, {datasets()[count.dataset].title}",
            mark=mark_of_count(count),
        )
        for count, label in zip(counts, labels, strict=True)
    )


def _label(count: OfficialCount) -> str:
    basis = None if count.basis is None else IN_WORDS[count.basis]
    return ", ".join(filter(None, (count.period.label, basis, count.definition)))


def _summary(observation: Observation, reconciliation: Reconciliation | None) -> str:
    if reconciliation is not None:
        return reconciliation.explanation
    return f"{forces()[observation.force].short_name} states {observation.display}."


def _source(counts: list[OfficialCount]) -> str:
    """Return who published the statement, and what is laid beside it."""
    used = dict.fromkeys((count.publisher, datasets()[count.dataset].title, count.edition) for count in counts)
    told = [f"{publisher}, {title}, released {day(edition)}" for publisher, title, edition in used]
    return " ".join([as_sentence(STATEMENTS), *([f"{'; '.join(told)}."] if told else [])])
