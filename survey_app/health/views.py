"""`/gezond`: this process answers. `/gereed`: it can serve, and what works behind it."""

from flask import Blueprint, Response, jsonify

from survey_app.commands.schema import newest_revision, revision_of
from survey_app.database import reading
from survey_app.errors import StoreUnavailable
from survey_app.health.queries import worker_is_silent
from survey_app.web.current import installation_here

blueprint = Blueprint("health", __name__)


@blueprint.get("/gezond")
def alive() -> Response:
    """This process answers; for who would start it anew when it does not."""
    return jsonify(gezond=True)


@blueprint.get("/gereed")
def ready() -> tuple[Response, int]:
    """Whether people can be sent here: 503 without the database or with another schema.

    A silent worker is told, and is no reason to send people away: answers wait safely for it.
    """
    engine = installation_here().engine
    try:
        revision = revision_of(engine)
        schema = revision == newest_revision()
        with reading(engine) as session:
            worker = schema and not worker_is_silent(session)
    except StoreUnavailable:
        return jsonify(gereed=False, database=False, schema=False, worker=None), 503
    status = 200 if schema else 503
    return jsonify(gereed=schema, database=True, schema=schema, worker=worker), status
