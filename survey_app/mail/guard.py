"""A test installation writes to nobody but its testers; nobody gets a link that cannot open."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from survey_app.config import Config
from survey_app.errors import SettingError


def may_receive(config: Config, recipient: str) -> bool:
    """Whether a message may go to this address or number: all when live, or the allowed ones.

    An allowed entry is an address, a number, or a domain written as @voorbeeld.nl.
    """
    if config.live:
        return True
    address = recipient.lower()
    allowed = {entry.lower() for entry in config.allowed_recipients}
    return address in allowed or f"@{address.rpartition('@')[2]}" in allowed


def refuse_dead_links(config: Config) -> None:
    """Raises SettingError when real people would get a link that opens on no machine but ours."""
    host = urlsplit(config.base_url).hostname or ""
    if config.live and not is_public(host):
        raise SettingError(
            "TRAJECTSPIEGEL_BASE_URL",
            "nobody who gets a message can open a link to {host!r}; nothing was sent. Give "
            "the public address of this site, for instance https://spiegel.gemeente.nl",
            host=host,
        )


def is_public(host: str) -> bool:
    """Whether a host can be one that others reach: no loopback or private address, no bare name.

    >>> is_public("spiegel.gemeente.nl"), is_public("127.0.0.1"), is_public("localhost")
    (True, False, False)
    """
    try:
        return ip_address(host).is_global
    except ValueError:
        name = host.rstrip(".").lower()
        return "." in name and not name.endswith((".localhost", ".local", ".internal"))
