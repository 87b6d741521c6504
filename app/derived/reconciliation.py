"""A stand-in for the rule."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from app.vocabulary.official import Basis, PublishedFigure
from app.vocabulary.qualifiers import Status
from app.vocabulary.reconciliations import Candidate, Reason, Reconciliation, Relation
from app.vocabulary.records import Observation

FigureKey = tuple[str, int]


def reconciliations_of(
    force: str, statements: Mapping[str, Sequence[Observation]], counts: Iterable[PublishedFigure]
) -> dict[FigureKey, Reconciliation]:
    """Return a stand-in."""
    del force
    by_measure: dict[str, list[PublishedFigure]] = {}
    for count in counts:
        by_measure.setdefault(count.measure, []).append(count)
    found = {}
    for round_, observations in statements.items():
        for n, stated in enumerate(observations):
            if stated.status is Status.ACTUAL and stated.measure in by_measure:
                found[round_, n] = _one(stated, int(round_[:4]), by_measure[stated.measure])
    return found


def _one(stated: Observation, year: int, counts: Sequence[PublishedFigure]) -> Reconciliation:
    if stated.area is not None:
        return Reconciliation(
            relation=Relation.NOT_COMPARABLE,
            reasons=(Reason.PART_OF_AREA,),
            primary=None,
            closest=None,
            candidates=(),
            difference=None,
            explanation="Of a part.",
        )
    near = sorted(counts, key=lambda c: (abs(c.period.end.year - year), c.basis is Basis.HEADCOUNT))[:4]
    candidates = tuple(
        Candidate(
            measure=c.measure,
            definition=None,
            basis=c.basis,
            period=c.period,
            value=c.value,
            unit=c.unit,
            bounds=c.bounds,
            figures=(c.id,),
            grade=c.grade,
        )
        for c in near
    )
    primary = candidates[0]
    difference = round(100 * (stated.nominal - primary.value) / (primary.value or 1), 2)
    size = abs(difference)
    relation = (
        Relation.AGREES
        if size < 1
        else Relation.NEAR
        if size < 5
        else Relation.APART
        if size < 10
        else Relation.DIFFERS
    )
    slip = abs(stated.nominal / (primary.value or 1) - 10) < Decimal("0.5")
    return Reconciliation(
        relation=relation,
        reasons=(*([Reason.LIKELY_SLIP] if slip else []), *([] if stated.period else [Reason.PERIOD_UNKNOWN])),
        primary=primary,
        closest=min(candidates, key=lambda c: abs(c.value - stated.nominal)),
        candidates=candidates[1:],
        difference=difference,
        explanation=f"Stated {stated.display}.",
    )
