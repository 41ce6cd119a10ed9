"""What the buttons at a note do: propose, approve and withdraw a quote, take a note away."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from survey_app.errors import BadInput, EntryRefused
from survey_app.evaluation.entry.fields import typed
from survey_app.evaluation.entry.pages import staff_name, wave_of
from survey_app.evaluation.talks.forms import QUOTE
from survey_app.evaluation.talks.services import (
    approve_quote,
    delete_note,
    propose_quote,
    withdraw_quote,
)
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here


def add_to(blueprint: Blueprint) -> None:
    """The buttons."""
    blueprint.post("/<wave_id>/gesprekken/citaat")(quote_now)


@role_required("evaluator")
def quote_now(wave_id: str) -> Response:
    """Do what the button says."""
    wave_of(wave_id)
    note_id = request.form.get("aantekening", "")
    try:
        ACTIONS.get(request.form.get("doe", ""), _propose)(wave_id, note_id)
    except BadInput as refused:
        flash(str(refused))
    return redirect(url_for("evaluation.talks", wave_id=wave_id, _anchor=note_id), 303)


def _propose(wave_id: str, note_id: str) -> None:
    found = typed(request.form, QUOTE)
    if found.errors:
        raise EntryRefused(found.errors["quote"])
    propose_quote(installation_here().engine, wave_id, note_id, found["quote"], staff_name())


def _approve(wave_id: str, note_id: str) -> None:
    approve_quote(installation_here().engine, wave_id, note_id, staff_name())


def _withdraw(wave_id: str, note_id: str) -> None:
    withdraw_quote(installation_here().engine, wave_id, note_id)


def _delete(wave_id: str, note_id: str) -> None:
    delete_note(installation_here().engine, wave_id, note_id)


ACTIONS: dict[str, Callable[[str, str], None]] = {
    "goedkeuren": _approve,
    "intrekken": _withdraw,
    "verwijderen": _delete,
}
