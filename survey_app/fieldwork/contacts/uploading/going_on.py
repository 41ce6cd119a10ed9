"""Work on contact files, a while at a time: in the browser's own request, or by the worker.

Both do the same parts. What each part did is counted in the transaction that did it, so two at
once do nothing twice, and a kill loses at most the part in hand, which is then done again.
"""

import datetime
import time
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from survey_app.clock import now
from survey_app.database import reading
from survey_app.errors import StoreUnavailable
from survey_app.fieldwork.contacts.uploading.queries import (
    UNDERWAY,
    outdated,
    underway,
    upload_of,
)
from survey_app.fieldwork.contacts.uploading.services import throw_away
from survey_app.fieldwork.contacts.uploading.services_checking import check_part
from survey_app.fieldwork.contacts.uploading.services_importing import import_part
from survey_app.fieldwork.contacts.uploading.services_receiving import read_pieces
from survey_app.installation import Installation
from survey_app.logs.failures import Failures, place_of, reason_of
from survey_app.logs.lines import logger_of
from survey_app.models import ContactUpload
from survey_app.operators.sentence import Sentence

KEPT = datetime.timedelta(days=1)
AT_ONCE = 1.0  # seconds that somebody waits for a page; a short list is ready by then
A_WHILE = 8.0  # seconds; after that the worker looks at its other work first
failures = Failures(logger_of(__name__))

STEPS: Mapping[str, Callable[[Installation, ContactUpload], object]] = MappingProxyType(
    {"reading": read_pieces, "checking": check_part, "importing": import_part}
)


def go_on(installation: Installation, upload_id: str, seconds: float = AT_ONCE) -> None:
    """Work on one file until it waits for a person, or the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with reading(installation.engine) as session:
            upload = upload_of(session, upload_id)
        if upload is None or upload.stage not in UNDERWAY:
            return
        STEPS[upload.stage](installation, upload)


def bring_in_contacts(installation: Installation) -> None:
    """The worker's part: go on with every file, and erase what nobody confirmed within a day."""
    until = time.monotonic() + A_WHILE
    with reading(installation.engine) as session:
        waiting, old = underway(session), outdated(session, now() - KEPT)
    for upload_id in old:
        _apart(upload_id, partial(throw_away, installation, upload_id))
    for upload_id in waiting:
        left = max(0.0, until - time.monotonic())
        _apart(upload_id, partial(go_on, installation, upload_id, left))


def _apart(upload_id: str, work: Callable[[], None]) -> None:
    """One file that fails is told, and keeps no other file waiting."""
    kind = Sentence("contact file {upload} does not go on", upload=upload_id)
    try:
        work()
    except StoreUnavailable:
        raise
    except Exception as error:  # its text may quote somebody's details
        failures.tell(kind, reason=reason_of(error), at=place_of(error))
    else:
        failures.over(kind)
