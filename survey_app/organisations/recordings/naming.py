"""What can be recorded, and to which question or answer a file belongs by its name."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from survey_app.models.languages.recordings import QUESTION_ITSELF
from survey_app.organisations.recordings.opus import RecordingRefused
from survey_app.questionnaire.definition import Question, Questionnaire

ENDING = ".opus"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing to record: a question, or one of its answers."""

    questionnaire: str
    version: int
    question: str
    option: int
    text: str

    @property
    def file(self) -> str:
        """The name that its file has."""
        value = "" if self.option == QUESTION_ITSELF else f"-{self.option}"
        return f"{self.question}{value}{ENDING}"


def spoken(questionnaire: Questionnaire) -> tuple[Spoken, ...]:
    """Everything of a questionnaire that can be recorded, in order."""
    asked = {one.code: one for one in (*questionnaire.questions, *questionnaire.background)}
    return tuple(
        Spoken(questionnaire.code, questionnaire.version, question.code, option, text)
        for question in asked.values()
        for option, text in _parts(question)
    )


def meant(name: str, questionnaires: Iterable[Questionnaire]) -> tuple[Spoken, ...]:
    """What a file with this name says, in every questionnaire that has it.

    Raises RecordingRefused for a name that is of nothing.
    """
    path = PurePath(name.replace("\\", "/"))
    if path.suffix.lower() != ENDING:
        raise RecordingRefused(
            "heet niet als een opname: de naam eindigt op {ending}.", ending=ENDING
        )
    wanted = path.name.lower()
    found = tuple(
        one for each in questionnaires for one in spoken(each) if one.file.lower() == wanted
    )
    if not found:
        raise RecordingRefused(
            "hoort bij geen vraag of antwoord. Noem de vraag, zoals C301.opus, of de vraag met het "
            "nummer van het antwoord, zoals C301-5.opus."
        )
    return found


def _parts(question: Question) -> Iterable[tuple[int, str]]:
    yield QUESTION_ITSELF, question.text
    yield from ((option.value, option.text) for option in question.options)
