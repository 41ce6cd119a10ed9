"""Counting on how many forms a page was reached: with the save itself, and of nobody."""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    String,
    bindparam,
    func,
    literal_column,
    select,
)

from survey_app.database import INSERTS
from survey_app.models import SENT, PageReached
from survey_app.questionnaire.definition import Questionnaire
from survey_app.respond.queries import SAVE_DRAFT, table_of
from survey_app.respond.sitting import Situation
from survey_app.respond.store import Guarded, Values

COUNTED_STORE = "answers"
ONE: ColumnElement[int] = literal_column("1", Integer)  # in words: the driver gets no name for it
reached = table_of(PageReached)


@lru_cache(maxsize=2)
def _raised(dialect: str) -> Any:
    """One more form that reached a page."""
    columns = ("organisation_id", "wave_id", "questionnaire", "page")
    row = {name: bindparam(name, type_=String) for name in columns}
    return (
        INSERTS[dialect](reached)
        .values(**row, n=ONE)
        .on_conflict_do_update(
            index_elements=["wave_id", "questionnaire", "page"], set_={"n": reached.c.n + ONE}
        )
    )


# Saves a draft as SAVE_DRAFT does and counts its page, both or neither.
SAVE_AND_COUNT = Guarded(
    behind_door=select("*").select_from(
        func.respondent_reaches(
            bindparam("wanted", type_=String),
            bindparam("seen", type_=Integer),
            bindparam("next_revision", type_=Integer),
            bindparam("packed", type_=LargeBinary),
            bindparam("page", type_=String),
        )
    ),
    plain=SAVE_DRAFT.plain,
    then=_raised("sqlite"),
)


def is_counted(situation: Situation, questionnaire: Questionnaire) -> bool:
    """Whether pages of this form count: it asks for answers, of somebody who fills in a screen."""
    return (
        questionnaire.store == COUNTED_STORE and not situation.is_test and situation.mode != "paper"
    )


def place_of_page(situation: Situation, page: str) -> Values:
    """Under which row a page is counted."""
    return {
        "organisation_id": situation.organisation_id,
        "wave_id": situation.wave_id,
        "questionnaire": situation.code,
        "page": page,
    }


def count_sent(connection: Connection, situation: Situation) -> None:
    """Count a form that is being sent in."""
    connection.execute(_raised(connection.dialect.name), place_of_page(situation, SENT))
