"""What the pages of accounts share: the installation, the person, and coming in."""

from typing import cast

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from survey_app.accounts.devices import in_words
from survey_app.accounts.guessing import know_this_device
from survey_app.accounts.queries import names_of
from survey_app.accounts.services import begin_session
from survey_app.database import reading
from survey_app.visits.staff_session import Staff, current_staff, remember
from survey_app.web.current import installation_here


def the_staff() -> Staff:
    """The person of this request, where the route has made sure that there is one."""
    return cast("Staff", current_staff())


def inside(address: str) -> str:
    """The address when it is a path on this site, otherwise nothing."""
    safe = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if safe and address.isprintable() else ""


def enter(account_id: str, onward: str) -> Response:
    """Begin the session of somebody who has shown who it is, and go where it wanted to be."""
    device = in_words(request.headers.get("User-Agent", ""))
    remember(begin_session(installation_here().engine, account_id, device))
    with reading(installation_here().engine) as session:
        names = names_of(session, account_id)
    response = redirect(inside(onward) or url_for("accounts.home"), 303)
    know_this_device(installation_here(), response, names)
    return response
