"""A page read once and quickly: what it holds, and whether anything in it is not ours."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

ALLOWED = frozenset(
    re.findall(
        r"\w+",
        "html head meta title link script body a header p div main form h1 h2 h3 fieldset legend "
        "input label textarea button footer nav ul li span details summary svg use dl dt dd img "
        "br strong em section ol table caption thead tbody tr th td select option aside time small "
        "article bdi code g path rect circle progress noscript",
    )
)


@dataclass(slots=True)
class Field:
    """One answer field: what it holds, and whether it is chosen."""

    value: str
    chosen: bool


class Reading(HTMLParser):
    """The elements of a page; `faults` are those that no template of ours has."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.hidden: dict[str, str] = {}
        self.fields: list[Field] = []
        self.typed = ""
        self.title = ""
        self._within = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        self._within = tag
        if tag not in ALLOWED or any(name == "style" or name.startswith("on") for name in own):
            self.faults.append(f"<{tag} {' '.join(own)}>")
        elif tag == "script" and not str(own.get("src")).startswith("/static/"):
            self.faults.append(f"a script from {own.get('src')!r}")
        elif tag == "input" and own.get("type") == "hidden":
            self.hidden[str(own["name"])] = str(own["value"])
        elif tag == "input" and own.get("name") == "answer":
            self.fields.append(Field(str(own.get("value") or ""), "checked" in own))

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "script":
            self.faults.append(f"a script that says {data!r}")
        elif self._within == "textarea":
            self.typed += data
        elif self._within == "title":
            self.title += data

    @property
    def text(self) -> str:
        """The text in the text field; the first line break after the tag is not content."""
        return newlines(self.typed).removeprefix("\n")


def newlines(text: str) -> str:
    """The text with every line end as one line feed, as a browser shows it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def harmless(page: str) -> Reading:
    """The page, in which nothing that was sent became an element, an attribute or a script."""
    read = Reading(page)
    assert read.faults == [], read.faults
    assert "49" not in read.title
    return read
