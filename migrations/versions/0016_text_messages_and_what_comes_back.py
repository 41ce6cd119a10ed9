"""text messages, and what comes back

A channel more, whether a message was delivered, the address that did not work (as the same keyed
hash, so that a corrected one differs by itself), and what services told until the worker reads it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

CHANNELS = "('console', 'smtp', 'sms', 'letter')"
OLD_CHANNELS = "('console', 'smtp', 'letter')"


def upgrade() -> None:
    op.add_column(
        "message", sa.Column("delivered", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _known_channels(CHANNELS)
    for way in ("phone", "email"):
        op.add_column("contact", sa.Column(f"bounced_{way}", sa.LargeBinary(), nullable=True))
    op.create_table(
        "told",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("same_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told")),
        sa.UniqueConstraint("same_hash", name=op.f("uq_told_same_hash")),
        sa.CheckConstraint("kind in ('receipt', 'reply')", name=op.f("ck_told_known_kind")),
    )


def downgrade() -> None:
    op.drop_table("told")
    for way in ("phone", "email"):
        op.drop_column("contact", f"bounced_{way}")
    op.execute("delete from message where channel = 'sms'")
    _known_channels(OLD_CHANNELS)
    op.drop_column("message", "delivered")


def _known_channels(channels: str) -> None:
    name = op.f("ck_message_known_channel")
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"channel in {channels}")
