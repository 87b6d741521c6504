"""Which official figures answer a question, and what is to be told of them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.answers.mistakes import Mistakes
from app.derived.compared import inputs_of
from app.derived.explanations import on_basis
from app.derived.indicators import Definition
from app.derived.pairing import Counting, Slice, at, countings, newest, through_time
from app.queries.comparison import Counts, counts_with
from app.queries.official import CitedEdition, editions_of, slices_of
from app.schemas.comparison import EditionUsed
from app.vocabulary.measures import Measure, measures
from app.vocabulary.names import NEAREST
from app.vocabulary.official import Basis, Grade
from app.vocabulary.periods import parse_period
from app.vocabulary.rounds import nearest_in_time
from app.vocabulary.warnings import Caveat, CaveatCode


@dataclass(frozen=True, slots=True)
class Held:
    """What official statistics hold of a measure or an indicator for some forces, in the order of preference."""

    subject: Measure | Definition
    forces: Collection[str]
    countings: tuple[Counting, ...]
    as_of: int | None

    def __bool__(self) -> bool:
        """Whether there is any figure."""
        return any(counting.complete for counting in self.countings)

    @property
    def times(self) -> list[str]:
        """The times there are figures of, the newest first."""
        complete = sorted((c for c in self.countings if c.complete), key=lambda c: str(c.period.end), reverse=True)
        return [counting.period.label for counting in complete]

    @property
    def newest(self) -> Counting | None:
        """The newest time with all that is needed, on the day of the year that the preferred dataset counts on."""
        return newest(self.countings)

    @property
    def through_time(self) -> tuple[Counting, ...]:
        """The times a year or years apart, the oldest first."""
        return through_time(self.countings)

    def of_time(self, asked: str | None) -> Counting | None:
        """Return the counting of a time, by default the newest; ``None`` if there is none of it."""
        if asked is None:
            return self.newest
        period = parse_period(asked)
        return at(period, self.countings) if period is not None and period.is_dated else None

    def at(self, asked: str | None, mistakes: Mistakes) -> Counting:
        """Return the counting of a time, by default the newest.

        Raises ``InvalidParameter`` where there is none of it, including the mistakes already collected.
        """
        found = self.of_time(asked)
        if found is None and asked is not None:
            self._wrong_time(asked, mistakes)
        if found is None or mistakes.errors:
            raise mistakes.refusal()
        return found

    def _wrong_time(self, asked: str, mistakes: Mistakes) -> None:
        period = parse_period(asked)
        if period is None or not period.is_dated:
            mistakes.wrong("at", f"{asked!r} is no time; write it as 2023, 2022/23 or 2023-03-31")
        else:
            near = nearest_in_time(asked, self.times)[:NEAREST]
            counted = on_basis(basis_of(self.countings))
            mistakes.wrong("at", f"no official figure{counted} is of {period.label}", near)

    def counted(self, session: Session, chosen: Sequence[Counting]) -> Counts:
        """Return what is counted of each force at some of the times."""
        return counts_with(session, chosen, forces=self.forces, as_of=self.as_of)


def held(
    session: Session,
    subject: Measure | Definition,
    forces: Collection[str],
    basis: Basis | None = None,
    as_of: int | None = None,
) -> Held:
    """Return what official statistics hold of a measure or an indicator for some forces."""
    slices = slices_of(session, inputs_of(subject), forces=forces, as_of=as_of)
    return Held(subject, forces, countings(subject, slices, basis), as_of)


def held_of_each(
    session: Session, subjects: Iterable[Definition], forces: Collection[str], as_of: int | None = None
) -> list[Held]:
    """Return what official statistics hold of each of several indicators for some forces."""
    subjects = list(subjects)
    needed = frozenset(measure for subject in subjects for measure in inputs_of(subject))
    slices = slices_of(session, needed, forces=forces, as_of=as_of)
    return [Held(subject, forces, countings(subject, slices), as_of) for subject in subjects]


def basis_of(chosen: Iterable[Counting]) -> Basis:
    """Return how the people at work among what is counted are counted; ``NONE`` where there are none."""
    return next((of.basis for counting in chosen for of in counting.slices if of.basis is not Basis.NONE), Basis.NONE)


def editions_used(session: Session, counts: Counts) -> tuple[list[EditionUsed], list[Caveat]]:
    """Return the editions that figures are of, and what their publishers and their copies call for saying."""
    figures = [figure for said in counts.values() for counted in said for figure in counted.figures]
    found = editions_of(session, figures)
    return [EditionUsed.model_validate(edition) for edition in found], list(_told_of(found))


def _told_of(editions: Sequence[CitedEdition]) -> Iterator[Caveat]:
    if extracts := [f"{of.dataset_title} ({of.released})" for of in editions if of.grade is Grade.EXTRACT]:
        detail = f"Second-hand, from somebody's copy of the publisher's table: {'; '.join(extracts)}."
        yield Caveat(CaveatCode.SECOND_HAND, detail)
    for title, caveat in dict.fromkeys((of.dataset_title, caveat) for of in editions for caveat in of.caveats):
        yield Caveat(CaveatCode.PUBLISHED_WITH, f"{title}: {caveat}")


def caveats_at(counting: Counting, editions: Iterable[EditionUsed]) -> Iterator[Caveat]:
    """Yield what is counted at one time, and by whom; nothing where not all that is needed is held."""
    if not counting.complete:
        return
    counted = "; ".join(_in_words(of) for of in counting.slices)
    yield Caveat(CaveatCode.COUNTED, f"Official statistics of the {_publishers(editions)}: {counted}.")


MOST_TIMES = 5
"""How many of the times that a series leaves out are named."""


def caveats_through_time(
    official: Held, chosen: Collection[Counting], editions: Iterable[EditionUsed]
) -> Iterator[Caveat]:
    """Yield what is counted through time, by whom, and which other times there are."""
    slices = [of for counting in chosen if counting.complete for of in counting.slices]
    if not slices:
        return
    counted = "; ".join(dict.fromkeys(_what(of) for of in slices))
    yield Caveat(CaveatCode.COUNTED, f"Official statistics of the {_publishers(editions)}: {counted}.")
    shown = {counting.period.label for counting in chosen}
    if others := [time for time in official.times if time not in shown]:
        more = f" and {len(others) - MOST_TIMES} more" if len(others) > MOST_TIMES else ""
        named = f"{'; '.join(others[:MOST_TIMES])}{more}"
        detail = f"Left out is what is not whole years from these times: {named}. /v1/official-figures has it."
        yield Caveat(CaveatCode.TIMES_DIFFER, detail)


def caveats_of_subject(subject: Measure | Definition) -> Iterator[Caveat]:
    """Yield that an indicator is computed here."""
    if isinstance(subject, Definition):
        yield Caveat(
            CaveatCode.COMPUTED_HERE,
            "Computed here from official figures. A population is that of the 30 June within the twelve months before; "
            "publishers divide by the newest estimate they had, so their rates may differ.",
        )


def _in_words(of: Slice) -> str:
    return f"{_what(of)}, {of.period.label}"


def _what(of: Slice) -> str:
    return f"{measures()[of.measure].in_words}{on_basis(of.basis)}"


def _publishers(editions: Iterable[EditionUsed]) -> str:
    return " and the ".join(dict.fromkeys(str(edition.publisher) for edition in editions))
