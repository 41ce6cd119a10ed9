"""Pages: reading finished trajectories from a file: choose it, check what was read, confirm it.

Until then nothing is stored: the counts that were read go along in the form, signed.
"""

from collections.abc import Sequence
from itertools import islice

from flask import Blueprint, flash, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from survey_app.crypto.encryption import derive
from survey_app.database import reading, session_of
from survey_app.errors import BadInput, EntryRefused, FileRefused
from survey_app.evaluation.entry.pages import entered_wave, wave_of
from survey_app.evaluation.figures.read import Refused
from survey_app.evaluation.providers.presentation import shown_counts, shown_trajectory
from survey_app.evaluation.providers.queries import are_stored, providers_of
from survey_app.evaluation.providers.read import TrajectoriesRead, packed, unpacked
from survey_app.evaluation.providers.services import store_trajectories
from survey_app.questionnaire.typed_text import one_line
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

evaluator = role_required("evaluator")
KEPT_SECONDS = 1800
MOST_ROWS = 20_000  # a second of work; the command takes more
NO_FILE = "Kies eerst een bestand."
NO_ROWS = "In dit bestand staan geen trajecten."
TOO_MANY = f"Dit bestand heeft meer dan {MOST_ROWS} rijen. Laat de beheerder het inlezen."
WRONG_ROWS = "Er is niets ingelezen. Verbeter deze rijen en kies het bestand opnieuw."
TOO_LATE = "Het is te lang geleden dat u dit bestand koos. Er is niets ingelezen: kies het opnieuw."


def add_to(blueprint: Blueprint) -> None:
    """The page of the file, what was read from it, and the confirmation."""
    blueprint.get("/<wave_id>/aanbieders/inlezen")(trajectories_file)
    blueprint.post("/<wave_id>/aanbieders/inlezen")(check_trajectories)
    blueprint.post("/<wave_id>/aanbieders/inlezen/klaar")(store_trajectories_now)


@evaluator
def trajectories_file(wave_id: str, said: str = "", refused: Sequence[Refused] = ()) -> str:
    """Which columns a file has, and what was wrong with the last one."""
    with reading(installation_here().engine) as session:
        wave = entered_wave(session, wave_id)
        return render_template(
            "evaluation/trajectories_file.html",
            wave=wave,
            said=said,
            refused=refused,
            providers=providers_of(session, wave_id),
            are_stored=are_stored(session, wave_id),
        )


@evaluator
def check_trajectories(wave_id: str) -> str | tuple[str, int]:
    """What was read, before anything is stored; or which rows are wrong."""
    wave = wave_of(wave_id)
    try:
        name, read = _read(wave_id)
    except BadInput as reason:
        said = reason.dutch if isinstance(reason, FileRefused) else str(reason)
        return trajectories_file(wave_id, said), 422
    if read.refused:
        return trajectories_file(wave_id, WRONG_ROWS, read.refused), 422
    with reading(installation_here().engine) as session:
        replaces = are_stored(session, wave_id)
    return render_template(
        "evaluation/trajectories_check.html",
        wave=wave,
        name=name,
        first=[shown_trajectory(one) for one in read.first],
        counted=shown_counts(read.counts),
        total=sum(read.counts.values()),
        replaces=replaces,
        signed=_signer(wave_id).dumps(packed(read.counts)),
    )


@evaluator
def store_trajectories_now(wave_id: str) -> Response | tuple[str, int]:
    """Store what was read and checked, in the place of what the wave had."""
    wave_of(wave_id)
    try:
        rows = _signer(wave_id).loads(request.form.get("gelezen", ""), max_age=KEPT_SECONDS)
    except BadSignature:  # also of another wave, or too long ago
        return trajectories_file(wave_id, TOO_LATE), 422
    counts = unpacked(rows)
    with session_of(installation_here().engine) as session:
        store_trajectories(session, wave_id, counts)
    flash(f"{sum(counts.values())} afgeronde trajecten ingelezen.")
    return redirect(url_for("evaluation.trajectories_file", wave_id=wave_id), 303)


def _read(wave_id: str) -> tuple[str, TrajectoriesRead]:
    """The file of this request. Raises BadInput in Dutch, FileRefused."""
    # Loaded when a file comes: the steps of the ladders stand in the analysis.
    from survey_app.evaluation.providers.file import (  # noqa: PLC0415
        read_trajectories,
        trajectory_lines,
    )

    sent = request.files.get("bestand")
    if sent is None or not sent.filename:
        raise EntryRefused(NO_FILE)
    name = one_line(sent.filename)
    with reading(installation_here().engine) as session:
        providers = providers_of(session, wave_id)
    lines = list(islice(trajectory_lines(sent.read(), name), MOST_ROWS + 1))
    if len(lines) > MOST_ROWS:
        raise EntryRefused(TOO_MANY)
    read = read_trajectories(lines, providers)
    if not read.counts and not read.refused:
        raise EntryRefused(NO_ROWS)
    return name, read


def _signer(wave_id: str) -> URLSafeTimedSerializer:
    key = derive(installation_here().keys.session, "trajectories that were read")
    return URLSafeTimedSerializer(key, salt=wave_id)
