"""Row-level security on PostgreSQL: a query that forgets its WHERE still returns nothing.

Two settings of a connection say whose rows it sees:

- `trajectspiegel.organisations`: ids with commas between them, set for one transaction by
  `database.py` (staff) or by the respondent's door (`respondent_door` below);
- `trajectspiegel.every_organisation`: 'on' for the worker and the commands; it counts only for a
  role that may execute `works_everywhere()`, which the role of the web application may not.

The policies hold for the owner of the tables too. A migration that makes a tenant table runs
`protecting("name")` statement by statement on PostgreSQL, and `releasing("name")` on its way down.
"""

POLICY = "organisation"
EVERYWHERE = "works_everywhere()"
_SEEN = f"""
organisation_id = any (
    string_to_array(current_setting('trajectspiegel.organisations', true), ',')
) or (
    coalesce(current_setting('trajectspiegel.every_organisation', true), '') = 'on'
    and (select has_function_privilege('{EVERYWHERE}', 'execute'))
)
"""


def protecting(table: str) -> tuple[str, ...]:
    """The statements that close a table, for its owner as well."""
    return (
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy {POLICY} on {table} using ({_SEEN})",
    )


def releasing(table: str) -> tuple[str, ...]:
    """The statements that open it again."""
    return (
        f"drop policy {POLICY} on {table}",
        f"alter table {table} no force row level security",
        f"alter table {table} disable row level security",
    )
