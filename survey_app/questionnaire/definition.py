"""What a questionnaire is: frozen records, without files, web or database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from survey_app.questionnaire.framework import Framework

Kind = Literal["scale", "choice", "multiple", "numbers", "open", "consent"]
Scale = Literal["SQ", "SV", "SK", "JN", "R10", "CAT", "LADDER", "MULTI", "NUM", "OPEN", "CONSENT"]
Operator = Literal["is", "is_not", "is_provider"]
Party = Literal["C", "W", "O", "G"]
Store = Literal["answers", "recontact", "needs", "background"]
When = Literal["always", "linked", "contract"]

# One answer: an option's value, a text, several values (MULTI), numbers per field (NUM),
# or None: the question was shown and skipped.
Value = int | str | tuple[int, ...] | tuple[int | None, ...] | None

KIND_OF_SCALE: Mapping[str, Kind] = {
    "SQ": "scale",
    "SV": "scale",
    "SK": "scale",
    "R10": "scale",
    "JN": "choice",
    "CAT": "choice",
    "LADDER": "choice",
    "MULTI": "multiple",
    "NUM": "numbers",
    "OPEN": "open",
    "CONSENT": "consent",
}
# These scales take their answers from scales.toml; the others bring their own.
SHARED_SCALES = ("SQ", "SV", "SK", "JN", "R10", "LADDER")


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer.

    ``apart`` answers (don't know, rather not say) stand last and score nothing; an ``exclusive``
    one cannot be chosen with others; ``provider`` marks an organisation that may be judged.
    """

    value: int
    text: str
    apart: bool = False
    exclusive: bool = False
    provider: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """The condition under which a question is asked: an earlier answer.

    ``is``: one of the values was chosen. ``is_not``: the earlier question was shown and none of
    the values was chosen (a skipped question counts: it is not the value). ``is_provider``:
    a provider was chosen; its values follow the list of providers.
    """

    question: str
    operator: Operator
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``code`` is never renamed.

    ``text`` is the question itself, ``explanation`` the sentences under it and ``easy`` their
    short form for easy reading (may be empty). ``text_with_goal`` replaces the text when the
    person's own goal is known. ``home`` is the questionnaire that the answer is filed under
    (background questions are shown inside other questionnaires).
    ``drop`` is the order in which questions give way to the maximum (0 = never).
    """

    code: str
    kind: Kind
    scale: Scale
    text: str
    explanation: str = ""
    easy: str = ""
    options: tuple[Option, ...] = ()
    cells: tuple[str, ...] = ()
    use: str = ""
    route: Route | None = None
    drop: int = 0
    fields: tuple[str, ...] = ()
    text_with_goal: str = ""
    when: When = "always"
    home: str = ""
    line: int = field(default=0, compare=False)

    @property
    def values(self) -> tuple[int, ...]:
        """The values that may be chosen, in the order shown."""
        return tuple(option.value for option in self.options)

    @property
    def unscored(self) -> tuple[int, ...]:
        """The values that mean "don't know" or "rather not say"."""
        return tuple(option.value for option in self.options if option.apart)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of one questionnaire; ``background`` is added once per person."""

    code: str
    version: int
    party: Party
    phase: str
    store: Store
    moment: str
    title: str
    questions: tuple[Question, ...]
    maximum: int | None = None
    background: tuple[Question, ...] = ()
    file: str = field(default="", compare=False)

    def __hash__(self) -> int:
        """A cheap hash: records are dictionary keys of every cached step."""
        return hash((self.code, self.version, len(self.questions)))

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases it asks about; empty for a questionnaire outside the phases."""
        return tuple(self.phase.split("+")) if self.phase else ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its questions, in order."""
        return tuple(question.code for question in self.questions)

    def question(self, code: str) -> Question:
        """Return one question by code.

        Raises ``UnknownQuestion`` when this questionnaire does not have it.
        """
        for question in self.questions:
            if question.code == code:
                return question
        raise UnknownQuestion(self.code, code)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known about a respondent before the first question.

    ``goal`` is the text of the goal given at the start (linked people only); ``contract`` is
    false for an organisation without a contract, such as UWV.
    """

    ask_background: bool = True
    linked: bool = False
    goal: str | None = None
    contract: bool = True
    providers: tuple[str, ...] = ()
    provider_example: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that stands in ``questionnaires/``: read once, then only looked at."""

    questionnaires: Mapping[tuple[str, int], Questionnaire]
    scales: Mapping[str, tuple[Option, ...]]
    framework: Framework
    interface: Mapping[str, str]

    def questionnaire(self, code: str, version: int) -> Questionnaire:
        """Return one version; raises ``UnknownQuestionnaire`` when there is none."""
        try:
            return self.questionnaires[code, version]
        except KeyError:
            raise UnknownQuestionnaire(code, version) from None

    def latest(self, code: str) -> Questionnaire:
        """Return the newest version; raises ``UnknownQuestionnaire`` when there is none."""
        versions = [version for known, version in self.questionnaires if known == code]
        return self.questionnaire(code, max(versions, default=0))

    def frozen(self, code: str, versions: Mapping[str, int]) -> Questionnaire:
        """Return the version that a wave asked; the newest of one that it did not ask."""
        return self.questionnaire(code, versions[code]) if code in versions else self.latest(code)

    def newest(self) -> tuple[Questionnaire, ...]:
        """Return the newest version of every questionnaire, in the order of their codes."""
        return tuple(self.latest(code) for code in sorted({c for c, _ in self.questionnaires}))


class UnknownQuestion(LookupError):
    """A question code that the questionnaire does not have."""

    def __init__(self, questionnaire: str, code: str) -> None:
        super().__init__(f"questionnaire {questionnaire} has no question {code!r}")
        self.questionnaire = questionnaire
        self.code = code


class UnknownQuestionnaire(LookupError):
    """A questionnaire code or version that is not in the catalogue."""

    def __init__(self, code: str, version: int) -> None:
        super().__init__(f"no questionnaire {code} version {version}")
        self.code = code
        self.version = version
