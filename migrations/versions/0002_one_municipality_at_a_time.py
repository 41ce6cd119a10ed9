"""every row knows its organisation

Adds `organisation_id` to every table of an organisation, foreign keys that cannot cross from one
organisation to another, memberships of accounts, the constraints that 0001 lacked, and on
PostgreSQL row-level security with the respondent's door through it.
"""

import uuid

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting, releasing

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# child -> (parent, on delete, whether 0001 had the foreign key); parents before their children
CHILDREN = {
    "answer_count": [("wave", None, True)],
    "call_outcome": [("wave", None, True), ("contact", None, True)],
    "figure": [("wave", None, True)],
    "imported_token": [("wave", None, True)],
    "inbox": [("wave", None, True)],
    "invitation": [("wave", None, True), ("contact", None, True)],
    "link_consent": [("contact", None, True)],
    "needs_response": [("wave", None, True), ("contact", None, False)],
    "open_link": [("wave", None, True)],
    "pattern_count": [("wave", None, True)],
    "population": [("wave", None, True)],
    "recontact": [("wave", None, True)],
    "response": [("wave", None, True)],
    "response_count": [("wave", None, True)],
    "snapshot": [("wave", None, True)],
    "wave_questionnaire": [("wave", None, True)],
    "access": [("invitation", "CASCADE", True)],
    "document": [("snapshot", "CASCADE", False)],
    "paper_check": [("wave", None, True), ("inbox", "CASCADE", True)],
    "draft": [("access", "CASCADE", True)],
    "message": [("wave", None, True), ("access", "CASCADE", True)],
}
PARENTS = ("wave", "contact", "invitation", "access", "inbox", "snapshot")
TENANT = ("wave", "contact", *CHILDREN)
MODES = "('web', 'phone', 'paper')"
OLD_ROLES = "('evaluator', 'fieldworker')"
ROLES = (
    "('platform_admin', 'organisation_admin', 'fieldworker', 'reviewer', 'evaluator', "
    "'council_reader', 'auditor')"
)
# table -> name -> rule. Rebuilding a table on SQLite forgets its rules, so those of 0001 are
# said again there.
OLD_CHECKS = {
    "access": {"known_mode": f"mode in {MODES}"},
    "message": {
        "known_state": "state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled')"
    },
    "paper_check": {
        "waits_or_done": "(inbox_id is null) = (digests is null)",
        "counted_together": "(items is null) = (differing is null)",
    },
    "wave": {
        "dates_in_order": "ends_on >= starts_on",
        "known_mode": "mode in ('anonymous', 'linked')",
        "minimum_cell": "minimum_cell >= 5",
    },
}
NEW_CHECKS = {
    "answer_count": {"n_not_negative": "n >= 0"},
    "call_outcome": {
        "known_outcome": "outcome in ('gesproken', 'geen gehoor', 'afspraak', 'weigert', "
        "'verkeerd nummer')"
    },
    "document": {"known_kind": "kind in ('pdf', 'xlsx', 'ods')"},
    "draft": {"revision_not_negative": "revision >= 0"},
    "message": {
        "known_channel": "channel in ('console', 'smtp', 'letter')",
        "known_kind": "kind in ('invitation', 'reminder')",
        "attempts_not_negative": "attempts >= 0",
    },
    "needs_response": {"known_mode": f"mode in {MODES}"},
    "open_link": {
        "started_not_negative": "started >= 0",
        "not_past_its_maximum": "started <= maximum",
    },
    "paper_check": {
        "items_not_negative": "items >= 0",
        "differing_not_negative": "differing >= 0",
    },
    "pattern_count": {"n_not_negative": "n >= 0"},
    "population": {"people_not_negative": "people >= 0"},
    "recontact": {"known_mode": f"mode in {MODES}"},
    "response": {"known_mode": f"mode in {MODES}"},
    "response_count": {"n_not_negative": "n >= 0"},
    "wave": {"batch_size": "batch_size >= 10"},
}
# table -> indexes of 0001 that repeat the beginning of a key
REPEATED = {
    "contact": "organisation_id",
    "figure": "wave_id",
    "imported_token": "wave_id",
    "invitation": "wave_id",
    "population": "wave_id",
    "snapshot": "wave_id",
    "wave": "organisation_id",
    "wave_questionnaire": "wave_id",
}
# table -> (column that had an index of its own, column that joins it)
WIDENED = {"call_outcome": ("wave_id", "contact_id"), "message": ("wave_id", "state")}
# A function cannot say SET for a setting of our own (PostgreSQL wants a superuser for that), so
# each looks around as the worker may, and gives that up before it returns.
DOOR = """
create function respondent_door(named text, hashed bytea) returns text
language plpgsql volatile security definer
set search_path = {schema}, pg_temp
as $$
declare
    found_there text;
    before text := coalesce(current_setting('trajectspiegel.every_organisation', true), '');
begin
    perform set_config('trajectspiegel.every_organisation', 'on', true);
    if hashed is null then
        select organisation_id into found_there from access where id = named;
        if not found then
            select organisation_id into found_there from wave where id = named;
        end if;
    else
        select organisation_id into found_there from access where token_hash = hashed;
        if not found then
            select organisation_id into found_there from access where code_hash = hashed;
        end if;
        if not found then
            select organisation_id into found_there from open_link where token_hash = hashed;
        end if;
        if not found then
            select organisation_id into found_there from inbox where receipt_hash = hashed;
        end if;
    end if;
    perform set_config('trajectspiegel.every_organisation', before, true);
    perform set_config('trajectspiegel.organisations', coalesce(found_there, ''), true);
    return found_there;
end
$$
"""
SAVES = """
create function respondent_saves(wanted text, seen integer, next_revision integer, packed bytea)
returns setof text
language plpgsql volatile security definer
set search_path = {schema}, pg_temp
as $$
declare
    before text := coalesce(current_setting('trajectspiegel.every_organisation', true), '');
begin
    perform set_config('trajectspiegel.every_organisation', 'on', true);
    return query
        update draft set revision = next_revision, ciphertext = packed
        where access_id = wanted and revision = seen and not submitted
        returning access_id::text;
    perform set_config('trajectspiegel.every_organisation', before, true);
end
$$
"""
FUNCTIONS = (
    "works_everywhere()",
    "respondent_door(text, bytea)",
    "respondent_saves(text, integer, integer, bytea)",
)


def upgrade() -> None:
    _put_right()
    for table in CHILDREN:
        op.add_column(table, sa.Column("organisation_id", sa.String(32), nullable=True))
        parent = CHILDREN[table][0][0]
        op.execute(
            f"update {table} set organisation_id = (select {parent}.organisation_id from {parent} "
            f"where {parent}.id = {table}.{parent}_id)"
        )
    for table in ("wave", "contact", *CHILDREN):
        with op.batch_alter_table(table) as batch:
            _widen(batch, table)
    _memberships()
    if op.get_bind().dialect.name == "postgresql":
        _close()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TENANT:
            _run(releasing(table))
        for function in FUNCTIONS:
            op.execute(f"drop function {function}")
    op.execute(f"delete from staff_account where role not in {OLD_ROLES}")
    with op.batch_alter_table("staff_account") as batch:
        _drop_checks(batch, {"known_role": ""})
        batch.create_check_constraint(op.f("ck_staff_account_known_role"), f"role in {OLD_ROLES}")
    op.drop_table("membership")
    op.execute(  # names were unique over all organisations
        "update wave set name = substr(name, 1, 150) || ' (' || (select slug from organisation "
        "where organisation.id = wave.organisation_id) || ')' where exists (select 1 from wave "
        "as other where other.name = wave.name and other.id <> wave.id)"
    )
    for table in reversed(TENANT):
        with op.batch_alter_table(table) as batch:
            _narrow(batch, table)


def _put_right() -> None:
    """Rows that 0001 let in and that the new rules refuse."""
    op.execute("update wave set batch_size = 10 where batch_size < 10")
    op.execute("update open_link set started = maximum where started > maximum")
    op.execute("delete from document where snapshot_id not in (select id from snapshot)")
    op.execute(
        "update needs_response set contact_id = null "
        "where contact_id not in (select id from contact)"
    )


def _widen(batch, table: str) -> None:
    batch.alter_column("organisation_id", existing_type=sa.String(32), nullable=False)
    for parent, _, had_key in CHILDREN.get(table, ()):
        if had_key:
            batch.drop_constraint(op.f(f"fk_{table}_{parent}_id"), type_="foreignkey")
    if table in PARENTS:
        batch.create_unique_constraint(op.f(f"uq_{table}_id"), ["id", "organisation_id"])
    if table == "wave":
        batch.drop_constraint(op.f("uq_wave_name"), type_="unique")
        batch.create_unique_constraint(op.f("uq_wave_organisation_id"), ["organisation_id", "name"])
    if table in REPEATED:
        batch.drop_index(op.f(f"ix_{table}_{REPEATED[table]}"))
    if table in WIDENED:
        batch.drop_index(op.f(f"ix_{table}_wave_id"))
        batch.create_index(op.f(f"ix_{table}_wave_id"), list(WIDENED[table]))
    if table == "needs_response":
        batch.create_index(op.f("ix_needs_response_contact_id"), ["contact_id"])
    for parent, ondelete, _ in CHILDREN.get(table, ()):
        batch.create_foreign_key(
            op.f(f"fk_{table}_{parent}_id"),
            parent,
            [f"{parent}_id", "organisation_id"],
            ["id", "organisation_id"],
            ondelete=ondelete,
        )
    _create_checks(batch, table, NEW_CHECKS.get(table, {}))
    if op.get_bind().dialect.name == "sqlite":
        _create_checks(batch, table, OLD_CHECKS.get(table, {}))


def _narrow(batch, table: str) -> None:
    for parent, _, _ in CHILDREN.get(table, ()):
        batch.drop_constraint(op.f(f"fk_{table}_{parent}_id"), type_="foreignkey")
    if table in PARENTS:
        batch.drop_constraint(op.f(f"uq_{table}_id"), type_="unique")
    if table == "wave":
        batch.drop_constraint(op.f("uq_wave_organisation_id"), type_="unique")
        batch.create_unique_constraint(op.f("uq_wave_name"), ["name"])
    if table in REPEATED:
        batch.create_index(op.f(f"ix_{table}_{REPEATED[table]}"), [REPEATED[table]])
    if table in WIDENED:
        batch.drop_index(op.f(f"ix_{table}_wave_id"))
        batch.create_index(op.f(f"ix_{table}_wave_id"), ["wave_id"])
    if table == "needs_response":
        batch.drop_index(op.f("ix_needs_response_contact_id"))
    for parent, ondelete, had_key in CHILDREN.get(table, ()):
        if had_key:
            batch.create_foreign_key(
                op.f(f"fk_{table}_{parent}_id"), parent, [f"{parent}_id"], ["id"], ondelete=ondelete
            )
    _drop_checks(batch, NEW_CHECKS.get(table, {}), table)
    if op.get_bind().dialect.name == "sqlite":
        _create_checks(batch, table, OLD_CHECKS.get(table, {}))
    if table in CHILDREN:
        batch.drop_column("organisation_id")


def _create_checks(batch, table: str, checks: dict[str, str]) -> None:
    for name, rule in checks.items():
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)


def _drop_checks(batch, checks: dict[str, str], table: str = "staff_account") -> None:
    """On SQLite they are gone already: rebuilding a table forgets them."""
    if op.get_bind().dialect.name == "postgresql":
        for name in checks:
            batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")


def _memberships() -> None:
    """Everybody who has an account keeps seeing what they saw: every organisation there is."""
    with op.batch_alter_table("staff_account") as batch:
        _drop_checks(batch, {"known_role": ""})
        batch.create_check_constraint(op.f("ck_staff_account_known_role"), f"role in {ROLES}")
    membership = op.create_table(
        "membership",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.CheckConstraint(f"role in {ROLES}", name=op.f("ck_membership_known_role")),
        sa.CheckConstraint(
            "(role = 'platform_admin') = (organisation_id is null)",
            name=op.f("ck_membership_of_an_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_account.id"],
            name=op.f("fk_membership_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "account_id", "organisation_id", "role", name=op.f("uq_membership_account_id")
        ),
    )
    op.create_index(op.f("ix_membership_organisation_id"), "membership", ["organisation_id"])
    pairs = op.get_bind().execute(
        sa.text("select a.id, o.id, a.role from staff_account a cross join organisation o")
    )
    rows = [
        {"id": uuid.uuid4().hex, "account_id": account, "organisation_id": body, "role": role}
        for account, body, role in pairs
    ]
    if rows:
        op.bulk_insert(membership, rows)


def _close() -> None:
    """Row-level security, and the one door through it for who shows a link."""
    op.execute(
        "create function works_everywhere() returns boolean language sql stable as 'select true'"
    )
    # temporary tables come last: nobody puts one of their own in place of ours
    schema = op.get_bind().scalar(sa.text("select quote_ident(current_schema())"))
    op.execute(DOOR.format(schema=schema))
    op.execute(SAVES.format(schema=schema))
    for function in FUNCTIONS:
        op.execute(f"revoke all on function {function} from public")
    for table in TENANT:
        _run(protecting(table))


def _run(statements: tuple[str, ...]) -> None:
    for statement in statements:
        op.execute(statement)
