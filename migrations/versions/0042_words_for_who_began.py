"""an organisation adds words of its own to the reminder for who began and sent nothing"""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

NAME = "ck_own_text_known_kind"
BEFORE = "kind in ('invitation', 'reminder')"
NOW = "kind in ('invitation', 'reminder', 'started')"


def upgrade() -> None:
    _only(NOW)


def downgrade() -> None:
    op.execute(f"delete from own_text where not ({BEFORE})")
    _only(BEFORE)


def _only(known: str) -> None:
    with op.batch_alter_table("own_text") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), known)
