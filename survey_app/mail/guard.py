"""A test installation writes to nobody but its testers."""

from survey_app.config import Config


def may_receive(config: Config, recipient: str) -> bool:
    """Whether e-mail may go to this address: all when live, otherwise the allowed ones.

    An allowed entry is an address, or a domain written as @voorbeeld.nl.
    """
    if config.live:
        return True
    address = recipient.lower()
    allowed = {entry.lower() for entry in config.allowed_recipients}
    return address in allowed or f"@{address.rpartition('@')[2]}" in allowed
