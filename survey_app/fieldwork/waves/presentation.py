"""What a fieldworker reads about waves, made from what the database knows."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from sqlalchemy.orm import Session

from survey_app.database import reading
from survey_app.fieldwork.contacts.words import CHANNEL_WORDS, language_word
from survey_app.fieldwork.live.queries import names_of_accounts
from survey_app.fieldwork.outlook.margins import asked_of
from survey_app.fieldwork.waves.forms import WaveForm
from survey_app.fieldwork.waves.groups import lines_of
from survey_app.fieldwork.waves.population import People
from survey_app.fieldwork.waves.queries import (
    Reach,
    chosen_questionnaires,
    counted_people,
    names_of_waves,
    reach_of_waves,
)
from survey_app.fieldwork.waves.services_changing import has_answers
from survey_app.fieldwork.waves.windows import Turns, turns_of
from survey_app.installation import Installation
from survey_app.models import Organisation, Wave
from survey_app.organisations.asked.freezing import Planned, planned_questions
from survey_app.organisations.waves import wave_state
from survey_app.texts.dutch import moment_words, number_words, period_words
from survey_app.ways_in.contacts import CHANNELS, LANGUAGES

Kind = Literal["checked", "draft", "planned", "open", "paused", "closed"]
STATES: Mapping[Kind, str] = MappingProxyType(
    {
        "draft": "Concept",
        "checked": "Nagekeken",
        "planned": "Gepland",
        "open": "Open",
        "paused": "Gepauzeerd",
        "closed": "Afgesloten",
    }
)
REPEAT_WORDS: Mapping[int | None, str] = MappingProxyType({6: "Elk half jaar", 12: "Elk jaar"})
ENDED = "Voorbij, nog niet afgesloten"


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave on the list."""

    id: str
    name: str
    organisation: str
    state: str
    kind: Kind  # what the state is drawn as
    period: str
    reach: str
    is_test: bool
    follows: str = ""  # the wave that came back as this one


@dataclass(frozen=True, slots=True)
class WavePage:
    """A wave on its own page; `counted` per questionnaire that has a number of people."""

    line: WaveLine
    organisation_id: str
    mode: str
    minimum: int
    asked: frozenset[str]
    questionnaires: tuple[tuple[str, str, str], ...]  # code, title, people in words
    counted: Mapping[str, People]
    is_answered: bool
    is_closed: bool
    is_live: bool
    test_addresses: tuple[str, ...]
    turns: Turns | None  # of a rolling wave
    repeats: str
    languages: tuple[str, ...]
    channels: tuple[str, ...]
    story: tuple[str, ...]  # who checked it and who let it go live
    own: tuple[Planned, ...]  # what it asks besides, about measures

    @property
    def id(self) -> str:
        """The id of the wave."""
        return self.line.id

    @property
    def name(self) -> str:
        """The name of the wave."""
        return self.line.name

    @property
    def may_change(self) -> bool:
        """Whether the plan can still be corrected, or the wave deleted."""
        return not (self.is_answered or self.is_closed)

    @property
    def is_test(self) -> bool:
        """Whether it goes to testers only and keeps no answers."""
        return self.line.is_test


def lines(
    session: Session, waves: Iterable[tuple[Wave, Organisation]], today: datetime.date
) -> list[WaveLine]:
    """These waves as the list shows them."""
    found = list(waves)
    reach = reach_of_waves(session, (wave.id for wave, _ in found))
    before = names_of_waves(session, (wave.follows_id for wave, _ in found))
    return [
        _line(wave, owner, reach.get(wave.id, Reach()), before.get(wave.follows_id, ""), today)
        for wave, owner in found
    ]


def wave_page_of(installation: Installation, wave_id: str, today: datetime.date) -> WavePage | None:
    """One wave; None when there is none of this id here."""
    with reading(installation.engine) as session:
        wave = session.get(Wave, wave_id)
        if wave is None:
            return None
        owner = session.get_one(Organisation, wave.organisation_id)
        asked, counted = chosen_questionnaires(session, wave_id), counted_people(session, wave_id)
        names = names_of_accounts(session, (wave.checked_by, wave.live_by))
        return WavePage(
            line=lines(session, [(wave, owner)], today)[0],
            organisation_id=wave.organisation_id,
            mode=wave.mode,
            minimum=wave.minimum_cell,
            asked=asked,
            questionnaires=tuple(
                (one.code, one.title, _people_words(counted.get(one.code)))
                for one in asked_of(installation.catalogue)
                if one.code in asked
            ),
            counted=counted,
            is_answered=has_answers(session, wave_id),
            is_closed=wave.closed_at is not None,
            is_live=wave.live_at is not None,
            test_addresses=wave.test_addresses,
            turns=turns_of(session, wave, asked, today),
            repeats=REPEAT_WORDS.get(wave.repeat_months, ""),
            languages=tuple(language_word(one) for one in wave.languages),
            channels=tuple(CHANNEL_WORDS[one] for one in wave.channels),
            story=tuple(_story(wave, names)),
            own=tuple(planned_questions(session, installation.catalogue, wave)),
        )


def form_of(installation: Installation, wave_id: str, whole: bool = False) -> WaveForm | None:
    """The plan of a wave as fields. A copy is named and dated anew, unless `whole`."""
    with reading(installation.engine) as session:
        wave = session.get(Wave, wave_id)
        if wave is None:
            return None
        asked, counted = chosen_questionnaires(session, wave_id), counted_people(session, wave_id)
    known = {one.code for one in asked_of(installation.catalogue)}
    return WaveForm(
        name=wave.name if whole else "",
        starts=wave.starts_on.isoformat() if whole else "",
        ends=wave.ends_on.isoformat() if whole else "",
        mode=wave.mode,
        minimum=str(wave.minimum_cell),
        organisation=wave.organisation_id,
        asked=asked & known,
        people={code: str(people.total) for code, people in counted.items()},
        is_test=wave.is_test,
        testers="\n".join(wave.test_addresses),
        groups=lines_of(counted),
        is_rolling=wave.is_rolling,
        repeats=str(wave.repeat_months or ""),
        languages=wave.languages or LANGUAGES,
        channels=wave.channels or CHANNELS,
    )


def _line(
    wave: Wave, owner: Organisation, reach: Reach, follows: str, today: datetime.date
) -> WaveLine:
    state: Kind = wave_state(wave, today)
    is_over = state == "closed" and wave.closed_at is None
    if state == "draft" and wave.checked_at is not None:
        state = "checked"
    return WaveLine(
        id=wave.id,
        name=wave.name,
        organisation=owner.name,
        state=ENDED if is_over else STATES[state],
        kind=state,
        period=period_words(wave.starts_on, wave.ends_on),
        reach=_reach_words(reach),
        is_test=wave.is_test,
        follows=follows,
    )


def _story(wave: Wave, names: Mapping[str, str]) -> Iterator[str]:
    """Who checked the plan and who let it go live, as far as a person did."""
    steps = (
        ("Nagekeken", wave.checked_at, wave.checked_by),
        ("Live gezet", wave.live_at, wave.live_by),
    )
    for words, moment, account_id in steps:
        if moment is not None and account_id and not (wave.is_test and words == "Nagekeken"):
            who = names.get(account_id, "een vroegere collega")
            yield f"{words} door {who}, {moment_words(moment)}"
    if wave.alone_because is not None:
        yield f"Door één persoon: {wave.alone_because}"


def _reach_words(reach: Reach) -> str:
    if not reach.invited:
        return "Nog niemand op de lijst"
    if reach.invited == 1:
        return f"1 uitnodiging, {'verstuurd' if reach.written else 'nog niet verstuurd'}"
    invited = number_words(reach.invited)
    if not reach.written:
        return f"{invited} uitnodigingen, nog niets verstuurd"
    if reach.written >= reach.invited:
        return f"{invited} uitnodigingen, allemaal verstuurd"
    return f"{invited} uitnodigingen, {number_words(reach.written)} verstuurd"


def _people_words(people: People | None) -> str:
    return number_words(people.total) if people is not None else "onbekend"
