"""open answers are reviewed

The worker puts the open answers of a closed wave apart, once; a reviewer reads them there.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting, releasing

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("open_answer", "cover_opened")


def upgrade() -> None:
    op.add_column("wave", sa.Column("open_answers_read_at", sa.DateTime(timezone=True)))
    op.create_table(
        "open_answer",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("questionnaire", sa.String(40), nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("original", sa.Text(), nullable=True),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("proposed_label", sa.String(40), nullable=True),
        sa.Column("label", sa.String(40), nullable=True),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("times_skipped", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint(
            "label in ('negatief', 'gemengd', 'neutraal', 'positief')",
            name="ck_open_answer_known_label",
        ),
        sa.CheckConstraint("times_skipped >= 0", name="ck_open_answer_times_skipped_not_negative"),
        sa.CheckConstraint(
            "(quote is null) or (original is null)", name="ck_open_answer_original_gone"
        ),
        sa.CheckConstraint(
            "(quote is null and original is not null) or reviewed_at is not null",
            name="ck_open_answer_read_before_quoted",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_open_answer"),
        sa.UniqueConstraint("id", "organisation_id", name="uq_open_answer_id"),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name="fk_open_answer_wave_id",
        ),
    )
    op.create_index("ix_open_answer_of_wave", "open_answer", ["wave_id", "questionnaire"])
    op.create_table(
        "cover_opened",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("open_answer_id", sa.String(32), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint(
            "reason in ('meaning', 'too_much', 'distress')", name="ck_cover_opened_known_reason"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cover_opened"),
        sa.ForeignKeyConstraint(
            ["open_answer_id", "organisation_id"],
            ["open_answer.id", "open_answer.organisation_id"],
            name="fk_cover_opened_open_answer_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_cover_opened_open_answer", "cover_opened", ["open_answer_id"])
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in protecting(table):
                op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in releasing(table):
                op.execute(statement)
    op.drop_table("cover_opened")
    op.drop_table("open_answer")
    op.drop_column("wave", "open_answers_read_at")
