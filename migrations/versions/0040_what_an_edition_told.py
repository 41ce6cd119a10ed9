"""what an edition told

What each edition told of people is kept beside it, figure by figure, so that the next edition is
judged by all of them. Editions from before have no rows here: their breakdowns are renewed only as
long as no number of people in them has moved (publishing/services_subjects.py).
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

TABLE = "released_breakdown"
KEY = ("snapshot_id", "questionnaire", "breakdown")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("snapshot_id", sa.String(32), nullable=False),
        sa.Column("questionnaire", sa.String(40), nullable=False),
        sa.Column("breakdown", sa.String(40), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id", "organisation_id"],
            ["snapshot.id", "snapshot.organisation_id"],
            name=op.f(f"fk_{TABLE}_snapshot_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(*KEY, name=op.f(f"pk_{TABLE}")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in protecting(TABLE):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
