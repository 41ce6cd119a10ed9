"""an edition of an open wave is asked for

Nothing of an open wave is published any more unless an evaluator asks: the wish stands with the
wave until the worker has made that edition.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wave", sa.Column("interim_asked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("wave", "interim_asked_at")
