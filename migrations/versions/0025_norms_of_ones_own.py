"""norms of one's own

An organisation writes its own framework: norms, their criteria, and what each rests on.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLES = ("own_framework", "own_criterion")


def upgrade() -> None:
    op.create_table(
        "own_framework",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_own_framework_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_own_framework"),
        sa.UniqueConstraint("id", "organisation_id", name="uq_own_framework_id"),
        sa.UniqueConstraint("organisation_id", "name", name="uq_own_framework_organisation_id"),
    )
    op.create_table(
        "own_criterion",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("own_framework_id", sa.String(32), nullable=False),
        sa.Column("norm", sa.String(40), nullable=False),
        sa.Column("norm_text", sa.Text(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["own_framework_id", "organisation_id"],
            ["own_framework.id", "own_framework.organisation_id"],
            name="fk_own_criterion_own_framework_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_own_criterion"),
        sa.UniqueConstraint("own_framework_id", "code", name="uq_own_criterion_own_framework_id"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in protecting(table):
                op.execute(statement)


def downgrade() -> None:
    op.drop_table("own_criterion")
    op.drop_table("own_framework")
