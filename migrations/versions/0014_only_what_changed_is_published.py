"""only what changed is published

A wave keeps the number of its last change and of the change that was published last, so that the
worker needs to look at nothing else. An edition says whether its documents are still to be made.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INDEX = "ix_snapshot_documents_due"
DUE = sa.text("documents_due")


def upgrade() -> None:
    op.add_column("wave", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.add_column("wave", sa.Column("published_revision", sa.Integer(), nullable=True))
    due = sa.Column("documents_due", sa.Boolean(), server_default=sa.true(), nullable=False)
    op.add_column("snapshot", due)
    op.create_index(INDEX, "snapshot", ["made_at"], sqlite_where=DUE, postgresql_where=DUE)


def downgrade() -> None:
    op.drop_index(INDEX, "snapshot")
    op.drop_column("snapshot", "documents_due")
    op.drop_column("wave", "published_revision")
    op.drop_column("wave", "revision")
