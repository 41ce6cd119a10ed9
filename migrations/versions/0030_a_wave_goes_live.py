"""a wave is a draft until it goes live; test waves are marked

Waves that were planned before were live from the beginning: people have their links. Nobody is
known who checked them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

# On the column itself, so that both databases add it, and drop it with the column.
BEFORE_LIVE = "constraint ck_wave_checked_before_live check (live_at is null or checked_at is not null)"
TWO_PEOPLE = (
    "constraint ck_wave_two_people check (live_by is null or checked_by is null"
    " or live_by <> checked_by or alone_because is not null or is_test)"
)


def upgrade() -> None:
    for column in (
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.String(32), nullable=True),
        sa.Column("alone_because", sa.Text(), nullable=True),
        sa.Column("is_test", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("test_addresses", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("wave", column)
    kind = "timestamp with time zone" if op.get_bind().dialect.name == "postgresql" else "datetime"
    op.execute(f"alter table wave add column live_at {kind} {BEFORE_LIVE}")
    op.execute(f"alter table wave add column live_by varchar(32) {TWO_PEOPLE}")
    op.execute("update wave set checked_at = created_at, live_at = created_at")


def downgrade() -> None:
    for name in (
        "live_by",
        "live_at",
        "checked_at",
        "checked_by",
        "alone_because",
        "is_test",
        "test_addresses",
    ):
        op.drop_column("wave", name)
