"""The pages of the guides, and the link that every page of staff has to its own part."""

from importlib import import_module
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)

from survey_app.guides.reading import FOLDER, Guide, guides
from survey_app.models.organisations import ROLES
from survey_app.visits.staff_session import Staff, current_staff, role_required

blueprint = Blueprint("guides", __name__, url_prefix="/handleiding")
anybody = role_required(*ROLES)
PICTURES = FOLDER / "plaatjes"


@blueprint.get("")
@anybody
def all_guides() -> Any:
    """The guides for what this person does; the only one at once."""
    staff = current_staff()
    mine = guides_for(staff) if staff is not None else ()
    if len(mine) == 1:
        return redirect(url_for("guides.guide", name=mine[0].name), 303)
    return render_template("guides/guides.html", guides=mine or guides())


@blueprint.get("/<name>")
@anybody
def guide(name: str) -> str:
    """One guide, whole."""
    found = next((one for one in guides() if one.name == name), None)
    if found is None:
        abort(404)
    rendering = import_module("survey_app.guides.rendering")  # loads a parser: only when read
    return render_template(
        "guides/guide.html",
        guide=found,
        html=rendering.guide_html(found),
        headings=rendering.headings(found),
    )


@blueprint.get("/plaatjes/<filename>")
@anybody
def picture(filename: str) -> Response:
    """A picture in a guide."""
    return send_from_directory(PICTURES, filename, mimetype="image/png", max_age=3600)


def guides_for(staff: Staff) -> tuple[Guide, ...]:
    """The guides for the roles of this person."""
    return tuple(one for one in guides() if not staff.roles.isdisjoint(one.roles))


@blueprint.app_context_processor
def _help() -> dict[str, Any]:
    return {"help_link": help_link}


def help_link() -> str:
    """Where the guide tells of the page of this request; else where the guides begin."""
    staff, page = current_staff(), request.endpoint or ""
    mine = guides_for(staff) if staff is not None else ()
    told = next((one for one in mine if page in one.parts), None)
    if told is not None:
        return url_for("guides.guide", name=told.name, _anchor=told.parts[page])
    return url_for("guides.all_guides")
