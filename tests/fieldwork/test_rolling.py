"""Rolling waves: the day in a file becomes a week, and nobody is approached before it."""

import datetime
from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.database import Base
from survey_app.fieldwork.contacts.days import DayRefused, typed_day
from survey_app.fieldwork.waves.services_changing import WaveChange, change_wave
from survey_app.fieldwork.waves.windows import turns_of, window_words
from survey_app.installation import Installation
from survey_app.models import Invitation, Wave
from survey_app.questionnaire.windows import OPEN_FOR, WINDOWS, closes_on, opens_on
from survey_app.texts.dutch import day_words
from tests.fieldwork.calling import Caller
from tests.fieldwork.conftest import ImportText
from tests.fieldwork.files import ods_file, upload, xlsx_file
from tests.services.product import submit_form

NOW, LATER, LATE = (today() - datetime.timedelta(days) for days in (28, 0, 60))
Made = Callable[..., bytes]
HEAD = "naam;telefoon;vragenlijst;startdatum"


def row(name: str, day: datetime.date | str, code: str = "K2-AANVANG") -> str:
    return f"{name};06123456{len(name):02};{code};{day}"


@pytest.fixture
def rolling(installation: Installation, wave: str) -> str:
    """The name of an open wave in which people are invited week by week."""
    change_wave(installation, wave, WaveChange(is_rolling=True))
    return wave


@pytest.mark.usefixtures("rolling")
def test_only_whose_window_is_open_stands_on_the_call_list(
    import_text: ImportText, caller: Caller
) -> None:
    people = (("Anna", NOW), ("Bertje", LATER), ("Cornelis", LATE))
    import_text("\n".join([HEAD, *(row(*one) for one in people)]))
    caller.open("/veldwerk/bellen")
    assert "1 persoon nog te bellen" in caller.words
    caller.follow("Najaar")
    assert [name for name, _ in people if name in caller.words] == ["Anna"]


def invitations(installation: Installation) -> list[Invitation]:
    with Session(installation.engine, expire_on_commit=False) as session:
        return list(session.scalars(select(Invitation)))


@pytest.mark.parametrize("code", sorted(WINDOWS))
def test_a_window_is_a_monday_and_three_weeks_that_stay_within_the_method(code: str) -> None:
    window, first = WINDOWS[code], datetime.date(2026, 11, 1)
    for day in (first + datetime.timedelta(n) for n in range(31)):
        opens = opens_on(window, day)
        assert opens.weekday() == 0
        assert day + datetime.timedelta(weeks=window.first_week) <= opens
        assert closes_on(opens) <= day + datetime.timedelta(weeks=window.last_week)


def test_a_window_is_told_in_words() -> None:
    assert window_words(WINDOWS["K2-AANVANG"]) == "2 tot 6 weken na de start"
    assert window_words(WINDOWS["K4-EINDE"]) == "binnen 4 weken na het einde"


@pytest.mark.parametrize(
    "text", ["2026-11-02", "2-11-2026", "02/11/2026", "2 november 2026", "2026-11-02 00:00:00"]
)
def test_a_day_is_read_however_it_was_written(text: str) -> None:
    assert typed_day(text) == datetime.date(2026, 11, 2)


@pytest.mark.parametrize(
    "text", ["31-2-2026", "11-2026", "2-11-26", "46000", "gisteren", "2-11-1026"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(DayRefused, match="schrijf 2-11-2026"):
        typed_day(text)


@pytest.mark.usefixtures("rolling")
def test_the_day_of_a_start_is_kept_nowhere_but_as_a_week(
    installation: Installation, import_text: ImportText
) -> None:
    day = NOW if NOW.weekday() else NOW - datetime.timedelta(1)  # no Monday
    done = import_text("\n".join([HEAD, row("Anna", day)]))
    assert (done.new_invitations, done.refused) == (1, ())
    [found] = invitations(installation)
    assert found.opens_on == opens_on(WINDOWS["K2-AANVANG"], day)
    with Session(installation.engine) as session:
        for table in Base.metadata.sorted_tables:
            kept = repr([tuple(one) for one in session.execute(select(table))])
            assert repr(day) not in kept, table.name
            assert day.isoformat() not in kept, table.name


@pytest.mark.usefixtures("rolling")
@pytest.mark.parametrize(
    ("head", "code", "day", "told"),
    [
        (HEAD, "K2-AANVANG", "", "startdatum ontbreekt"),
        (HEAD, "K2-AANVANG", "gisteren", "startdatum is geen dag: schrijf 2-11-2026"),
        (HEAD, "K4-EINDE", "2026-11-02", "einddatum ontbreekt"),
        ("naam;telefoon;vragenlijst;datum", "K4-EINDE", "x", "einddatum is geen dag"),
    ],
)
def test_a_row_without_its_day_is_told(
    import_text: ImportText, head: str, code: str, day: str, told: str
) -> None:
    [refused] = import_text("\n".join([head, row("Anna", day, code)])).refused
    assert told in refused.text


@pytest.mark.usefixtures("rolling")
def test_another_questionnaire_needs_no_day_and_one_column_serves_both(
    installation: Installation, import_text: ImportText
) -> None:
    lines = ["naam;telefoon;vragenlijst;datum"]
    lines += [row(name, NOW, code) for name, code in (("An", "K2-AANVANG"), ("Bob", "K4-EINDE"))]
    assert not import_text("\n".join([*lines, row("Cees", "", "K3-TIJDENS")])).refused
    found = {one.questionnaire: one.opens_on for one in invitations(installation)}
    assert found == {
        "K2-AANVANG": opens_on(WINDOWS["K2-AANVANG"], NOW),
        "K4-EINDE": opens_on(WINDOWS["K4-EINDE"], NOW),
        "K3-TIJDENS": None,
    }


@pytest.mark.usefixtures("rolling")
def test_a_later_file_moves_a_window_and_one_without_the_questionnaire_keeps_it(
    installation: Installation, import_text: ImportText
) -> None:
    import_text("\n".join([HEAD, row("Anna", NOW)]))
    import_text("\n".join([HEAD, row("Anna", LATER)]))
    [found] = invitations(installation)
    assert found.opens_on == opens_on(WINDOWS["K2-AANVANG"], LATER)


@pytest.mark.usefixtures("wave")
def test_a_wave_that_does_not_roll_reads_no_day(
    installation: Installation, import_text: ImportText
) -> None:
    assert not import_text("\n".join([HEAD, row("Anna", "gisteren")])).refused
    assert [one.opens_on for one in invitations(installation)] == [None]


@pytest.mark.parametrize("made", [xlsx_file, ods_file])
def test_a_spreadsheet_with_days_goes_in_through_the_browser(
    installation: Installation, rolling: str, wave_id: str, caller: Caller, made: Made
) -> None:
    cells = ("Anna", "0612345678", "K2-AANVANG", LATER)
    raw = made(cells, header=("naam", "telefoon", "vragenlijst", "startdatum"))
    caller.page = upload(caller.client, wave_id, raw)
    opens = opens_on(WINDOWS["K2-AANVANG"], LATER)
    assert "startdatum is startdatum" in caller.words
    assert f"vanaf {day_words(opens)}" in caller.words
    submit_form(caller.client, caller.page, "Zet 1 persoon op de lijst", {})
    assert [one.opens_on for one in invitations(installation)] == [opens]


@pytest.mark.usefixtures("rolling")
def test_the_list_says_from_when_and_the_plan_how_many_per_week(
    import_text: ImportText, wave_id: str, caller: Caller
) -> None:
    people = (("Anna", NOW), ("Bertje", LATER), ("Cornelis", LATE))
    import_text("\n".join([HEAD, *(row(*one) for one in people)]))
    caller.open(f"/veldwerk/metingen/{wave_id}/mensen")
    opens = day_words(opens_on(WINDOWS["K2-AANVANG"], LATER))
    assert f"K2-AANVANG Vanaf {opens}" in caller.words
    assert "K2-AANVANG Te laat" in caller.words
    for state, name in (("new", "Anna"), ("later", "Bertje"), ("late", "Cornelis")):
        caller.open(f"/veldwerk/metingen/{wave_id}/mensen?stand={state}")
        assert [one for one, _ in people if one in caller.words] == [name]
    caller.open(f"/veldwerk/metingen/{wave_id}")
    assert "K2-AANVANG 2 tot 6 weken na de start" in caller.words
    assert "Te laat: het venster is voorbij 1" in caller.words


@pytest.mark.usefixtures("rolling")
def test_the_weeks_of_a_wave_hold_everybody_once_whoever_has_answered(
    installation: Installation, import_text: ImportText, wave_id: str
) -> None:
    days = [today() - datetime.timedelta(n) for n in range(-40, 90, 9)]
    lines = [HEAD, *(f"P{n};061234{n:04};K2-AANVANG;{day}" for n, day in enumerate(days))]
    assert not import_text("\n".join(lines)).refused
    with Session(installation.engine) as session:
        before = turns_of(session, session.get_one(Wave, wave_id), WINDOWS, today())
        assert before is not None
        assert sum(sum(one.people) for one in before.weeks) == len(days)
        session.execute(update(Invitation).values(used=True))
        session.commit()
        assert turns_of(session, session.get_one(Wave, wave_id), WINDOWS, today()) == before


@pytest.mark.usefixtures("rolling")
def test_one_person_by_hand_needs_the_day_too(
    installation: Installation, wave_id: str, caller: Caller
) -> None:
    typed = {"naam": "Anna", "telefoon": "0612345678", "vragenlijst": "K2-AANVANG"}
    caller.open(f"/veldwerk/metingen/{wave_id}/mensen/nieuw").press("Zet op de lijst", **typed)
    assert "Startdatum ontbreekt" in caller.words
    caller.press("Zet op de lijst", **typed, datum=LATER.isoformat())
    opens = opens_on(WINDOWS["K2-AANVANG"], LATER)
    assert f"Vanaf {day_words(opens)}" in caller.words
    caller.follow("Anna").press("Bewaar", naam="Anna Bos")
    assert [one.opens_on for one in invitations(installation)] == [opens]


@pytest.mark.usefixtures("rolling")
def test_nobody_is_called_before_the_window(import_text: ImportText, caller: Caller) -> None:
    import_text("\n".join([HEAD, row("Anna", NOW), row("Bertje", LATER)]))
    assert caller.names == ["Anna"]
    assert "1 persoon" in caller.open("/veldwerk/bellen").words


def test_a_wave_that_rolls_no_more_forgets_the_weeks(
    installation: Installation, rolling: str, import_text: ImportText
) -> None:
    import_text("\n".join([HEAD, row("Anna", LATER)]))
    change_wave(installation, rolling, WaveChange(is_rolling=False))
    assert [one.opens_on for one in invitations(installation)] == [None]


def test_who_is_on_the_list_without_a_day_is_told_on_the_plan(
    installation: Installation, wave: str, wave_id: str, import_text: ImportText, caller: Caller
) -> None:
    import_text("\n".join([HEAD, row("Anna", "")]))
    change_wave(installation, wave, WaveChange(is_rolling=True))
    caller.open(f"/veldwerk/metingen/{wave_id}")
    assert "Van 1 persoon op de lijst is geen start- of einddatum bekend" in caller.words


def test_a_plan_that_rolls_asks_about_a_start_or_an_end(
    installation: Installation, caller: Caller, wave: str
) -> None:
    caller.open("/veldwerk/metingen/nieuw")
    days = {"starts": today().isoformat(), "ends": (today() + OPEN_FOR).isoformat()}
    page = caller.client.post(
        "/veldwerk/metingen/nieuw",
        data={**fields(caller), "name": "Winter", **days, "asked": "K3-TIJDENS", "rolling": "1"},
    )
    assert "Doorlopend uitnodigen kan met K2-AANVANG" in page.get_data(as_text=True)
    caller.press("Maak het plan", name="Winter", **days, rolling="1")
    assert "Wie is wanneer aan de beurt?" in caller.words
    caller.follow("Maak een kopie")
    assert 'name="rolling" value="1" checked' in caller.page.get_data(as_text=True)


def fields(caller: Caller) -> dict[str, str]:
    """What a form needs besides what somebody types."""
    text = caller.page.get_data(as_text=True)
    return {"csrf_token": text.split('name="csrf_token" value="')[1].split('"')[0]}
