"""the response is watched while a wave runs

Where a message ended is marked on the invitation and counted per day, by a job that finds what it
has not counted yet (`counted_state`). Answers are counted per day when their batch moves. Beside it
stand the target of a questionnaire and how its answers resemble the population, in bands of five.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting, releasing

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLES = ("sending_day", "response_day", "response_target", "response_balance")
TO_COUNT = "state in ('sent', 'failed', 'unknown') and (counted_state is null or counted_state <> state)"
DELIVERY = (
    "alter table invitation add column delivery varchar(40) default 'none' not null"
    " constraint ck_invitation_known_delivery check (delivery in ('none', 'reached', 'bounced'))"
)


def upgrade() -> None:
    op.execute(DELIVERY)
    op.add_column("invitation", sa.Column("channel", sa.String(40), nullable=True))
    op.create_index(
        "ix_invitation_response",
        "invitation",
        [
            *("wave_id", "questionnaire", "language", "channel", "delivery", "used", "refused"),
            *("contact_id", "organisation_id"),
        ],
    )
    op.add_column("message", sa.Column("counted_state", sa.String(40), nullable=True))
    op.create_index(
        "ix_message_to_count",
        "message",
        ["id"],
        sqlite_where=sa.text(TO_COUNT),
        postgresql_where=sa.text(TO_COUNT),
    )
    begun = {"sqlite": "revision > 0 and submitted IS 0", "postgresql": "revision > 0 and submitted IS false"}
    op.create_index(
        "ix_draft_begun",
        "draft",
        ["access_id"],
        sqlite_where=sa.text(begun["sqlite"]),
        postgresql_where=sa.text(begun["postgresql"]),
    )
    _make_tables()
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in protecting(table):
                op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in releasing(table):
                op.execute(statement)
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_draft_begun", "draft")
    op.drop_index("ix_message_to_count", "message")
    op.drop_column("message", "counted_state")
    op.drop_index("ix_invitation_response", "invitation")
    op.drop_column("invitation", "channel")
    op.drop_column("invitation", "delivery")


def _make_tables() -> None:
    wave = ("wave_id", 32)
    _table(
        "sending_day",
        [wave, ("channel", 40), ("kind", 40)],
        [sa.Column("day", sa.Date(), nullable=False)],
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.CheckConstraint("messages >= 0", name="ck_sending_day_messages_not_negative"),
    )
    _table(
        "response_day",
        [wave, ("questionnaire", 40)],
        [sa.Column("day", sa.Date(), nullable=False)],
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 0", name="ck_response_day_n_not_negative"),
    )
    _table(
        "response_target",
        [wave, ("questionnaire", 40)],
        [],
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.CheckConstraint("percent between 1 and 100", name="ck_response_target_a_percentage"),
    )
    _table(
        "response_balance",
        [wave, ("questionnaire", 40)],
        [],
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("r_indicator", sa.Double(), nullable=True),
        sa.Column("r_word", sa.String(40), nullable=True),
        sa.CheckConstraint("answers >= 0", name="ck_response_balance_answers_not_negative"),
    )


def _table(name: str, keys: list[tuple[str, int]], days: list[sa.Column], *rest: object) -> None:
    columns = [sa.Column(key, sa.String(size), nullable=False) for key, size in keys]
    names = [column.name for column in (*columns, *days)]
    op.create_table(
        name,
        *columns,
        *days,
        *rest,
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint(*names, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name=f"fk_{name}_wave_id",
        ),
    )
