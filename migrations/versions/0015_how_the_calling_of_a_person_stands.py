"""how the calling of a person stands

State, number of attempts, parts of the day and reason of closing stand with the invitation, so that
the call list is read from an index, page by page, without counting calls or opening contacts.
Whether somebody may be phoned follows from the contact; the database itself keeps that mark, since
several features change contacts. Notes of callers are kept encrypted beside it.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting, releasing

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COLUMNS = (
    *("call_state", "calls", "hours_tried", "appointment", "closing", "interpreter", "by_phone"),
)
# Written by hand: as a column of its own the check needs no copy of the table on SQLite.
STATE = (
    "alter table invitation add column call_state varchar(40) default 'open' not null"
    " constraint ck_invitation_known_call_state"
    " check (call_state in ('open', 'appointment', 'closed'))"
)
CLOSING = (
    "alter table invitation add column closing varchar(40)"
    " constraint ck_invitation_known_closing check (closing in ('refuses', 'wrong_number',"
    " 'tried_enough', 'language', 'unable', 'already_done'))"
)
OF_PERSON = "wave_id = invitation.wave_id and contact_id = invitation.contact_id"
FACTS = (
    f"calls = (select count(*) from call_outcome where {OF_PERSON})",
    f"appointment = (select max(appointment) from call_outcome where {OF_PERSON})",
    "closing = case"
    f" when exists (select 1 from call_outcome where {OF_PERSON} and outcome = 'weigert')"
    " then 'refuses'"
    f" when exists (select 1 from call_outcome where {OF_PERSON}"
    " and outcome = 'verkeerd nummer') then 'wrong_number' end",
)
INVITED = {
    "sqlite": (
        "create trigger invitation_by_phone after insert on invitation"
        " when new.contact_id is not null begin"
        " update invitation set by_phone = exists (select 1 from contact"
        " where id = new.contact_id and phone_hash is not null and opted_out = 0)"
        " where id = new.id; end",
        "create trigger contact_by_phone after update of phone_hash, opted_out on contact"
        " when (old.phone_hash is null) <> (new.phone_hash is null)"
        " or old.opted_out <> new.opted_out begin"
        " update invitation set by_phone = (new.phone_hash is not null and new.opted_out = 0)"
        " where contact_id = new.id; end",
    ),
    "postgresql": (
        "create function invitation_by_phone() returns trigger language plpgsql as $$ begin"
        " new.by_phone := exists (select 1 from contact where id = new.contact_id"
        " and phone_hash is not null and not opted_out); return new; end $$",
        "create trigger invitation_by_phone before insert on invitation"
        " for each row execute function invitation_by_phone()",
        "create function contact_by_phone() returns trigger language plpgsql as $$ begin"
        " update invitation set by_phone = (new.phone_hash is not null and not new.opted_out)"
        " where contact_id = new.id; return null; end $$",
        "create trigger contact_by_phone after update of phone_hash, opted_out on contact"
        " for each row when ((old.phone_hash is null) <> (new.phone_hash is null)"
        " or old.opted_out <> new.opted_out) execute function contact_by_phone()",
    ),
}
UNMADE = {
    "sqlite": ("drop trigger contact_by_phone", "drop trigger invitation_by_phone"),
    "postgresql": (
        "drop trigger contact_by_phone on contact",
        "drop function contact_by_phone()",
        "drop trigger invitation_by_phone on invitation",
        "drop function invitation_by_phone()",
    ),
}


def upgrade() -> None:
    op.execute(STATE)
    op.execute(CLOSING)
    for name in ("calls", "hours_tried"):
        op.add_column(
            "invitation", sa.Column(name, sa.Integer(), nullable=False, server_default="0")
        )
    op.add_column("invitation", sa.Column("appointment", sa.String(), nullable=True))
    for name in ("interpreter", "by_phone"):
        op.add_column(
            "invitation", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        "update invitation set by_phone = true where exists (select 1 from contact"
        " where id = invitation.contact_id and phone_hash is not null and not opted_out)"
    )
    called = "exists (select 1 from call_outcome where " + OF_PERSON + ")"
    op.execute(f"update invitation set {', '.join(FACTS)} where {called}")
    op.execute(
        "update invitation set call_state = case when closing is not null then 'closed'"
        " when appointment is not null then 'appointment' else 'open' end where calls > 0"
    )
    _indexes()
    _notes()


def _indexes() -> None:
    op.create_index(
        "ix_invitation_to_call",
        "invitation",
        [
            *("wave_id", "call_state", "hours_tried", "calls", "questionnaire", "language"),
            *("id", "contact_id", "organisation_id", "used", "refused", "by_phone"),
        ],
        sqlite_where=sa.text("used IS 0 and refused IS 0 and by_phone IS 1"),
        postgresql_where=sa.text("used IS false and refused IS false and by_phone IS true"),
    )
    for statement in INVITED[op.get_bind().dialect.name]:
        op.execute(statement)


def _notes() -> None:
    op.create_table(
        "call_note",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("contact_id", sa.String(32), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_call_note"),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name="fk_call_note_wave_id",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id", "organisation_id"],
            ["contact.id", "contact.organisation_id"],
            name="fk_call_note_contact_id",
        ),
    )
    op.create_index("ix_call_note_wave_id", "call_note", ["wave_id", "contact_id"])
    op.create_index("ix_call_note_contact_id", "call_note", ["contact_id"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in protecting("call_note"):
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        for statement in releasing("call_note"):
            op.execute(statement)
    op.drop_table("call_note")
    for statement in UNMADE[dialect]:
        op.execute(statement)
    op.drop_index("ix_invitation_to_call", "invitation")
    for name in COLUMNS:
        op.drop_column("invitation", name)
