"""Every route that changes something writes a line in the log, or says here why it does not."""

import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Flask

from survey_app.audit.events import EVENTS

ROOMS = ("fieldwork", "sending", "replies", "evaluation", "open_answers", "recontact", "needs")
NOT_YET = "of a file whose people are not on the list yet; bringing them in is logged"
KEPT_NOWHERE = "nothing is stored"
ANSWERS = "an answer comes in: the moment of it stands nowhere"
WITHOUT_LINE = {
    "evaluation.check_trajectories": KEPT_NOWHERE,
    "fieldwork.begin": "a call begins: what came of it is logged",
    "fieldwork.call_next": "gives somebody to a caller for some minutes, in memory",
    "fieldwork.check": ANSWERS,
    "fieldwork.file_alike_now": NOT_YET,
    "fieldwork.file_columns_now": NOT_YET,
    "fieldwork.file_leave_out": NOT_YET,
    "fieldwork.file_row_now": NOT_YET,
    "fieldwork.file_throw_away": NOT_YET,
    "fieldwork.keep": ANSWERS,
    "fieldwork.reckon": KEPT_NOWHERE,
    "fieldwork.send_file": NOT_YET,
    "fieldwork.take": "gives somebody to a caller for some minutes, in memory",
    "fieldwork.who_phones": KEPT_NOWHERE,
    "sending.test": "an example to the fieldworker's own address",
}


def changing_routes(app: Flask) -> Iterator[tuple[str, Callable[..., Any]]]:
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint.partition(".")[0] in ROOMS:
            yield rule.endpoint, app.view_functions[rule.endpoint]


def events_of(function: Any, seen: set[int]) -> set[str]:
    """The events that a function names, or any function of ours that it can come to."""
    if id(function) in seen:
        return set()
    seen.add(id(function))
    found: set[str] = set()
    wrapped = getattr(function, "__wrapped__", None)
    if wrapped is not None:
        found |= events_of(wrapped, seen)
    if not isinstance(function, types.FunctionType):
        return found
    if not function.__module__.startswith("survey_app") or "audit" in function.__module__:
        return found
    for code in codes_of(function.__code__):
        found |= {one for one in code.co_consts if isinstance(one, str) and one in EVENTS}
        for name in code.co_names:
            found |= in_value(function.__globals__.get(name), seen)
    return found


def in_value(value: Any, seen: set[int]) -> set[str]:
    if isinstance(value, str):
        return {value} & set(EVENTS)
    if isinstance(value, Mapping):
        return set().union(*(in_value(one, seen) for one in value.values()))
    return events_of(value, seen)


def codes_of(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from codes_of(inner)


def test_every_changing_route_is_logged_or_says_why_not(app: Flask) -> None:
    found = {endpoint: events_of(view, set()) for endpoint, view in changing_routes(app)}
    assert len(found) > 60
    silent = {endpoint for endpoint, events in found.items() if not events}
    assert sorted(silent - set(WITHOUT_LINE)) == []
    assert sorted(set(WITHOUT_LINE) - silent) == []


def test_the_search_finds_what_is_logged_further_down(app: Flask) -> None:
    found = {endpoint: events_of(view, set()) for endpoint, view in changing_routes(app)}
    assert "calls.written" in found["fieldwork.outcome"]
    assert "conclusion.written" in found["evaluation.judge_now"]
    assert found["needs.open_form"] == {"needs.opened"}
