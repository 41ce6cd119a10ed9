"""signs of life: when the worker was last at work

The web application and the worker share nothing but the database; there a page finds out that its
table will not come, and an operator that nothing moves.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("program", sa.String(40), nullable=False),
        sa.Column("beaten_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("program", name="pk_heartbeat"),
    )


def downgrade() -> None:
    op.drop_table("heartbeat")
