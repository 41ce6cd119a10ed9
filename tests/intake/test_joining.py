"""Row J7: what stands beside an answer joins it to nobody, whatever two columns one compares.

The attacker holds a copy of the whole database and no key. A response is joined when, on columns
that both stores hold, at least one but fewer than five spent ways in fit it, or when the number of
responses in a group of the counts tells the same.
"""

import datetime
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from survey_app.clock import days_of, iso_week, now, today
from survey_app.database import Base, session_of
from survey_app.installation import Installation
from survey_app.intake import services
from survey_app.intake.coarsening import FITTING, Stored, WayIn, kept_facts
from survey_app.models import (
    Access,
    CallOutcome,
    Contact,
    Invitation,
    Response,
    Wave,
)
from survey_app.models.columns import new_id
from survey_app.stores.inbox import Submission, put_in_inbox
from tests.intake.conftest import Field

Row = Mapping[str, Any]
PEOPLE = [  # questionnaire, mode, language, how many
    ("K1-PRE", "web", "nl", 13),
    ("K1-PRE", "phone", "nl", 1),
    ("K1-PRE", "web", "ti", 1),
    ("K2-AANVANG", "web", "nl", 12),
    ("K2-AANVANG", "web", "ar", 3),
    ("K2-AANVANG", "phone", "ti", 3),
    ("K3-TIJDENS", "phone", "nl", 6),
    ("K3-TIJDENS", "web", "nl", 6),
    ("K3-TIJDENS", "paper", "tr", 7),
    ("K4-EINDE", "web", "uk", 2),
    ("K4-EINDE", "paper", "nl", 1),
]


@pytest.fixture
def installation(field: Field) -> Installation:
    return field.installation


@pytest.fixture
def wave_id(field: Field) -> str:
    return field.wave_id


@pytest.fixture
def answered(installation: Installation, wave_id: str) -> Installation:
    """Everybody was invited, the phoned ones called, one handed over from the phone to a link."""
    for code, mode, language, people in PEOPLE:
        for one in range(people):
            with session_of(installation.engine) as session:
                called = today() if mode == "phone" and one else None
                answer(session, installation, wave_id, (code, mode, language), called)
                session.commit()
    return installation


def answer(
    session: Any,
    installation: Installation,
    wave_id: str,
    told: tuple[str, str, str],
    called: datetime.date | None,
) -> None:
    code, mode, language = told
    owner = session.get_one(Wave, wave_id).organisation_id
    contact, invitation = new_id(), new_id()
    session.execute(
        insert(Contact),
        {
            "id": contact,
            "organisation_id": owner,
            "ciphertext": b"x",
            "reference_hash": contact.encode(),
        },
    )
    session.execute(
        insert(Invitation),
        {
            "id": invitation,
            "wave_id": wave_id,
            "questionnaire": code,
            "contact_id": contact,
            "language": language,
            "used": True,
        },
    )
    generations = ["web", mode] if mode == "phone" else [mode]
    for generation, way in enumerate(generations, 1):
        session.execute(
            insert(Access),
            {"id": new_id(), "invitation_id": invitation, "generation": generation, "mode": way},
        )
    if mode == "phone":
        day = called or today() - datetime.timedelta(days=40)
        session.execute(
            insert(CallOutcome),
            {
                "id": new_id(),
                "wave_id": wave_id,
                "contact_id": contact,
                "outcome": "gesproken",
                "called_on": day,
            },
        )
    put_in_inbox(
        session,
        installation,
        wave_id,
        Submission(
            code, 1, {}, called or today(), mode=mode, language=language, helped=mode != "web"
        ),
    )


def closed(installation: Installation, wave_id: str) -> None:
    with session_of(installation.engine) as session:
        session.execute(update(Wave).where(Wave.id == wave_id).values(closed_at=now()))
        session.commit()
    services.move_batches(installation)


def everything(installation: Installation, table: str) -> list[Row]:
    with session_of(installation.engine) as session:
        return [
            dict(row) for row in session.execute(select(Base.metadata.tables[table])).mappings()
        ]


def ways_in(installation: Installation, questionnaire: str) -> list[set[tuple[str, Any]]]:
    """Per spent invitation every (column, value) that hangs on it in any table of that side."""
    found = []
    for invitation in everything(installation, "invitation"):
        if invitation["questionnaire"] != questionnaire or not invitation["used"]:
            continue
        hanging: set[tuple[str, Any]] = set(plain(invitation))
        for way in everything(installation, "access"):
            if way["invitation_id"] == invitation["id"]:
                hanging |= set(plain(way))
        for call in everything(installation, "call_outcome"):
            if call["contact_id"] == invitation["contact_id"]:
                hanging |= set(plain(call)) | {("week", iso_week(call["called_on"]))}
        found.append(hanging)
    return found


def plain(row: Row) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in row.items() if isinstance(value, str | int | bool))


def joins(installation: Installation) -> list[tuple[str, ...]]:
    """What leads to fewer than five people: (questionnaire, column, column, value)."""
    found = []
    responses = everything(installation, "response")
    for code in sorted({row["questionnaire"] for row in responses}):
        ways = ways_in(installation, code)
        columns = sorted({name for way in ways for name, _ in way} - {"used", "questionnaire"})
        for row in responses:
            if row["questionnaire"] != code:
                continue
            told = [(name, value) for name, value in plain(row) if not isinstance(value, bool)]
            for (name, value), column in itertools.product(told, columns):
                fitting = sum(fits(way, column, value) for way in ways)
                if 0 < fitting < min(FITTING, len(ways)) and kin(name, column):
                    found.append((code, name, column, str(value)))
            both = sum(all(fits(way, *fact) for fact in together(row)) for way in ways)
            if together(row) and 0 < both < min(FITTING, len(ways)):
                found.append((code, "together", str(together(row))))  # type: ignore[arg-type]
    return found  # type: ignore[return-value]


def fits(way: set[tuple[str, Any]], column: str, value: Any) -> bool:
    """Somebody of whom no call was noted can have answered in any week."""
    return (column, value) in way or column not in {name for name, _ in way}


def kin(one: str, other: str) -> bool:
    """Columns that tell of the same thing; a version that equals a generation is chance."""
    return (one, other) not in {("version", "generation")}


def together(row: Row) -> list[tuple[str, Any]]:
    """All that the response tells, as it stands at a way in."""
    facts = [(name, row[name]) for name in ("mode", "language") if row[name] is not None]
    if row["mode"] == "phone" and row["period"] is not None and "W" in row["period"]:
        facts.append(("week", row["period"]))
    return facts


def test_no_pair_of_columns_leads_from_an_answer_to_fewer_than_five_people(
    answered: Installation, wave_id: str
) -> None:
    closed(answered, wave_id)
    assert len(everything(answered, "response")) == sum(people for *_, people in PEOPLE)
    assert joins(answered) == []


def test_small_groups_of_the_counts_lead_to_nobody_either(
    answered: Installation, wave_id: str
) -> None:
    closed(answered, wave_id)
    counted = [row for row in everything(answered, "response_count") if row["breakdown"] == "mode"]
    assert counted
    for row in counted:
        ways = ways_in(answered, row["questionnaire"])
        modes = {"help": ("phone", "paper")}.get(row["category"], (row["category"],))
        fitting = sum(any(("mode", mode) in way for mode in modes) for way in ways)
        assert fitting >= FITTING, row


def test_without_the_rule_the_attacker_wins(
    answered: Installation, wave_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_it_came(sheets: list[Submission], *_: object) -> list[Stored]:
        return [
            Stored(s, s.mode, s.helped, s.language, s.easy_read, iso_week(s.submitted_on))
            for s in sheets
        ]

    monkeypatch.setattr(services, "coarsened", as_it_came)
    closed(answered, wave_id)
    found = joins(answered)
    assert ("K1-PRE", "mode", "mode", "phone") in found
    assert ("K1-PRE", "language", "language", "ti") in found


@pytest.mark.parametrize("is_rolling", [True, False])
def test_in_a_rolling_wave_no_answer_keeps_a_week_beside_the_week_of_a_window(
    installation: Installation, wave_id: str, is_rolling: bool
) -> None:
    """Three people come up each week: the week of an answer would leave three of them."""
    with session_of(installation.engine) as session:
        session.execute(update(Wave).where(Wave.id == wave_id).values(is_rolling=is_rolling))
        for one in range(12):
            answer(session, installation, wave_id, ("K2-AANVANG", "web", "nl"), None)
            answer(session, installation, wave_id, ("K3-TIJDENS", "web", "nl"), None)
            newest = select(Invitation).where(Invitation.questionnaire == "K2-AANVANG")
            invited = session.scalars(newest.where(Invitation.opens_on.is_(None))).one()
            invited.opens_on = today() - datetime.timedelta(weeks=one // 3)
        session.commit()
    closed(installation, wave_id)
    weeks = Counter(
        (row["questionnaire"], row["period"]) for row in everything(installation, "response")
    )
    week = iso_week(today())
    assert weeks["K3-TIJDENS", week] == 12  # nobody's window: sent when all were
    assert weeks["K2-AANVANG", None if is_rolling else week] == 12
    windows = Counter(row["opens_on"] for row in everything(installation, "invitation"))
    del windows[None]
    assert set(windows.values()) == {3}


def test_what_many_people_share_is_kept(answered: Installation, wave_id: str) -> None:
    closed(answered, wave_id)
    kept = Counter(
        (row["questionnaire"], row["mode"], row["language"])
        for row in everything(answered, "response")
    )
    assert kept["K3-TIJDENS", "paper", "tr"] == 7
    assert kept["K1-PRE", "phone", "nl"] == kept["K1-PRE", "web", "ti"] == 0
    assert kept["K4-EINDE", None, None] == 3


def test_answers_of_a_file_have_no_way_in_and_keep_what_the_file_says(
    installation: Installation, wave_id: str
) -> None:
    with session_of(installation.engine) as session:
        sheet = Submission("K1-PRE", 1, {}, today(), mode="phone", helped=True)
        put_in_inbox(session, installation, wave_id, sheet)
        session.commit()
    closed(installation, wave_id)
    with session_of(installation.engine) as session:
        row = session.scalars(select(Response)).one()
        assert (row.mode, row.helped, row.period) == ("phone", True, iso_week(today()))


def test_a_lone_file_among_invited_people_tells_nothing_of_them(
    answered: Installation, wave_id: str
) -> None:
    with session_of(answered.engine) as session:
        sheet = Submission("K1-PRE", 1, {}, today(), mode="paper", language="nl")
        put_in_inbox(session, answered, wave_id, sheet)
        session.commit()
    closed(answered, wave_id)
    assert joins(answered) == []


def way(modes: str, language: str = "nl") -> WayIn:
    return WayIn(frozenset(modes.split()), language)


@pytest.mark.parametrize(
    ("ways", "told", "kept"),
    [
        ({way("web"): 20, way("phone"): 1}, ("web", "nl"), (None, None)),
        ({way("web"): 20, way("phone"): 1}, ("phone", "nl"), (None, None)),
        ({way("web"): 20, way("phone"): 5}, ("phone", "nl"), ("phone", "nl")),
        ({way("web"): 20, way("web", "ti"): 4, way("web", "ar"): 4}, ("web", "ti"), ("web", None)),
        ({way("web"): 20, way("web", "ti"): 4, way("web", "ar"): 4}, ("web", "nl"), ("web", "nl")),
        ({way("web"): 20}, ("web", "tr"), ("web", None)),
        ({way("web"): 20}, ("phone", "nl"), (None, None)),
        ({way("web"): 3}, ("web", "nl"), (None, None)),
        ({}, ("phone", "ti"), ("phone", "ti")),
    ],
)
def test_what_may_be_kept_follows_from_the_ways_in(
    ways: dict[WayIn, int],
    told: tuple[str, str],
    kept: tuple[str | None, str | None],
) -> None:
    assert kept_facts(Counter(ways), [told]) == {told: kept}


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-W47", (2026, 11, 16), (2026, 11, 22)),
        ("2026-11", (2026, 11, 1), (2026, 11, 30)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2026-12", (2026, 12, 1), (2026, 12, 31)),
    ],
)
def test_a_period_has_its_first_and_last_day(
    period: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert days_of(period) == (datetime.date(*first), datetime.date(*last))


def test_the_week_of_a_telephone_answer_becomes_a_month_or_nothing() -> None:
    sheet = Submission("K1-PRE", 1, {}, datetime.date(2026, 11, 18), mode="phone", helped=True)
    ways = Counter({way("phone"): 9})

    def stored(called: Callable[[object, str], int]) -> str | None:
        return services.coarsened([sheet], ways, called)[0].period  # type: ignore[attr-defined]

    assert stored(lambda _, period: 5) == "2026-W47"
    assert stored(lambda _, period: 4 if "W" in period else 7) == "2026-11"
    assert stored(lambda _, period: 2) is None
