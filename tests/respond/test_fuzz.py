"""Anything at all sent to every question: an answer in words, never a fault, never code.

One case is one form as it was sent. What is accepted comes back exactly; what is refused stays on
the screen exactly.
"""

from dataclasses import dataclass, field
from urllib.parse import quote_from_bytes

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from survey_app.intake.services import close_wave
from survey_app.questionnaire.answers import AnswerError, parse_answer
from survey_app.questionnaire.definition import Circumstances, Question, Questionnaire, Value
from survey_app.questionnaire.routing import on_path_answers, path, questions_for
from tests.respond.conftest import Fieldwork, NewRespondent, Respondent
from tests.respond.reading import Reading, harmless, newlines
from tests.respond.test_every_route import one_database

pytestmark = one_database
CODES: tuple[str, ...] = (
    "K1-PRE",
    "K2-AANVANG",
    "K3-TIJDENS",
    "K4-EINDE",
    "K5-POST",
    "W1-PRE",
    "W2-AANVANG",
)
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


def fuzz_settings(cases: int) -> settings:
    return settings(
        max_examples=cases,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def body(fields: list[tuple[str, bytes]]) -> bytes:
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in fields).encode()


@dataclass(slots=True)
class Answering:
    """Somebody who has answered everything and now sends anything; what is stored by now."""

    person: Respondent
    asked: Questionnaire
    known: dict[str, Value] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    cases: int = 0

    def sends(self, question: Question, raw: list[bytes]) -> None:
        """One answer: stored and brought back exactly, or refused with the text kept."""
        self.cases += 1
        fields = [("revision", self.hidden["revision"]), ("proof", self.hidden["proof"])]
        sent = [(name, value.encode()) for name, value in [*fields, ("key", f"{self.cases:x}")]]
        sent += [("answer", one) for one in raw]
        reply = self._open(f"/vraag/{question.code}", body(sent))
        read = [one.decode("utf-8", "werkzeug.url_quote") for one in raw]  # no text stays %XX
        try:
            expected = parse_answer(question, read)
        except AnswerError:
            refused = self._page(reply, 422)
            if question.kind == "open" and len(read) == 1:
                assert refused.text == newlines(read[0])
            return
        if expected is None and question.kind not in ("open", "numbers"):
            self._page(reply, 422)
            return
        assert reply.status_code == 303, reply.get_data(as_text=True)
        self.known[question.code] = expected
        assert self.reads(question) == expected

    def reads(self, question: Question) -> Value:
        """The stored value as the page brings it back."""
        page = self._page(self._open(f"/vraag/{question.code}"), 200)
        self.hidden = page.hidden
        if question.kind == "open":
            return page.text or None
        if question.kind == "numbers":
            texts = [one.value for one in page.fields]
            return tuple(int(text) if text else None for text in texts) if any(texts) else None
        chosen = tuple(int(one.value) for one in page.fields if one.chosen)
        return chosen if question.kind == "multiple" else chosen[0]

    def _open(self, address: str, data: bytes | None = None) -> TestResponse:
        """Without the check of a good page that `client.open` does: it costs more than the page."""
        return FlaskClient.open(
            self.person.client,
            address,
            method="GET" if data is None else "POST",
            data=data,
            content_type="application/x-www-form-urlencoded",
        )

    @staticmethod
    def _page(reply: TestResponse, status: int) -> Reading:
        page = reply.get_data(as_text=True)
        assert reply.status_code == status, page
        return harmless(page)


# A number is one of the options of the question, whichever question it is.
answers = st.lists(st.integers(0, 99) | pieces, min_size=4, max_size=4)
how_many = st.sampled_from([1, 1, 1, 0, 2, 4])


def chosen(question: Question, answers: list[int | bytes], how_many: int) -> list[bytes]:
    """So many of these answers, as a browser sends them for this question."""
    values = question.values or (12, 7)
    texts = [
        one if isinstance(one, bytes) else str(values[one % len(values)]).encode()
        for one in answers
    ]
    return texts[: len(question.fields) or how_many]


def answer_questions(code: str, cases: int, fieldwork: Fieldwork, someone: NewRespondent) -> None:
    """So many cases spread over the questions of one questionnaire, then send and compare."""
    person = someone().start(fieldwork.invite(code).token).answer_all()
    asked = questions_for(fieldwork.installation.catalogue.latest(code), Circumstances())
    answering = Answering(person, asked)
    for one in dict.fromkeys(person.seen):
        answering.known[one] = answering.reads(asked.question(one))

    @fuzz_settings(cases)
    @given(st.integers(0, 999), answers, how_many)
    def one_case(which: int, answers: list[int | bytes], number: int) -> None:
        questions = path(asked, answering.known)
        question = questions[which % len(questions)]
        answering.sends(question, chosen(question, answers, number))

    one_case()
    assert answering.cases >= cases
    finish(answering, fieldwork)


def finish(answering: Answering, fieldwork: Fieldwork) -> None:
    """Send what there is; the worker stores exactly what was acknowledged, on the path."""
    person = answering.person.open("/controle")
    while person.path.startswith("/vraag/"):  # a case opened a path that nobody went yet
        code = person.path.rpartition("/")[2]
        person.press("Overslaan")
        answering.known[code] = None
    assert person.page is not None
    harmless(person.page.get_data(as_text=True))
    assert person.press("Verstuur").path == "/klaar"
    asked = answering.asked
    expected = {
        code: value
        for code, value in on_path_answers(asked, answering.known).items()
        if asked.question(code).kind != "consent"
    }
    arrived = fieldwork.submissions()
    if asked.store == "answers":
        assert [{**one.answers, **one.background} for one in arrived] == [expected]
    assert close_wave(fieldwork.installation, "Najaar").moved == len(arrived)


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
