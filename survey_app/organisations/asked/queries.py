"""The questionnaires of a wave: the version frozen into it, with what it asks besides.

This is the one room that knows: who shows, prints, reads in or explains questions of a wave takes
the questionnaire from here, never from the catalogue (tests/conventions/test_asked.py).
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.errors import UnknownName
from survey_app.models import Wave, WaveQuestionnaire
from survey_app.questionnaire.definition import Catalogue, Questionnaire
from survey_app.questionnaire.own import OwnQuestion, own_of, with_own


def questionnaires_of(
    session: Session, catalogue: Catalogue, wave_id: str
) -> dict[str, Questionnaire]:
    """Every questionnaire of a wave by its code, in the order of the codes."""
    rows = (
        select(WaveQuestionnaire.questionnaire, WaveQuestionnaire.version, WaveQuestionnaire.own)
        .where(WaveQuestionnaire.wave_id == wave_id)
        .order_by(WaveQuestionnaire.questionnaire)
    )
    return {
        code: asked_with(catalogue, code, version, own)
        for code, version, own in session.execute(rows)
    }


def questionnaire_of(
    session: Session, catalogue: Catalogue, wave_id: str, code: str
) -> Questionnaire:
    """One questionnaire of a wave. Raises UnknownName when the wave does not ask it."""
    found = questionnaires_of(session, catalogue, wave_id)
    if code not in found:
        raise UnknownName("this wave does not ask questionnaire {code!r}", code=code)
    return found[code]


def asked_with(catalogue: Catalogue, code: str, version: int, own: str) -> Questionnaire:
    """The questionnaire of a row that was read with its `own` (WaveQuestionnaire)."""
    return with_own(catalogue.questionnaire(code, version), own_of(own))


def own_questions(session: Session, wave_id: str) -> dict[str, tuple[OwnQuestion, ...]]:
    """What a wave asks besides, by questionnaire; only questionnaires with such a question."""
    rows = select(WaveQuestionnaire.questionnaire, WaveQuestionnaire.own).where(
        WaveQuestionnaire.wave_id == wave_id, WaveQuestionnaire.own != ""
    )
    return {code: own_of(own) for code, own in sorted(session.execute(rows).all())}


def asked_since(session: Session, organisation_id: str, leave_out: str = "") -> Mapping[str, Wave]:
    """By measure: the last wave of an organisation that was checked and asks about it.

    Tests do not count, and neither does the wave with the id `leave_out`.
    """
    rows = (
        select(Wave, WaveQuestionnaire.own)
        .join(WaveQuestionnaire, WaveQuestionnaire.wave_id == Wave.id)
        .where(Wave.organisation_id == organisation_id, Wave.id != leave_out, ~Wave.is_test)
        .where(Wave.checked_at.is_not(None), WaveQuestionnaire.own != "")
        .order_by(Wave.checked_at)
    )
    return {one.measure: asker for asker, own in session.execute(rows) for one in own_of(own)}
