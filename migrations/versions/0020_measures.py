"""measures and recommendations

The register D22 goes along from wave to wave; each wave has its own state of each measure.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = ("measure", "measure_state")


def upgrade() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("point", sa.String(40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("origin", sa.String(200), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint(
            "kind in ('measure', 'recommendation')", name=op.f("ck_measure_known_kind")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name=op.f("fk_measure_wave_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("id", "organisation_id", name=op.f("uq_measure_id")),
    )
    op.create_index(op.f("ix_measure_wave_id"), "measure", ["wave_id"])
    op.create_table(
        "measure_state",
        sa.Column("measure_id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint(
            "state in ('open', 'running', 'done', 'dropped')",
            name=op.f("ck_measure_state_known_state"),
        ),
        sa.ForeignKeyConstraint(
            ["measure_id", "organisation_id"],
            ["measure.id", "measure.organisation_id"],
            name=op.f("fk_measure_state_measure_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name=op.f("fk_measure_state_wave_id"),
        ),
        sa.PrimaryKeyConstraint("measure_id", "wave_id", name=op.f("pk_measure_state")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in protecting(table):
                op.execute(statement)


def downgrade() -> None:
    op.drop_table("measure_state")
    op.drop_table("measure")
