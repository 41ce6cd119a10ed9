"""Waves that come back: the next one stands ready once, as a draft, with everything copied."""

import datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.clock import now, today
from survey_app.fieldwork.waves.population import People
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.fieldwork.waves.services_changing import delete_wave, end_wave
from survey_app.fieldwork.waves.services_following import next_name, prepare_next_waves
from survey_app.installation import Installation
from survey_app.models import OwnText, Population, ReminderScheme, Wave, WaveQuestionnaire
from survey_app.retention.periods import plus_months
from tests.fieldwork.calling import Caller

STARTS, ENDS = today() - datetime.timedelta(days=40), today() + datetime.timedelta(days=5)
PLAN = WavePlan(
    "Najaar",
    "Waddinxveen",
    STARTS,
    ENDS,
    population=(People("K3-TIJDENS", 250, False, {"doelgroep": {"statushouder": 110}}),),
    mode="linked",
    minimum_cell=10,
    questionnaires=frozenset({"K2-AANVANG", "K3-TIJDENS"}),
    is_rolling=True,
    repeat_months=6,
    languages=("nl", "ar"),
    channels=("email",),
)


@pytest.fixture
def planned(installation: Installation) -> str:
    """The id of a wave that comes back each half year, with a scheme and own words."""
    new_organisation(installation, "Waddinxveen")
    wave_id = new_wave(installation, PLAN)
    with Session(installation.engine) as session:
        session.add(ReminderScheme(wave_id=wave_id, is_on=True, rest_weeks=9, held_at=now()))
        words = {"questionnaire": "K3-TIJDENS", "kind": "invitation", "language": "nl"}
        session.add(OwnText(wave_id=wave_id, text="Kom langs.", **words))
        session.commit()
    return wave_id


def waves(installation: Installation) -> list[Wave]:
    with Session(installation.engine, expire_on_commit=False) as session:
        return list(session.scalars(select(Wave).order_by(Wave.starts_on)))


def test_nothing_comes_before_the_wave_is_over(installation: Installation, planned: str) -> None:
    assert prepare_next_waves(installation) == []
    assert [one.id for one in waves(installation)] == [planned]


def test_the_next_wave_is_a_draft_with_everything_of_this_one(
    installation: Installation, planned: str
) -> None:
    end_wave(installation, planned)
    [made] = prepare_next_waves(installation)
    assert prepare_next_waves(installation) == []
    _, after = waves(installation)
    assert (after.id, after.live_at, after.checked_at, after.follows_id) == (
        made,
        None,
        None,
        planned,
    )
    assert (after.starts_on, after.ends_on) == (plus_months(STARTS, 6), plus_months(ENDS, 6))
    for name in ("mode", "minimum_cell", "is_rolling", "repeat_months", "languages", "channels"):
        assert getattr(after, name) == getattr(PLAN, name)
    with Session(installation.engine) as session:

        def of(model: type, *names: str) -> list[tuple[object, ...]]:
            found = session.scalars(select(model).where(model.wave_id == made))  # type: ignore[attr-defined]
            return sorted(tuple(getattr(one, name) for name in names) for one in found)

        counted = of(Population, "questionnaire", "category", "people", "all_invited")
        assert counted == [
            ("K3-TIJDENS", "", 250, False),
            ("K3-TIJDENS", "statushouder", 110, False),
        ]
        assert of(ReminderScheme, "is_on", "rest_weeks", "held_at") == [(True, 9, None)]
        assert of(OwnText, "text") == [("Kom langs.",)]
        before = select(WaveQuestionnaire.questionnaire).where(WaveQuestionnaire.wave_id == planned)
        asked = {code for (code,) in of(WaveQuestionnaire, "questionnaire")}
        assert asked == set(session.scalars(before))


def test_a_wave_whose_last_day_was_yesterday_is_over_too(
    installation: Installation, planned: str
) -> None:
    yesterday = today() - datetime.timedelta(days=1)
    with Session(installation.engine) as session:
        session.execute(update(Wave).values(ends_on=yesterday))
        session.commit()
    assert len(prepare_next_waves(installation)) == 1


def test_a_wave_that_was_over_long_ago_comes_back_in_a_period_to_come(
    installation: Installation, planned: str
) -> None:
    with Session(installation.engine) as session:
        days = {"starts_on": datetime.date(2020, 9, 1), "ends_on": datetime.date(2020, 10, 1)}
        session.execute(update(Wave).values(**days))
        session.commit()
    prepare_next_waves(installation)
    _, after = waves(installation)
    assert today() <= after.ends_on <= plus_months(today(), 6)
    assert after.ends_on.day == 1


def test_a_next_wave_that_somebody_deletes_stays_away(
    installation: Installation, planned: str
) -> None:
    end_wave(installation, planned)
    prepare_next_waves(installation)
    delete_wave(installation, waves(installation)[1].name)
    assert prepare_next_waves(installation) == []


@pytest.mark.parametrize("values", [{"repeat_months": None}, {"is_test": True}, {"live_at": None}])
def test_what_does_not_come_back_is_followed_by_nothing(
    installation: Installation, planned: str, values: dict[str, object]
) -> None:
    yesterday = today() - datetime.timedelta(days=1)
    with Session(installation.engine) as session:
        session.execute(update(Wave).values(ends_on=yesterday, **values))
        session.commit()
    assert prepare_next_waves(installation) == []


@pytest.mark.parametrize(
    ("name", "before", "after", "taken", "expected"),
    [
        ("Najaar 2026", (2026, 10), (2027, 4), (), "Voorjaar 2027"),
        ("Voorjaar 2027", (2027, 4), (2027, 10), ("Voorjaar 2027",), "Najaar 2027"),
        ("KTO 2026", (2026, 11), (2027, 11), ("KTO 2026",), "KTO 2027"),
        ("NAJAAR", (2026, 10), (2027, 10), ("NAJAAR",), "NAJAAR, oktober 2027"),
        ("KTO", (2026, 11), (2027, 5), ("KTO", "KTO, mei 2027"), "KTO, mei 2027 (2)"),
    ],
)
def test_the_next_wave_gets_a_name_that_says_when(
    name: str,
    before: tuple[int, int],
    after: tuple[int, int],
    taken: tuple[str, ...],
    expected: str,
) -> None:
    first, second = datetime.date(*before, 1), datetime.date(*after, 1)
    assert next_name(name, first, second, taken) == expected


def test_the_start_page_says_that_the_next_one_stands_ready(
    installation: Installation, planned: str, caller: Caller
) -> None:
    assert "komt terug" not in caller.open("/veldwerk/metingen").words
    end_wave(installation, planned)
    prepare_next_waves(installation)
    words = caller.open("/veldwerk/metingen").words
    assert "Najaar komt terug:" in words
    assert "staat klaar als concept" in words


def test_a_plan_says_on_its_page_that_it_comes_back(
    installation: Installation, caller: Caller
) -> None:
    new_organisation(installation, "Waddinxveen")
    days = {"starts": today().isoformat(), "ends": plus_months(today(), 1).isoformat()}
    caller.open("/veldwerk/metingen/nieuw")
    caller.press("Maak het plan", name="Jaarlijks", **days, repeats="12")
    assert "Komt terug Elk jaar." in caller.words
    [wave] = waves(installation)
    assert (wave.repeat_months, wave.languages, wave.channels) == (12, (), ())
