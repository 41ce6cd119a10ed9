"""Somebody who opens every page that leads on from where they are, a few of each kind."""

import re
from collections import Counter
from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

LEADS_ON = re.compile(r'(?:href|src|action)="(/[^"#]*)')
REDIRECTS = (301, 302, 303)
OF_EACH_KIND = 1  # with, and without, something after the question mark


def pages_from(app: Flask, client: FlaskClient, start: list[str]) -> Iterator[tuple[Rule, str]]:
    """The pages in turn, each before it is opened."""
    known = app.url_map.bind("localhost")
    ahead, opened = list(dict.fromkeys(start)), Counter[tuple[str, bool]]()
    done: set[str] = set()
    while ahead:
        path = ahead.pop(0)
        rule = _rule(known, path)
        kind = (rule.endpoint if rule else "", "?" in path)
        if rule is None or rule.endpoint == "static" or path in done or opened[kind] > OF_EACH_KIND:
            continue
        done.add(path)
        opened[kind] += 1
        yield rule, path
        answer = client.get(path)
        assert answer.status_code < 500, path
        if answer.status_code in REDIRECTS:
            ahead.append(answer.headers["Location"].removeprefix("http://localhost"))
        elif answer.mimetype == "text/html":
            words = answer.get_data(as_text=True)
            ahead += [place.replace("&amp;", "&") for place in LEADS_ON.findall(words)]


def _rule(known: object, path: str) -> Rule | None:
    try:
        rule, _ = known.match(path.partition("?")[0], method="GET", return_rule=True)  # type: ignore[attr-defined]
    except HTTPException:
        return None
    return rule if isinstance(rule, Rule) else None
