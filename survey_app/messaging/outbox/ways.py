"""Through which channel the people of each way (e-mail, letter, telephone) are reached here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from survey_app.config import Config
from survey_app.ways_in.contacts import Person, takes_text

# Message.channel -> whom it reaches, by Contact.channel
REACHES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "smtp": ("email",),
        "sms": ("phone",),
        "letter": ("letter",),
        "console": ("email", "letter", "phone"),  # invented people, in such an installation only
    }
)


# Where a message of a channel that leaves by itself goes to; empty: nowhere.
REACHED_AT: Mapping[str, Callable[[Person], str]] = MappingProxyType(
    {
        "smtp": lambda person: person.email,
        "sms": lambda person: person.phone if takes_text(person.phone) else "",
    }
)


def channel_for(config: Config, way: str) -> str | None:
    """The channel that carries messages to people of this way; None when there is none here.

    >>> from pathlib import Path
    >>> channel_for(Config(home=Path(), database_url=""), "letter")
    'letter'
    >>> channel_for(Config(home=Path(), database_url=""), "email") is None
    True
    """
    if way == "letter":
        return "letter"
    if way == "email" and config.sends_email:
        return "smtp"
    if way == "phone" and config.sends_texts:
        return "sms"
    return "console" if config.synthetic else None


def is_read_by_colleagues(config: Config, channel: str) -> bool:
    """Whether staff may read what one person is told: a printed letter, or a text in Notify.

    Notify shows each message to everybody who works with the service.
    """
    in_notify = {"smtp": config.notify.email_template, "sms": config.notify.sms_template}
    return channel == "letter" or bool(in_notify.get(channel))
