"""who was invited stays counted

Contacts are wiped after a wave, and erased when somebody asks; the invitation then points at nobody,
as that of somebody who came by an open link does. Who was written to was a contact.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

STANDS = ("wave_id", "questionnaire", "language", "channel", "delivery", "used", "refused")


def upgrade() -> None:
    op.add_column(
        "invitation", sa.Column("is_known", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute(
        "update invitation set is_known = true"
        " where contact_id is not null or channel is not null or delivery <> 'none'"
    )
    _index_with("is_known")


def downgrade() -> None:
    _index_with("contact_id")
    op.drop_column("invitation", "is_known")


def _index_with(column: str) -> None:
    op.drop_index("ix_invitation_response", "invitation")
    op.create_index("ix_invitation_response", "invitation", [*STANDS, column, "organisation_id"])
