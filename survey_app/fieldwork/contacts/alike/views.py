"""Who looks like somebody else: a person decides, one by one or for all that are left."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask import url_for as to

from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.fieldwork.contacts.alike.presentation import FACTS, doubts
from survey_app.fieldwork.contacts.uploading.services import decide, keep_all
from survey_app.fieldwork.contacts.uploading.views import file_of, holder_here, wave_of
from survey_app.fieldwork.contacts.words import rows_words
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

fieldworker = role_required("fieldworker")


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    here = "/metingen/<wave_id>/mensen/bestand/<upload_id>/dubbel"
    rule(here, "file_alike", file_alike, methods=["GET"])
    rule(here, "file_alike_now", file_alike_now, methods=["POST"])


@fieldworker
def file_alike(wave_id: str, upload_id: str) -> Any:
    """Rows beside whom they look like."""
    wave, upload = wave_of(wave_id), file_of(wave_id, upload_id)
    if upload.stage != "checked":
        return _to_file(wave_id, upload_id)
    key = installation_here().keys.contact
    with reading(installation_here().engine) as session:
        found, total = doubts(session, holder_here(upload), key, upload)
    if not found:
        return _to_file(wave_id, upload_id)
    return render_template(
        "fieldwork/contacts/alike.html",
        wave=wave,
        upload=upload,
        doubts=found,
        total=total,
        facts=FACTS,
        rows_words=rows_words,
    )


@fieldworker
def file_alike_now(wave_id: str, upload_id: str) -> Any:
    """What somebody decided."""
    wave_of(wave_id)
    file_of(wave_id, upload_id)
    number = request.form.get("rij", type=int)
    try:
        if "alles" in request.form:
            keep_all(installation_here(), upload_id)
        elif number is not None:
            contact = request.form.get("contact", "")[:32] or None
            leave = request.form.get("weg", type=int)
            decide(installation_here(), upload_id, number, leave, contact)
    except BadInput:
        return _to_file(wave_id, upload_id)
    return redirect(to("fieldwork.file_alike", wave_id=wave_id, upload_id=upload_id), 303)


def _to_file(wave_id: str, upload_id: str) -> Any:
    return redirect(to("fieldwork.contact_file", wave_id=wave_id, upload_id=upload_id), 303)
