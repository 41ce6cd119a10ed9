"""pages reached

On how many forms each page was reached, so that an evaluator sees where people stopped.
"""

import sqlalchemy as sa
from alembic import op

from survey_app.models.row_security import protecting

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

TABLE = "page_reached"
KEY = ("wave_id", "questionnaire", "page")
REACHES = "respondent_reaches(text, integer, integer, bytea, text)"
# Saves as `respondent_saves` of 0002 does; what is counted follows from the draft itself.
FUNCTION = """
create function respondent_reaches(
    wanted text, seen integer, next_revision integer, packed bytea, reached text
)
returns setof text
language plpgsql volatile security definer
set search_path = {schema}, pg_temp
as $$
declare
    before text := coalesce(current_setting('trajectspiegel.every_organisation', true), '');
begin
    perform set_config('trajectspiegel.every_organisation', 'on', true);
    update draft set revision = next_revision, ciphertext = packed
        where access_id = wanted and revision = seen and not submitted;
    if found then
        insert into page_reached as known (organisation_id, wave_id, questionnaire, page, n)
            select invitation.organisation_id, invitation.wave_id, invitation.questionnaire,
                reached, 1
            from access join invitation on invitation.id = access.invitation_id
            where access.id = wanted
        on conflict (wave_id, questionnaire, page) do update set n = known.n + 1;
        return next wanted;
    end if;
    perform set_config('trajectspiegel.every_organisation', before, true);
end
$$
"""
# Who may save a page may go on doing that without another command after this upgrade.
SAME_ROLES = f"""
do $$
declare
    one record;
begin
    for one in
        select distinct grantee from information_schema.routine_privileges
        where routine_schema = current_schema() and routine_name = 'respondent_saves'
        and grantee not in ('PUBLIC', current_user)
    loop
        execute format('grant execute on function {REACHES} to %I', one.grantee);
    end loop;
end
$$
"""


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("questionnaire", sa.String(40), nullable=False),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f(f"ck_{TABLE}_n_not_negative")),
        sa.ForeignKeyConstraint(
            ["wave_id", "organisation_id"],
            ["wave.id", "wave.organisation_id"],
            name=op.f(f"fk_{TABLE}_wave_id"),
        ),
        sa.PrimaryKeyConstraint(*KEY, name=op.f(f"pk_{TABLE}")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in protecting(TABLE):
            op.execute(statement)
        schema = op.get_bind().scalar(sa.text("select quote_ident(current_schema())"))
        op.execute(FUNCTION.format(schema=schema))
        op.execute(f"revoke all on function {REACHES} from public")
        op.execute(SAME_ROLES)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"drop function {REACHES}")
    op.drop_table(TABLE)
