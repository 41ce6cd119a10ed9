"""counts of scores and pairs

What comparisons of modes, expectation against outcome, providers and steps are made of: scores
over a whole questionnaire, and pairs of answers of one person. Both are filled from the next batch
on; `trajectspiegel rebuild-counts` fills them for what was stored before.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CODE = sa.String(40)
# table -> its key after the wave
KEYS = {
    "score_count": {
        "questionnaire": CODE,
        "points": sa.Integer(),
        "valid": sa.Integer(),
        "asked": sa.Integer(),
        "breakdown": CODE,
        "category": CODE,
    },
    "pair_count": {
        "first": CODE,
        "first_value": CODE,
        "second": CODE,
        "second_value": CODE,
    },
}


def upgrade() -> None:
    for table, key in KEYS.items():
        op.create_table(
            table,
            sa.Column("wave_id", sa.String(32), nullable=False),
            *(sa.Column(name, kind, nullable=False) for name, kind in key.items()),
            sa.Column("n", sa.Integer(), nullable=False),
            sa.Column("organisation_id", sa.String(32), nullable=False),
            sa.CheckConstraint("n >= 0", name=op.f(f"ck_{table}_n_not_negative")),
            sa.ForeignKeyConstraint(
                ["wave_id", "organisation_id"],
                ["wave.id", "wave.organisation_id"],
                name=op.f(f"fk_{table}_wave_id"),
            ),
            sa.PrimaryKeyConstraint("wave_id", *key, name=op.f(f"pk_{table}")),
        )
    if op.get_bind().dialect.name == "postgresql":
        for table in KEYS:
            for statement in protecting(table):
                op.execute(statement)


def downgrade() -> None:
    for table in KEYS:
        op.drop_table(table)
