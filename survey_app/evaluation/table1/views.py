"""Pages of the evaluation: they read what was published and compute nothing."""

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from survey_app.audit.services import record_alone
from survey_app.clock import today
from survey_app.database import reading
from survey_app.evaluation.advice import views as advice
from survey_app.evaluation.breakdowns import views as breakdowns
from survey_app.evaluation.comparisons import views as comparisons
from survey_app.evaluation.comparisons.presentation import arrows
from survey_app.evaluation.dashboard import views as dashboard
from survey_app.evaluation.documents import views as documents
from survey_app.evaluation.figures.entry import views as figures
from survey_app.evaluation.figures.entry import views_file as figures_file
from survey_app.evaluation.figures.presentation import light_of
from survey_app.evaluation.files.documents import KINDS
from survey_app.evaluation.judging import views as judging
from survey_app.evaluation.measures import views as measures
from survey_app.evaluation.measures import views_question as measure_questions
from survey_app.evaluation.norms import views as norms
from survey_app.evaluation.norms.own import views as own_norms
from survey_app.evaluation.norms.own import views_framework as own_framework
from survey_app.evaluation.open_answers import views_evaluator as open_answers
from survey_app.evaluation.overview import views as overview
from survey_app.evaluation.providers import views as providers
from survey_app.evaluation.providers import views_file as trajectories_file
from survey_app.evaluation.publishing.pages import is_evaluator_of, later, readable_edition
from survey_app.evaluation.publishing.queries import (
    FORMER,
    WaveState,
    document,
    is_known,
    subject,
    wave_state,
)
from survey_app.evaluation.publishing.queries_waves import wave_list
from survey_app.evaluation.publishing.services_interim import ask_interim
from survey_app.evaluation.response import views as response
from survey_app.evaluation.response.presentation import answers_shown, response_by_party
from survey_app.evaluation.table1 import views_cell
from survey_app.evaluation.table1.presentation import shown_table
from survey_app.evaluation.talks import views as talks
from survey_app.evaluation.talks import views_quotes as talk_quotes
from survey_app.evaluation.wording import LIGHT_WORDS, moved_words, reading_sentences
from survey_app.health.queries import worker_is_silent
from survey_app.visits.roles import RESULTS
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

blueprint = Blueprint("evaluation", __name__, url_prefix="/metingen")
for part in (
    overview,
    dashboard,
    views_cell,
    comparisons,
    breakdowns,
    response,
    open_answers,
    advice,
    norms,
    judging,
    figures,
    figures_file,
    documents,
    measures,
    measure_questions,
    own_norms,
    own_framework,
    talks,
    talk_quotes,
    providers,
    trajectories_file,
):
    part.add_to(blueprint)


@blueprint.get("")
@role_required("evaluator")
def waves() -> str:
    """Every wave, with the way to its table."""
    with reading(installation_here().engine) as session:
        return render_template("evaluation/waves.html", waves=wave_list(session, today()))


@blueprint.get("/<wave_id>/tabel-1")
@role_required(*RESULTS)
def table(wave_id: str) -> str | tuple[str, int]:
    """Tabel 1 of a wave, or a word when it has not been made yet."""
    with reading(installation_here().engine) as session:
        found = readable_edition(session, wave_id)
        state = wave_state(session, wave_id)
        trend = subject(session, found, "trend") if found is not None else None
        former = subject(session, found, FORMER) if found is not None else None
        silent = found is None and worker_is_silent(session)
    if found is None or state is None:
        return _not_yet(state, "De tabel", silent)
    return render_template(
        "evaluation/table.html",
        wave_id=wave_id,
        state=state,
        edition=found,
        table=shown_table(found.table, installation_here().catalogue),
        response=response_by_party(found.table),
        answers=answers_shown(found.table),
        sentences=reading_sentences(found.table.thresholds),
        documents=KINDS,
        lights=[light_of(name) for name in LIGHT_WORDS],
        arrows=arrows(trend or ()),
        former=former["name"] if former else None,
        moved=moved_words(former["name"] or "") if former else "",
    )


def _not_yet(state: WaveState | None, what: str, silent: bool) -> str | tuple[str, int]:
    """What somebody reads who may see no edition: to wait for the end, to ask for one, or why."""
    if state is not None and not state.is_closed and not is_evaluator_of(state.organisation_id):
        return later(state.id, state.organisation_id)
    if state is not None and not state.is_closed and not state.interim_asked:
        return render_template("evaluation/unpublished.html", wave=state)
    return render_template("evaluation/waiting.html", what=what, silent=silent), 202


@blueprint.get("/<wave_id>/tussenstand")
@role_required("evaluator")
def interim(wave_id: str) -> str:
    """What an interim edition costs, before anybody asks for one."""
    with reading(installation_here().engine) as session:
        state = wave_state(session, wave_id)
    if state is None:
        abort(404)
    return render_template("evaluation/interim.html", wave=state)


@blueprint.post("/<wave_id>/tussenstand")
@role_required("evaluator")
def make_interim(wave_id: str) -> Response:
    """Ask the worker for an interim edition."""
    with reading(installation_here().engine) as session:
        known = is_known(session, wave_id)
    if not known:
        abort(404)
    ask_interim(installation_here(), wave_id)
    return redirect(url_for("evaluation.table", wave_id=wave_id), 303)


@blueprint.get("/<wave_id>/download/<kind>")
@role_required(*RESULTS)
def download(wave_id: str, kind: str) -> Response | str | tuple[str, int]:
    """A document of the newest edition, or a page that waits for it."""
    if kind not in KINDS:
        abort(404)
    with reading(installation_here().engine) as session:
        found = readable_edition(session, wave_id)
        state = wave_state(session, wave_id)
        content = document(session, found, kind) if found is not None else None
        silent = content is None and worker_is_silent(session)
    if found is None or state is None:
        return _not_yet(state, "Het document", silent)
    if content is None:
        return render_template("evaluation/waiting.html", what="Het document", silent=silent), 202
    name = KINDS[kind].file_name
    owner = state.organisation_id
    record_alone(installation_here(), owner, "file.downloaded", state.name, name=name)
    response = current_app.response_class(content, mimetype=KINDS[kind].mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{KINDS[kind].file_name}"'
    return response
