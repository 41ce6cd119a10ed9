"""From what a fieldworker's browser sends to plain values."""

import datetime
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from survey_app.fieldwork.calls.order import APPOINTMENT

MAX_CODE = 60


class FieldRefused(ValueError):
    """Something was filled in that cannot be used; the text says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class OutcomeForm:
    """What came of a call; `appointment` is '2026-11-23 14:30', or empty."""

    outcome: str
    appointment: str = ""


@dataclass(frozen=True, slots=True)
class SheetForm:
    """One answer sheet of paper as it was keyed in; `raw` per question code.

    The first time a sheet has the `key` of its screen and perhaps a letter `code`; the second
    time it has its `number`, and the `confirmed` differences that were looked up on the paper.
    """

    raw: dict[str, list[str]]
    code: str
    key: str
    language: str
    number: str
    confirmed: frozenset[str]


def outcome_form(form: MultiDict[str, str], today: datetime.date) -> OutcomeForm:
    """The button that was pressed. Raises FieldRefused for an appointment without a moment."""
    outcome = form.get("outcome", "")[:40]
    if outcome != APPOINTMENT:
        return OutcomeForm(outcome)
    try:
        day = datetime.date.fromisoformat(form.get("day", "")[:10])
        moment = datetime.time.fromisoformat(form.get("time", "")[:5])
    except ValueError:
        raise FieldRefused("Vul een dag en een tijd in voor de afspraak.") from None
    if day < today:
        raise FieldRefused("Deze dag is al voorbij. Kies een dag vanaf vandaag.")
    return OutcomeForm(outcome, f"{day.isoformat()} {moment:%H:%M}")


def sheet_form(form: MultiDict[str, str], codes: tuple[str, ...]) -> SheetForm:
    """The fields of a sheet of paper, for the questions that it has."""
    return SheetForm(
        raw={code: form.getlist(code) for code in codes},
        code=form.get("code", "")[:MAX_CODE],
        key=form.get("key", "")[:32],
        language=form.get("taal", "")[:8],
        number=form.get("nummer", "")[:MAX_CODE],
        confirmed=frozenset(form.getlist("nagekeken")),
    )
