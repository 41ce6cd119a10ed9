"""the day of sending: when somebody was written to, for the rest between messages

A day and no time: it stands with the invitation, and nothing of an answer is near it. What was sent
before has none and counts as long ago.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("sent_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("message", "sent_on")
