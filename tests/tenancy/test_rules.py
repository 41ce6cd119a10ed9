"""What the database itself refuses: rows that cross organisations, and values nobody knows."""

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import IntegrityError

from survey_app.database import Base, session_of, writing
from survey_app.installation import Installation
from survey_app.models import Invitation
from survey_app.models.tenancy import NOT_OF_ONE_ORGANISATION
from tests.migrations.test_migrations import fill, row_for
from tests.tenancy.conftest import Place

TENANT = [
    table for table in Base.metadata.sorted_tables if table.name not in NOT_OF_ONE_ORGANISATION
]
# Tied to nothing but its organisation, by its own key: a row that moves is simply another row.
ALONE = {"contact_column", "recording"}
NEVER = (
    "update wave set batch_size = 9",
    "update wave set minimum_cell = 4",
    "update wave set mode = 'other'",
    "update access set mode = 'fax'",
    "update response set mode = 'fax'",
    "update needs_response set mode = 'fax'",
    "update recontact set mode = 'fax'",
    "update message set channel = 'fax'",
    "update message set kind = 'other'",
    "update message set state = 'other'",
    "update message set attempts = -1",
    "update call_outcome set outcome = 'other'",
    "update document set kind = 'exe'",
    "update document set snapshot_id = 'none'",
    "update needs_response set contact_id = 'none'",
    "update response_count set n = -1",
    "update answer_count set n = -1",
    "update pattern_count set n = -1",
    "update population set people = -1",
    "update open_link set started = maximum + 1",
    "update open_link set started = -1",
    "update paper_check set items = -1",
    "update paper_check set differing = -1",
    "update draft set revision = -1",
    "update staff_account set role = 'king'",
    "update membership set role = 'king'",
    "update membership set role = 'platform_admin'",
    "update membership set organisation_id = null",
)


@pytest.fixture
def full(engine: Engine) -> None:
    """A row of organisation "x" in every table, and another organisation."""
    fill(engine)
    other = {**row_for(Base.metadata.tables["organisation"]), "id": "y", "name": "y", "slug": "y"}
    with writing(engine).begin() as connection:
        connection.execute(insert(Base.metadata.tables["organisation"]), other)


@pytest.mark.parametrize("table", [one.name for one in TENANT if one.name not in ALONE])
def test_no_row_moves_to_another_organisation(engine: Engine, full: None, table: str) -> None:
    with pytest.raises(IntegrityError), writing(engine).begin() as connection:
        connection.execute(text(f"update {table} set organisation_id = 'y'"))


@pytest.mark.parametrize("statement", NEVER)
def test_what_must_never_be_true_is_refused(engine: Engine, full: None, statement: str) -> None:
    with pytest.raises(IntegrityError), writing(engine).begin() as connection:
        assert connection.execute(text(statement)).rowcount == 1


def test_a_person_of_one_municipality_is_never_invited_by_another(
    installation: Installation, ours: Place, theirs: Place
) -> None:
    for owner in (None, ours.organisation_id, theirs.organisation_id):
        values = {"wave_id": theirs.wave_id, "contact_id": ours.contact_id}
        said = {} if owner is None else {"organisation_id": owner}
        invited = Invitation(questionnaire="K3-TIJDENS", **values, **said)
        with session_of(installation.engine) as session:
            session.add(invited)
            with pytest.raises(IntegrityError):
                session.flush()
