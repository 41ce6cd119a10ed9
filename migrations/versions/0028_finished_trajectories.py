"""finished trajectories of providers

Counts of trajectories by provider, distance, target group, steps and result, and what a provider
replies to its results.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

COUNTS, REPLIES = "trajectory_count", "provider_reply"
KEY = ("wave_id", "provider", "distance", "target_group", "instrument", "start_step", "end_step")


def upgrade() -> None:
    op.create_table(
        COUNTS,
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("provider", sa.String(200), nullable=False),
        sa.Column("distance", sa.String(40), nullable=False),
        sa.Column("target_group", sa.String(40), nullable=False),
        sa.Column("instrument", sa.String(40), nullable=False),
        sa.Column("start_step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("end_step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f(f"ck_{COUNTS}_n_not_negative")),
        *_of_a_wave(COUNTS, *KEY, "succeeded"),
    )
    op.create_table(
        REPLIES,
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("provider", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.String(200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        *_of_a_wave(REPLIES, "wave_id", "provider"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in (COUNTS, REPLIES):
            for statement in protecting(table):
                op.execute(statement)


def downgrade() -> None:
    op.drop_table(REPLIES)
    op.drop_table(COUNTS)


def _of_a_wave(table: str, *key: str) -> tuple[sa.ForeignKeyConstraint, sa.PrimaryKeyConstraint]:
    return (
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name=op.f(f"fk_{table}_wave_id"),
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
    )
