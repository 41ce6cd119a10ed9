"""who was not chosen for a talk may hear it by text message"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

NAME = "ck_recontact_known_tell"
BEFORE = "tell in ('no', 'email', 'sending', 'phone')"
AFTER = "tell in ('no', 'email', 'sms', 'sending', 'phone')"


def upgrade() -> None:
    _known(AFTER)


def downgrade() -> None:
    """Somebody calls whoever still waits for a text message."""
    op.execute("update recontact set tell = 'phone' where tell = 'sms'")
    _known(BEFORE)


def _known(values: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"alter table recontact drop constraint {NAME}")
        op.execute(f"alter table recontact add constraint {NAME} check ({values})")
        return
    # SQLite: the condition stays one of the column, so that 0033 can still take the column away.
    waits = sa.text("tell <> 'no'")
    op.drop_index("ix_recontact_to_tell", "recontact")
    op.execute(
        "alter table recontact add column other varchar(40) default 'no' not null"
        f" constraint {NAME} check ({values.replace('tell', 'other', 1)})"
    )
    op.execute("update recontact set other = tell")
    op.drop_column("recontact", "tell")
    op.execute("alter table recontact rename column other to tell")
    op.create_index("ix_recontact_to_tell", "recontact", ["id"], sqlite_where=waits)
