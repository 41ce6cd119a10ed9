"""what stands beside an answer may be left out

Mode, language, help, easy reading and week of a response become optional: they are not kept where
they would lead to a person. The week becomes a period: a week, a month, or nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KNOWN_MODE = "mode in ('web', 'phone', 'paper')"
OPTIONAL = {
    "mode": sa.String(40),
    "helped": sa.Boolean(),
    "language": sa.String(40),
    "easy_read": sa.Boolean(),
}


def upgrade() -> None:
    with op.batch_alter_table("response") as batch:
        batch.alter_column(
            "iso_week", new_column_name="period", existing_type=sa.String(8), nullable=True
        )
        for column, kind in OPTIONAL.items():
            batch.alter_column(column, existing_type=kind, nullable=True)
        _say_again(batch)


def downgrade() -> None:
    week = "to_char(wave.starts_on, 'IYYY-\"W\"IW')"
    if op.get_bind().dialect.name == "sqlite":
        week = "strftime('%Y-W%W', wave.starts_on)"
    op.execute(
        f"update response set period = (select {week} from wave where wave.id = response.wave_id) "
        "where period is null or period not like '%W%'"
    )
    op.execute("update response set mode = 'web' where mode is null")
    op.execute("update response set language = 'nl' where language is null")
    op.execute("update response set helped = false where helped is null")
    op.execute("update response set easy_read = false where easy_read is null")
    with op.batch_alter_table("response") as batch:
        batch.alter_column(
            "period", new_column_name="iso_week", existing_type=sa.String(8), nullable=False
        )
        for column, kind in OPTIONAL.items():
            batch.alter_column(column, existing_type=kind, nullable=False)
        _say_again(batch)


def _say_again(batch) -> None:
    """Rebuilding a table on SQLite forgets its rules."""
    if op.get_bind().dialect.name == "sqlite":
        batch.create_check_constraint(op.f("ck_response_known_mode"), KNOWN_MODE)
