"""Logboek: who did what, for the auditor and the administrator of an organisation."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, render_template, request

from survey_app.audit.events import DETAILS, EVENTS
from survey_app.audit.heads import known_heads
from survey_app.audit.queries import Verdict, newest_entries, verdict
from survey_app.clock import AMSTERDAM
from survey_app.database import organisations_seen, reading
from survey_app.models import Organisation
from survey_app.models.life_cycle.audit import AuditEntry
from survey_app.operators.saying import in_dutch
from survey_app.organisations.forms import SECTIONS
from survey_app.organisations.queries import organisations_of
from survey_app.retention.periods import WORDS as KINDS
from survey_app.visits.roles import ROLE_NAMES
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

blueprint = Blueprint("audit", __name__)
reader = role_required("auditor", "organisation_admin")
A_PAGE = 50
WORDS: Mapping[str, str] = {
    **{one.key: one.words for part in SECTIONS for one in part.fields},
    **{"theme": "Kleuren", "logo": "Logo", "languages": "Talen", "audit": "Logboek"},
    **{"invitation": "uitnodiging", "reminder": "herinnering", "letter": "brief"},
    **KINDS,
    **ROLE_NAMES,
}


@blueprint.get("/logboek")
@reader
def log() -> Any:
    """The log of one's own organisation, or a choice out of several."""
    with reading(installation_here().engine) as session:
        places = organisations_of(session, organisations_seen() or ())
    if len(places) == 1:
        return _page(places[0])
    return render_template("audit/choose.html", places=places)


@blueprint.get("/logboek/<place_id>")
@reader
def log_of(place_id: str) -> str:
    """The newest entries, or those before one; with `?controle=1` also whether all is whole."""
    if place_id not in (organisations_seen() or ()):
        abort(404)
    with reading(installation_here().engine) as session:
        place = session.get_one(Organisation, place_id)
    return _page(place)


def _page(place: Organisation) -> str:
    before = request.args.get("voor", type=int)
    with reading(installation_here().engine) as session:
        found = newest_entries(session, place.id, before, A_PAGE + 1)
        checked: Verdict | None = None
        if request.args.get("controle"):
            known = known_heads(installation_here().config.home)
            found_wrong = verdict(session, place, known.get(place.id, ()))
            checked = replace(found_wrong, wrong=in_dutch(found_wrong.wrong or ""))
    return render_template(
        "audit/log.html",
        place=place,
        lines=[_line(one) for one in found[:A_PAGE]],
        older=found[A_PAGE - 1].number if len(found) > A_PAGE else None,
        is_newest=before is None,
        checked=checked,
    )


def _in_dutch(value: str) -> str:
    """The words on the screen for the names that the program gives roles, settings and kinds."""
    return ", ".join(WORDS.get(one, one) for one in value.split(", "))


def _line(entry: AuditEntry) -> Mapping[str, Any]:
    told = [
        f"{DETAILS[key]}: {_in_dutch(str(value))}"
        for key, value in entry.details.items()
        if key in DETAILS
    ]
    return {
        "number": entry.number,
        "at": entry.at.astimezone(AMSTERDAM),
        "who": entry.who,
        "did": EVENTS.get(entry.what, entry.what),
        "about": entry.about,
        "details": ", ".join(told),
    }
