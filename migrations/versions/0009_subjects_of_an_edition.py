"""subjects of an edition

What a closing edition says beside Tabel 1 (comparisons, groups, response, advice, ...) is kept with
it, one row a subject, so that pages read what was published and compute nothing.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLE = "edition_subject"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("snapshot_id", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id", "organisation_id"],
            ["snapshot.id", "snapshot.organisation_id"],
            name=op.f(f"fk_{TABLE}_snapshot_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "subject", name=op.f(f"pk_{TABLE}")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in protecting(TABLE):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
