"""A simulated municipality: people who answer, and whose answers come late, change or go.

Everything follows from the seed. People are simulated one by one, so that what a figure consists
of is known without asking the product. A person whose answers are corrected leaves, and comes back
as somebody with other answers.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from survey_app.clock import now
from survey_app.database import session_of
from survey_app.evaluation.publishing.services import publish_all, publish_interim
from survey_app.fieldwork.waves.population import People
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.intake.counting import count
from survey_app.intake.storing import add_counts, clear_counts
from survey_app.models import Figure, Wave
from survey_app.organisations.waves import mark_changed
from survey_app.stores.inbox import Submission

FIRST, LAST = datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)
ALWAYS = 10**6
# Questions by the cells they belong to; a person has a score from half of the questions on.
ASKED: dict[str, dict[str, tuple[str, ...]]] = {
    "K2-AANVANG": {"R03-C": ("C201", "C202"), "R04-C": ("C203", "C204", "C205")},
    "K3-TIJDENS": {
        "R06-C": ("C301",),
        "R07-C": ("C302", "C303"),
        "R08-C": ("C305", "C306"),
        "R09-C": ("C307", "C308"),
    },
    "G-ZELF": {"R06-G": ("G301",)},
}
BREAKDOWNS = {"doelgroep": "B1", "leeftijd": "B2", "duur": "B3"}
CHANCES = {"B1": (5, 3, 1, 9, 2), "B2": (4, 6, 2, 3, 1), "B3": (5, 3, 2, 1, 1)}
POPULATION = {
    "doelgroep": {"arbeidsbeperking": 70, "statushouder": 40, "allebei": 20, "geen": 110},
    "leeftijd": {"1": 60, "2": 80, "3": 40, "4": 60},
}


@dataclass(frozen=True)
class Person:
    """Somebody who sent one sheet, and the first and last edition in which it counts."""

    questionnaire: str
    background: dict[str, int]
    mode: str
    answers: dict[str, int | None]
    first: int
    last: int = ALWAYS

    def is_there(self, edition: int) -> bool:
        return self.first <= edition <= self.last

    def has_score(self, cell: str) -> bool:
        asked = ASKED[self.questionnaire].get(cell, ())
        valid = [code for code in asked if self.answers[code] not in (None, 9)]
        return bool(valid) and 2 * len(valid) >= len(asked)

    @property
    def submission(self) -> Submission:
        return Submission(
            self.questionnaire,
            1,
            self.answers,
            FIRST,
            background=dict(self.background),
            mode=self.mode if self.mode != "help" else "web",
            helped=self.mode == "help",
        )


@dataclass
class Municipality:
    """One wave from its first edition to the last, published as the worker does it."""

    installation: Installation
    seed: int
    people: list[Person] = field(default_factory=list)
    edition: int = 1

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        new_organisation(self.installation, "Voorbeeldstad")
        clients = tuple(
            People(code, 240, True, POPULATION) for code in ASKED if code.startswith("K")
        )
        plan = WavePlan("Najaar 2026", "Voorbeeldstad", FIRST, LAST, clients)
        self.wave_id = new_wave(self.installation, plan)

    def editions(self) -> Iterator[int]:
        """Publish edition after edition; yields the number of each once it stands."""
        for code, (least, most) in (("K3-TIJDENS", (16, 60)), ("K2-AANVANG", (8, 40))):
            self._join(code, self.random.randint(least, most))
        self._join("G-ZELF", self.random.randint(8, 20))
        if self.random.random() < 0.3:
            self._publish(is_open=True)
            yield self.edition
            self.edition += 1
            self._join("K3-TIJDENS", self.random.choice((2, 4, 6, 15)))
        self._publish()
        yield self.edition
        events: list[Callable[[], None]] = [self.withdraw, self.correct, self.move, self.come_late]
        for event in self.random.sample(events, self.random.randint(1, 2)):
            self.edition += 1
            event()
            self._publish()
            yield self.edition

    def withdraw(self) -> None:
        """Some people want their answers gone."""
        self._leave(self.random.choice((1, 2, 4, 5, 8)))

    def correct(self) -> None:
        """A few answers were keyed in wrongly."""
        for person in self._leave(self.random.choice((1, 2, 6))):
            answers = self._answers(person.questionnaire)
            self.people.append(replace(person, answers=answers, first=self.edition, last=ALWAYS))

    def move(self) -> None:
        """Some were counted in the wrong group."""
        for person in self._leave(self.random.choice((1, 3, 6))):
            found = replace(person, background=self._background(), first=self.edition, last=ALWAYS)
            self.people.append(found)

    def come_late(self) -> None:
        """Sheets that lay in a drawer."""
        self._join("K3-TIJDENS", self.random.choice((1, 3, 5, 7, 14)))

    def _leave(self, number: int) -> list[Person]:
        clients = [
            index
            for index, one in enumerate(self.people)
            if one.questionnaire == "K3-TIJDENS" and one.last == ALWAYS
        ]
        gone = self.random.sample(clients, min(number, len(clients)))
        for index in gone:
            self.people[index] = replace(self.people[index], last=self.edition - 1)
        return [self.people[index] for index in gone]

    def _join(self, questionnaire: str, number: int) -> None:
        for _ in range(number):
            client = questionnaire.startswith("K")
            self.people.append(
                Person(
                    questionnaire,
                    self._background() if client else {},
                    self.random.choices(("web", "phone", "paper", "help"), (12, 5, 2, 1))[0],
                    self._answers(questionnaire),
                    self.edition,
                )
            )

    def _background(self) -> dict[str, int]:
        given = {
            code: self.random.choices(range(1, len(chances) + 1), chances)[0]
            for code, chances in CHANCES.items()
        }
        return given if self.random.random() < 0.95 else {}

    def _answers(self, questionnaire: str) -> dict[str, int | None]:
        codes = [code for cell in ASKED[questionnaire].values() for code in cell]
        likely = (1, 2, 4, 7, 5, 1, 1)
        return {code: self.random.choices((1, 2, 3, 4, 5, 9, None), likely)[0] for code in codes}

    def _publish(self, is_open: bool = False) -> None:
        """Count everybody who is there, as after a correction, and publish."""
        there = [one.submission for one in self.people if one.is_there(self.edition)]
        counts = count(self.installation.catalogue, there)
        with session_of(self.installation.engine) as session:
            clear_counts(session, self.wave_id)
            add_counts(session, self.wave_id, counts)
            # A figure of the municipality comes in as well: there always is a next edition.
            session.add(
                Figure(wave_id=self.wave_id, code="F14", label=f"{self.edition}", numerator=43)
            )
            if not is_open:
                wave = session.get_one(Wave, self.wave_id)
                wave.closed_at = wave.closed_at or now()
            mark_changed(session, self.wave_id)
            session.commit()
        if is_open:
            assert publish_interim(self.installation, self.wave_id) is not None
        else:
            assert publish_all(self.installation)
