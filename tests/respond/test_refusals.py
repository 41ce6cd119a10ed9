"""Bad input, dead links, failing databases: plain words, nothing stored, nothing lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from survey_app.clock import now
from survey_app.models import InboxItem, Invitation
from survey_app.respond.kept_connection import kept_cursor
from tests.respond.conftest import DAY, TODAY, Fieldwork, NewRespondent, Respondent
from tests.services.page_check import parsed

LINK_PATHS = ("", "x", "0" * 26, "Z" * 25, "%00", "é" * 20, "<script>alert(1)</script>"[:15])


def form_of(person: Respondent, **changes: str | list[str]) -> dict[str, str | list[str]]:
    """The hidden fields of the page, with these values."""
    hidden = {
        str(one["name"]): str(one["value"]) for one in person.html.select("form input[type=hidden]")
    }
    return {**hidden, **changes}


BAD_ANSWERS: list[tuple[str, str | list[str], str]] = [
    ("C301", "9999", "Kies een van de antwoorden"),
    ("C301", "7", "Kies een van de antwoorden"),
    ("C301", "5; DROP TABLE draft", "Kies een van de antwoorden"),
    ("C301", "\x00", "Kies een van de antwoorden"),
    ("C301", ["5", "4"], "niet meer dan 1 antwoord"),
]


@pytest.mark.parametrize(("code", "value", "words"), BAD_ANSWERS)
def test_a_bad_answer_is_explained_at_the_field_and_not_stored(
    code: str, value: str | list[str], words: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token)
    before = fieldwork.rows()
    answer = person.client.post(f"/vraag/{code}", data=form_of(person, answer=value))
    page = parsed(answer)
    assert answer.status_code == 422
    error = page.select_one("#error")
    assert error is not None
    assert words in error.get_text()
    assert page.title is not None
    assert page.title.get_text().startswith("Fout:")
    field = page.select_one("[aria-invalid=true]")
    assert field is not None
    assert fieldwork.rows() == before


def test_of_several_numbers_only_the_wrong_one_is_marked_and_led_to(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite("O-JAAR").token)
    while not person.html.select("input.ts-number"):
        person.press("Overslaan")
    person.answer(["12", "twee", "3", ""])
    assert "‘gestart’" in person.words
    assert [one["id"] for one in person.html.select("[aria-invalid=true]")] == ["a2"]
    lead = person.html.select_one("#errors a")
    assert lead is not None
    assert lead["href"] == "#a2"


@pytest.mark.parametrize("typed", ["a" * 100_000, "tekst met \x00 erin", "\x1b[31m"])
def test_text_that_cannot_be_kept_stays_on_the_screen(
    typed: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite("K1-PRE").token)
    while not person.html.select("textarea"):
        person.press("Overslaan")
    before = fieldwork.rows()
    answer = person.client.post(person.path, data=form_of(person, answer=typed))
    assert answer.status_code == 422
    area = parsed(answer).textarea
    assert area is not None
    assert len(area.get_text()) > 5
    assert area.get_text().strip()[:5] == typed.strip()[:5]
    assert fieldwork.rows() == before


def test_a_question_of_elsewhere_is_refused_in_words(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token)
    before = fieldwork.rows()
    answer = person.client.post("/vraag/C999", data=form_of(person, answer="1"))
    assert answer.status_code == 404
    assert "hoort niet bij uw vragen" in answer.get_data(as_text=True)
    assert fieldwork.rows() == before


def test_a_form_without_proof_changes_nothing_and_keeps_the_text(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token)
    before = fieldwork.rows()
    for proof in ("", "0" * 24, "é"):
        data = form_of(person, answer="5", proof=proof)
        for path in ("/vraag/C301", "/versturen", "/stop"):
            answer = person.client.post(path, data=data)
            assert answer.status_code == 400
            assert 'name="answer" value="5"' in answer.get_data(as_text=True)
    assert fieldwork.rows() == before


def test_text_typed_after_the_session_ended_is_kept_and_stored_after_the_link_is_opened(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite("K1-PRE").token
    person = someone().start(token)
    while not person.html.select("textarea"):
        person.press("Overslaan")
    code = person.path
    data = form_of(person, answer="Lang verhaal")
    person.client.delete_cookie("ts")
    answer = person.client.post(code, data=data)
    assert answer.status_code == 403
    area = parsed(answer).textarea
    assert area is not None
    assert area.get_text().strip() == "Lang verhaal"
    person.page = answer
    kept = form_of(person, answer=area.get_text().strip())
    person.start(token)
    assert person.client.post(code, data=kept).status_code == 303
    assert person.open(code).html.textarea is not None
    assert "Lang verhaal" in str(person.html.textarea)


@pytest.mark.parametrize("path", [*LINK_PATHS[1:], "A" * 1_000_000])
def test_unknown_links_all_look_the_same(
    path: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    expected = someone().client.get(f"/v/{'1' * 26}")
    answer = someone().client.get(f"/v/{path}")
    assert answer.status_code == expected.status_code == 404
    assert answer.get_data() == expected.get_data()
    assert someone().client.post(f"/v/{path}").status_code == 404


def test_a_used_link_says_so_on_every_way_in(fieldwork: Fieldwork, someone: NewRespondent) -> None:
    ways = fieldwork.invite(with_code=True)
    someone().start(ways.token).answer_all().press("Verstuur")
    late = someone().open(f"/v/{ways.token}")
    assert late.page is not None
    assert late.page.status_code == 410
    assert late.heading == "Deze vragen zijn al verstuurd"
    assert late.client.post(f"/v/{ways.token}").status_code == 410
    assert ways.code is not None
    late.open("/code").press(code=ways.code)
    assert late.page.status_code == 410
    assert len(fieldwork.submissions()) == 1


@pytest.mark.parametrize(
    ("change", "status", "heading"),
    [
        ({"closed_at": now()}, 410, "Deze vragen zijn gesloten"),
        ({"ends_on": TODAY - DAY, "starts_on": TODAY - 2 * DAY}, 410, "Deze vragen zijn gesloten"),
        ({"starts_on": TODAY + 2 * DAY}, 503, "U kunt nog niet meedoen"),
        ({"paused_at": now()}, 503, "U kunt nu niet meedoen"),
    ],
)
def test_a_closed_or_paused_wave_takes_no_answer_and_says_so(
    change: dict[str, object],
    status: int,
    heading: str,
    fieldwork: Fieldwork,
    someone: NewRespondent,
) -> None:
    token = fieldwork.invite().token
    person = someone().start(token)
    data = form_of(person, answer="5")
    fieldwork.change_wave(**change)
    before = fieldwork.rows()
    for answer in (
        person.client.get(f"/v/{token}"),
        person.client.post(f"/v/{token}"),
        person.client.post("/vraag/C301", data=data),
        person.client.post("/versturen", data=data),
    ):
        assert answer.status_code == status
        assert heading in answer.get_data(as_text=True)
    assert fieldwork.rows() == before


@pytest.fixture
def left(web_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """`left.append(n)`: the database carries out n more statements of pages and then none."""
    numbers: list[int] = []

    @contextmanager
    def counted(engine: Engine) -> Iterator[Any]:
        with kept_cursor(engine) as cursor:
            if numbers:
                numbers[0] -= 1
                if numbers[0] < 0:
                    raise engine.dialect.loaded_dbapi.OperationalError("disk full")
            yield cursor

    monkeypatch.setattr("survey_app.respond.store.kept_cursor", counted)
    return numbers


@pytest.mark.parametrize("served", [0, 1], ids=["nothing can be read", "nothing can be stored"])
def test_a_failing_database_keeps_the_typed_answer_and_the_same_form_works_later(
    served: int, fieldwork: Fieldwork, someone: NewRespondent, left: list[int]
) -> None:
    person = someone().start(fieldwork.invite("K1-PRE").token)
    while not person.html.select("textarea"):
        person.press("Overslaan")
    code = person.path
    left.append(served)
    person.press("Volgende", answer="Ik typte dit")
    assert person.page is not None
    assert person.page.status_code == 503
    assert person.page.headers["Retry-After"]
    assert "Ik typte dit" in person.words
    assert "nu niet opslaan" in person.words
    left.clear()
    person.press("Probeer het opnieuw")
    assert "Ik typte dit" in str(person.open(code).html.textarea)


def test_a_fault_at_any_statement_of_sending_gives_no_false_thanks_and_loses_nothing(
    fieldwork: Fieldwork, someone: NewRespondent, web_engine: Engine
) -> None:
    """SQLite's own method: fail the 1st, 2nd, ... statement until none fails any more."""
    person = someone().start(fieldwork.invite().token).answer_all()
    data = form_of(person)
    engine = web_engine
    for fatal in range(1, 20):
        countdown = iter([False] * (fatal - 1) + [True])

        def fail(connection, cursor, statement, *rest, left=countdown):
            if next(left, False):
                raise OperationalError(statement, {}, Exception("fault"))

        event.listen(engine, "before_cursor_execute", fail)
        answer = person.client.post("/versturen", data=data)
        event.remove(engine, "before_cursor_execute", fail)
        rows = fieldwork.rows()
        if answer.status_code == 303:
            break
        assert answer.status_code == 503
        assert rows[InboxItem.__tablename__] == []
        assert not any(row[-2] for row in rows[Invitation.__tablename__])
    assert fatal > 4
    assert len(fieldwork.submissions()) == 1


def test_every_page_and_error_has_the_full_set_of_headers(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token)
    for path in ("/vraag/C301", "/code", "/niets", "/v/x", "/intrekken", "/robots.txt"):
        headers = person.client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]


def test_no_page_names_a_foreign_host(fieldwork: Fieldwork, someone: NewRespondent) -> None:
    token = fieldwork.invite().token
    answer = someone().client.get(
        f"/v/{token}", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    )
    assert "evil.example" not in answer.get_data(as_text=True)
    assert "evil.example" not in str(answer.headers)
