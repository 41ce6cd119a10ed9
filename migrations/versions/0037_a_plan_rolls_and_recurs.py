"""a plan rolls, recurs, and names its languages and channels; an invitation opens in a week

A plan that was made before does none of this: everybody may be invited at once, in every language
and by every channel.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TO_CALL = (
    *("wave_id", "call_state", "hours_tried", "calls", "questionnaire", "language"),
    *("id", "contact_id", "organisation_id", "used", "refused", "by_phone"),
)
# On the column itself, so that both databases add it, and drop it with the column.
REPEATS = "constraint ck_wave_repeats check (repeat_months in (6, 12))"


def upgrade() -> None:
    for column in (
        sa.Column("is_rolling", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("languages", sa.Text(), nullable=False, server_default=""),
        sa.Column("channels", sa.Text(), nullable=False, server_default=""),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follows_id", sa.String(32), nullable=True),
    ):
        op.add_column("wave", column)
    op.execute(f"alter table wave add column repeat_months integer {REPEATS}")
    op.add_column("invitation", sa.Column("opens_on", sa.Date(), nullable=True))
    opens = sa.text("opens_on is not null")
    op.create_index(
        "ix_invitation_opens_on",
        "invitation",
        ["wave_id", "opens_on", "questionnaire"],
        sqlite_where=opens,
        postgresql_where=opens,
    )
    _to_call((*TO_CALL, "opens_on"))


def downgrade() -> None:
    _to_call(TO_CALL)
    op.drop_index("ix_invitation_opens_on", "invitation")
    op.drop_column("invitation", "opens_on")
    for name in (
        *("repeat_months", "follows_id", "followed_at", "channels", "languages", "is_rolling"),
    ):
        op.drop_column("wave", name)


def _to_call(columns: tuple[str, ...]) -> None:
    op.drop_index("ix_invitation_to_call", "invitation")
    op.create_index(
        "ix_invitation_to_call",
        "invitation",
        list(columns),
        sqlite_where=sa.text("used IS 0 and refused IS 0 and by_phone IS 1"),
        postgresql_where=sa.text("used IS false and refused IS false and by_phone IS true"),
    )
