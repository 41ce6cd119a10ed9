"""Keeping what a service tells, and doing what it means.

The web application keeps it, sealed to the worker: it may not look into contacts of every
organisation, and a call is answered at once. The worker reads it, a moment later.
"""

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.audit.recording import record_in_wave
from survey_app.clock import today
from survey_app.crypto.encryption import derive, seal, unseal
from survey_app.database import reading, session_of
from survey_app.errors import CannotDecrypt, StoreUnavailable
from survey_app.installation import Installation
from survey_app.logs.failures import reason_of
from survey_app.logs.lines import logger_of
from survey_app.messaging.replies.answers import read_reply
from survey_app.messaging.replies.arrivals import note_arrival
from survey_app.messaging.replies.forms import Receipt, Reply
from survey_app.models import MessageReply, Told
from survey_app.models.columns import new_id

AT_ONCE = 200
CarryOut = Callable[[Session], bool]
PATIENCE_DAYS = 2  # for a message that is still being handed over
logger = logger_of(__name__)


def keep_told(installation: Installation, record: Receipt | Reply) -> None:
    """Keep it until the worker reads it; the same thing told twice stands there once."""
    plain = json.dumps(asdict(record), sort_keys=True).encode()
    kind = KINDS[type(record)]
    key = derive(installation.keys.lookup, "told")
    row = {
        "id": new_id(),
        "kind": kind,
        "same_hash": hmac.digest(key, kind.encode() + b"|" + plain, sha256),
        "sealed": seal(installation.keys.worker_public, plain),
        "told_on": today(),
    }
    try:
        with session_of(installation.engine) as session:
            session.execute(insert(Told), row)
            session.commit()
    except IntegrityError:
        return  # stands there already


def note_now(session: Session, receipt: Receipt) -> bool:
    """Carry out a receipt at once; False while its message is still being handed over."""
    done = note_arrival(session, receipt)
    session.commit()
    return done


def set_done(installation: Installation, reply_id: str, done: bool) -> bool:
    """Somebody did what a reply asked, or not yet; False when it is not there."""
    with session_of(installation.engine) as session:
        reply = session.get(MessageReply, reply_id)
        if reply is None:
            return False
        reply.is_done = done
        record_in_wave(session, reply.wave_id, "replies.done")
        session.commit()
    return True


def read_told(installation: Installation) -> None:
    """What the worker does: carry out what was told. Raises KeyMissing on a web server.

    What cannot be read or carried out is told in the log, tried again for some days, and holds up
    nothing that stands behind it. Raises StoreUnavailable.
    """
    installation.keys.need_worker()
    after = ""
    while waiting := _told_after(installation, after):
        for told in waiting:
            _carry_out(installation, told)
        after = waiting[-1].id


def _told_after(installation: Installation, after: str) -> Sequence[Told]:
    """The next rows by id, at most a part."""
    with reading(installation.engine) as session:
        rows = select(Told).where(Told.id > after).order_by(Told.id).limit(AT_ONCE)
        return session.scalars(rows).all()


def _carry_out(installation: Installation, told: Told) -> None:
    """Do what one row means and take it away, as one short unit of work."""
    try:
        said = json.loads(unseal(installation.keys.need_worker(), told.sealed))
        carried_out = READERS[told.kind](installation, said)
        with session_of(installation.engine) as session:
            if carried_out(session):
                session.execute(delete(Told).where(Told.id == told.id))
                session.commit()
                return
    except StoreUnavailable:
        raise
    except CannotDecrypt:
        logger.error("what a service told cannot be read with this worker key")
    except Exception as error:
        logger.error("what a service told cannot be carried out", reason=reason_of(error))
    if (today() - told.told_on).days > PATIENCE_DAYS:
        with session_of(installation.engine) as session:
            session.execute(delete(Told).where(Told.id == told.id))
            session.commit()


def _read_receipt(_: Installation, said: Mapping[str, Any]) -> CarryOut:
    receipt = Receipt(**said)
    return lambda session: note_arrival(session, receipt)


def _read_reply(installation: Installation, said: Mapping[str, Any]) -> CarryOut:
    return read_reply(installation, Reply(**said))


KINDS = {Receipt: "receipt", Reply: "reply"}
# What each kind means, as one short unit of work that tells whether it is done; otherwise it is
# read again later. What takes time is done before.
READERS: Mapping[str, Callable[[Installation, Mapping[str, Any]], CarryOut]] = {
    "receipt": _read_receipt,
    "reply": _read_reply,
}
