"""The worker puts the open answers of a closed wave apart, once."""

from sqlalchemy import select

from survey_app.database import session_of
from survey_app.evaluation.open_answers.services_reading import read_open_answers
from survey_app.models import InboxItem, OpenAnswer, Response
from survey_app.models.columns import new_id
from tests.evaluation.conftest import FIRST, Measured


def wrote(measured: Measured, question: str, *texts: str | None) -> set[str]:
    """Sheets of K3-TIJDENS with these texts; returns their ids."""
    rows = [
        Response(
            id=new_id(),
            wave_id=measured.wave_id,
            questionnaire="K3-TIJDENS",
            version=1,
            answers={question: text, "C301": 4},
            background={},
        )
        for text in texts
    ]
    with session_of(measured.installation.engine) as session:
        session.add_all(rows)
        session.commit()
        return {row.id for row in rows}


def kept(measured: Measured) -> list[OpenAnswer]:
    with session_of(measured.installation.engine) as session:
        return list(session.scalars(select(OpenAnswer)))


def open_question(measured: Measured) -> str:
    asked = measured.installation.catalogue.questionnaire("K3-TIJDENS", 1)
    return next(one.code for one in asked.questions if one.kind == "open")


def test_a_closed_wave_is_read_once_and_its_texts_stand_apart(measured: Measured) -> None:
    question = open_question(measured)
    sheets = wrote(
        measured, question, "Mevrouw Jansen luistert goed.", "  ", None, "Te lang wachten"
    )
    assert read_open_answers(measured.installation) == []  # the wave is open
    measured.close()
    assert read_open_answers(measured.installation) == [measured.wave_id]
    assert read_open_answers(measured.installation) == []
    rows = {row.original: row for row in kept(measured)}
    assert set(rows) == {"Mevrouw Jansen luistert goed.", "Te lang wachten"}
    assert not {row.id for row in rows.values()} & sheets
    named = rows["Mevrouw Jansen luistert goed."]
    assert [(mark["kind"], mark["start"], mark["end"]) for mark in named.marks] == [("naam", 8, 14)]
    assert named.proposed_label == "positief"
    assert rows["Te lang wachten"].themes == ("wachttijd",)
    assert named.label is None
    assert named.reviewed_at is None


def test_a_wave_with_something_in_the_inbox_waits(measured: Measured) -> None:
    measured.close()
    with session_of(measured.installation.engine) as session:
        waiting = InboxItem(id=new_id(), wave_id=measured.wave_id, questionnaire="K3-TIJDENS")
        waiting.sealed, waiting.received_on = b"x", FIRST
        session.add(waiting)
        session.commit()
    assert read_open_answers(measured.installation) == []
