"""a dispatch has a channel

One without could be decided where no channel was set; it never had messages, and none could be made.
"""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

NAME = "ck_dispatch_known_channel"
KNOWN = "channel in ('console', 'smtp', 'sms', 'letter')"


def upgrade() -> None:
    op.execute(f"delete from dispatch where not ({KNOWN})")
    with op.batch_alter_table("dispatch") as batch:
        batch.create_check_constraint(op.f(NAME), KNOWN)


def downgrade() -> None:
    with op.batch_alter_table("dispatch") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
