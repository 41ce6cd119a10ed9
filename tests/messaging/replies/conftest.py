"""A text message that a gateway took, and the gateway telling what came of it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from survey_app.application import create_app
from survey_app.clock import now, today
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.installation import Installation
from survey_app.messaging.outbox.services_queue import queue_messages
from survey_app.messaging.replies.signatures import signature_of
from survey_app.models import Message, Told
from survey_app.settings.messages import Sms
from tests.messaging.conftest import WAVE, messages

SECRET = "s" * 40
AN, BO = "+31612345671", "+31612345672"
RECEIPTS, REPLIES = "/koppeling/sms/bezorging", "/koppeling/sms/antwoord"
Tell = Callable[..., TestResponse]


@pytest.fixture
def texting(sender: Installation) -> Installation:
    sms = Sms(url="https://sms.example", key="k", sender="+31612345678", secret=SECRET)
    return replace(sender, config=replace(sender.config, sms=sms, allowed_recipients=(AN, BO)))


@pytest.fixture
def app(texting: Installation) -> Flask:
    return create_app(installation=texting)


@pytest.fixture
def sent(texting: Installation, tmp_path: Path) -> Message:
    """A text message to An that the gateway took."""
    path = tmp_path / "contacten.csv"
    path.write_text(f"naam;telefoon;vragenlijst\nAn;{AN};K3-TIJDENS\n")
    assert not import_contacts(texting, path, WAVE).refused
    queue_messages(texting, WAVE, "sms")
    in_state(texting, "sent")
    (message,) = messages(texting)
    return message


def in_state(installation: Installation, state: str) -> None:
    """Every message, as if it had come so far today."""
    with Session(installation.engine) as session:
        session.execute(update(Message).values(state=state, sent_on=today()))
        session.commit()


@pytest.fixture
def tell(client: FlaskClient) -> Tell:
    """`tell({...})`: what the gateway posts, signed as it should be unless said otherwise."""

    def told(
        said: Any, place: str = RECEIPTS, seconds: int = 0, secret: str = SECRET
    ) -> TestResponse:
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        moment = str(int(now().timestamp()) + seconds)
        headers = {"X-Timestamp": moment, "X-Signature": signature_of(secret, moment, body)}
        return client.post(place, data=body, headers=headers)

    return told


def waiting(installation: Installation) -> int:
    """How many things the worker has not read yet."""
    with Session(installation.engine) as session:
        return len(session.scalars(select(Told)).all())
