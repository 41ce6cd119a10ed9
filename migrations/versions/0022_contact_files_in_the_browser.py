"""contact files in the browser: kept sealed until somebody confirms, and found by name

Contacts of before are put into the index of names by the worker, which has the key.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting, releasing

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("contact_upload", "uploaded_piece", "uploaded_row", "contact_column", "contact_name")
STAGES = (
    "'receiving', 'reading', 'columns', 'checking', 'checked', 'importing', 'done', 'refused'"
)


def upgrade() -> None:
    op.add_column(
        "contact", sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_contact_unnamed",
        "contact",
        ["named"],
        sqlite_where=sa.text("named = 0"),
        postgresql_where=sa.text("named = false"),
    )
    op.create_table(
        "contact_name",
        sa.Column("contact_id", sa.String(32), nullable=False),
        sa.Column("tag", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("contact_id", "tag", name="pk_contact_name"),
        sa.ForeignKeyConstraint(
            ["contact_id", "organisation_id"],
            ["contact.id", "contact.organisation_id"],
            name="fk_contact_name_contact_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_contact_name_tag", "contact_name", ["organisation_id", "tag", "contact_id"]
    )
    op.create_table(
        "contact_column",
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("column_name", sa.String(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "column_name", name="pk_contact_column"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_contact_column_organisation_id"
        ),
    )
    _make_uploads()
    _make_rows()
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in protecting(table):
                op.execute(statement)


def _make_uploads() -> None:
    op.create_table(
        "contact_upload",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("new_contacts", sa.Integer(), nullable=False),
        sa.Column("new_invitations", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint(f"stage in ({STAGES})", name="ck_contact_upload_known_stage"),
        sa.CheckConstraint("rows >= 0", name="ck_contact_upload_rows_not_negative"),
        sa.CheckConstraint("done >= 0", name="ck_contact_upload_done_not_negative"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_upload"),
        sa.UniqueConstraint("id", "organisation_id", name="uq_contact_upload_id"),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name="fk_contact_upload_wave_id",
        ),
    )
    op.create_index("ix_contact_upload_wave_id", "contact_upload", ["wave_id", "made_at"])
    op.create_index("ix_contact_upload_stage", "contact_upload", ["stage"])
    op.create_index("ix_contact_upload_made_at", "contact_upload", ["made_at"])


def _make_rows() -> None:
    op.create_table(
        "uploaded_piece",
        sa.Column("contact_upload_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("contact_upload_id", "number", name="pk_uploaded_piece"),
        _of_upload("uploaded_piece"),
    )
    op.create_table(
        "uploaded_row",
        sa.Column("contact_upload_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("damaged", sa.Boolean(), nullable=False),
        sa.Column("person_hash", sa.LargeBinary(), nullable=True),
        sa.Column("phone_hash", sa.LargeBinary(), nullable=True),
        sa.Column("email_hash", sa.LargeBinary(), nullable=True),
        sa.Column("contact_id", sa.String(32), nullable=True),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint(
            "verdict in ('unread', 'good', 'doubtful', 'refused', 'left_out')",
            name="ck_uploaded_row_known_verdict",
        ),
        sa.PrimaryKeyConstraint("contact_upload_id", "number", name="pk_uploaded_row"),
        _of_upload("uploaded_row"),
    )
    upload = "contact_upload_id"
    op.create_index("ix_uploaded_row_verdict", "uploaded_row", [upload, "verdict", "number"])
    op.create_index("ix_uploaded_row_phone", "uploaded_row", [upload, "phone_hash"])
    op.create_index("ix_uploaded_row_email", "uploaded_row", [upload, "email_hash"])


def _of_upload(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["contact_upload_id", "organisation_id"],
        ["contact_upload.id", "contact_upload.organisation_id"],
        name=f"fk_{table}_contact_upload_id",
        ondelete="CASCADE",
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for statement in releasing(table):
                op.execute(statement)
    for table in ("uploaded_row", "uploaded_piece", "contact_upload", "contact_column"):
        op.drop_table(table)
    op.drop_table("contact_name")
    op.drop_index("ix_contact_unnamed", "contact")
    op.drop_column("contact", "named")
