"""Where services tell how messages ended and what people wrote back.

They show who they are in each call: there is no session.
"""

import hmac
from collections.abc import Callable

from flask import Blueprint, Response, abort, jsonify, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from survey_app.clock import now
from survey_app.errors import BadInput
from survey_app.messaging.replies.forms import (
    Receipt,
    Reply,
    notify_receipt,
    notify_reply,
    receipt_of,
    reply_of,
)
from survey_app.messaging.replies.services import keep_told
from survey_app.messaging.replies.signatures import is_signed
from survey_app.web.current import installation_here

Read = Callable[[bytes], Receipt | Reply | None]
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


@blueprint.post("/notify/bezorging")
def notify_delivery() -> ResponseReturnValue:
    """How a message ended, from NotifyNL or GOV.UK Notify."""
    return _with_token(notify_receipt)


@blueprint.post("/notify/antwoord")
def notify_received() -> ResponseReturnValue:
    """What somebody wrote back, from NotifyNL or GOV.UK Notify."""
    return _with_token(notify_reply)


def _with_token(read: Read) -> ResponseReturnValue:
    """Keep what a call with our bearer token says."""
    token = installation_here().config.notify.token
    if not token:
        abort(404)
    given = request.headers.get("Authorization", "").encode(errors="replace")
    if not hmac.compare_digest(given, f"Bearer {token}".encode()):
        return jsonify(error="the bearer token is not right"), 401
    return _kept(read, _body())


def _signed(read: Read) -> ResponseReturnValue:
    """Keep what a call with a signature of the gateway says."""
    secret = installation_here().config.sms.secret
    if not secret:
        abort(404)
    body, headers = _body(), request.headers
    moment, signature = headers.get("X-Timestamp", ""), headers.get("X-Signature", "")
    if not is_signed(secret, moment, signature, body, now().timestamp()):
        return jsonify(error="signature or timestamp is not right"), 401
    return _kept(read, body)


def _kept(read: Read, body: bytes) -> ResponseReturnValue:
    try:
        record = read(body)
    except BadInput as error:
        return jsonify(error=str(error)), 422
    if record is not None:
        keep_told(installation_here(), record)
    return Response(status=204)


def _body() -> bytes:
    if (request.content_length or 0) > LARGEST:
        abort(413)
    return request.get_data(cache=False)
