"""talks with people

Notes of telephone interviews and panels, without names; quotes that a second person approved.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLES = ("talk", "talk_note")


def upgrade() -> None:
    op.create_table(
        "talk",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("party", sa.String(40), nullable=False),
        sa.Column("phase", sa.String(40), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint("kind in ('telephone', 'panel')", name=op.f("ck_talk_known_kind")),
        sa.CheckConstraint("party in ('G', 'C', 'W', 'O')", name=op.f("ck_talk_known_party")),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name=op.f("fk_talk_wave_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
        sa.UniqueConstraint("id", "organisation_id", name=op.f("uq_talk_id")),
    )
    op.create_index(op.f("ix_talk_wave_id"), "talk", ["wave_id"])
    op.create_table(
        "talk_note",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("talk_id", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("quoted_by", sa.String(200), nullable=True),
        sa.Column("approved_by", sa.String(200), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint(
            "(sealed is null) <> (text is null)", name=op.f("ck_talk_note_sealed_or_covered")
        ),
        sa.CheckConstraint(
            "quote is null or text is not null", name=op.f("ck_talk_note_quoted_when_covered")
        ),
        sa.CheckConstraint(
            "approved_by is null or quote is not null",
            name=op.f("ck_talk_note_approved_when_quoted"),
        ),
        sa.CheckConstraint(
            "approved_by <> quoted_by", name=op.f("ck_talk_note_approved_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["talk_id", "organisation_id"],
            ["talk.id", "talk.organisation_id"],
            name=op.f("fk_talk_note_talk_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_note")),
    )
    op.create_index(op.f("ix_talk_note_talk_id"), "talk_note", ["talk_id"])
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in protecting(table):
                op.execute(statement)


def downgrade() -> None:
    op.drop_table("talk_note")
    op.drop_table("talk")
