"""Which service carries e-mail and text messages in this installation, after its settings."""

from contextlib import AbstractContextManager, closing
from importlib import import_module
from typing import Any, Protocol

from survey_app.config import Config
from survey_app.messaging.channels.outgoing import Outcome, Outgoing
from survey_app.messaging.channels.smtp import SmtpChannel


class Channel(Protocol):
    """A way to hand a message over, and the minutes it waits after each refusal for now."""

    @property
    def waits(self) -> tuple[int, ...]:
        """One for each try after the first."""

    def hand_over(self, outgoing: Outgoing) -> Outcome:
        """One attempt."""


def mail_channel(config: Config) -> AbstractContextManager[Channel]:
    """Notify where it has a template for e-mail, otherwise the mail server. Raises SettingError."""
    if config.notify.email_template:
        return _notify(config, is_sms=False)
    return SmtpChannel(config.smtp)


def text_channel(config: Config) -> AbstractContextManager[Channel]:
    """Notify where it has a template for text messages, otherwise the gateway, or SettingError."""
    if config.notify.sms_template:
        return _notify(config, is_sms=True)
    made: Any = import_module("survey_app.messaging.channels.sms_gateway").SmsChannel
    return closing(made(config.sms))


def not_repeated(config: Config) -> tuple[str, ...]:
    """The channels (of a message) whose service cannot recognise a double: somebody looks first.

    Only an e-mail of our own has a Message-ID, by which mailboxes know doubles.
    """
    return ("sms", "smtp") if config.notify.email_template else ("sms",)


def _notify(config: Config, is_sms: bool) -> AbstractContextManager[Channel]:
    """Only who sends loads the client: a web process that serves pages never does."""
    made: Any = import_module("survey_app.messaging.channels.notify").NotifyChannel
    return closing(made(config.notify, is_sms))
