"""Through which channel the people of each way (e-mail, letter, telephone) are reached here."""

from collections.abc import Mapping
from types import MappingProxyType

from survey_app.config import Config

# Message.channel -> whom it reaches, by Contact.channel
REACHES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "smtp": ("email",),
        "letter": ("letter",),
        "console": ("email", "letter", "phone"),  # invented people, in such an installation only
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
    if way == "email" and config.smtp.host:
        return "smtp"
    return "console" if config.synthetic else None
