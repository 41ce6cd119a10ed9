"""One respondent with one questionnaire, as it stands now: what every page is made from."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256

from survey_app.crypto.encryption import decrypt, encrypt
from survey_app.organisations.waves import State
from survey_app.questionnaire.definition import Question, Questionnaire, Value
from survey_app.questionnaire.length import still_to_open
from survey_app.questionnaire.routing import path

REMEMBERED_PAGES = 8


@dataclass(frozen=True, slots=True)
class Situation:
    """What the database knows of one access: the questionnaire, its wave and its draft.

    `day` is the day for which `state` holds, and on which what is sent now counts.
    """

    access_id: str
    mode: str
    invitation_id: str
    contact_id: str | None
    used: bool
    language: str
    code: str
    version: int
    wave_id: str
    organisation_id: str
    linked: bool
    state: State
    day: datetime.date
    organisation_slug: str
    organisation_name: str
    revision: int
    submitted: bool
    ciphertext: bytes | None
    contract: bool
    providers: tuple[str, ...]
    provider_example: str
    settings_revision: int
    is_test: bool
    own: str  # what the wave asks besides, as frozen (questionnaire/own.py)


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored answer and the revision of the draft in which it was last changed."""

    value: Value
    revision: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page that was stored: its key, a digest of what it said, and the revision it made."""

    key: str
    said: str
    revision: int


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a draft; the last arrivals, so that a retry doubles nothing.

    `asked` marks the texts about which was asked whether a name or number should stay.
    """

    stored: Mapping[str, Stored] = field(default_factory=dict)
    arrivals: tuple[Arrival, ...] = ()
    easy_read: bool = False
    asked: tuple[str, ...] = ()

    def with_answer(self, code: str, value: Value, revision: int, key: str) -> "Content":
        """The content after one page has been saved."""
        arrivals = self.arrivals
        if key:
            arrived = Arrival(key, digest(code, value), revision)
            arrivals = (*arrivals, arrived)[-REMEMBERED_PAGES:]
        stored = {**self.stored, code: Stored(value, revision)}
        return replace(self, stored=stored, arrivals=arrivals)

    def with_asked(self, mark: str) -> "Content":
        """The content after the person said that this text may stay as it is."""
        if not mark or mark in self.asked:
            return self
        return replace(self, asked=(*self.asked, mark)[-REMEMBERED_PAGES:])

    def arrival(self, key: str) -> Arrival | None:
        """The last time that this very page was stored."""
        return next((one for one in reversed(self.arrivals) if one.key == key), None)


def digest(code: str, value: Value) -> str:
    """A short mark of an answer: a browser may bring a page back and send another answer."""
    return sha256(f"{code}:{value!r}".encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Sitting:
    """A situation with its draft opened: the questionnaire in its language, and the answers."""

    situation: Situation
    draft_key: bytes
    content: Content
    questionnaire: Questionnaire
    language: str

    @cached_property
    def answers(self) -> dict[str, Value]:
        """The value of every question that was answered or skipped, on the path or not."""
        return {code: stored.value for code, stored in self.content.stored.items()}

    @cached_property
    def path(self) -> tuple[Question, ...]:
        """The questions on the path with the answers so far."""
        return path(self.questionnaire, self.answers)

    @cached_property
    def open_question(self) -> Question | None:
        """The first question on the path that was neither answered nor skipped."""
        return next((one for one in self.path if one.code not in self.content.stored), None)

    @cached_property
    def total(self) -> int:
        """How many questions there are at most, given the answers so far."""
        opens = still_to_open(self.questionnaire, self.answers, self.path)
        return len(self.path) + opens

    def on_path(self, code: str) -> Question | None:
        """The question with this code when it is on the path."""
        return next((one for one in self.path if one.code == code), None)

    def number(self, question: Question) -> int:
        """The place of a question on the path, from 1."""
        return self.path.index(question) + 1

    def after(self, question: Question) -> Question | None:
        """The next question on the path, None at the end."""
        return next(iter(self.path[self.number(question) :]), None)

    def before(self, question: Question) -> Question | None:
        """The previous question on the path, None at the start."""
        place = self.number(question) - 2
        return self.path[place] if place >= 0 else None


def pack(draft_key: bytes, access_id: str, content: Content) -> bytes:
    """The content as it is stored: encrypted under the draft's own key, bound to its row."""
    record = {
        "a": {code: [stored.value, stored.revision] for code, stored in content.stored.items()},
        "k": [(one.key, one.said, one.revision) for one in content.arrivals],
        "e": content.easy_read,
        "w": content.asked,
    }
    plain = json.dumps(record, separators=(",", ":")).encode()
    return encrypt(draft_key, plain, f"draft:{access_id}")


def unpack(draft_key: bytes, access_id: str, ciphertext: bytes | None) -> Content:
    """What `pack` stored; nothing stored yet is an empty content. Raises CannotDecrypt."""
    if ciphertext is None:
        return Content()
    record = json.loads(decrypt(draft_key, ciphertext, f"draft:{access_id}"))
    stored = {
        code: Stored(tuple(value) if isinstance(value, list) else value, revision)
        for code, (value, revision) in record["a"].items()
    }
    arrivals = tuple(Arrival(*one) for one in record["k"])
    # A draft of an earlier version does not know that anything was asked.
    return Content(stored, arrivals, record["e"], tuple(record.get("w", ())))
