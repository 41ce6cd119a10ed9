"""open answers are read twice

Who read an answer first, and the sample that a second person reads without knowing the first. Of
answers that were read before, nobody knows by whom: they are in no sample.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TABLE = "second_reading"
FEELINGS = "('negatief', 'gemengd', 'neutraal', 'positief')"
WHOLE = " and ".join(
    f"(read_at is null) = ({column} is null)"
    for column in ("label", "read_by", "first_label", "first_by")
)
CHECKS = {
    "known_label": f"label in {FEELINGS}",
    "known_first_label": f"first_label in {FEELINGS}",
    "times_skipped_not_negative": "times_skipped >= 0",
    "two_readers": "read_by <> first_by",
    "read_whole": WHOLE,
    "read_before_settled": "settled_at is null or read_at is not null",
}


def upgrade() -> None:
    op.add_column("open_answer", sa.Column("reviewed_by", sa.String(32), nullable=True))
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("open_answer_id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("first_by", sa.String(32), nullable=True),
        sa.Column("first_label", sa.String(40), nullable=True),
        sa.Column("first_themes", sa.Text(), nullable=False),
        sa.Column("read_by", sa.String(32), nullable=True),
        sa.Column("label", sa.String(40), nullable=True),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(32), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("times_skipped", sa.Integer(), nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_{TABLE}_{name}"))
            for name, rule in CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["open_answer_id", "organisation_id"],
            ["open_answer.id", "open_answer.organisation_id"],
            name=op.f(f"fk_{TABLE}_open_answer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name=op.f(f"fk_{TABLE}_wave_id"),
        ),
        sa.PrimaryKeyConstraint("open_answer_id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index("ix_second_reading_wave_id", TABLE, ["wave_id", "read_at"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in protecting(TABLE):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_column("open_answer", "reviewed_by")
