"""a long list of people is narrowed at once: by how their message stands, or who opted out"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

AWAY = sa.text("opted_out")
WHOSE = ["id", "invitation_id", "organisation_id"]
STANDS = ["wave_id", "kind", "state", "access_id", "organisation_id"]


def upgrade() -> None:
    op.create_index(
        "ix_contact_opted_out",
        "contact",
        ["organisation_id", "id"],
        sqlite_where=AWAY,
        postgresql_where=AWAY,
    )
    op.create_index("ix_access_whose", "access", WHOSE)
    op.create_index("ix_message_stands", "message", STANDS)


def downgrade() -> None:
    op.drop_index("ix_message_stands", "message")
    op.drop_index("ix_access_whose", "access")
    op.drop_index("ix_contact_opted_out", "contact")
