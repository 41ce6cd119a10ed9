"""documents as evidence

Where a document is, what time it tells of, what was judged of it and who read along.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "evidence_document"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("tells_from", sa.Date(), nullable=False),
        sa.Column("tells_to", sa.Date(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("light", sa.String(40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("judged_by", sa.String(200), nullable=True),
        sa.Column("read_by", sa.String(200), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint(
            "light in ('groen', 'oranje', 'rood', 'onvoldoende uitsluitsel')",
            name=op.f(f"ck_{TABLE}_known_light"),
        ),
        sa.CheckConstraint(
            "light is null or reason <> ''", name=op.f(f"ck_{TABLE}_judged_with_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name=op.f(f"fk_{TABLE}_wave_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index("ix_evidence_document_of_wave", TABLE, ["wave_id", "code"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in protecting(TABLE):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
