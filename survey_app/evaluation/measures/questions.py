"""The question that a measure asks the next wave: its fields, and what is said about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from survey_app.evaluation.entry.fields import Field, Typed, typed
from survey_app.evaluation.measures.forms import PERSON
from survey_app.evaluation.wording import percent
from survey_app.models import MeasureQuestion, Wave
from survey_app.questionnaire.definition import Catalogue, Questionnaire
from survey_app.questionnaire.own import LONGEST, gives_way, unfit_wording

PARTIES = {"C": "cliënten", "W": "werkgevers", "O": "organisaties", "G": "medewerkers"}
NO_PERSON = "Noem geen persoon: iedereen leest deze vraag."
NOWHERE = "Kies wie deze vraag krijgt."


@dataclass(frozen=True, slots=True)
class ShownNoticed:
    """What one questionnaire said about a measure, as a sentence and its certainty."""

    sentence: str
    margin: str
    length: float | None  # 0-100, for the bar
    question: str


def question_fields(catalogue: Catalogue) -> tuple[Field, ...]:
    """What may be asked, and of whom: a full questionnaire is not offered."""
    return (
        Field(
            "vraag",
            "Wat vraagt u?",
            "Zeg kort wat er veranderde en eindig met een vraag. "
            "Bijvoorbeeld: De gemeente belt u nu elke maand. Merkt u dat?",
            needed="Schrijf de vraag op.",
            longest=LONGEST,
        ),
        Field(
            "aan",
            "Wie krijgt deze vraag?",
            kind="many",
            needed=NOWHERE,
            choices=_offered(catalogue),
        ),
    )


def full_questionnaires(catalogue: Catalogue) -> list[str]:
    """The titles of questionnaires that hold as many questions as people can be asked."""
    return [one.title for one in _answered(catalogue) if gives_way(one, 1) is None]


def read_question(form: MultiDict[str, str], catalogue: Catalogue) -> Typed:
    """What was typed, and what is wrong with it."""
    found = typed(form, question_fields(catalogue))
    wrong = unfit_wording(found["vraag"])
    if found["vraag"] and wrong:
        found = found.with_error("vraag", wrong)
    elif PERSON.search(found["vraag"][:1].lower() + found["vraag"][1:]):
        found = found.with_error("vraag", NO_PERSON)
    return found


def shown_noticed(
    records: Iterable[Mapping[str, Any]], catalogue: Catalogue
) -> dict[str, list[ShownNoticed]]:
    """By measure what each questionnaire said about it."""
    found: dict[str, list[ShownNoticed]] = {}
    for one in records:
        found.setdefault(one["measure"], []).append(_shown(one, catalogue))
    return found


def question_sentences(
    questions: Mapping[str, MeasureQuestion], asked: Mapping[str, Wave]
) -> dict[str, str]:
    """By measure what became of its question: waiting, or asked in a wave."""
    found = {}
    for measure_id, one in questions.items():
        asker = asked.get(measure_id)
        if asker is None or asker.checked_at is None or asker.checked_at < one.made_at:
            found[measure_id] = f"De volgende meting vraagt: ‘{one.text}’"
        else:
            found[measure_id] = f"{asker.name} vraagt: ‘{one.text}’"
    return found


def _shown(one: Mapping[str, Any], catalogue: Catalogue) -> ShownNoticed:
    people = f"{PARTIES[one['party']]} ({catalogue.latest(one['questionnaire']).title})"
    if one["share"] is None and one["bound"] is None:
        few = f"Van de {people} antwoordden er te weinig om te tonen."
        return ShownNoticed(few, "", None, one["question"])
    if one["share"] is None:
        said = f"{one['bound']} van de {one['n']} {people} merkt het."
        return ShownNoticed(said, "", None, one["question"])
    said = f"{percent(one['share'])} van de {one['n']} {people} merkt het."
    margin = f"marge {percent(one['low'])} tot {percent(one['high'])}"
    return ShownNoticed(said, margin, round(100 * one["share"], 1), one["question"])


def _offered(catalogue: Catalogue) -> dict[str, str]:
    return {one.code: _words(one) for one in _answered(catalogue) if gives_way(one, 1) is not None}


def _words(questionnaire: Questionnaire) -> str:
    gone = gives_way(questionnaire, 1) or ()
    title = f"{questionnaire.title}, {PARTIES[questionnaire.party]}"
    return f"{title} (dan vervalt: ‘{gone[0].text}’)" if gone else title


def _answered(catalogue: Catalogue) -> list[Questionnaire]:
    return [one for one in catalogue.newest() if one.store == "answers"]
