"""One question per page, the overview, and sending."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, redirect, request, session

from survey_app.errors import DraftMoved, LinkUsed
from survey_app.questionnaire.answers import AnswerError, parse_answer
from survey_app.questionnaire.definition import Question, Value
from survey_app.respond.answering.forms import REVISION, AnswerForm, answer_form, whole_number
from survey_app.respond.answering.personal import open_box, to_ask
from survey_app.respond.answering.services import Page, open_sitting, save_page
from survey_app.respond.answering.services_submit import Sent, already_sent, submit
from survey_app.respond.pages import (
    Asked,
    around,
    cookie_here,
    need_proof,
    need_visitor,
    offers_here,
    preferences_here,
    render,
    render_kept,
    shown,
    words_of,
)
from survey_app.respond.sitting import Sitting
from survey_app.texts.translations import LANGUAGES, fill
from survey_app.visits.visitor import (
    came_openly,
    changed_preferences,
    interview_of,
    leave,
    prefer,
    visitor_of,
)
from survey_app.web.current import installation_here

TEMPLATES = {
    "scale": "respond/question_choice.html",
    "choice": "respond/question_choice.html",
    "consent": "respond/question_choice.html",
    "multiple": "respond/question_multiple.html",
    "numbers": "respond/question_numbers.html",
    "open": "respond/question_open.html",
}
SCRIPT_ACCEPTS = "text/plain"
WARNED = "let-op"
# Pages of these kinds look the same for everybody who gave the same answer.
ALIKE = ("scale", "choice", "consent")
# Leaving these empty is the same as skipping them; the others ask for a choice first.
MAY_BE_EMPTY = ("open", "numbers")


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/vraag/<code>", "question", question, methods=["GET"])
    rule("/vraag/<code>", "answer", answer, methods=["POST"])
    rule("/controle", "check", check, methods=["GET"])
    rule("/versturen", "send", send, methods=["POST"])


def question(code: str) -> Any:
    """Show one question; a question that is not asked leads to the one that is."""
    sitting = sitting_here()
    asked = sitting.on_path(code)
    if asked is None:
        return redirect(place_of(sitting), 303)
    return question_page(sitting, asked, to_check="check" in request.args)


def answer(code: str) -> Any:
    """Store one answer and go on."""
    visitor, preferences, engine = need_visitor(), preferences_here(), installation_here().engine
    need_proof()
    sitting = open_sitting(engine, offers_here(), visitor, preferences)
    asked = sitting.on_path(code)
    if asked is None:
        return _unknown_question(sitting)
    form = answer_form(request.form)
    if form.change:
        prefer(session, changed_preferences(preferences, form.change, LANGUAGES))
        return question_page(sitting_here(), asked, form=form, to_check=form.to_check)
    if form.keep:
        return _onward(_after(sitting, asked, form))
    try:
        value = _value(asked, form)
    except AnswerError as error:
        return question_page(sitting, asked, form=form, error=error, to_check=form.to_check)
    return _stored(sitting, asked, form, value)


def _stored(sitting: Sitting, asked: Question, form: AnswerForm, value: Value) -> Any:
    ask, settled = to_ask(sitting, asked, value, form.asked)
    page = Page(asked.code, value, form.revision, form.key, form.insist, settled)
    engine, easy_read = installation_here().engine, preferences_here().easy_read
    try:
        saved = save_page(engine, sitting, page, easy_read=easy_read)
    except DraftMoved:
        return _conflict(asked, form, value)
    if ask:  # stored already: nothing is lost by asking, and nobody has to answer
        return _onward(f"/vraag/{asked.code}?{WARNED}=1{'&check=1' if form.to_check else ''}")
    return _onward(_after(saved, asked, form))


def check() -> Any:
    """Show all answers before sending."""
    sitting = sitting_here()
    if sitting.open_question is not None:
        return redirect(place_of(sitting), 303)
    return _check_page(sitting)


def send() -> Any:
    """Send the answers; the session ends with it."""
    visitor = visitor_of(session)
    if visitor is None and "s" in session:
        return redirect("/klaar", 303)
    visitor = need_visitor()
    need_proof()
    try:
        sitting = open_sitting(
            installation_here().engine, offers_here(), visitor, preferences_here()
        )
        if sitting.open_question is not None:
            return redirect(place_of(sitting), 303)
        if whole_number(request.form.get(REVISION, "")) != sitting.situation.revision:
            return _check_page(sitting, moved=True, status=409)
        sent = submit(installation_here(), offers_here(), sitting)
    except LinkUsed:
        sent = already_sent(installation_here().engine, offers_here(), visitor)
    except DraftMoved:
        return _check_page(sitting_here(), moved=True, status=409)
    return _thanked(sent)


def sitting_here() -> Sitting:
    """The sitting of this visitor, read anew."""
    return open_sitting(
        installation_here().engine, offers_here(), need_visitor(), preferences_here()
    )


def place_of(sitting: Sitting) -> str:
    """Where this person was: the first open question, or the overview."""
    asked = sitting.open_question
    return f"/vraag/{asked.code}" if asked is not None else "/controle"


def question_page(
    sitting: Sitting,
    asked: Question,
    form: AnswerForm | None = None,
    error: AnswerError | None = None,
    to_check: bool = False,
) -> Response:
    """The page of one question, with what is stored or what was just typed."""
    asked = sitting.questionnaire.question(asked.code)
    surroundings, preferences, cookie = around(sitting), preferences_here(), cookie_here()
    given = form.raw if form is not None else _texts(sitting.answers.get(asked.code))
    context: dict[str, Any] = {
        "number": sitting.number(asked),
        "total": sitting.total,
        "given": given,
        "heard": offers_here().heard(sitting.situation, sitting.language),
        "back": _back(sitting.before(asked), to_check),
        "to_check": to_check,
        "may_ask_way_back": came_openly(cookie),
    }
    template = TEMPLATES[asked.kind]
    if form is None and asked.kind in ALIKE and interview_of(cookie) is None:
        own = {"revision": str(sitting.situation.revision), "key": secrets.token_hex(6)}
        page = Asked(template, sitting.questionnaire, asked.code)
        return render_kept(page, surroundings, preferences, own, **context)
    return render(
        template,
        surroundings,
        preferences,
        status=200 if error is None else 422,
        question=asked,
        error=_explained(words_of(surroundings, preferences), error),
        revision=form.revision if form is not None else sitting.situation.revision,
        key=form.key if form is not None else secrets.token_hex(6),
        wrong=_wrong_field(asked, error),
        **open_box(sitting, asked, words_of(surroundings, preferences), given, _warned(form)),
        **context,
    )


def _warned(form: AnswerForm | None) -> bool:
    """Whether this page asks about a name or number in the text."""
    return bool(form.asked) if form is not None else WARNED in request.args


def _onward(path: str) -> Any:
    """To the next page; the script that retries gets its address, to load it only once."""
    if request.headers.get("Accept") == SCRIPT_ACCEPTS:
        return Response(path, mimetype=SCRIPT_ACCEPTS)
    return redirect(path, 303)


def _value(asked: Question, form: AnswerForm) -> Value:
    if form.skip:
        return None
    value = parse_answer(asked, form.raw)
    if value is None and asked.kind not in MAY_BE_EMPTY:
        raise AnswerError(asked.code, "error.nothing_chosen")
    return value


def _after(sitting: Sitting, asked: Question, form: AnswerForm) -> str:
    if form.to_check:
        place = place_of(sitting)
        return place if sitting.open_question is None else f"{place}?check=1"
    following = sitting.after(asked) if sitting.on_path(asked.code) else sitting.open_question
    return f"/vraag/{following.code}" if following is not None else place_of(sitting)


def _back(before: Question | None, to_check: bool) -> str:
    if to_check:
        return "/controle"
    return f"/vraag/{before.code}" if before is not None else "/start"


def _texts(value: Value) -> tuple[str, ...]:
    """A stored value as the form's fields hold it."""
    if value is None:
        return ()
    values = value if isinstance(value, tuple) else (value,)
    return tuple("" if one is None else str(one) for one in values)


def _explained(texts: Mapping[str, str], error: AnswerError | None) -> str:
    return "" if error is None else fill(texts[error.key], **error.values)


def _wrong_field(asked: Question, error: AnswerError | None) -> int:
    """Which of several fields is wrong, from 1; 0 when that is not said of one of them."""
    field = error.values.get("field") if error is not None else None
    return asked.fields.index(field) + 1 if field in asked.fields else 0


def _conflict(asked: Question, form: AnswerForm, value: Value) -> Response:
    """Say what another page or device has stored, and ask which of the two it is to be."""
    sitting = sitting_here()
    return render(
        "respond/conflict.html",
        around(sitting),
        preferences_here(),
        status=409,
        question=sitting.questionnaire.question(asked.code),
        stored=list(shown(asked, sitting.answers.get(asked.code))),
        mine=list(shown(asked, value)),
        given=form.raw,
        skip=form.skip,
        revision=sitting.situation.revision,
        key=secrets.token_hex(6),
        to_check=form.to_check,
    )


def _unknown_question(sitting: Sitting) -> Response:
    return render(
        "respond/unknown_question.html",
        around(sitting),
        preferences_here(),
        status=404,
        with_proof=False,
        forward=place_of(sitting),
    )


def _check_page(sitting: Sitting, moved: bool = False, status: int = 200) -> Response:
    rows = [
        (number, asked, list(shown(asked, sitting.answers.get(asked.code))))
        for number, asked in enumerate(sitting.path, start=1)
    ]
    return render(
        "respond/check.html",
        around(sitting),
        preferences_here(),
        status=status,
        here="/controle",  # also when a sending led here
        rows=rows,
        may_ask_way_back=came_openly(session),
        moved=moved,
        revision=sitting.situation.revision,
    )


def _thanked(sent: Sent) -> Any:
    leave(session, s=asdict(sent))
    return redirect("/klaar", 303)
