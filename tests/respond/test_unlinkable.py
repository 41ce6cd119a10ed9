"""Row J7: whoever holds the whole database cannot join an answer to the person who gave it."""

import pytest
from sqlalchemy import LargeBinary, String, inspect, text

from survey_app.database import Base, session_of
from survey_app.intake.services import move_batches
from tests.respond.conftest import Fieldwork, NewRespondent

PEOPLE = 12
AFTER = ("response", "inbox")  # what a person left behind
BEFORE = ("invitation", "access", "draft", "contact")  # who the person was


@pytest.fixture
def answered(fieldwork: Fieldwork, someone: NewRespondent) -> Fieldwork:
    """Twelve people answered one after the other, each recognisable by their own answers."""
    for number in range(PEOPLE):
        token = fieldwork.invite("K1-PRE", contact=fieldwork.contact()).token
        someone().start(token).answer_all(number=number % 5).press("Verstuur")
    return fieldwork


def hidden_numbers(fieldwork: Fieldwork, table: str) -> list[int]:
    """The transaction number (PostgreSQL) that the database itself keeps on every row."""
    with session_of(fieldwork.installation.engine) as session:
        rows = session.execute(text(f"SELECT xmin::text::bigint FROM {table}"))
        return [int(row[0]) for row in rows]


def values_of(fieldwork: Fieldwork, table: str) -> set[object]:
    """Every long enough value in a table: identifiers, hashes, ciphertexts."""
    rows = fieldwork.rows()[table]
    return {
        bytes(value) if isinstance(value, memoryview) else value
        for row in rows
        for value in row
        if isinstance(value, str | bytes | memoryview) and len(value) >= 12
    }


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_all_answers_of_a_batch_carry_one_transaction_that_no_invitation_has(
    answered: Fieldwork,
) -> None:
    inbox = hidden_numbers(answered, "inbox")
    invitations = hidden_numbers(answered, "invitation")
    drafts = hidden_numbers(answered, "draft")
    assert len(inbox) == PEOPLE
    assert move_batches(answered.installation).moved == PEOPLE
    responses = hidden_numbers(answered, "response")
    assert len(responses) == PEOPLE
    assert len(set(responses)) == 1
    assert set(responses).isdisjoint({*invitations, *drafts})
    assert set(responses).isdisjoint(hidden_numbers(answered, "access"))
    assert hidden_numbers(answered, "inbox") == []


def test_no_value_of_an_answer_stands_at_a_person(answered: Fieldwork) -> None:
    for after in AFTER:
        left = values_of(answered, after) - {answered.wave_id, "K1-PRE"}
        for before in BEFORE:
            assert left.isdisjoint(values_of(answered, before)), (after, before)
    sheets = values_of(answered, "inbox")
    move_batches(answered.installation)
    left = values_of(answered, "response") - {answered.wave_id, "K1-PRE"}
    for table in (*BEFORE, "wave", "organisation"):
        assert left.isdisjoint(values_of(answered, table)), table
    assert left.isdisjoint(sheets)


def test_no_foreign_key_and_no_moment_joins_answers_to_people(fieldwork: Fieldwork) -> None:
    looked = inspect(fieldwork.installation.engine)
    for table in ("response", "inbox", "draft", "access", "invitation"):
        for column in looked.get_columns(table):
            kind = str(column["type"]).upper()
            assert not any(word in kind for word in ("TIMESTAMP", "DATETIME", "SERIAL")), column
            assert column.get("autoincrement") is not True, column
    for table in AFTER:
        joined = {key["referred_table"] for key in looked.get_foreign_keys(table)}
        assert joined <= {"wave"}, joined
    keyed = {column.name for column in Base.metadata.tables["response"].columns}
    assert keyed.isdisjoint({"access_id", "invitation_id", "contact_id", "received_on", "token"})
    identifiers = Base.metadata.tables["response"].c.id.type
    assert isinstance(identifiers, String | LargeBinary)
