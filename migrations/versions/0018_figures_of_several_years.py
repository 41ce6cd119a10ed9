"""figures of several years, and those of others beside them

A figure line may stand for each period, hold a forecast, be a part of another line, and be a target
of which nothing is known yet. What others published stands in a table of its own.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "outside_figure"
UNIQUE = "uq_figure_wave_id"


def upgrade() -> None:
    with op.batch_alter_table("figure") as batch:
        batch.add_column(sa.Column("forecast", sa.Double()))
        batch.add_column(sa.Column("part_of", sa.String(), nullable=False, server_default=""))
        batch.alter_column("numerator", existing_type=sa.Double(), nullable=True)
        batch.drop_constraint(UNIQUE, type_="unique")
        batch.create_unique_constraint(UNIQUE, ["wave_id", "code", "label", "period"])
        batch.create_check_constraint(
            op.f("ck_figure_says_something"),
            "numerator is not null or target is not null or forecast is not null",
        )
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("indicator", sa.String(200), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("unit", sa.String(200), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name=op.f(f"fk_{TABLE}_wave_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint(
            "wave_id", "source", "indicator", "place", "period", name=op.f(f"uq_{TABLE}_wave_id")
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in protecting(TABLE):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
    op.execute("delete from figure where numerator is null")
    op.execute(
        "delete from figure where exists (select 1 from figure as later where "
        "later.wave_id = figure.wave_id and later.code = figure.code "
        "and later.label = figure.label and later.period > figure.period)"
    )
    with op.batch_alter_table("figure") as batch:
        batch.drop_constraint(op.f("ck_figure_says_something"), type_="check")
        batch.drop_constraint(UNIQUE, type_="unique")
        batch.create_unique_constraint(UNIQUE, ["wave_id", "code", "label"])
        batch.alter_column("numerator", existing_type=sa.Double(), nullable=False)
        batch.drop_column("part_of")
        batch.drop_column("forecast")
