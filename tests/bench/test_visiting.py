"""The bench's visitor fills in forms as a person does, and times the application alone."""

import time

import pytest
from flask import Flask, redirect, request, session

from bench import reference
from bench.pages import REFERENCES
from bench.visiting import Visitor, filled_in, in_process

PAGE = """<form action="/taal"><button name="set" value="taal:en">English</button></form>
<form method="post" action="/vraag/C1?check=1&amp;x=2">
<input type="hidden" name="revision" value="3">
<input type="radio" name="answer" value="1"><input type="radio" name="answer" value="2">
<button>Volgende</button><button name="skip" value="1">Overslaan</button></form>"""


def test_the_form_that_asks_is_answered_and_hidden_fields_go_along() -> None:
    assert filled_in(PAGE, 1) == ("/vraag/C1?check=1&x=2", [("revision", "3"), ("answer", "2")])
    assert filled_in(PAGE, 2)[1][-1] == ("answer", "1")


def test_typed_answers_follow_the_kind_of_field() -> None:
    page = """<form><input name="answer" inputmode="numeric"><textarea name="answer"></textarea>
    <input type="checkbox" name="answer" value="7"></form>"""
    assert filled_in(page) == ("", [("answer", "3"), ("answer", "goed"), ("answer", "7")])


@pytest.mark.parametrize("path", REFERENCES)
def test_the_reference_checks_its_form_and_remembers_the_answer(path: str) -> None:
    visitor = Visitor(in_process(reference.create_app().wsgi_app))
    page = visitor.get(path)
    answered = visitor.submit(page, 2)
    assert (answered.status, answered.location) == (303, path)
    assert "checked" not in page.body
    assert "checked" in visitor.follow(answered).body
    with pytest.raises(AssertionError, match="answered 400"):
        visitor.post(path, [("answer", "2")])


def test_cookies_are_kept_and_only_the_application_is_timed() -> None:
    app = Flask("small")
    app.secret_key = "a" * 32

    @app.route("/", methods=["GET", "POST"])  # type: ignore[type-var]
    def page() -> object:
        session["seen"] = session.get("seen", 0) + 1
        sum(range(200_000))
        return redirect("/", 303) if request.method == "POST" else str(session["seen"])

    visitor = Visitor(in_process(app.wsgi_app))
    started = time.process_time()
    assert [visitor.get("/").body for _ in range(3)] == ["1", "2", "3"]
    assert visitor.follow(visitor.post("/", [])).body == "5"
    assert 0 < visitor.cpu_seconds < time.process_time() - started
    assert visitor.pages == 5
