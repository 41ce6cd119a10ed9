"""letters that are to be printed again

A mark on a message; an index of the marked ones only, since the worker looks for them all the time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

INDEX = "ix_message_to_print_again"


def upgrade() -> None:
    op.add_column(
        "message",
        sa.Column("to_print_again", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    marked = sa.text("to_print_again")
    op.create_index(
        INDEX, "message", ["to_print_again"], sqlite_where=marked, postgresql_where=marked
    )


def downgrade() -> None:
    op.drop_index(INDEX, "message")
    op.drop_column("message", "to_print_again")
