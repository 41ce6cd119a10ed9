"""What people wrote back to a text message, for the fieldworker."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from survey_app.database import reading
from survey_app.messaging.replies.queries import replies
from survey_app.messaging.replies.services import set_done
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

blueprint = Blueprint("replies", __name__, url_prefix="/reacties")
fieldworker = role_required("fieldworker")


@blueprint.get("", endpoint="inbox")
@fieldworker
def inbox() -> str:
    """The replies, those that wait for somebody first."""
    installation = installation_here()
    with reading(installation.engine) as session:
        found, total, waiting = replies(session, installation)
    return render_template(
        "sending/replies.html",
        replies=found,
        total=total,
        waiting=waiting,
        can_be_answered=installation.config.texts_can_be_answered,
    )


@blueprint.post("/<reply_id>", endpoint="done")
@fieldworker
def done(reply_id: str) -> Any:
    """Somebody did what was needed, or takes that back."""
    if not set_done(installation_here(), reply_id, "again" not in request.form):
        abort(404)
    return redirect(url_for("replies.inbox"), 303)
