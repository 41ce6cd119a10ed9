"""an opt-out holds for every way to reach a person

Beside the telephone, a contact keeps a keyed hash of its e-mail address and its postal address, so
that somebody who opted out is recognised in a file that spells the name otherwise. Contacts of
before get them when they are imported again: making them needs the keys.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HASHES = ("email_hash", "address_hash")


def upgrade() -> None:
    for name in HASHES:
        op.add_column("contact", sa.Column(name, sa.LargeBinary(), nullable=True))
        op.create_index(f"ix_contact_{name}", "contact", [name])


def downgrade() -> None:
    for name in HASHES:
        op.drop_index(f"ix_contact_{name}", "contact")
        op.drop_column("contact", name)
