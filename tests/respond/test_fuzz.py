"""Anything at all sent to every question and form: an answer in words, never a fault, never code.

One case is one form as it was sent. What is accepted comes back exactly; what is refused stays on
the screen exactly.
"""

import re
from urllib.parse import quote_from_bytes, urlencode

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from survey_app.intake.services import close_wave
from survey_app.questionnaire.answers import AnswerError, parse_answer
from survey_app.questionnaire.definition import Circumstances, Question, Value
from survey_app.questionnaire.routing import questions_for
from survey_app.visits.throttle import Throttle
from tests.respond.conftest import Fieldwork, NewRespondent, Respondent
from tests.respond.test_every_route import addresses, one_database, places
from tests.respond.test_refusals import form_of

__all__ = ["places"]
pytestmark = one_database
CODES = ("K1-PRE", "K2-AANVANG", "K3-TIJDENS", "K4-EINDE", "K5-POST", "W1-PRE", "W2-AANVANG")
CODES += ("W3-TIJDENS", "W4-EINDE", "W5-POST", "O-JAAR", "G-ZELF", "HALFJAAR", "U-SELECTIE")
NASTY = (
    '"><script>x()</script>',
    "</textarea><img src=x onerror=x()>",
    "' OR 1=1; DROP TABLE draft; --",
    "{{7*7}}{% raw %}",
    "{phone} {total}",
    "\x00",
    "\u202e\u2066omgekeerd",
    "\ud7ff\ufdd0\uffff",
    "\r\n\r\n regels \r",
    "é" * 4_001,
    "9" * 5_000,
    "١٢٣",
    "%00%0d%0aSet-Cookie: a=b",
    " ",
    "-1",
    "1e3",
    "&lt;b&gt;",
)
pieces = st.one_of(
    st.sampled_from(NASTY).map(lambda text: text.encode("utf-8", "replace")),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")),
    st.binary(max_size=40),
    st.integers(-3, 110).map(lambda number: str(number).encode()),
)
ALLOWED = frozenset(
    re.findall(
        r"\w+",
        "html head meta title link script body a header p div main form h1 h2 h3 fieldset legend "
        "input label textarea button footer nav ul li span details summary svg use dl dt dd img "
        "br strong em section ol table caption thead tbody tr th td select option aside time small",
    )
)


def fuzz_settings(cases: int) -> settings:
    return settings(
        max_examples=cases,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def is_harmless(page: str) -> BeautifulSoup:
    """Nothing that was sent became an element, an attribute or a script of the page."""
    read = BeautifulSoup(page, "html.parser")
    for tag in read.find_all(True):
        assert tag.name in ALLOWED, f"element {tag.name!r}"
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
        if tag.name == "script":
            assert str(tag.get("src")).startswith("/static/")
            assert not tag.get_text()
    assert "49" not in str(read.title)
    return read


def body(fields: list[tuple[str, bytes]]) -> str:
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in fields)


def answer_questions(code: str, cases: int, fieldwork: Fieldwork, someone: NewRespondent) -> None:
    """So many cases spread over the questions of one questionnaire, then send and compare."""
    person = someone().start(fieldwork.invite(code).token).answer_all()
    asked = questions_for(fieldwork.installation.catalogue.latest(code), Circumstances())
    questions = [asked.question(one) for one in dict.fromkeys(person.seen)]
    known: dict[str, Value] = {}

    @fuzz_settings(cases)
    @given(st.data())
    def one_case(data: st.DataObject) -> None:
        question = data.draw(st.sampled_from(questions))
        number = len(question.fields) or data.draw(st.sampled_from([1, 1, 1, 0, 2, 4]))
        raw = data.draw(st.lists(strategy(question), min_size=number, max_size=number))
        value = sent(person, question, raw)
        if value is not Ellipsis:
            known[question.code] = value  # type: ignore[assignment]

    one_case()
    finish(person, known, fieldwork)


def strategy(question: Question) -> st.SearchStrategy[bytes]:
    good = st.sampled_from([str(value).encode() for value in question.values] or [b"12"])
    return st.one_of(good, pieces)


def sent(person: Respondent, question: Question, raw: list[bytes]) -> object:
    """Send one answer; its value when it was stored, ... when it was refused."""
    person.open(f"/vraag/{question.code}")
    if not person.path.endswith(question.code):
        return ...  # an earlier case answered the question before it in another way
    fields = [(name, str(value).encode()) for name, value in form_of(person).items()]
    fields += [("answer", one) for one in raw]
    reply = person.client.post(
        person.path, data=body(fields), content_type="application/x-www-form-urlencoded"
    )
    read = [one.decode("utf-8", "werkzeug.url_quote") for one in raw]  # what is no text stays %XX
    try:
        expected = parse_answer(question, read)
    except AnswerError:
        assert reply.status_code == 422
        refused = is_harmless(reply.get_data(as_text=True))
        if question.kind == "open" and len(read) == 1:
            assert shown_text(refused) == newlines(read[0])
        return ...
    if expected is None and question.kind not in ("open", "numbers"):
        assert reply.status_code == 422
        return ...
    assert reply.status_code == 303, reply.get_data(as_text=True)
    page = is_harmless(person.client.get(f"/vraag/{question.code}").get_data(as_text=True))
    assert shown_value(page, question) == expected
    return expected


def newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shown_text(page: BeautifulSoup) -> str:
    assert page.textarea is not None
    text = newlines(page.textarea.get_text())
    return text.removeprefix("\n")  # the first line break after the tag is not content


def shown_value(page: BeautifulSoup, question: Question) -> Value:
    """The stored value as the page brings it back."""
    if question.kind == "open":
        return shown_text(page) or None
    if question.kind == "numbers":
        texts = [str(one["value"]) for one in page.select("input[name=answer]")]
        return tuple(int(text) if text else None for text in texts) if any(texts) else None
    chosen = tuple(int(str(one["value"])) for one in page.select("[name=answer][checked]"))
    return chosen if question.kind == "multiple" else chosen[0]


def finish(person: Respondent, known: dict[str, Value], fieldwork: Fieldwork) -> None:
    """Send what there is; the worker stores exactly what was acknowledged."""
    person.open("/controle").answer_all()
    is_harmless(person.page.get_data(as_text=True) if person.page else "")
    person.press("Verstuur")
    assert person.path == "/klaar"
    for one in fieldwork.submissions():
        given = {**one.answers, **one.background}
        assert {code: given[code] for code in known if code in given} == {
            code: value for code, value in known.items() if code in given
        }
    waiting = len(fieldwork.submissions())
    assert close_wave(fieldwork.installation, "Najaar").moved == waiting


@pytest.mark.parametrize("code", CODES)
def test_any_answer_to_any_question_is_kept_exactly_or_refused_in_words(
    code: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    answer_questions(code, 50, fieldwork, someone)


@pytest.mark.nightly
@pytest.mark.parametrize("code", CODES)
def test_many_answers_to_any_question_are_kept_exactly_or_refused_in_words(
    code: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    answer_questions(code, 5_000, fieldwork, someone)


FIELDS = ("answer", "revision", "key", "proof", "code", "taal", "reason", "set", "skip", "keep")
FIELDS += ("insist", "check", "name", "password", "csrf_token", "no", "List-Unsubscribe")
names = st.sampled_from(FIELDS) | st.text(max_size=8)


def fuzz_forms(
    cases: int, app: Flask, fieldwork: Fieldwork, someone: NewRespondent, places: dict[str, str]
) -> None:
    """Any fields to any address, by somebody in the middle of answering and by nobody."""
    app.extensions["throttle"] = Unlimited()
    half_way = someone().start(fieldwork.invite().token).answer("4")
    proof = str(form_of(half_way)["proof"]).encode()
    nobody = someone()
    routes = {path for _, path in addresses(app, "POST", places)}
    routes |= {path for _, path in addresses(app, "GET", places)}
    routes |= {"/vraag/C302", "/v/" + "1" * 26}
    marker = "<u8>"

    @fuzz_settings(cases)
    @given(st.data())
    def one_case(data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(routes)))
        if data.draw(st.booleans()):
            path = path.rpartition("/")[0] + "/" + quote_from_bytes(data.draw(pieces))
        query = urlencode(data.draw(st.lists(st.tuples(names, pieces), max_size=3)))
        fields = data.draw(st.lists(st.tuples(names, pieces), max_size=6))
        fields += [("proof", proof), ("answer", marker.encode())]
        person = data.draw(st.sampled_from([half_way, nobody]))
        reply = person.client.open(
            f"{path}?{query}",
            method=data.draw(st.sampled_from(["POST", "POST", "GET"])),
            data=urlencode(fields, errors="replace"),
            content_type="application/x-www-form-urlencoded",
        )
        assert reply.status_code < 500 or reply.status_code == 503, path
        assert "\n" not in str(reply.headers.get("Location", ""))
        if reply.mimetype == "text/html":
            is_harmless(reply.get_data(as_text=True))
            assert marker not in reply.get_data(as_text=True)

    one_case()


class Unlimited(Throttle):
    """The real counting with room for every case."""

    def __init__(self) -> None:
        super().__init__({})

    def allows(self, purpose: str, address: str) -> bool:
        return True


def test_anything_sent_to_any_form_is_answered_in_words(
    app: Flask, fieldwork: Fieldwork, someone: NewRespondent, places: dict[str, str]
) -> None:
    fuzz_forms(300, app, fieldwork, someone, places)


@pytest.mark.nightly
def test_much_of_anything_sent_to_any_form_is_answered_in_words(
    app: Flask, fieldwork: Fieldwork, someone: NewRespondent, places: dict[str, str]
) -> None:
    fuzz_forms(30_000, app, fieldwork, someone, places)
