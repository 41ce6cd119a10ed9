"""replies to text messages

What somebody wrote back, encrypted, for the fieldworker; it goes with the wave and the contact.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting, releasing

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLE = "message_reply"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("contact_id", sa.String(32), nullable=False),
        sa.Column("same_hash", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("same_hash", name=op.f(f"uq_{TABLE}_same_hash")),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name=op.f(f"fk_{TABLE}_wave_id"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_id", "organisation_id"],
            ["contact.id", "contact.organisation_id"],
            name=op.f(f"fk_{TABLE}_contact_id"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f(f"ix_{TABLE}_wave_id"), TABLE, ["wave_id"])
    op.create_index(op.f(f"ix_{TABLE}_contact_id"), TABLE, ["contact_id"])
    op.create_index(
        op.f(f"ix_{TABLE}_organisation_id"), TABLE, ["organisation_id", "is_done", "received_on"]
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in protecting(TABLE):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in releasing(TABLE):
            op.execute(statement)
    op.drop_table(TABLE)
