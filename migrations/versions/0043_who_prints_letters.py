"""a dispatch says whether the command that decided it prints its letters, or the worker

What was decided before is the worker's, as it was.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("by_command", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("dispatch", column)


def downgrade() -> None:
    op.drop_column("dispatch", "by_command")
