"""Pages: the documents D01-D21, what was judged of them, and reading along."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.documents.forms import document_codes, fields_of, filled, read_document
from survey_app.evaluation.documents.presentation import document_kinds
from survey_app.evaluation.documents.queries import document_of, documents_of
from survey_app.evaluation.documents.services import (
    agree_with_document,
    delete_document,
    save_document,
)
from survey_app.evaluation.entry.fields import Typed
from survey_app.evaluation.entry.pages import entered_wave, held_of, staff_name, wave_of
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

evaluator = role_required("evaluator")


def add_to(blueprint: Blueprint) -> None:
    """The pages, and what their buttons do."""
    blueprint.get("/<wave_id>/documenten")(documents)
    blueprint.get("/<wave_id>/documenten/document")(evidence_document)
    blueprint.post("/<wave_id>/documenten/document")(save_document_now)
    blueprint.post("/<wave_id>/documenten/weg")(delete_document_now)
    blueprint.post("/<wave_id>/documenten/meegelezen")(agree_with_document_now)


@evaluator
def documents(wave_id: str) -> str:
    """Every kind of document with what was added of it."""
    framework = installation_here().catalogue.framework
    with reading(installation_here().engine) as session:
        wave = entered_wave(session, wave_id)
        found = documents_of(session, wave_id)
    kinds = document_kinds(framework, found, staff_name())
    return render_template(
        "evaluation/documents.html",
        wave=wave,
        kinds=kinds,
        known=sum(bool(kind.documents) for kind in kinds),
        waiting=sum(one.judged_by is not None and one.read_by is None for one in found),
    )


@evaluator
def evidence_document(wave_id: str, now: Typed | None = None) -> str:
    """One document: empty for a new one, else as it was stored."""
    wave, held = held_of(wave_id, "document", document_of)
    texts = {"code": request.args.get("soort", "")} if held is None else filled(held)
    return render_template(
        "evaluation/document.html",
        wave=wave,
        document_id=held.id if held else "",
        fields=fields_of(document_codes(installation_here().catalogue.framework)),
        typed=now or Typed(texts),
    )


@evaluator
def save_document_now(wave_id: str) -> Response | tuple[str, int]:
    """Store the document."""
    wave_of(wave_id)
    codes = document_codes(installation_here().catalogue.framework)
    found, said = read_document(request.form, codes)
    if said is None:
        return evidence_document(wave_id, found), 422
    held = request.form.get("document") or None
    try:
        save_document(installation_here().engine, wave_id, held, said, staff_name())
    except BadInput as refused:
        flash(str(refused))
    return _back(wave_id, said.code)


@evaluator
def delete_document_now(wave_id: str) -> Response:
    """Take the document away."""
    wave_of(wave_id)
    delete_document(installation_here().engine, wave_id, request.form.get("document", ""))
    flash("Het document is verwijderd.")
    return _back(wave_id)


@evaluator
def agree_with_document_now(wave_id: str) -> Response:
    """Agree with the judgement of somebody else."""
    wave_of(wave_id)
    document_id = request.form.get("document", "")
    try:
        agree_with_document(installation_here().engine, wave_id, document_id, staff_name())
    except BadInput as refused:
        flash(str(refused))
    return _back(wave_id)


def _back(wave_id: str, code: str | None = None) -> Response:
    return redirect(url_for("evaluation.documents", wave_id=wave_id, _anchor=code), 303)
