"""dispatches: what was decided to be sent, texts of one's own, and reminders by a scheme

A message knows the dispatch that it belongs to and which reminder it is, so that a second one is
possible. A contact says by which channel it is written to, so that people can be counted before
anything is opened; for those who are here already it is the first way that reaches them, and the
next import says it exactly.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting, releasing

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = ("dispatch", "own_text", "reminder_scheme")
KINDS = "kind in ('invitation', 'reminder')"


def upgrade() -> None:
    op.add_column(
        "contact", sa.Column("channel", sa.String(40), nullable=False, server_default="email")
    )
    op.execute(
        "update contact set channel = case when email_hash is not null then 'email' "
        "when address_hash is not null then 'letter' when phone_hash is not null then 'phone' "
        "else 'email' end"
    )
    _make_tables()
    with op.batch_alter_table("message") as batch:
        batch.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("dispatch_id", sa.String(32), nullable=True))
        batch.drop_index("ix_message_state")
        batch.drop_constraint("uq_message_access_id", type_="unique")
        batch.create_unique_constraint(
            "uq_message_access_id", ["access_id", "kind", "number", "channel"]
        )
        batch.create_check_constraint(op.f("ck_message_number_not_negative"), "number >= 0")
        batch.create_foreign_key(
            op.f("fk_message_dispatch_id"),
            "dispatch",
            ["dispatch_id", "organisation_id"],
            ["id", "organisation_id"],
        )
        batch.create_index("ix_message_state", ["state", "channel"])
        batch.create_index("ix_message_dispatch_id", ["dispatch_id", "state"])
    op.execute("update message set number = 1 where kind = 'reminder'")


def downgrade() -> None:
    op.execute("delete from message where number > 1")
    with op.batch_alter_table("message") as batch:
        batch.drop_index("ix_message_dispatch_id")
        batch.drop_index("ix_message_state")
        batch.drop_constraint(op.f("fk_message_dispatch_id"), type_="foreignkey")
        batch.drop_constraint("uq_message_access_id", type_="unique")
        batch.drop_constraint(op.f("ck_message_number_not_negative"), type_="check")
        batch.drop_column("dispatch_id")
        batch.drop_column("number")
        batch.create_unique_constraint("uq_message_access_id", ["access_id", "kind", "channel"])
        batch.create_index("ix_message_state", ["state"])
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in releasing(table):
                op.execute(statement)
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("contact", "channel")


def _make_tables() -> None:
    op.create_table(
        "dispatch",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("questionnaire", sa.String(40), nullable=False),
        sa.Column("language", sa.String(40), nullable=True),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("too_early", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lined_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_dispatch_known_kind")),
        sa.CheckConstraint(
            "(kind = 'invitation') = (number = 0)", name=op.f("ck_dispatch_reminders_are_numbered")
        ),
        sa.CheckConstraint("people >= 0", name=op.f("ck_dispatch_people_not_negative")),
        sa.CheckConstraint("too_early >= 0", name=op.f("ck_dispatch_too_early_not_negative")),
        _within_wave("dispatch"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint("id", "organisation_id", name=op.f("uq_dispatch_id")),
    )
    op.create_index(op.f("ix_dispatch_wave_id"), "dispatch", ["wave_id"])
    op.create_table(
        "own_text",
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("questionnaire", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_own_text_known_kind")),
        _within_wave("own_text"),
        sa.PrimaryKeyConstraint(
            "wave_id", "questionnaire", "kind", "language", name=op.f("pk_own_text")
        ),
    )
    op.create_table(
        "reminder_scheme",
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("first_after_days", sa.Integer(), nullable=False),
        sa.Column("second_after_days", sa.Integer(), nullable=False),
        sa.Column("rest_weeks", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint("most between 0 and 2", name=op.f("ck_reminder_scheme_at_most_two")),
        sa.CheckConstraint(
            "first_after_days >= 5", name=op.f("ck_reminder_scheme_first_in_peace")
        ),
        sa.CheckConstraint(
            "second_after_days >= 5", name=op.f("ck_reminder_scheme_second_in_peace")
        ),
        sa.CheckConstraint(
            "rest_weeks >= 0", name=op.f("ck_reminder_scheme_rest_weeks_not_negative")
        ),
        _within_wave("reminder_scheme"),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_reminder_scheme")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in protecting(table):
                op.execute(statement)


def _within_wave(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["wave_id", "organisation_id"],
        ["wave.id", "wave.organisation_id"],
        name=op.f(f"fk_{table}_wave_id"),
    )
