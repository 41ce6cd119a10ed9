"""Pairs of answers of one person, counted as they come and equal when counted anew."""

import datetime
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from survey_app.database import reading, session_of
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from survey_app.intake.counting import count
from survey_app.intake.importing import import_answers
from survey_app.intake.services import _to_answers, close_wave, rebuild_counts
from survey_app.intake.storing import counts_of
from survey_app.organisations.waves import find_wave
from survey_app.stores.inbox import Submission
from tests.intake.conftest import FIRST, LAST, Field

START, END = "K2-AANVANG", "K4-EINDE"


def sheet(
    questionnaire: str, answers: dict[str, Any], code: str | None = None, day: int = 5, **more: Any
) -> Submission:
    date = datetime.date(2026, 11, day)
    return Submission(questionnaire, 1, answers, date, link_code=code, **more)


def store(field: Field, *sheets: Submission, wave: str | None = None) -> None:
    with session_of(field.installation.engine) as session:
        wave_id = find_wave(session, wave or field.wave).id
        _to_answers(session, field.installation, wave_id, list(sheets))(session)
        session.commit()


def counted(field: Field, wave: str | None = None) -> dict[str, dict[tuple[Any, ...], int]]:
    with reading(field.installation.engine) as session:
        return counts_of(session, find_wave(session, wave or field.wave).id)


def test_expectation_and_outcome_of_one_person_become_a_pair(field: Field) -> None:
    store(field, sheet(START, {"C210": 8, "C211": 2}, "a"), sheet(START, {"C210": 7}, "b"))
    assert counted(field)["pair_count"] == {}
    store(field, sheet(END, {"C404": 6, "C402": 4}, "a"), sheet(END, {"C404": 9}))
    assert counted(field)["pair_count"] == {
        ("C210", "8", "C404", "6"): 1,
        ("C211", "2", "C402", "4"): 1,
    }


def test_a_start_that_comes_after_its_end_is_joined_all_the_same(field: Field) -> None:
    store(field, sheet(END, {"C404": 6}, "a"))
    store(field, sheet(START, {"C210": 8}, "a"))
    assert counted(field)["pair_count"] == {("C210", "8", "C404", "6"): 1}


def test_a_newer_sheet_takes_the_place_of_the_older_one(field: Field) -> None:
    store(field, sheet(START, {"C210": 8}, "a", day=2))
    store(field, sheet(END, {"C404": 6}, "a", day=10))
    store(field, sheet(END, {"C404": 7}, "a", day=20))
    assert counted(field)["pair_count"] == {("C210", "8", "C404", "7"): 1}
    store(field, sheet(START, {"C210": 5}, "a", day=16))
    assert counted(field)["pair_count"] == {("C210", "5", "C404", "7"): 1}


def test_a_pair_over_two_waves_belongs_to_the_wave_of_the_end(field: Field) -> None:
    new_wave(field.installation, WavePlan("Later", "Waddinxveen", FIRST, LAST))
    store(field, sheet(START, {"C210": 8}, "a"))
    store(field, sheet(END, {"C404": 6}, "a"), wave="Later")
    assert counted(field)["pair_count"] == {}
    assert counted(field, "Later")["pair_count"] == {("C210", "8", "C404", "6"): 1}
    rebuild_counts(field.installation, "Later")
    assert counted(field, "Later")["pair_count"] == {("C210", "8", "C404", "6"): 1}


def test_all_counts_are_the_same_however_the_sheets_come(field: Field) -> None:
    """A batch at a time in any order, or made anew from everything stored."""
    sheets = [
        sheet(form, {first: number % 10 + 1, second: number % 6 + 1}, str(number), day)
        for number in range(40)
        for form, first, second, day in ((START, "C210", "C211", 3), (END, "C404", "C402", 25))
    ]
    cuts = [0, 7, 8, 30, 55, 80]
    for start, end in pairwise(cuts):
        store(field, *sheets[::-1][start:end])
    kept = counted(field)
    expected = Counter(
        pair
        for number in range(40)
        for pair in (
            ("C210", str(number % 10 + 1), "C404", str(number % 10 + 1)),
            ("C211", str(number % 6 + 1), "C402", str(number % 6 + 1)),
        )
    )
    assert kept["pair_count"] == dict(expected)
    rebuild_counts(field.installation, field.wave)
    assert counted(field) == kept


def test_help_and_language_are_ways_of_answering_of_their_own(field: Field) -> None:
    helped = sheet("K3-TIJDENS", {"C302": 5, "C303": 3}, helped=True, language="ar")
    store(field, helped, sheet("K3-TIJDENS", {"C302": 4, "C303": 9}, mode="phone"))
    kept = counted(field)
    assert kept["pattern_count"]["R07-C", "5,3", "mode", "help"] == 1
    assert kept["pattern_count"]["R07-C", "5,3", "taal", "ar"] == 1
    assert kept["response_count"]["K3-TIJDENS", "taal", "nl"] == 1
    # 5 and 3 of 5 are 36 and 18 thirty-sixths; "don't know" is asked and no judgement
    assert kept["score_count"]["K3-TIJDENS", 54, 2, 2, "mode", "help"] == 1
    assert kept["score_count"]["K3-TIJDENS", 27, 1, 2, "mode", "phone"] == 1
    rebuild_counts(field.installation, field.wave)
    assert counted(field) == kept


def test_target_group_and_age_are_counted_together_for_weighting(field: Field) -> None:
    groups: tuple[dict[str, Any], ...] = (
        {"B1": 2, "B2": 4},
        {"B1": 2, "B2": None},
        {"B1": None},
        {},
    )
    sheets = [sheet("K3-TIJDENS", {"C301": 4}, background=group) for group in groups]
    patterns = count(field.installation.catalogue, sheets).patterns
    joint = {key[3]: n for key, n in patterns.items() if key[2] == "doelgroep+leeftijd"}
    assert joint == {"2+4": 1, "2+": 1}


def test_an_organisation_and_its_mark_are_counted_together(field: Field) -> None:
    store(field, sheet(END, {"C407": 1, "C408": 8}), sheet(END, {"C407": 2, "C408": None}))
    assert counted(field)["pair_count"] == {("C407", "1", "C408", "8"): 1}


@pytest.mark.parametrize(("mode", "pairs"), [("linked", 12), ("anonymous", 0)])
def test_an_imported_token_joins_sheets_in_a_linked_wave_only(
    field: Field, mode: str, pairs: int
) -> None:
    new_wave(field.installation, WavePlan("Meting", "Waddinxveen", FIRST, LAST, mode=mode))
    rows = [
        f"p{number},{form},{item},{number % 10 + 1},2026-11-05,web"
        for number in range(12)
        for form, item in ((START, "C210"), (END, "C404"))
    ]
    file = field.folder / "answers.csv"
    file.write_text("\n".join(["token,form,item,value,date,mode", *rows]), encoding="utf-8")
    import_answers(field.installation, file, "Meting")
    close_wave(field.installation, "Meting")
    assert sum(counted(field, "Meting")["pair_count"].values()) == pairs
