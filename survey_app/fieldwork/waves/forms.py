"""A plan of a wave as it is typed on the page: every field kept, each wrong one with a sentence."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from survey_app.fieldwork.waves.groups import CountedFile, too_many, typed_groups, whole
from survey_app.fieldwork.waves.population import People
from survey_app.fieldwork.waves.services import WavePlan
from survey_app.fieldwork.waves.services_changing import WaveChange
from survey_app.fieldwork.waves.testers import MOST_TESTERS, typed_testers
from survey_app.organisations.names import LONGEST_NAME
from survey_app.questionnaire.definition import Questionnaire
from survey_app.questionnaire.windows import WINDOWS
from survey_app.texts.translations import SOURCE
from survey_app.ways_in.contacts import CHANNELS, LANGUAGES

MOST_MINIMUM = 100
MODES = ("anonymous", "linked")
REPEATS = ("6", "12")
LONGEST_TESTERS = 2000
LONGEST_GROUPS = 30_000


@dataclass(frozen=True, slots=True)
class WaveForm:
    """What stands in the fields; `errors` says per field what is wrong."""

    name: str = ""
    starts: str = ""
    ends: str = ""
    mode: str = "anonymous"
    minimum: str = "5"
    organisation: str = ""
    asked: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)
    is_test: bool = False
    testers: str = ""
    groups: str = ""  # lines, see groups.py
    is_rolling: bool = False
    repeats: str = ""  # '', '6' or '12' months
    languages: tuple[str, ...] = LANGUAGES
    channels: tuple[str, ...] = CHANNELS
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def starts_on(self) -> datetime.date | None:
        """The first day; None while it cannot be read."""
        return _day(self.starts)

    @property
    def ends_on(self) -> datetime.date | None:
        """The last day; None while it cannot be read."""
        return _day(self.ends)

    @property
    def minimum_cell(self) -> int:
        """How many answers a cell needs; 5 while the field cannot be read."""
        number = whole(self.minimum)
        return number if number is not None and 5 <= number <= MOST_MINIMUM else 5

    @property
    def numbers(self) -> dict[str, int]:
        """How many people each chosen questionnaire is meant for, where that was typed."""
        found = {code: whole(self.people.get(code, "")) for code in self.asked}
        return {code: number for code, number in found.items() if number is not None}

    def plan(self, organisation: str) -> WavePlan:
        """The wave to be. Only for fields without errors."""
        return WavePlan(
            name=self.name,
            organisation=organisation,
            starts_on=datetime.date.fromisoformat(self.starts),
            ends_on=datetime.date.fromisoformat(self.ends),
            population=self._population({}),
            mode=self.mode,
            minimum_cell=self.minimum_cell,
            questionnaires=self.asked,
            draft=True,
            test_addresses=typed_testers(self.testers)[0] if self.is_test else None,
            is_rolling=self.is_rolling,
            repeat_months=int(self.repeats or 0) or None,
            languages=_all_or(self.languages, LANGUAGES),
            channels=_all_or(self.channels, CHANNELS),
        )

    def change(self, counted: Mapping[str, People]) -> WaveChange:
        """What is to be different; `counted` is what the wave says of its people now."""
        return WaveChange(
            name=self.name,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            population=self._population(counted),
            minimum_cell=self.minimum_cell,
            test_addresses=typed_testers(self.testers)[0],
            to_draft=True,
            is_rolling=self.is_rolling,
            repeat_months=int(self.repeats or 0),
            languages=_all_or(self.languages, LANGUAGES),
            channels=_all_or(self.channels, CHANNELS),
        )

    def _population(self, counted: Mapping[str, People]) -> tuple[People, ...]:
        """The numbers as a wave stores them; whether all are invited stays as it was told."""
        groups, _ = typed_groups(self.groups, self.asked)
        return tuple(
            People(
                code,
                number,
                all_invited=code not in counted or counted[code].all_invited,
                categories=groups.get(code, {}),
            )
            for code, number in sorted(self.numbers.items())
        )


def wave_form(form: MultiDict[str, str], about: tuple[Questionnaire, ...]) -> WaveForm:
    """The fields as they were sent, with what is wrong in each."""
    typed = WaveForm(
        name=form.get("name", "")[: LONGEST_NAME + 1].strip(),
        starts=form.get("starts", "")[:10],
        ends=form.get("ends", "")[:10],
        mode=form.get("mode", "anonymous")[:20],
        minimum=form.get("minimum", "5")[:10].strip(),
        organisation=form.get("organisation", "")[:32],
        asked=frozenset(form.getlist("asked")) & {one.code for one in about},
        people={one.code: form.get(f"people-{one.code}", "")[:12].strip() for one in about},
        is_test="test" in form,
        testers=form.get("testers", "")[:LONGEST_TESTERS],
        groups=form.get("groups", "")[:LONGEST_GROUPS],
        is_rolling="rolling" in form,
        repeats=repeats if (repeats := form.get("repeats", "")) in REPEATS else "",
        languages=_chosen(LANGUAGES, [SOURCE, *form.getlist("language")]),
        channels=_chosen(CHANNELS, form.getlist("channel")) or CHANNELS,
    )
    wrong = {**_wrong_about(typed), **_wrong_testers(typed), **_wrong_numbers(typed, about)}
    return with_errors(typed, {**wrong, **_wrong_rolling(typed)})


def with_counts(form: WaveForm, found: CountedFile) -> WaveForm:
    """The same fields with the numbers of a file, which replace those that it names."""
    return replace(
        form,
        people={**form.people, **found.totals},
        groups=found.lines or form.groups,
        asked=form.asked | frozenset(found.totals),
    )


def with_errors(form: WaveForm, errors: Mapping[str, str]) -> WaveForm:
    """The same fields with these sentences."""
    return replace(form, errors=errors)


def _wrong_about(form: WaveForm) -> dict[str, str]:
    wrong = {}
    if not form.name:
        wrong["name"] = "Geef de meting een naam."
    elif len(form.name) > LONGEST_NAME or not form.name.isprintable():
        wrong["name"] = f"Gebruik voor de naam 1 tot {LONGEST_NAME} gewone tekens."
    if form.starts_on is None:
        wrong["starts"] = "Vul de eerste dag in."
    if form.ends_on is None:
        wrong["ends"] = "Vul de laatste dag in."
    elif form.starts_on is not None and form.ends_on < form.starts_on:
        wrong["ends"] = "De laatste dag ligt voor de eerste dag."
    if form.mode not in MODES:
        wrong["mode"] = "Kies anoniem of gekoppeld."
    number = whole(form.minimum)
    if number is None or not 5 <= number <= MOST_MINIMUM:
        wrong["minimum"] = f"Vul een heel getal in van 5 tot en met {MOST_MINIMUM}."
    return wrong


def _wrong_rolling(form: WaveForm) -> dict[str, str]:
    if not form.is_rolling or set(WINDOWS) & form.asked:
        return {}
    names = ", ".join(WINDOWS)
    return {"rolling": f"Doorlopend uitnodigen kan met {names}. Kies er een, of zet het uit."}


def _chosen(every: tuple[str, ...], sent: Collection[str]) -> tuple[str, ...]:
    return tuple(one for one in every if one in sent)


def _all_or(chosen: tuple[str, ...], every: tuple[str, ...]) -> tuple[str, ...]:
    """Nothing where everything was chosen: what is added later then holds as well."""
    return () if chosen == every else chosen


def _wrong_testers(form: WaveForm) -> dict[str, str]:
    if not form.is_test:
        return {}
    found, refused = typed_testers(form.testers)
    if refused:
        return {"testers": f"{refused[0]}. Typ één adres of nummer op een regel."}
    if not found:
        return {"testers": "Vul in naar wie de test gaat."}
    if len(found) > MOST_TESTERS:
        return {"testers": f"Een test gaat naar ten hoogste {MOST_TESTERS} adressen en nummers."}
    return {}


def _wrong_numbers(form: WaveForm, about: tuple[Questionnaire, ...]) -> dict[str, str]:
    wrong = {
        f"people-{one.code}": "Vul een heel getal in, of laat het leeg."
        for one in about
        if one.code in form.asked
        and (typed := form.people.get(one.code, ""))
        and whole(typed) is None
    }
    if not form.asked:
        wrong["asked"] = "Kies ten minste één vragenlijst."
    groups, sentence = typed_groups(form.groups, form.asked)
    sentence = sentence or too_many(groups, form.numbers)
    return {**wrong, "groups": sentence} if sentence else wrong


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
