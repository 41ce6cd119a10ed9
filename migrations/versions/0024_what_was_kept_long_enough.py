"""what was kept long enough

Which erasures were carried out in this database, and whether the texts of a wave were wiped.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure_done",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasure_done"),
    )
    op.add_column("wave", sa.Column("texts_wiped_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("wave", "texts_wiped_at")
    op.drop_table("erasure_done")
