"""Initial schema."""

import sqlalchemy as sa
from alembic import op

from app.db import types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dataset",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("modified_at", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_dataset_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset")),
    )
    op.create_table(
        "force",
        sa.Column("id", types.bytewise_text(64), nullable=False),
        sa.Column("name", types.bytewise_text(), nullable=False),
        sa.Column("country", types.bytewise_text(), nullable=False),
        sa.Column("region", types.bytewise_text(), nullable=False),
        sa.Column("ons_code", types.bytewise_text(9), nullable=False),
        sa.Column("website", types.bytewise_text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_force")),
        sa.UniqueConstraint("name", name=op.f("uq_force_name")),
        sa.UniqueConstraint("ons_code", name=op.f("uq_force_ons_code")),
    )
    op.create_table(
        "measure",
        sa.Column("id", types.bytewise_text(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", types.bytewise_text(), nullable=False),
        sa.Column("description", types.bytewise_text(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "geography",
                "demographics",
                "budget",
                "workforce",
                "demand",
                name="topic",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "count",
                "share",
                "money",
                "extent",
                "change",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "aggregation",
            sa.Enum("sum", "none", name="aggregation", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_table(
        "measure_unit",
        sa.Column("measure_id", types.bytewise_text(64), nullable=False),
        sa.Column(
            "unit",
            sa.Enum(
                "people",
                "count",
                "gbp",
                "percent",
                "percentage_points",
                "square_miles",
                "square_km",
                "miles",
                "km",
                "per_day",
                "per_1000_people",
                "per_100000_people",
                "rank",
                "minutes",
                "hours",
                "ratio",
                name="unit",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_measure_unit_measure_id_measure"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("measure_id", "unit", name=op.f("pk_measure_unit")),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("force_id", types.bytewise_text(64), nullable=False),
        sa.Column("round", types.bytewise_text(16), nullable=False),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_statement_force_id_force")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("force_id", "round", name=op.f("uq_statement_force_id_round")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum("bundled", "ingested", name="origin", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", types.bytewise_text(), nullable=True),
        sa.Column("url", types.bytewise_text(), nullable=True),
        sa.Column("language", types.bytewise_text(8), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("disclaimer", sa.Boolean(), nullable=True),
        sa.Column("sha256", types.bytewise_text(64), nullable=True),
        sa.Column("digest", types.bytewise_text(64), nullable=False),
        sa.Column("text", types.bytewise_text(), nullable=True),
        sa.Column("taken_in_at", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_revision_number")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_revision_statement_id_statement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("statement_id", "number", name=op.f("uq_revision_statement_id_number")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(
            "uq_revision_current",
            ["statement_id"],
            unique=True,
            sqlite_where=sa.text("current"),
            postgresql_where=sa.text("current"),
        )

    op.create_table(
        "note",
        sa.Column(
            "topic",
            sa.Enum(
                "geography",
                "demographics",
                "budget",
                "workforce",
                "demand",
                name="topic",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "outlook",
                "initiative",
                "partnership",
                "commitment",
                "character",
                name="notekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", types.bytewise_text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("method", types.bytewise_text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("char_start", sa.Integer(), nullable=True),
        sa.Column("char_end", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(paragraph IS NULL) = (char_start IS NULL) AND (char_start IS NULL) = (char_end IS NULL)",
            name=op.f("ck_note_place_whole"),
        ),
        sa.CheckConstraint(
            "month IS NULL OR (month BETWEEN 1 AND 12 AND year IS NOT NULL)", name=op.f("ck_note_month_of_a_year")
        ),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_note_ordinal")),
        sa.CheckConstraint(
            "paragraph >= 1 AND char_start >= 0 AND char_end > char_start", name=op.f("ck_note_place_order")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_note_revision_id_revision"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("revision_id", "ordinal", name=op.f("uq_note_revision_id_ordinal")),
    )
    op.create_table(
        "observation",
        sa.Column("measure_id", types.bytewise_text(64), nullable=False),
        sa.Column("label", types.bytewise_text(), nullable=True),
        sa.Column("value", types.ExactDecimal(), nullable=False),
        sa.Column("value_max", types.ExactDecimal(), nullable=True),
        sa.Column(
            "unit",
            sa.Enum(
                "people",
                "count",
                "gbp",
                "percent",
                "percentage_points",
                "square_miles",
                "square_km",
                "miles",
                "km",
                "per_day",
                "per_1000_people",
                "per_100000_people",
                "rank",
                "minutes",
                "hours",
                "ratio",
                name="unit",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "qualifier",
            sa.Enum(
                "exact",
                "about",
                "over",
                "under",
                "up_to",
                "range",
                name="qualifier",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("low", types.ExactDecimal(), nullable=True),
        sa.Column("high", types.ExactDecimal(), nullable=True),
        sa.Column("period_label", types.bytewise_text(), nullable=True),
        sa.Column(
            "period_kind",
            sa.Enum(
                "financial_year",
                "calendar_year",
                "year_to",
                "month",
                "date",
                "span",
                "points",
                "since",
                "by",
                "relative",
                name="periodkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("area", types.bytewise_text(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "actual",
                "target",
                "forecast",
                "planned",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("as_stated", types.bytewise_text(), nullable=False),
        sa.Column("method", types.bytewise_text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("char_start", sa.Integer(), nullable=True),
        sa.Column("char_end", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(qualifier = 'range') = (value_max IS NOT NULL)", name=op.f("ck_observation_range_has_both_ends")
        ),
        sa.CheckConstraint(
            "(substr(measure_id, 1, 6) = 'other_') = (label IS NOT NULL)", name=op.f("ck_observation_other_has_label")
        ),
        sa.CheckConstraint("as_stated <> ''", name=op.f("ck_observation_as_stated")),
        sa.CheckConstraint(
            "(paragraph IS NULL) = (char_start IS NULL) AND (char_start IS NULL) = (char_end IS NULL)",
            name=op.f("ck_observation_place_whole"),
        ),
        sa.CheckConstraint("(period_label IS NULL) = (period_kind IS NULL)", name=op.f("ck_observation_period_whole")),
        sa.CheckConstraint("low <= value AND value <= high", name=op.f("ck_observation_value_within_bounds")),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_observation_ordinal")),
        sa.CheckConstraint(
            "paragraph >= 1 AND char_start >= 0 AND char_end > char_start", name=op.f("ck_observation_place_order")
        ),
        sa.CheckConstraint(
            "period_label IS NOT NULL OR (period_start IS NULL AND period_end IS NULL)",
            name=op.f("ck_observation_period_has_label"),
        ),
        sa.CheckConstraint("period_start <= period_end", name=op.f("ck_observation_period_order")),
        sa.CheckConstraint("value < value_max AND value_max <= high", name=op.f("ck_observation_range_order")),
        sa.ForeignKeyConstraint(
            ["measure_id", "unit"],
            ["measure_unit.measure_id", "measure_unit.unit"],
            name=op.f("fk_observation_measure_id_unit_measure_unit"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_observation_revision_id_revision"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint("revision_id", "ordinal", name=op.f("uq_observation_revision_id_ordinal")),
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observation_measure_id_value"), ["measure_id", "value"], unique=False)

    op.create_table(
        "unassigned",
        sa.Column("as_stated", types.bytewise_text(), nullable=False),
        sa.Column("value", types.ExactDecimal(), nullable=True),
        sa.Column(
            "unit",
            sa.Enum(
                "people",
                "count",
                "gbp",
                "percent",
                "percentage_points",
                "square_miles",
                "square_km",
                "miles",
                "km",
                "per_day",
                "per_1000_people",
                "per_100000_people",
                "rank",
                "minutes",
                "hours",
                "ratio",
                name="unit",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "qualifier",
            sa.Enum(
                "exact",
                "about",
                "over",
                "under",
                "up_to",
                "range",
                name="qualifier",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("char_start", sa.Integer(), nullable=True),
        sa.Column("char_end", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(paragraph IS NULL) = (char_start IS NULL) AND (char_start IS NULL) = (char_end IS NULL)",
            name=op.f("ck_unassigned_place_whole"),
        ),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_unassigned_ordinal")),
        sa.CheckConstraint(
            "paragraph >= 1 AND char_start >= 0 AND char_end > char_start", name=op.f("ck_unassigned_place_order")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_unassigned_revision_id_revision"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unassigned")),
        sa.UniqueConstraint("revision_id", "ordinal", name=op.f("uq_unassigned_revision_id_ordinal")),
    )


def downgrade() -> None:
    op.drop_table("unassigned")
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_observation_measure_id_value"))

    op.drop_table("observation")
    op.drop_table("note")
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index("uq_revision_current", sqlite_where=sa.text("current"), postgresql_where=sa.text("current"))

    op.drop_table("revision")
    op.drop_table("statement")
    op.drop_table("measure_unit")
    op.drop_table("measure")
    op.drop_table("force")
    op.drop_table("dataset")
