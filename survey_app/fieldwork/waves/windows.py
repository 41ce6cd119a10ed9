"""Whose turn it is when, in a rolling wave: in weeks and numbers, never a day of a person."""

import datetime
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.models import Invitation, Wave
from survey_app.questionnaire.windows import OPEN_FOR, WINDOWS, Window
from survey_app.texts.dutch import day_words

SHOWN = 8  # weeks, from the one in hand
EVENT_WORDS = {"start": "de start", "end": "het einde"}


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A week with the people whose window opens in it, per questionnaire of the table."""

    words: str
    people: tuple[int, ...]
    is_coming: bool = False  # a week within the wave, shown also when nobody comes up in it


@dataclass(frozen=True, slots=True)
class Turns:
    """The windows of a wave; the numbers of all lines together are everybody with a window."""

    windows: tuple[tuple[str, str], ...]  # questionnaire, '2 tot 6 weken na de start'
    codes: tuple[str, ...]  # the columns: questionnaires for which somebody has a window
    weeks: tuple[WeekLine, ...]
    undated: int  # asked about a start or an end, and nobody said when that was


def window_words(window: Window) -> str:
    """'2 tot 6 weken na de start', 'binnen 4 weken na het einde'."""
    after = f"{window.last_week} weken na {EVENT_WORDS[window.event]}"
    return f"{window.first_week} tot {after}" if window.first_week else f"binnen {after}"


def windows_in(asked: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The questionnaires of these that have a window, and the window in words."""
    found = ((code, window) for code, window in WINDOWS.items() if code in asked)
    return tuple((code, window_words(window)) for code, window in found)


def turns_of(
    session: Session, wave: Wave, asked: Collection[str], today: datetime.date
) -> Turns | None:
    """How many people come up per week; None for a wave that does not roll.

    Everybody counts, also who has answered: a number that went down would tell who that was.
    """
    if not wave.is_rolling:
        return None
    windows = windows_in(asked)
    counted = _counted(session, wave.id)
    every = tuple(code for code, _ in windows)
    codes = tuple(code for code in every if any(code == one for one, _ in counted)) or every
    weeks = _weeks(wave, codes, counted, today)
    return Turns(windows, codes, weeks, _undated(session, wave.id, every))


def _counted(session: Session, wave_id: str) -> Counter[tuple[str, datetime.date]]:
    statement = (
        select(Invitation.questionnaire, Invitation.opens_on, func.count())
        .where(Invitation.wave_id == wave_id, Invitation.opens_on.is_not(None))
        .group_by(Invitation.questionnaire, Invitation.opens_on)
    )
    return Counter({(code, day): number for code, day, number in session.execute(statement) if day})


def _undated(session: Session, wave_id: str, codes: Collection[str]) -> int:
    statement = select(func.count(Invitation.contact_id)).where(
        Invitation.wave_id == wave_id,
        Invitation.questionnaire.in_(codes),
        Invitation.opens_on.is_(None),
    )
    return session.scalar(statement) or 0


def _weeks(
    wave: Wave,
    codes: Collection[str],
    counted: Counter[tuple[str, datetime.date]],
    today: datetime.date,
) -> tuple[WeekLine, ...]:
    """The windows that are open, those of the weeks to come, and those that miss the wave."""
    week = datetime.timedelta(weeks=1)
    monday = today - datetime.timedelta(days=today.weekday())
    after = monday + SHOWN * week

    def line(
        words: str, first: datetime.date, before: datetime.date, is_coming: bool = False
    ) -> WeekLine:
        people = (
            sum(n for (one, day), n in counted.items() if one == code and first <= day < before)
            for code in codes
        )
        return WeekLine(words, tuple(people), is_coming)

    end = wave.ends_on + datetime.timedelta(days=1)
    found = [
        line("Te laat: het venster is voorbij", datetime.date.min, today - OPEN_FOR),
        line("Eerder begonnen, nu open", today - OPEN_FOR, monday),
        *(
            line(f"Week van {day_words(one)}", one, min(one + week, max(end, one)), one < end)
            for one in (monday + number * week for number in range(SHOWN))
        ),
        line("Daarna", after, max(end, after)),
        line("Na de laatste dag van de meting", max(end, monday), datetime.date.max),
    ]
    return tuple(one for one in found if any(one.people) or one.is_coming)
