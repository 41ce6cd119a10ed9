"""judgements of evaluators

A conclusion about a norm or a point of a deeladvies: the light, the reason, the version of the data
it was made on, and who read it a second time.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLE = "judgement"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("light", sa.String(40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("data_version", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.String(200), nullable=True),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint("about in ('norm', 'point')", name=op.f(f"ck_{TABLE}_known_about")),
        sa.CheckConstraint(
            "light in ('groen', 'oranje', 'rood', 'niet te beoordelen')",
            name=op.f(f"ck_{TABLE}_known_light"),
        ),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name=op.f(f"fk_{TABLE}_wave_id"),
        ),
        sa.PrimaryKeyConstraint("wave_id", "about", "code", name=op.f(f"pk_{TABLE}")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in protecting(TABLE):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
