"""To whom a row belongs: how a table of an organisation is declared.

A new tenant table does four things, and `tests/conventions/test_tenancy.py` fails without one:

1. it takes the mixin: `class Measure(OfOrganisation, Base)`, which gives `organisation_id`;
2. it says to which row it belongs with `within("wave")` in `__table_args__`: a foreign key of
   `(wave_id, organisation_id)`, so that it can never point at a row of somebody else. A table
   without such a parent says `of_organisation()`;
3. if others will belong to it, it says `UniqueConstraint("id", "organisation_id")`;
4. its migration protects it on PostgreSQL: see `row_security.py`.

Who adds a row may leave `organisation_id` out: it is then that of the parent. That costs a query
for each row (for each wave once a connection), so who adds many rows says it.

What is nobody's in particular (accounts, their sessions and memberships, the list of
organisations) stands in `NOT_OF_ONE_ORGANISATION`, with the reason.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, event, select
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria

from survey_app.database import organisations_seen

NOT_OF_ONE_ORGANISATION: Mapping[str, str] = MappingProxyType(
    {
        "erasure_done": "says only that a line of the list of erasures was carried out",
        "heartbeat": "the worker is of the whole installation",
        "organisation": "the list of organisations itself: names and looks on public pages",
        "staff_account": "one person may work for several organisations",
        "staff_session": "is looked up before it is known who is there",
        "passkey": "shows who somebody is, whatever organisation that is for",
        "recovery_code": "shows who somebody is, whatever organisation that is for",
        "staff_link": "is looked up before it is known who is there",
        "told": "is read by the worker, who finds out whose it is",
        "membership": "says which organisations an account may see, so is read before that",
    }
)


def within(parent: str, ondelete: str | None = None) -> ForeignKeyConstraint:
    """The row belongs to a row of `parent` (column `<parent>_id`) of the same organisation."""
    return ForeignKeyConstraint(
        [f"{parent}_id", "organisation_id"],
        [f"{parent}.id", f"{parent}.organisation_id"],
        ondelete=ondelete,
    )


def of_organisation() -> ForeignKeyConstraint:
    """The row belongs to an organisation and to nothing else."""
    return ForeignKeyConstraint(["organisation_id"], ["organisation.id"])


def one_of(column: str, *known: str) -> CheckConstraint:
    """The database refuses every other value; a new one needs a migration."""
    values = ", ".join(f"'{value}'" for value in known)
    return CheckConstraint(f"{column} in ({values})", name=f"known_{column}")


def not_negative(column: str) -> CheckConstraint:
    """A number of things is never below zero."""
    return CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")


def _that_of_the_parent(context: DefaultExecutionContext) -> str | None:
    """The organisation of the row that this new row belongs to."""
    given: dict[str, Any] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    table = context.current_column.table
    connection = context.root_connection
    known: dict[str, str] = connection.info.setdefault("organisation_of_wave", {})
    keys = table.foreign_key_constraints
    for constraint in sorted(keys, key=lambda one: one.referred_table.name != "wave"):
        key = constraint.elements[0]
        parent, value = key.column.table, given.get(key.parent.name)
        if value is None or "organisation_id" not in parent.c:
            continue
        if value not in known:
            wanted = select(parent.c.organisation_id).where(parent.c.id == value)
            found = connection.scalar(wanted)
            if parent.name != "wave" or found is None:
                return found
            known[value] = found
        return known[value]
    return None


class OfOrganisation:
    """A row of one organisation: nobody else ever sees it (see the top of this file)."""

    organisation_id: Mapped[str] = mapped_column(String(32), default=_that_of_the_parent)


@event.listens_for(Session, "do_orm_execute")
def _leave_out_others(state: ORMExecuteState) -> None:
    """Within `only_of` every session reads and changes rows of those organisations only."""
    seen = organisations_seen()
    if seen is None or not (state.is_select or state.is_update or state.is_delete):
        return
    organisations = list(seen)
    state.statement = state.statement.options(
        with_loader_criteria(
            OfOrganisation,
            lambda table: table.organisation_id.in_(organisations),
            include_aliases=True,
        )
    )
