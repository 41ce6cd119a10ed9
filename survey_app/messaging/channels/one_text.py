"""One text message that belongs to no wave's outbox, by the service of this installation."""

from survey_app.config import Config
from survey_app.mail.guard import may_receive
from survey_app.messaging.channels.choosing import text_channel
from survey_app.messaging.channels.console import ConsoleChannel
from survey_app.messaging.channels.outgoing import End, Outgoing
from survey_app.messaging.templates import Text


def send_text(config: Config, message_id: str, number: str, words: str) -> End:
    """Hand it over and tell how that ended. Raises SettingError without a service.

    With invented data and no service it is written to HOME/outbox.txt.
    """
    text = Text("", words, "nl")
    one = Outgoing(message_id, number, text, "", "", "", "localhost", is_sms=True)
    if not config.sends_texts and config.synthetic:
        with ConsoleChannel(config.home) as file:
            return file.hand_over(one).end
    if not may_receive(config, number):
        return "held"
    with text_channel(config) as line:
        return line.hand_over(one).end
