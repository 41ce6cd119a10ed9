"""measures ask

What the next wave asks about a measure, and beside a questionnaire of a wave what it asked.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLE = "measure_question"


def upgrade() -> None:
    op.add_column(
        "wave_questionnaire", sa.Column("own", sa.Text(), nullable=False, server_default="")
    )
    op.create_table(
        TABLE,
        sa.Column("measure_id", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("questionnaires", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f(f"ck_{TABLE}_has_words")),
        sa.CheckConstraint("questionnaires <> ''", name=op.f(f"ck_{TABLE}_asked_somewhere")),
        sa.ForeignKeyConstraint(
            ["measure_id", "organisation_id"],
            ["measure.id", "measure.organisation_id"],
            name=op.f(f"fk_{TABLE}_measure_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("measure_id", name=op.f(f"pk_{TABLE}")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in protecting(TABLE):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_column("wave_questionnaire", "own")
