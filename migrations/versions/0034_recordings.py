"""recordings

Questions and answers that were recorded in a language, for who would rather listen.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

TABLE = "recording"
KEY = ("organisation_id", "language", "questionnaire", "version", "question", "option")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("questionnaire", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("option", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(16), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("milliseconds >= 0", name=op.f(f"ck_{TABLE}_milliseconds_not_negative")),
        sa.CheckConstraint("size >= 0", name=op.f(f"ck_{TABLE}_size_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")
        ),
        sa.PrimaryKeyConstraint(*KEY, name=op.f(f"pk_{TABLE}")),
    )
    op.create_index("ix_recording_digest", TABLE, ["organisation_id", "digest"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in protecting(TABLE):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
