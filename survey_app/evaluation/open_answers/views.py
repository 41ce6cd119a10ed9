"""The reviewer's queue: one open answer on a screen."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.open_answers.forms import (
    ReviewForm,
    carry_out,
    reason_of,
    review_form,
)
from survey_app.evaluation.open_answers.presentation import place_in_line, shown_answer
from survey_app.evaluation.open_answers.queries import (
    next_waiting,
    open_answer,
    progress,
    questionnaire_version,
)
from survey_app.evaluation.open_answers.services import LONGEST_QUOTE, MEANWHILE, open_cover
from survey_app.evaluation.open_answers.words import LABELS, REASON_WORDS, THEMES
from survey_app.models import OpenAnswer
from survey_app.visits.staff_session import current_staff, role_required
from survey_app.web.current import installation_here

blueprint = Blueprint("open_answers", __name__, url_prefix="/open-antwoorden")


@blueprint.get("")
@role_required("reviewer")
def queue() -> str:
    """The next answer to read, or how far everything is when nothing waits."""
    with reading(installation_here().engine) as session:
        waiting = next_waiting(session)
        if waiting is None:
            return render_template("open_answers/all_read.html", waves=progress(session))
        before = open_answer(session, request.args.get("vorige", ""))
        return _page(session, waiting, Told(last=before.id if before is not None else None))


@blueprint.get("/<answer_id>")
@role_required("reviewer")
def answer(answer_id: str) -> str:
    """One answer again, to correct a decision."""
    with reading(installation_here().engine) as session:
        return _page(session, _found(session, answer_id), Told())


@blueprint.post("/<answer_id>")
@role_required("reviewer")
def decide(answer_id: str) -> Any:
    """Keep what the reviewer decided and go on; a mistake keeps everything that was chosen."""
    _need(answer_id)
    action = request.form.get("doen", "")
    form = carry_out(installation_here(), answer_id, action, review_form(request.form))
    if not form.error:
        last = None if action == "overslaan" else answer_id
        return redirect(url_for("open_answers.queue", vorige=last), 303)
    kept = None if form.error == MEANWHILE else form
    with reading(installation_here().engine) as session:
        return _page(session, _found(session, answer_id), Told(kept, said=form.error))


@blueprint.post("/<answer_id>/afgedekt")
@role_required("reviewer")
def open_covered(answer_id: str) -> Any:
    """Show what is covered, this once, after writing down who looks and why."""
    _need(answer_id)
    staff = current_staff()
    try:
        reason = reason_of(request.form)
        open_cover(installation_here(), answer_id, staff.account_id if staff else "", reason)
    except BadInput as error:
        with reading(installation_here().engine) as session:
            return _page(session, _found(session, answer_id), Told(why=str(error)))
    with reading(installation_here().engine) as session:
        return _page(session, _found(session, answer_id), Told(opened=True))


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says beside the answer: what went wrong, what is open, what came before."""

    form: ReviewForm | None = None
    said: str = ""
    why: str = ""
    opened: bool = False
    last: str | None = None


def _page(session: Session, found: OpenAnswer, told: Told) -> str:
    version = questionnaire_version(session, found.wave_id, found.questionnaire)
    wave = next(one for one in progress(session) if one.wave_id == found.wave_id)
    one = shown_answer(found, installation_here().catalogue, version, told.opened)
    return render_template(
        "open_answers/answer.html",
        one=one,
        wave=wave,
        place=place_in_line(wave, one.reviewed),
        label=told.form.label if told.form else one.label,
        chosen=told.form.themes if told.form else one.themes,
        told=told,
        labels=LABELS,
        themes=THEMES,
        reasons=REASON_WORDS,
        longest=LONGEST_QUOTE,
    )


def _need(answer_id: str) -> None:
    with reading(installation_here().engine) as session:
        _found(session, answer_id)


def _found(session: Session, answer_id: str) -> OpenAnswer:
    """An answer of another organisation is one that does not exist."""
    found = open_answer(session, answer_id)
    if found is None:
        abort(404)
    return found
