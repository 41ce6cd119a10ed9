"""What the pages of an organisation share: whose page it is."""

from flask import abort

from survey_app.database import organisations_seen, reading
from survey_app.models import Organisation
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

administrator = role_required("organisation_admin")


def place_of(place_id: str) -> Organisation:
    """One of the organisations that this person administers; anything else is not there."""
    if place_id not in (organisations_seen() or ()):
        abort(404)
    with reading(installation_here().engine) as session:
        return session.get_one(Organisation, place_id)
