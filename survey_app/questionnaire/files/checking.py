"""What must be true of a questionnaire before anybody may answer it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from survey_app.operators.sentence import Sentence
from survey_app.questionnaire.definition import Question, Questionnaire, Route
from survey_app.questionnaire.files.reading import DefinitionError
from survey_app.questionnaire.wording import MAX_WORDS, too_long, unfit_easy


def check_questionnaire(
    questionnaire: Questionnaire, cells: Collection[str], phases: Collection[str]
) -> None:
    """Raise ``DefinitionError`` at the first thing that is wrong; ``cells`` are Tabel 1's codes."""
    for phase in questionnaire.phases:
        if phase not in phases:
            raise DefinitionError(
                questionnaire.file, "phase", "unknown phase {phase!r}", phase=phase
            )
    by_code: dict[str, Question] = {}
    for question in questionnaire.questions:
        if question.code in by_code:
            raise _error(questionnaire, question, "duplicate code")
        by_code[question.code] = question
    for check in (_check_cells, _check_routes, _check_drops, _check_sentences, _check_easy):
        for question, reason in check(questionnaire, by_code, cells):
            raise _error(questionnaire, question, reason)


def check_maximum(questionnaire: Questionnaire) -> None:
    """Refuse a maximum that cannot be kept or that would silence a cell (method.md C.2)."""
    if questionnaire.maximum is None:
        return
    asked = [q for q in (*questionnaire.questions, *questionnaire.background) if _counts(q)]
    kept = [question for question in asked if not question.drop]
    if len(kept) > questionnaire.maximum:
        raise DefinitionError(
            questionnaire.file,
            "maximum",
            "{kept} questions never give way, {maximum} may be asked",
            kept=len(kept),
            maximum=questionnaire.maximum,
        )
    fed = {cell for question in kept for cell in question.cells}
    for question in asked:
        if missing := set(question.cells) - fed:
            reason = Sentence("dropping it would leave {cell} empty", cell=min(missing))
            raise _error(questionnaire, question, reason)


def _counts(question: Question) -> bool:
    return question.kind != "consent"


def _error(questionnaire: Questionnaire, question: Question, reason: str) -> DefinitionError:
    return DefinitionError(questionnaire.file, question.code, reason, question.line)


Problems = Iterator[tuple[Question, str]]


def _check_cells(
    questionnaire: Questionnaire, by_code: Mapping[str, Question], cells: Collection[str]
) -> Problems:
    for question in by_code.values():
        for cell in question.cells:
            if cell not in cells:
                yield question, Sentence("Tabel 1 has no cell {cell}", cell=cell)
            elif cell[-1] != questionnaire.party:
                yield question, Sentence("cell {cell} belongs to another party", cell=cell)


def _check_routes(
    questionnaire: Questionnaire, by_code: Mapping[str, Question], cells: Collection[str]
) -> Problems:
    order = list(by_code)
    for question in by_code.values():
        route = question.route
        if route is None:
            continue
        if route.question not in by_code:
            yield (
                question,
                Sentence(
                    "route to {question}, which is not in this questionnaire",
                    question=route.question,
                ),
            )
        elif _runs_in_a_circle(question, by_code):
            yield question, Sentence("its routes run in a circle")
        elif order.index(route.question) > order.index(question.code):
            yield (
                question,
                Sentence("unreachable: {question} is asked later", question=route.question),
            )
        elif reason := _ROUTE_CHECKS[route.operator](route, by_code[route.question]):
            yield question, reason


def _runs_in_a_circle(question: Question, by_code: Mapping[str, Question]) -> bool:
    seen = {question.code}
    route = question.route
    while route is not None and route.question in by_code:
        if route.question in seen:
            return True
        seen.add(route.question)
        route = by_code[route.question].route
    return False


def _unknown_value(route: Route, parent: Question) -> str:
    unknown = [value for value in route.values if value not in parent.values]
    if not route.values:
        return Sentence("the route names no value")
    return (
        Sentence("{unknown} is no answer of {code}", unknown=unknown[0], code=parent.code)
        if unknown
        else ""
    )


def _check_is_not(route: Route, parent: Question) -> str:
    if set(route.values) >= set(parent.values) and route.values:
        return Sentence("unreachable: no answer of {code} is left", code=parent.code)
    return _unknown_value(route, parent)


def _check_is_provider(route: Route, parent: Question) -> str:
    named = any(option.provider for option in parent.options)
    return "" if named else Sentence("{code} has no list of providers", code=parent.code)


_ROUTE_CHECKS: Mapping[str, Callable[[Route, Question], str]] = {
    "is": _unknown_value,
    "is_not": _check_is_not,
    "is_provider": _check_is_provider,
}


def _check_drops(
    questionnaire: Questionnaire, by_code: Mapping[str, Question], cells: Collection[str]
) -> Problems:
    for question in by_code.values():
        parent = by_code[question.route.question] if question.route else None
        if parent and parent.drop and not 0 < question.drop <= parent.drop:
            yield question, Sentence("unreachable once {code} has given way", code=parent.code)
        if parent and parent.when not in ("always", question.when):
            yield (
                question,
                Sentence(
                    "unreachable: {code} is only asked when {when}",
                    code=parent.code,
                    when=parent.when,
                ),
            )
        if question.kind == "consent" and (question.drop or question.cells):
            yield question, Sentence("a consent feeds no cell and never gives way")


def _check_sentences(
    questionnaire: Questionnaire, by_code: Mapping[str, Question], cells: Collection[str]
) -> Problems:
    if questionnaire.party != "C":
        return
    for question in by_code.values():
        options = [option.text for option in question.options]
        for text in (question.text, question.text_with_goal, question.explanation, *options):
            if sentence := too_long(text):
                yield (
                    question,
                    Sentence(
                        "a sentence of more than {max_words} words: {sentence!r}",
                        max_words=MAX_WORDS,
                        sentence=sentence,
                    ),
                )


def _check_easy(
    questionnaire: Questionnaire, by_code: Mapping[str, Question], cells: Collection[str]
) -> Problems:
    for question in by_code.values():
        if question.easy and (reason := unfit_easy(question.explanation, question.easy)):
            yield question, reason
