"""Where services tell how messages ended and what people wrote back.

They show who they are in each call: there is no session.
"""

from collections.abc import Callable

from flask import Blueprint, Response, abort, jsonify, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from survey_app.clock import now
from survey_app.errors import BadInput
from survey_app.messaging.replies.forms import Receipt, Reply, receipt_of, reply_of
from survey_app.messaging.replies.services import keep_told
from survey_app.messaging.replies.signatures import is_signed
from survey_app.web.current import installation_here

LARGEST = 64 * 1024
blueprint = Blueprint("hooks", __name__, url_prefix="/koppeling")


@blueprint.record_once
def _prepare(state: BlueprintSetupState) -> None:
    # What a machine calls carries a signature instead of a proof from one of our pages.
    state.app.extensions["csrf"].exempt(blueprint)


@blueprint.post("/sms/bezorging")
def sms_receipt() -> ResponseReturnValue:
    """How a text message ended, from the gateway that took it."""
    return _signed(receipt_of)


@blueprint.post("/sms/antwoord")
def sms_reply() -> ResponseReturnValue:
    """What somebody wrote back to a text message."""
    return _signed(reply_of)


def _signed(read: Callable[[bytes], Receipt | Reply]) -> ResponseReturnValue:
    """Keep what a call with a signature of the gateway says."""
    secret = installation_here().config.sms.secret
    if not secret:
        abort(404)
    body, headers = _body(), request.headers
    moment, signature = headers.get("X-Timestamp", ""), headers.get("X-Signature", "")
    if not is_signed(secret, moment, signature, body, now().timestamp()):
        return jsonify(error="signature or timestamp is not right"), 401
    return _kept(read, body)


def _kept(read: Callable[[bytes], Receipt | Reply], body: bytes) -> ResponseReturnValue:
    try:
        record = read(body)
    except BadInput as error:
        return jsonify(error=str(error)), 422
    keep_told(installation_here(), record)
    return Response(status=204)


def _body() -> bytes:
    if (request.content_length or 0) > LARGEST:
        abort(413)
    return request.get_data(cache=False)
