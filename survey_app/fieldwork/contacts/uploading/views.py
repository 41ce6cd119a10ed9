"""A contact file in the browser: choose it, check it, confirm it; and how far the work is."""

from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask import url_for as to

from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.fieldwork.contacts.columns import is_read
from survey_app.fieldwork.contacts.services import IntoWave, is_over
from survey_app.fieldwork.contacts.uploading.forms import chosen_columns, corrected_cells
from survey_app.fieldwork.contacts.uploading.going_on import go_on
from survey_app.fieldwork.contacts.uploading.presentation import (
    check_page,
    column_choices,
    progress_of,
    result_words,
    row_page,
)
from survey_app.fieldwork.contacts.uploading.problems_file import problems_csv
from survey_app.fieldwork.contacts.uploading.queries import UNDERWAY, upload_of
from survey_app.fieldwork.contacts.uploading.sealing import Holder, holder_of
from survey_app.fieldwork.contacts.uploading.services import (
    OVER,
    choose_columns,
    confirm,
    correct_row,
    leave_out,
    throw_away,
)
from survey_app.fieldwork.contacts.uploading.services_receiving import receive
from survey_app.fieldwork.contacts.words import COLUMN_WORDS, people_words, rows_words
from survey_app.models import ContactUpload, Wave
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here
from survey_app.web.uploads import takes_file

fieldworker = role_required("fieldworker")
LARGEST = 20 * 1024 * 1024
NO_FILE = "Kies eerst een bestand."


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    files = "/metingen/<wave_id>/mensen/bestand"
    rule(files, "choose_file", choose_file, methods=["GET"])
    rule(files, "send_file", send_file, methods=["POST"])
    one = f"{files}/<upload_id>"
    rule(one, "contact_file", contact_file, methods=["GET"])
    rule(f"{one}/kolommen", "file_columns", file_columns, methods=["GET"])
    rule(f"{one}/kolommen", "file_columns_now", file_columns_now, methods=["POST"])
    rule(f"{one}/rij/<int:number>", "file_row", file_row, methods=["GET"])
    rule(f"{one}/rij/<int:number>", "file_row_now", file_row_now, methods=["POST"])
    rule(f"{one}/problemen", "file_problems", file_problems, methods=["GET"])
    rule(f"{one}/weglaten", "file_leave_out", file_leave_out, methods=["POST"])
    rule(f"{one}/klaar", "file_confirm", file_confirm, methods=["POST"])
    rule(f"{one}/weg", "file_throw_away", file_throw_away, methods=["POST"])


@fieldworker
def choose_file(wave_id: str) -> str:
    """Which file holds the people?"""
    return _choose_page(wave_of(wave_id))


@takes_file(LARGEST)
@fieldworker
def send_file(wave_id: str) -> Any:
    """Keep the file sealed, and read what can be read at once."""
    wave = wave_of(wave_id)
    sent = request.files.get("file")
    raw = sent.read() if sent is not None else b""
    if not raw or is_over(wave):
        return _choose_page(wave, OVER if is_over(wave) else NO_FILE), 422
    upload_id = receive(installation_here(), IntoWave(wave.organisation_id, wave.id), raw)
    go_on(installation_here(), upload_id)
    return _to_file(wave_id, upload_id)


@fieldworker
def contact_file(wave_id: str, upload_id: str) -> Any:
    """How far a file is, or what there is to check before it goes in."""
    wave, upload = wave_of(wave_id), file_of(wave_id, upload_id)
    if upload.stage == "columns":
        return redirect(to("fieldwork.file_columns", wave_id=wave_id, upload_id=upload_id), 303)
    if upload.stage == "refused":
        return _choose_page(wave, upload.refusal or "")
    return _file_page(wave, upload)


@fieldworker
def file_columns(wave_id: str, upload_id: str) -> Any:
    """What each column of the file is."""
    wave, upload = wave_of(wave_id), file_of(wave_id, upload_id)
    if upload.stage not in ("columns", "checked"):
        return _to_file(wave_id, upload_id)
    return _columns_page(wave, upload)


@fieldworker
def file_columns_now(wave_id: str, upload_id: str) -> Any:
    """Read the columns as somebody says, from now on."""
    wave, upload = wave_of(wave_id), file_of(wave_id, upload_id)
    chosen = chosen_columns(request.form, upload.columns.get("header", []))
    try:
        choose_columns(installation_here(), upload, chosen)
    except BadInput as error:
        return _columns_page(wave, upload, str(error)), 422
    go_on(installation_here(), upload_id)
    return _to_file(wave_id, upload_id)


@fieldworker
def file_row(wave_id: str, upload_id: str, number: int) -> Any:
    """One row, to correct."""
    return _row_page(wave_of(wave_id), file_of(wave_id, upload_id), number)


@fieldworker
def file_row_now(wave_id: str, upload_id: str, number: int) -> Any:
    """Correct one row, or leave it out."""
    wave, upload = wave_of(wave_id), file_of(wave_id, upload_id)
    try:
        if "leave_out" in request.form:
            leave_out(installation_here(), upload_id, number)
        elif correct_row(installation_here(), upload, number, corrected_cells(request.form)):
            return _row_page(wave, upload, number), 422
    except BadInput as error:
        return _file_page(wave, upload, str(error)), 409
    return _to_file(wave_id, upload_id)


@fieldworker
def file_problems(wave_id: str, upload_id: str) -> Any:
    """The rows with a problem as a file, each with its problem."""
    upload = file_of(wave_id, upload_id)
    response = Response(
        problems_csv(installation_here(), holder_here(upload), upload), mimetype="text/csv"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="rijen-met-een-probleem.csv"'
    return response


@fieldworker
def file_leave_out(wave_id: str, upload_id: str) -> Any:
    """Leave every row with a problem out."""
    return _decided(wave_id, upload_id, lambda: leave_out(installation_here(), upload_id))


@fieldworker
def file_confirm(wave_id: str, upload_id: str) -> Any:
    """Bring the people in."""
    answer = _decided(wave_id, upload_id, lambda: confirm(installation_here(), upload_id))
    go_on(installation_here(), upload_id)
    return answer


@fieldworker
def file_throw_away(wave_id: str, upload_id: str) -> Any:
    """Erase the file; nobody has come in."""
    file_of(wave_id, upload_id)
    throw_away(installation_here(), upload_id)
    return redirect(to("fieldwork.people_of_wave", wave_id=wave_id), 303)


def wave_of(wave_id: str) -> Wave:
    """The wave of this page; 404 when there is none here."""
    with reading(installation_here().engine) as session:
        wave = session.get(Wave, wave_id)
    if wave is None:
        abort(404)
    return wave


def file_of(wave_id: str, upload_id: str) -> ContactUpload:
    """The file of this page; 404 when this wave has none of that id."""
    with reading(installation_here().engine) as session:
        upload = upload_of(session, upload_id)
    if upload is None or upload.wave_id != wave_id:
        abort(404)
    return upload


def holder_here(upload: ContactUpload) -> Holder:
    """Whose file it is, with the key of this installation."""
    return holder_of(installation_here().keys.contact, upload.organisation_id, upload.id)


def _decided(wave_id: str, upload_id: str, decision: Any) -> Any:
    wave, upload = wave_of(wave_id), file_of(wave_id, upload_id)
    try:
        decision()
    except BadInput as error:
        return _file_page(wave, upload, str(error)), 409
    return _to_file(wave_id, upload_id)


def _to_file(wave_id: str, upload_id: str) -> Any:
    return redirect(to("fieldwork.contact_file", wave_id=wave_id, upload_id=upload_id), 303)


def _choose_page(wave: Wave, refusal: str = "") -> str:
    return render_template(
        "fieldwork/contacts/choose_file.html", wave=wave, refusal=refusal, is_over=is_over(wave)
    )


def _file_page(wave: Wave, upload: ContactUpload, refusal: str = "") -> str:
    if upload.stage in (*UNDERWAY, "done", "receiving"):
        return render_template(
            "fieldwork/contacts/progress.html",
            wave=wave,
            upload=upload,
            progress=progress_of(upload),
            result=result_words(upload),
            refusal=refusal,
        )
    with reading(installation_here().engine) as session:
        page = check_page(session, holder_here(upload), upload)
    return render_template(
        "fieldwork/contacts/check.html",
        wave=wave,
        upload=upload,
        page=page,
        refusal=refusal,
        rows_words=rows_words,
        people_words=people_words,
    )


def _columns_page(wave: Wave, upload: ContactUpload, refusal: str = "") -> str:
    with reading(installation_here().engine) as session:
        columns = column_choices(session, holder_here(upload), upload)
    words = {name: one for name, one in COLUMN_WORDS.items() if is_read(name, wave.is_rolling)}
    return render_template(
        "fieldwork/contacts/columns.html",
        wave=wave,
        upload=upload,
        columns=columns,
        column_words=words,
        refusal=refusal,
    )


def _row_page(wave: Wave, upload: ContactUpload, number: int) -> Any:
    with reading(installation_here().engine) as session:
        found = row_page(session, holder_here(upload), upload, number)
    if found is None or upload.stage != "checked":
        return _to_file(wave.id, upload.id)
    cells, problem = found
    return render_template(
        "fieldwork/contacts/row.html",
        wave=wave,
        upload=upload,
        number=number,
        cells=cells,
        problem=problem,
    )
