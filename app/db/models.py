"""The tables: reference data, statements and datasets with what they say, and how stated and counted figures agree."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    TextClause,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

from app.db.types import AsJson, ExactDecimal, UtcDateTime, bytewise_text, one_of
from app.vocabulary.measures import Aggregation, Kind, Topic
from app.vocabulary.official import Basis, Designation, GapCode, Grade, Publisher, Vintage
from app.vocabulary.periods import PeriodKind
from app.vocabulary.qualifiers import Certainty, Qualifier, Status
from app.vocabulary.reconciliations import Candidate, Reason, Relation
from app.vocabulary.records import NoteKind
from app.vocabulary.units import Unit


class Origin(StrEnum):
    """Where a revision or an edition came from: the data bundled with the service, or an ingested page or table."""

    BUNDLED = "bundled"
    INGESTED = "ingested"


class Base(DeclarativeBase):
    """The base of the models. Constraints are named by convention so that migrations can refer to them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        str: bytewise_text(),
        Decimal: ExactDecimal,
        datetime: UtcDateTime,
        list[str]: JSON,
        list[dict[str, str]]: JSON(none_as_null=True),
    }


class PartialIndex(Index):
    """An index of the rows for which a condition holds, which PostgreSQL may have written differently.

    The dialects are told it when one asks: ``Index`` loads each that is named to it, and most processes need one.
    """

    def __init__(
        self,
        name: str | None,
        *columns: str,
        where: TextClause,
        on_postgresql: TextClause | None = None,
        unique: bool = False,
    ) -> None:
        super().__init__(name, *columns, unique=unique)
        self._where = {"sqlite": where, "postgresql": where if on_postgresql is None else on_postgresql}

    @cached_property
    def dialect_options(self) -> Any:  # noqa: ANN401 - as the library has it
        """What is told to each dialect."""
        options = super().dialect_options
        for dialect, where in self._where.items():
            options[dialect]["where"] = where
        return options


class DataState(Base):
    """The single row that says when anything in the database last changed, for ``Last-Modified``.

    ``bundle`` is the hash of the bundled data that was last loaded completely; without it, the database was never
    seeded.
    """

    __tablename__ = "data_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    modified_at: Mapped[datetime]
    bundle: Mapped[str | None] = mapped_column(bytewise_text(64))


class Force(Base):
    """A police force of the register."""

    __tablename__ = "force"

    id: Mapped[str] = mapped_column(bytewise_text(64), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    country: Mapped[str]
    region: Mapped[str]
    ons_code: Mapped[str] = mapped_column(bytewise_text(9), unique=True)
    website: Mapped[str]
    aliases: Mapped[list[str]]
    places: Mapped[list[str]]


class Measure(Base):
    """An entry of the measure catalogue."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("id", "position"),)

    id: Mapped[str] = mapped_column(bytewise_text(64), primary_key=True)
    position: Mapped[int]
    label: Mapped[str]
    description: Mapped[str]
    topic: Mapped[Topic] = mapped_column(one_of(Topic))
    kind: Mapped[Kind] = mapped_column(one_of(Kind))
    aggregation: Mapped[Aggregation] = mapped_column(one_of(Aggregation))


class MeasureUnit(Base):
    """A unit that a measure may be stated in. Observations in any other unit cannot be stored."""

    __tablename__ = "measure_unit"

    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True)
    unit: Mapped[Unit] = mapped_column(one_of(Unit), primary_key=True)
    position: Mapped[int]


def _count() -> MappedColumn[int]:
    return mapped_column(server_default=text("0"))


class Release(Base):
    """A numbered state of the data: the result of one run of the command line.

    It says what the run did: how many statements it added, corrected and withdrew, how many editions of datasets it
    added, and how many reconciliations it made stand or superseded. It ``changed`` the data if it did any of that.
    """

    __tablename__ = "release"
    __table_args__ = (
        CheckConstraint("changed = (added + corrected + withdrawn + editions_added + reconciled > 0)", name="changed"),
        PartialIndex("ix_release_changed", "number", where=text("changed = 1"), on_postgresql=text("changed")),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    published_at: Mapped[datetime]
    added: Mapped[int] = _count()
    corrected: Mapped[int] = _count()
    withdrawn: Mapped[int] = _count()
    editions_added: Mapped[int] = _count()
    reconciled: Mapped[int] = _count()
    changed: Mapped[bool] = mapped_column(server_default=false())


class Standing:
    """Columns of what stands from one release until another, in which something else took its place.

    Both are the same for what never stood.
    """

    taken_in_by: Mapped[int] = mapped_column(ForeignKey("release.number"))
    superseded_in: Mapped[int | None] = mapped_column(ForeignKey("release.number"))


def _release_order() -> CheckConstraint:
    return CheckConstraint("superseded_in >= taken_in_by", name="release_order")


_STANDS = text("superseded_in IS NULL")


def _index_of_standing(name: str, *columns: str, only: str | None = None, unique: bool = False) -> Index:
    """Return an index of the rows that stand, which what was superseded does not lengthen."""
    stands = _STANDS if only is None else text(f"{_STANDS.text} AND {only}")
    return PartialIndex(name, *columns, unique=unique, where=stands)


def _superseded() -> Index:
    """Return an index by the release that superseded a row: an index of all would mislead to those that stand."""
    past = text("superseded_in IS NOT NULL")
    return PartialIndex(None, "superseded_in", where=past)


class OfRound:
    """Columns of what a force says in a round.

    ``newest_first`` puts the rounds in the order of lists. As all of a list's keys ascend with it, one index serves the
    list, the list backwards, and every page of both.
    """

    force_id: Mapped[str] = mapped_column(ForeignKey("force.id"))
    round: Mapped[str] = mapped_column(bytewise_text(16))
    newest_first: Mapped[int] = mapped_column(
        Computed(
            "-100 * CAST(substr(round, 1, 4) AS INTEGER) - CAST(substr(round || '-00', 6, 2) AS INTEGER)",
            persisted=True,
        )
    )


class Statement(OfRound, Base):
    """A force's statement for a round, which may have several revisions.

    ``complete`` says whether the one that stands was read to its end; it is ``None`` where none stands.
    """

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("force_id", "round"),
        Index(None, "force_id", "newest_first", "round", "complete"),  # all that is told of the statements of a force
        Index(None, "newest_first", "force_id"),
        PartialIndex(
            "ix_statement_read_in_part",
            *("force_id", "newest_first"),
            where=text("complete = 0"),
            on_postgresql=text("NOT complete"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complete: Mapped[bool | None]


class Revision(Standing, Base):
    """One reading of a statement. At most one revision of a statement is current; the others stay readable."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("statement_id", "number"),
        Index(None, "taken_in_by"),
        _superseded(),
        CheckConstraint("number >= 1", name="number"),
        _release_order(),
        CheckConstraint("url LIKE 'http://%' OR url LIKE 'https://%'", name="url"),
        CheckConstraint("archived_url LIKE 'http://%' OR archived_url LIKE 'https://%'", name="archived_url"),
        CheckConstraint("length(language) BETWEEN 2 AND 8", name="language"),
        _index_of_standing("uq_revision_current", "statement_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id", ondelete="CASCADE"))
    number: Mapped[int]
    reason: Mapped[str | None]
    withdrawn_because: Mapped[str | None]
    origin: Mapped[Origin] = mapped_column(one_of(Origin))
    title: Mapped[str | None]
    url: Mapped[str | None]
    archived_url: Mapped[str | None]
    published: Mapped[date | None]
    language: Mapped[str] = mapped_column(bytewise_text(8))
    complete: Mapped[bool]
    disclaimer: Mapped[bool | None]
    sha256: Mapped[str | None] = mapped_column(bytewise_text(64))
    digest: Mapped[str] = mapped_column(bytewise_text(64))
    text: Mapped[str | None]


class Placed:
    """Columns of anything located in a revision: its order and, if the text was available, its position."""

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    paragraph: Mapped[int | None]
    char_start: Mapped[int | None]
    char_end: Mapped[int | None]


def _placed(*more: CheckConstraint | ForeignKeyConstraint | Index) -> tuple[object, ...]:
    return (
        UniqueConstraint("revision_id", "ordinal"),
        CheckConstraint("ordinal >= 1", name="ordinal"),
        CheckConstraint(
            "(paragraph IS NULL) = (char_start IS NULL) AND (char_start IS NULL) = (char_end IS NULL)",
            name="place_whole",
        ),
        CheckConstraint("paragraph >= 1 AND char_start >= 0 AND char_end > char_start", name="place_order"),
        *more,
    )


_PLACE = ("force_id", "newest_first", "ordinal")
"""What tells a figure of a statement from all others that stand, in the order of lists."""


class Observation(Standing, OfRound, Placed, Base):
    """One figure of a revision.

    It stands as long as its revision does. That, its force and its round are kept with it, and where its measure stands
    in the catalogue, so that every list of figures is read along an index of those that stand, however many there were.
    """

    __tablename__ = "observation"
    __table_args__ = _placed(
        ForeignKeyConstraint(["measure_id", "unit"], ["measure_unit.measure_id", "measure_unit.unit"]),
        ForeignKeyConstraint(
            ["measure_id", "measure_position"], ["measure.id", "measure.position"], onupdate="CASCADE"
        ),
        CheckConstraint("low <= value AND value <= high", name="value_within_bounds"),
        CheckConstraint("value < value_max AND value_max <= high", name="range_order"),
        CheckConstraint("(qualifier = 'range') = (value_max IS NOT NULL)", name="range_has_both_ends"),
        CheckConstraint("(substr(measure_id, 1, 6) = 'other_') = (label IS NOT NULL)", name="other_has_label"),
        CheckConstraint("(period_label IS NULL) = (period_kind IS NULL)", name="period_whole"),
        CheckConstraint(
            "period_label IS NOT NULL OR (period_start IS NULL AND period_end IS NULL)", name="period_has_label"
        ),
        CheckConstraint("period_start <= period_end", name="period_order"),
        CheckConstraint("as_stated <> ''", name="as_stated"),
        _release_order(),
        _index_of_standing("uq_observation_standing", *_PLACE, unique=True),
        _index_of_standing("ix_observation_by_round", "newest_first", "force_id", "ordinal"),
        _index_of_standing("ix_observation_by_measure", "measure_position", *_PLACE),
        _index_of_standing("ix_observation_by_measure_and_value", "measure_position", "value", *_PLACE),
        _index_of_standing("ix_observation_by_value", "value", *_PLACE),
        _index_of_standing("ix_observation_by_last_day", "last_day", *_PLACE),
        _index_of_standing("ix_observation_by_period", "period_label", *_PLACE),
        _index_of_standing("ix_observation_by_qualifier", "qualifier", *_PLACE),
        _index_of_standing("ix_observation_by_status", "status", *_PLACE, only="status <> 'actual'"),
        _index_of_standing("ix_observation_by_certainty", "certainty", *_PLACE, only="certainty <> 'certain'"),
        _index_of_standing("ix_observation_by_area", "area_in_small", *_PLACE, only="area_in_small IS NOT NULL"),
    )

    measure_position: Mapped[int]
    measure_id: Mapped[str] = mapped_column(bytewise_text(64))
    label: Mapped[str | None]
    value: Mapped[Decimal]
    value_max: Mapped[Decimal | None]
    unit: Mapped[Unit] = mapped_column(one_of(Unit))
    qualifier: Mapped[Qualifier] = mapped_column(one_of(Qualifier))
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    period_label: Mapped[str | None]
    period_kind: Mapped[PeriodKind | None] = mapped_column(one_of(PeriodKind))
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    # Figures without a period come before those with one.
    last_day: Mapped[date] = mapped_column(Computed("coalesce(period_end, '0001-01-01')", persisted=True))
    area: Mapped[str | None]
    area_in_small: Mapped[str | None] = mapped_column(Computed("lower(area)", persisted=True))
    status: Mapped[Status] = mapped_column(one_of(Status))
    as_stated: Mapped[str]
    method: Mapped[str]
    certainty: Mapped[Certainty] = mapped_column(one_of(Certainty), server_default=Certainty.CERTAIN.value)
    warnings: Mapped[list[dict[str, str]] | None]


class Note(Placed, Base):
    """A claim in a revision that has no number."""

    __tablename__ = "note"
    __table_args__ = _placed(
        CheckConstraint("month IS NULL OR (month BETWEEN 1 AND 12 AND year IS NOT NULL)", name="month_of_a_year"),
    )

    topic: Mapped[Topic] = mapped_column(one_of(Topic))
    kind: Mapped[NoteKind] = mapped_column(one_of(NoteKind))
    text: Mapped[str]
    year: Mapped[int | None]
    month: Mapped[int | None]
    method: Mapped[str]


class Unassigned(Placed, Base):
    """A number in a revision that no rule could assign to a measure."""

    __tablename__ = "unassigned"
    __table_args__ = _placed()

    as_stated: Mapped[str]
    value: Mapped[Decimal | None]
    unit: Mapped[Unit | None] = mapped_column(one_of(Unit))
    qualifier: Mapped[Qualifier] = mapped_column(one_of(Qualifier))


class Dataset(Base):
    """An official series of one publisher."""

    __tablename__ = "official_dataset"

    id: Mapped[str] = mapped_column(bytewise_text(64), primary_key=True)
    position: Mapped[int]
    title: Mapped[str]
    description: Mapped[str]
    publisher: Mapped[Publisher] = mapped_column(one_of(Publisher))
    url: Mapped[str]


class Edition(Base):
    """A release of a dataset by its publisher."""

    __tablename__ = "official_edition"
    __table_args__ = (
        UniqueConstraint("dataset_id", "released"),
        UniqueConstraint("id", "dataset_id"),
        CheckConstraint("url LIKE 'http://%' OR url LIKE 'https://%'", name="url"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("official_dataset.id"))
    released: Mapped[date]
    taken_in_by: Mapped[int] = mapped_column(ForeignKey("release.number"))
    origin: Mapped[Origin] = mapped_column(one_of(Origin))
    title: Mapped[str]
    url: Mapped[str]
    grade: Mapped[Grade] = mapped_column(one_of(Grade))
    designation: Mapped[Designation] = mapped_column(one_of(Designation))
    vintage: Mapped[Vintage] = mapped_column(one_of(Vintage))
    obtained: Mapped[str]
    processing: Mapped[str | None]
    caveats: Mapped[list[str]]
    sha256: Mapped[str] = mapped_column(bytewise_text(64))
    digest: Mapped[str] = mapped_column(bytewise_text(64))


class Counted(Standing):
    """Columns of anything an edition says of a force: of which measure, counted how, and of which time."""

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int]
    dataset_id: Mapped[str] = mapped_column(bytewise_text(64))
    force_id: Mapped[str] = mapped_column(ForeignKey("force.id"))
    measure_id: Mapped[str] = mapped_column(bytewise_text(64))
    basis: Mapped[Basis] = mapped_column(one_of(Basis))
    period_label: Mapped[str]
    period_kind: Mapped[PeriodKind] = mapped_column(one_of(PeriodKind))
    period_start: Mapped[date]
    period_end: Mapped[date]


_KEY = ("force_id", "measure_id", "basis", "period_end", "period_start")
"""What identifies a row of an edition, in the order of lists."""


def _counted(table: str, *more: CheckConstraint | ForeignKeyConstraint | Index) -> tuple[object, ...]:
    """Return the constraints of such a table. An edition has one row of a key, and of all editions one stands."""
    return (
        ForeignKeyConstraint(
            ["edition_id", "dataset_id"],
            ["official_edition.id", "official_edition.dataset_id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("period_start <= period_end", name="period_order"),
        _release_order(),
        UniqueConstraint("edition_id", *_KEY, name=f"uq_{table}_edition"),
        _index_of_standing(f"uq_{table}_standing", *_KEY, "dataset_id", unique=True),
        *more,
    )


class OfficialFigure(Counted, Base):
    """One figure of an edition.

    Of those of a force, measure and basis that stand, one is the ``newest``: that is written when figures come in.
    """

    __tablename__ = "official_figure"
    __table_args__ = _counted(
        "official_figure",
        ForeignKeyConstraint(["measure_id", "unit"], ["measure_unit.measure_id", "measure_unit.unit"]),
        CheckConstraint("low <= value AND value <= high", name="value_within_bounds"),
        CheckConstraint("(qualifier = 'exact') = (low = high)", name="exact_is_a_point"),
        CheckConstraint("qualifier IN ('exact', 'rounded')", name="counted"),
        Index(None, "measure_id", "period_end", "force_id"),
        _index_of_standing("ix_official_figure_by_measure", "measure_id", "force_id", *_KEY[2:], "dataset_id"),
        _index_of_standing("ix_official_figure_by_value", "value", *_KEY, "dataset_id"),
        _index_of_standing("ix_official_figure_by_last_day", "period_end", *_KEY[:3], "period_start", "dataset_id"),
        _index_of_standing("ix_official_figure_by_dataset", "dataset_id", *_KEY),
        _index_of_standing("ix_official_figure_first_of_dataset", "dataset_id", "period_start"),
        _index_of_standing("ix_official_figure_last_of_dataset", "dataset_id", "period_end"),
        _index_of_standing("ix_official_figure_of_edition", "edition_id"),
        PartialIndex(
            "ix_official_figure_newest",
            *(*_KEY, "dataset_id"),
            where=text("newest = 1"),
            on_postgresql=text("newest"),
        ),
    )

    value: Mapped[Decimal]
    unit: Mapped[Unit] = mapped_column(one_of(Unit))
    qualifier: Mapped[Qualifier] = mapped_column(one_of(Qualifier))
    low: Mapped[Decimal]
    high: Mapped[Decimal]
    newest: Mapped[bool] = mapped_column(server_default=false())


class OfficialGap(Counted, Base):
    """A figure that an edition does not have, and why."""

    __tablename__ = "official_gap"
    __table_args__ = _counted("official_gap", ForeignKeyConstraint(["measure_id"], ["measure.id"]))

    code: Mapped[GapCode] = mapped_column(one_of(GapCode))
    detail: Mapped[str]


class OfficialGapCount(Base):
    """How many gaps stand that a dataset has for one reason: of which forces (joined by commas), and of which time."""

    __tablename__ = "official_gap_count"

    dataset_id: Mapped[str] = mapped_column(ForeignKey("official_dataset.id"), primary_key=True)
    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id"), primary_key=True)
    basis: Mapped[Basis] = mapped_column(one_of(Basis), primary_key=True)
    code: Mapped[GapCode] = mapped_column(one_of(GapCode), primary_key=True)
    detail: Mapped[str] = mapped_column(primary_key=True)
    forces: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]
    gaps: Mapped[int]


class Reconciliation(Standing, Base):
    """How a stated figure agrees with official ones, as a rule found it when either came in."""

    __tablename__ = "reconciliation"
    __table_args__ = (
        _release_order(),
        CheckConstraint("relation = 'not_comparable' OR primary_candidate IS NOT NULL", name="compared_with_one"),
        CheckConstraint("(relation = 'not_comparable') = (difference IS NULL)", name="comparable_differ"),
        CheckConstraint("(difference IS NULL) = (closest_candidate IS NULL)", name="closest_by_difference"),
        CheckConstraint("explanation <> ''", name="explanation"),
        _index_of_standing("uq_reconciliation_standing", "observation_id", unique=True),
        _index_of_standing("ix_reconciliation_by_size", "size", "observation_id"),
        _index_of_standing("ix_reconciliation_by_relation", "relation", "observation_id"),
        Index(None, "observation_id"),
        Index(None, "taken_in_by"),
        _superseded(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id", ondelete="CASCADE"))
    relation: Mapped[Relation] = mapped_column(one_of(Relation))
    reasons: Mapped[tuple[Reason, ...]] = mapped_column(AsJson(tuple[Reason, ...]))
    primary_candidate: Mapped[Candidate | None] = mapped_column(AsJson(Candidate))
    closest_candidate: Mapped[Candidate | None] = mapped_column(AsJson(Candidate))
    candidates: Mapped[tuple[Candidate, ...]] = mapped_column(AsJson(tuple[Candidate, ...]))
    difference: Mapped[Decimal | None]
    # Nothing is less than what could not be compared at all.
    size: Mapped[Decimal] = mapped_column(Computed("coalesce(abs(difference), -1)", persisted=True))
    explanation: Mapped[str]


class StatedCount(Base):
    """How many figures of a measure stand that the statements of a force state, and how many ``official`` ones do.

    Of those stated, ``reconciliations`` are laid beside official figures. Like the other counts, it is written when
    figures begin or cease to stand, and there is no row where nothing is counted: what is counted when somebody asks
    takes the longer, the more there is.
    """

    __tablename__ = "stated_count"

    force_id: Mapped[str] = mapped_column(ForeignKey("force.id"), primary_key=True)
    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id"), primary_key=True)
    figures: Mapped[int] = _count()
    reconciliations: Mapped[int] = _count()
    official: Mapped[int] = _count()


class OfficialCount(Base):
    """How many figures, and gaps, of a measure stand that a dataset has of a force."""

    __tablename__ = "official_count"
    __table_args__ = (Index("ix_official_count_by_measure", "dataset_id", "measure_id", "force_id", "figures"),)

    dataset_id: Mapped[str] = mapped_column(ForeignKey("official_dataset.id"), primary_key=True)
    force_id: Mapped[str] = mapped_column(ForeignKey("force.id"), primary_key=True)
    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id"), primary_key=True)
    figures: Mapped[int] = _count()
    gaps: Mapped[int] = _count()


class MeasureCount(Base):
    """How many figures of a measure stand that a source has: the statements (``stated``), or a dataset."""

    __tablename__ = "measure_count"

    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id"), primary_key=True)
    source: Mapped[str] = mapped_column(bytewise_text(64), primary_key=True)
    figures: Mapped[int] = _count()


class OfficialTimeCount(Base):
    """How many figures, and gaps, stand that a dataset has of a measure, counted in one way, at one time."""

    __tablename__ = "official_time_count"

    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id"), primary_key=True)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("official_dataset.id"), primary_key=True)
    basis: Mapped[Basis] = mapped_column(one_of(Basis), primary_key=True)
    period_start: Mapped[date] = mapped_column(primary_key=True)
    period_end: Mapped[date] = mapped_column(primary_key=True)
    period_kind: Mapped[PeriodKind] = mapped_column(one_of(PeriodKind), primary_key=True)
    period_label: Mapped[str] = mapped_column(primary_key=True)
    figures: Mapped[int] = _count()
    gaps: Mapped[int] = _count()


class ForceCount(Base):
    """How many statements of a force stand, how many of them were read in part, and how many figures they state.

    Of the figures, ``with_place`` have a known place in the text, and ``with_period`` a period.
    """

    __tablename__ = "force_count"

    force_id: Mapped[str] = mapped_column(ForeignKey("force.id"), primary_key=True)
    statements: Mapped[int] = _count()
    read_in_part: Mapped[int] = _count()
    figures: Mapped[int] = _count()
    with_place: Mapped[int] = _count()
    with_period: Mapped[int] = _count()


class RoundCount(Base):
    """How many statements of a round stand."""

    __tablename__ = "round_count"

    round: Mapped[str] = mapped_column(bytewise_text(16), primary_key=True)
    statements: Mapped[int] = _count()
