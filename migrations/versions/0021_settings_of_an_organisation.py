"""settings of an organisation

What an organisation fills in stands in its row instead of a file. The files of before are taken
over when a program of this version starts (organisations/services.py): the database does not know
where they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisation", sa.Column("settings", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column(
        "organisation",
        sa.Column("settings_revision", sa.Integer(), nullable=False, server_default="0"),
    )
    op.add_column("organisation", sa.Column("logo", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    for name in ("logo", "settings_revision", "settings"):
        op.drop_column("organisation", name)
