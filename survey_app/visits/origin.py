"""Whether a form was sent from a page of somebody else, by what the browser itself says.

For the one form that has no proof of its own: "Begin" behind a link, pressed by somebody who was
never here before. Our pages ask for `no-referrer`, so a browser may say `Origin: null` about
them; old browsers say nothing at all. Both are let in: only a clear "from elsewhere" is refused.
"""

from collections.abc import Collection
from typing import Protocol
from urllib.parse import urlsplit


class Headers(Protocol):
    """What a browser sent, by name."""

    def get(self, name: str, default: str, /) -> str:
        """The value, or the default."""


def comes_from_us(headers: Headers, our_hosts: Collection[str]) -> bool | None:
    """Whether the browser says that a page of ours sent this; None when it does not say.

    >>> comes_from_us({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, ["ours.nl"])
    True
    >>> comes_from_us({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, ["ours.nl"])
    False
    >>> comes_from_us({"Origin": "https://evil.example"}, ["ours.nl"])
    False
    >>> comes_from_us({"Origin": "null"}, ["ours.nl"]) is None
    True
    """
    site, origin = headers.get("Sec-Fetch-Site", ""), headers.get("Origin", "null")
    if site in ("cross-site", "same-site"):
        return False
    if origin != "null":
        return _host(origin) in our_hosts
    return True if site == "same-origin" else None


def _host(address: str) -> str:
    """The host and port of an address; nothing for what is no address."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
