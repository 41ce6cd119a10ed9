"""audit log

Who planned, sent, exported, changed or published what, as a chain of hashes per organisation. The
database refuses to change an entry, and to delete one of less than a year.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting, releasing

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = ("audit_entry", "audit_head")
STAYS = "an entry of the audit log stays as it is"
YOUNG_ON_SQLITE = "old.at > strftime('%Y-%m-%d %H:%M:%S', 'now', '-365 days')"
ON_SQLITE = (
    f"create trigger audit_entry_unchanged before update on audit_entry begin "
    f"select raise(abort, '{STAYS}'); end",
    f"create trigger audit_entry_kept before delete on audit_entry when {YOUNG_ON_SQLITE} begin "
    f"select raise(abort, '{STAYS}'); end",
    "create trigger audit_head_stays before update of organisation_id on audit_head begin "
    f"select raise(abort, '{STAYS}'); end",
    "create trigger audit_head_kept before delete on audit_head begin "
    f"select raise(abort, '{STAYS}'); end",
)
ON_POSTGRESQL = (
    f"""create function audit_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and old.at <= now() - interval '365 days' then
        return old;
    end if;
    raise exception '{STAYS}' using errcode = 'integrity_constraint_violation';
end $$""",
    f"""create function audit_head_stays() returns trigger language plpgsql as $$
begin
    raise exception '{STAYS}' using errcode = 'integrity_constraint_violation';
end $$""",
    "create trigger audit_head_stays before update of organisation_id or delete on audit_head "
    "for each row execute function audit_head_stays()",
    "create trigger audit_entry_stays before update or delete on audit_entry "
    "for each row execute function audit_stays()",
)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("hash_before", sa.LargeBinary(), nullable=False),
        sa.Column("hashed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "number", name="pk_audit_entry"),
        _of_organisation("audit_entry"),
    )
    op.create_table(
        "audit_head",
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hashed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_audit_head"),
        _of_organisation("audit_head"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in protecting(table):
                op.execute(statement)
        for statement in ON_POSTGRESQL:
            op.execute(statement)
    else:
        for statement in ON_SQLITE:
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in releasing(table):
                op.execute(statement)
    op.drop_table("audit_head")
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function audit_stays()")
        op.execute("drop function audit_head_stays()")


def _of_organisation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"
    )
