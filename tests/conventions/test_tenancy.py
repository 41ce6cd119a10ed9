"""Every table of an organisation is declared as one (models/tenancy.py says how)."""

import pytest
from sqlalchemy import Table, UniqueConstraint, text

import survey_app.models  # noqa: F401  (fills the metadata)
from survey_app.database import Base, make_engine
from survey_app.models.tenancy import NOT_OF_ONE_ORGANISATION, OfOrganisation
from tests.services.databases import Template
from tests.services.postgres import PostgresServer

TENANT = [
    table for table in Base.metadata.sorted_tables if table.name not in NOT_OF_ONE_ORGANISATION
]
CLASSES = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]


@pytest.mark.parametrize("table", TENANT, ids=str)
def test_a_tenant_table_says_whose_each_row_is(table: Table) -> None:
    assert issubclass(CLASSES[table.name], OfOrganisation)
    assert not table.c.organisation_id.nullable


@pytest.mark.parametrize("table", TENANT, ids=str)
def test_no_foreign_key_of_a_tenant_table_crosses_organisations(table: Table) -> None:
    keys = table.foreign_key_constraints
    assert keys, "a tenant table belongs to something: within(...) or of_organisation()"
    for key in keys:
        assert "organisation_id" in key.column_keys, f"{key.name} carries no organisation"
        pairs = {(one.parent.name, one.column.name) for one in key.elements}
        parent = key.referred_table.name
        wanted = ("organisation_id", "id" if parent == "organisation" else "organisation_id")
        assert wanted in pairs


@pytest.mark.parametrize("table", TENANT, ids=str)
def test_what_others_belong_to_can_be_pointed_at_with_its_organisation(table: Table) -> None:
    children = [
        other.name
        for other in TENANT
        for key in other.foreign_key_constraints
        if key.referred_table is table
    ]
    unique = {
        tuple(one.columns.keys()) for one in table.constraints if isinstance(one, UniqueConstraint)
    }
    assert not children or ("id", "organisation_id") in unique


def test_no_index_repeats_the_beginning_of_a_key() -> None:
    for table in Base.metadata.sorted_tables:
        keys = [tuple(table.primary_key.columns.keys())]
        keys += [
            tuple(one.columns.keys())
            for one in table.constraints
            if isinstance(one, UniqueConstraint)
        ]
        keys += [tuple(index.columns.keys()) for index in table.indexes]
        for index in table.indexes:
            if index.unique:  # a rule, which may hold for some of the rows only
                continue
            columns = tuple(index.columns.keys())
            longer = [key for key in keys if key != columns and key[: len(columns)] == columns]
            assert longer == [], f"{index.name} of {table.name}"


def test_every_tenant_table_is_closed_on_postgresql(
    postgres_template: Template, postgres_server: PostgresServer
) -> None:
    url = postgres_server.url(postgres_server.create_database(postgres_template.name))
    engine = make_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "select relname, relrowsecurity and relforcerowsecurity, (select count(*) from "
                "pg_policy where polrelid = pg_class.oid) from pg_class where relkind = 'r' "
                "and relnamespace = current_schema()::regnamespace"
            )
        )
        closed = {name: (forced, policies) for name, forced, policies in rows}
    engine.dispose()
    assert {table.name: closed[table.name] for table in TENANT} == {
        table.name: (True, 1) for table in TENANT
    }
