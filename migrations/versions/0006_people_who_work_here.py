"""people who work here

Personal accounts: e-mail address, second factor (codes by time, passkeys, recovery codes), mailed
links, where and when a session was begun; and roles that nobody holds together. Where somebody
holds two of those, the first in the order of the rule stays: who knows the people reads no answers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APART = {
    "uq_membership_people_or_answers": ("fieldworker", "evaluator", "reviewer", "auditor"),
    "uq_membership_admin_or_auditor": ("organisation_admin", "auditor"),
}


def upgrade() -> None:
    for name in ("email", "subject"):
        op.add_column("staff_account", sa.Column(name, sa.String(200), nullable=True))
        op.create_index(op.f(f"uq_staff_account_{name}"), "staff_account", [name], unique=True)
    op.add_column("staff_account", sa.Column("totp_secret", sa.LargeBinary(), nullable=True))
    op.add_column(
        "staff_account", sa.Column("totp_step", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("staff_session", sa.Column("proven_at", sa.DateTime(timezone=True)))
    op.add_column(
        "staff_session", sa.Column("device", sa.String(80), nullable=False, server_default="")
    )
    for name, roles in APART.items():
        _one_of_these(name, roles)
    op.create_table(
        "passkey",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _of_account("passkey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkey_credential")),
    )
    op.create_index(op.f("ix_passkey_account_id"), "passkey", ["account_id"])
    op.create_table(
        "recovery_code",
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("hashed", sa.LargeBinary(), nullable=False),
        _of_account("recovery_code"),
        sa.PrimaryKeyConstraint("account_id", "hashed", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "staff_link",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        _of_account("staff_link"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_link")),
    )
    op.create_index(op.f("ix_staff_link_account_id"), "staff_link", ["account_id"])


def downgrade() -> None:
    for table in ("staff_link", "recovery_code", "passkey"):
        op.drop_table(table)
    for name in APART:
        op.drop_index(op.f(name), "membership")
    for name in ("device", "proven_at"):
        op.drop_column("staff_session", name)
    for name in ("email", "subject"):
        op.drop_index(op.f(f"uq_staff_account_{name}"), "staff_account")
    for name in ("totp_step", "totp_secret", "subject", "email"):
        op.drop_column("staff_account", name)


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id"],
        ["staff_account.id"],
        name=op.f(f"fk_{table}_account_id"),
        ondelete="CASCADE",
    )


def _one_of_these(name: str, roles: tuple[str, ...]) -> None:
    for place, role in enumerate(roles[1:], start=1):
        before = ", ".join(f"'{one}'" for one in roles[:place])
        op.execute(
            f"delete from membership where role = '{role}' and exists (select 1 from membership "
            "as other where other.account_id = membership.account_id and other.organisation_id = "
            f"membership.organisation_id and other.role in ({before}))"
        )
    held = sa.text("role in ({})".format(", ".join(f"'{role}'" for role in roles)))
    op.create_index(
        op.f(name),
        "membership",
        ["account_id", "organisation_id"],
        unique=True,
        sqlite_where=held,
        postgresql_where=held,
    )
