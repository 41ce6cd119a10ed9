"""What every HTML page must have, checked on each page that a test fetches."""

import gzip
from collections import Counter
from collections.abc import Sequence
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}
FIELDS = {"input", "select", "textarea"}
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls")
REDIRECT, NO_CONTENT = range(300, 400), 204


def complaints(html: str) -> list[str]:
    """What is wrong with this page, in words; an empty list for a good page."""
    return _complaints(BeautifulSoup(html, "html.parser"))


def _complaints(page: BeautifulSoup) -> list[str]:
    tags = page.find_all(True)  # once: finding costs more than everything else of a test
    return [*_frame(page), *_identifiers(tags), *_fields(tags), *_groups(tags), *_images(tags)]


def _frame(page: BeautifulSoup) -> list[str]:
    found = []
    root = page.find("html")
    if not isinstance(root, Tag) or not str(root.get("lang") or "").strip():
        found.append("the html element has no lang")
    if page.title is None or not page.title.get_text(strip=True):
        found.append("the page has no title")
    headings = [heading.get_text(" ", strip=True) for heading in page.find_all("h1")]
    if len(headings) != 1 or not headings[0]:
        found.append(f"the page has {len(headings)} h1 headings: {headings}")
    return found


def _identifiers(tags: Sequence[Tag]) -> list[str]:
    uses = Counter(str(tag["id"]) for tag in tags if "id" in tag.attrs)
    found = [f"id {name!r} is used {number} times" for name, number in uses.items() if number > 1]
    return found + [
        f"{attribute}={target!r} points at nothing"
        for tag in tags
        for attribute in REFERENCES
        if attribute in tag.attrs
        for target in str(tag[attribute]).split()
        if target not in uses
    ]


def _fields(tags: Sequence[Tag]) -> list[str]:
    labelled = {str(tag["for"]) for tag in tags if tag.name == "label" and "for" in tag.attrs}
    return [
        f"{field.name} {field.get('name')!r} has no label"
        for field in tags
        if field.name in FIELDS
        and str(field.get("type", "text")) not in UNLABELLED_TYPES
        and str(field.get("id", "")) not in labelled
        and field.find_parent("label") is None
        and not field.get("aria-label")
        and not field.get("aria-labelledby")
    ]


def _groups(tags: Sequence[Tag]) -> list[str]:
    found = []
    for radio in tags:
        if radio.name == "input" and radio.get("type") == "radio":
            fieldset = radio.find_parent("fieldset")
            if fieldset is None or fieldset.find("legend") is None:
                found.append(f"radio {radio.get('name')!r} stands in no fieldset with a legend")
    return found


def _images(tags: Sequence[Tag]) -> list[str]:
    return [
        f"img {tag.get('src')!r} has no alt"
        for tag in tags
        if tag.name == "img" and "alt" not in tag.attrs
    ]


def check_page(response: TestResponse) -> None:
    """Fail the test when an HTML answer (no redirect) is not a good page."""
    if response.mimetype != "text/html" or response.status_code in REDIRECT:
        return
    if response.status_code == NO_CONTENT or not response.data:
        return
    found = _complaints(parsed(response))
    assert not found, f"{response.request.path}: " + "; ".join(found)


def parsed(response: TestResponse) -> BeautifulSoup:
    """The page as a person would read it; read once, since reading costs more than serving."""
    page: BeautifulSoup | None = getattr(response, "parsed_page", None)
    if page is None:
        is_packed = response.headers.get("Content-Encoding") == "gzip"
        body = gzip.decompress(response.data) if is_packed else response.data
        page = BeautifulSoup(body.decode(), "html.parser")
        response.parsed_page = page  # type: ignore[attr-defined]
    return page


class CheckedClient(FlaskClient):
    """A test client that checks every page it fetches: `app.test_client_class = CheckedClient`."""

    def open(self, *words: Any, **options: Any) -> TestResponse:
        response = super().open(*words, **options)
        if not response.direct_passthrough:
            check_page(response)
        return response
