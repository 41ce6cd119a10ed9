"""What the plan says of languages and channels holds for everything that is sent."""

from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from survey_app.errors import BadInput
from survey_app.installation import Installation
from survey_app.messaging.outbox.addressees import Target
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_dispatch import decide
from survey_app.messaging.outbox.services_queue import Queued, queue_messages
from survey_app.models import Wave
from tests.messaging.conftest import WAVE, Invite
from tests.messaging.sending.conftest import Desk
from tests.services.smtp_sink import SmtpSink

AN = "an@proef.example"
DUTCH, ENGLISH = "Meedoen is vrijwillig", "Taking part is your choice"


def planned(installation: Installation, **values: tuple[str, ...]) -> None:
    with Session(installation.engine) as session:
        session.execute(update(Wave).values(**values))
        session.commit()


@pytest.mark.parametrize(
    ("languages", "words"), [((), ENGLISH), (("nl", "en"), ENGLISH), (("nl", "tr"), DUTCH)]
)
def test_who_reads_a_language_outside_the_plan_is_written_to_in_dutch(
    sender: Installation,
    invite: Invite,
    smtp_sink: SmtpSink,
    languages: tuple[str, ...],
    words: str,
) -> None:
    made = replace(sender, config=replace(sender.config, synthetic=True))
    planned(made, languages=languages)
    invite(AN, language="en")
    queue_messages(made, WAVE, "smtp")
    deliver_due(made)
    [mail] = smtp_sink.messages_for(AN)
    body = mail.get_body(("plain",))
    assert body is not None
    text = str(body.get_content())
    assert words in text
    assert (ENGLISH in text) == (words == ENGLISH)


def test_nothing_is_sent_by_a_channel_outside_the_plan(
    desk: Desk, invite: Invite, smtp_sink: SmtpSink
) -> None:
    made = desk.installation
    invite(AN)
    planned(made, channels=("letter", "phone"))
    assert queue_messages(made, WAVE, "smtp") == Queued(0, 0)
    with pytest.raises(BadInput, match="does not write by email"):
        decide(made, Target(desk.wave_id, "K3-TIJDENS", "email", "smtp"), 1)
    assert "Staat niet in het plan" in desk.open().words
    desk.open("/K3-TIJDENS/email/uitnodiging/bevestigen")
    assert "Versturen kan hier niet" in desk.words
    planned(made, channels=("email",))
    desk.send()
    desk.work()
    assert len(smtp_sink.messages_for(AN)) == 1
