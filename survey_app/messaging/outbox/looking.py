"""Looking at messages before they are sent: into a file, and nobody counts as invited."""

from survey_app.database import reading
from survey_app.installation import Installation
from survey_app.messaging.channels.console import ConsoleChannel
from survey_app.messaging.outbox.composing import Parts, written_out
from survey_app.messaging.outbox.queries import to_look_at
from survey_app.organisations.waves import find_wave
from survey_app.ways_in.access import Ways

# A link is as long for everybody; this one opens nothing, since nobody was invited yet.
EXAMPLE = Ways(access_id="", token="0" * 26, code="0" * 14)


def look_at_messages(installation: Installation, wave_name: str, reminder: bool = False) -> int:
    """Write what people would get now into HOME/outbox.txt; the database does not change.

    Who has several questionnaires that go together gets one message (queueing/companions.py);
    so does here who will get a letter of each. Returns how many messages. Raises UnknownName, and
    CannotDecrypt with other keys.
    """
    with reading(installation.engine) as session:
        wave_id = find_wave(session, wave_name).id
        rows = to_look_at(session, wave_id, "reminder" if reminder else "invitation")
    messages: dict[tuple[str, str], list[Parts]] = {}
    for row in rows:
        parts = Parts(*row)
        messages.setdefault((parts.contact_id, parts.audience(installation)), []).append(parts)
    with ConsoleChannel(installation.config.home) as file:
        for first, *rest in messages.values():
            also = [(one, EXAMPLE) for one in rest]
            person = first.person(installation)
            file.hand_over(written_out(installation, first, person, EXAMPLE, also))
    return len(messages)
