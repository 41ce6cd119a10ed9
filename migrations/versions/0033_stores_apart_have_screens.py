"""the stores apart have screens: drawing volunteers, following up needs

Two roles, interviewer and needs_worker, that nobody holds beside another store. A volunteer gets a
place in a draw and a state; a needs form a state, a note and a group that a professional decides.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLES = ("interview_draw", "needs_grouping", "needs_group")
OLD_ROLES = (
    *("platform_admin", "organisation_admin", "fieldworker", "reviewer", "evaluator"),
    *("council_reader", "auditor"),
)
NEW_ROLES = ("interviewer", "needs_worker")
STORES = ("fieldworker", "evaluator", "reviewer", "auditor")
ADMINS = ("organisation_admin", "auditor")
VOLUNTEER = "state in ('waiting', 'to_call', 'appointment', 'spoken', 'refused', 'not_reached')"
TELL = "tell in ('no', 'email', 'sending', 'phone')"
NEEDS = "state in ('new', 'called', 'appointment', 'arranged', 'no_follow_up')"


def upgrade() -> None:
    _roles((*OLD_ROLES, *NEW_ROLES), (*STORES, *NEW_ROLES), (*ADMINS, "interviewer"))
    op.execute(
        "alter table recontact add column state varchar(40) default 'waiting' not null"
        f" constraint ck_recontact_known_state check ({VOLUNTEER})"
    )
    op.execute(
        "alter table recontact add column tell varchar(40) default 'no' not null"
        f" constraint ck_recontact_known_tell check ({TELL})"
    )
    op.add_column("recontact", sa.Column("place", sa.Integer(), nullable=True))
    op.add_column("recontact", sa.Column("drawn", sa.LargeBinary(), nullable=True))
    op.add_column("recontact", sa.Column("outcome", sa.LargeBinary(), nullable=True))
    waits = sa.text("tell <> 'no'")
    op.create_index(
        "ix_recontact_to_tell", "recontact", ["id"], sqlite_where=waits, postgresql_where=waits
    )
    _tables()
    with op.batch_alter_table("needs_response") as batch:
        batch.add_column(
            sa.Column("state", sa.String(40), nullable=False, server_default=sa.text("'new'"))
        )
        batch.add_column(sa.Column("note", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("needs_group_id", sa.String(32), nullable=True))
        batch.create_check_constraint(op.f("ck_needs_response_known_state"), NEEDS)
        batch.create_foreign_key(
            op.f("fk_needs_response_needs_group_id"),
            "needs_group",
            ["needs_group_id", "organisation_id"],
            ["id", "organisation_id"],
        )
        batch.create_index(op.f("ix_needs_response_needs_group_id"), ["needs_group_id"])
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in protecting(table):
                op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("needs_response") as batch:
        batch.drop_index(op.f("ix_needs_response_needs_group_id"))
        batch.drop_constraint(op.f("fk_needs_response_needs_group_id"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_needs_response_known_state"), type_="check")
        for name in ("needs_group_id", "note", "state"):
            batch.drop_column(name)
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_recontact_to_tell", "recontact")
    for name in ("outcome", "drawn", "place", "tell", "state"):
        op.drop_column("recontact", name)
    new = ", ".join(f"'{role}'" for role in NEW_ROLES)
    op.execute(f"delete from membership where role in ({new})")
    op.execute(f"delete from staff_account where role in ({new})")
    _roles(OLD_ROLES, STORES, ADMINS)


def _tables() -> None:
    def wave() -> sa.Column:
        return sa.Column("wave_id", sa.String(32), nullable=False)

    op.create_table(
        "interview_draw",
        wave(),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summary", sa.LargeBinary(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        *_of_wave("interview_draw"),
        sa.CheckConstraint("people between 1 and 100", name=op.f("ck_interview_draw_people")),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_interview_draw")),
    )
    op.create_table(
        "needs_grouping",
        wave(),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        *_of_wave("needs_grouping"),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_needs_grouping")),
    )
    op.create_table(
        "needs_group",
        sa.Column("id", sa.String(32), nullable=False),
        wave(),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.String(200), nullable=False),
        *_of_wave("needs_group"),
        sa.CheckConstraint(
            "state in ('proposed', 'accepted', 'refused')", name=op.f("ck_needs_group_known_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs_group")),
        sa.UniqueConstraint("id", "organisation_id", name=op.f("uq_needs_group_id")),
    )
    op.create_index(op.f("ix_needs_group_wave_id"), "needs_group", ["wave_id"])


def _of_wave(table: str) -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    return (
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name=op.f(f"fk_{table}_wave_id"),
        ),
    )


def _roles(roles: tuple[str, ...], stores: tuple[str, ...], admins: tuple[str, ...]) -> None:
    """The roles there are, and those that nobody holds together."""
    apart = {
        "uq_membership_people_or_answers": stores,
        "uq_membership_admin_or_auditor": admins,
    }
    for name in apart:
        op.drop_index(name, "membership")
    known = "role in ({})".format(", ".join(f"'{role}'" for role in roles))
    for table in ("staff_account", "membership"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_known_role"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_known_role"), known)
    for name, held in apart.items():
        where = sa.text("role in ({})".format(", ".join(f"'{role}'" for role in held)))
        op.create_index(
            name,
            "membership",
            ["account_id", "organisation_id"],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )
