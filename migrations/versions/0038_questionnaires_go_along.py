"""a message names several questionnaires of one person

A questionnaire that is named in the message about another has a row of its own, which says in which
message it goes. Of what was sent before, each went by itself.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

GOES_ALONG = sa.text("carried_by is not null")


def upgrade() -> None:
    op.add_column("message", sa.Column("carried_by", sa.String(32), nullable=True))
    op.create_index(
        "ix_message_carried_by",
        "message",
        ["carried_by", "state"],
        sqlite_where=GOES_ALONG,
        postgresql_where=GOES_ALONG,
    )


def downgrade() -> None:
    # What still waits in another message would go out twice: it waits no more.
    op.execute("update message set state = 'cancelled' where carried_by is not null"
               " and state = 'queued'")
    op.drop_index("ix_message_carried_by", "message")
    op.drop_column("message", "carried_by")
