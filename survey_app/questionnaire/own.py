"""What an organisation asks besides in one wave: whether people notice something of a measure.

Such a question is of one wave only: code X01, X02, ... over all its questionnaires. It exists in
Dutch, and whoever answers in another language is not asked it (`without_own`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from survey_app.questionnaire.definition import Circumstances, Option, Question, Questionnaire
from survey_app.questionnaire.routing import given_way, questions_for
from survey_app.questionnaire.wording import MAX_WORDS, sentences, too_long

USE = "measure"
YES, A_BIT, NO, UNKNOWN = 1, 2, 3, 9
OPTIONS = (
    Option(YES, "Ja"),
    Option(A_BIT, "Een beetje"),
    Option(NO, "Nee"),
    Option(UNKNOWN, "Weet ik niet", apart=True),
)
MOST = 2  # in one questionnaire
LONGEST = 160


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """One question of a wave; `measure` is what it asks about, by its id."""

    code: str
    measure: str
    text: str


class Altered(ValueError):
    """A frozen question is no longer what was frozen."""


def frozen_own(own: Iterable[OwnQuestion]) -> str:
    """These questions as they are kept beside a questionnaire of a wave; '' for none."""
    questions = [asdict(one) for one in own]
    if not questions:
        return ""
    return json.dumps({"checksum": _checksum(questions), "questions": questions})


@lru_cache(maxsize=256)
def own_of(frozen: str) -> tuple[OwnQuestion, ...]:
    """What `frozen_own` kept. Raises Altered when somebody changed it since.

    >>> own_of(frozen_own([OwnQuestion("X01", "m", "Merkt u dat?")]))[0].text
    'Merkt u dat?'
    """
    if not frozen:
        return ()
    record = json.loads(frozen)
    if record["checksum"] != _checksum(record["questions"]):
        raise Altered("a question of a wave is not the one that was frozen with it")
    return tuple(OwnQuestion(**one) for one in record["questions"])


def with_own(questionnaire: Questionnaire, own: Iterable[OwnQuestion]) -> Questionnaire:
    """The questionnaire with these questions: last, but before what people may add themselves."""
    added = tuple(_question(questionnaire.code, one) for one in own)
    if not added:
        return questionnaire
    asked = questionnaire.questions
    place = len(asked)
    while place and asked[place - 1].kind == "open":
        place -= 1
    return replace(questionnaire, questions=(*asked[:place], *added, *asked[place:]))


def without_own(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire without them, for every language but Dutch."""
    kept = tuple(one for one in questionnaire.questions if one.use != USE)
    if len(kept) == len(questionnaire.questions):
        return questionnaire
    return replace(questionnaire, questions=kept)


def gives_way(questionnaire: Questionnaire, more: int) -> tuple[Question, ...] | None:
    """What nobody is asked any more when so many questions come in; None when they do not fit."""
    new = [OwnQuestion(f"X{place:02}", "", "?") for place in range(1, more + 1)]
    widened, everybody = with_own(questionnaire, new), Circumstances()
    asked = questions_for(widened, everybody).questions
    counted = sum(one.kind != "consent" for one in asked)
    if more > MOST or (questionnaire.maximum is not None and counted > questionnaire.maximum):
        return None
    before = {one.code for one in given_way(questionnaire, everybody)}
    return tuple(one for one in given_way(widened, everybody) if one.code not in before)


def unfit_wording(text: str) -> str:
    """Why people cannot be asked this, as a Dutch sentence; '' when they can.

    >>> unfit_wording("De gemeente belt u nu elke maand. Merkt u dat?")
    ''
    >>> unfit_wording("Merkt u dat")
    'Eindig met een vraag, bijvoorbeeld: Merkt u dat?'
    """
    if len(text) > LONGEST:
        return f"Dit is te lang: hier passen {LONGEST} tekens."
    if not text.endswith("?") or text.count("?") > 1:
        return "Eindig met een vraag, bijvoorbeeld: Merkt u dat?"
    if long := too_long(text):
        return f"Deze zin is te lang, hoogstens {MAX_WORDS} woorden: ‘{long}’"
    if len(sentences(text)) > 3:
        return "Schrijf hoogstens drie korte zinnen."
    return ""


def _question(home: str, one: OwnQuestion) -> Question:
    return Question(one.code, "choice", "CAT", one.text, options=OPTIONS, use=USE, home=home)


def _checksum(questions: list[dict[str, str]]) -> str:
    answers = [[option.value, option.text] for option in OPTIONS]
    text = json.dumps([questions, answers], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
