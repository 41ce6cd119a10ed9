"""Walks that nobody planned: back, change, another device, stop, resume, send, send again.

A model keeps what the server acknowledged. Whatever the walk was, the person can finish, and what
arrives is what was acknowledged on the path: nothing lost, nothing of a path that was left.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from survey_app.questionnaire.answers import parse_answer
from survey_app.questionnaire.definition import Circumstances, Questionnaire, Value
from survey_app.questionnaire.routing import on_path_answers, path, questions_for
from tests.respond.conftest import Fieldwork, NewRespondent, Respondent
from tests.respond.test_refusals import form_of

ROUTED = ("K3-TIJDENS", "K2-AANVANG", "W3-TIJDENS", "W4-EINDE", "K1-PRE")
WORDS = ("Goed geholpen.", "  twee\nregels ", "\u202eomgekeerd", "<b>dik</b>", "a" * 3_999)
device = st.integers(0, 1)
choice = st.integers(0, 9)


@dataclass(slots=True)
class Sheet:
    """A question page somebody once had on a screen: its address and hidden fields."""

    code: str
    hidden: dict[str, str | list[str]]
    fetched: int
    fields: tuple[str, ...]
    sent: list[Value] = field(default_factory=list)


@dataclass(slots=True)
class Known:
    """What the server acknowledged for a question, at which step, from which page."""

    value: Value
    step: int
    key: str


def sheet_of(person: Respondent, step: int) -> Sheet:
    fields = person.html.select("[name=answer]")
    kinds = tuple(str(one.get("value") or "") if one.name == "input" else "" for one in fields)
    return Sheet(person.path.rpartition("/")[2], form_of(person), step, kinds)


def filled(sheet: Sheet, number: int) -> list[str]:
    """The answer with this number: an option, or a text, or numbers."""
    if len(sheet.fields) == 1 and not sheet.fields[0]:
        return [WORDS[number % len(WORDS)]]
    if all(sheet.fields):
        return [sheet.fields[number % len(sheet.fields)]]
    return [str(number)] * len(sheet.fields)


class Walk(RuleBasedStateMachine):
    """One invitation on two devices."""

    def __init__(self, fieldwork: Fieldwork, someone: NewRespondent) -> None:
        super().__init__()
        self.fieldwork, self.someone = fieldwork, someone
        self.before = len(fieldwork.submissions())
        self.known: dict[str, Known] = {}
        self.sheets: list[Sheet] = []
        self.step = 0
        self.is_sent = False

    @initialize(code=st.sampled_from(ROUTED))
    def invited(self, code: str) -> None:
        self.token = self.fieldwork.invite(code).token
        source = self.fieldwork.installation.catalogue.latest(code)
        self.questionnaire: Questionnaire = questions_for(source, Circumstances())
        self.devices = [self.someone().start(self.token) for _ in range(2)]

    @property
    def values(self) -> dict[str, Value]:
        return {code: known.value for code, known in self.known.items()}

    @property
    def place(self) -> str:
        for question in path(self.questionnaire, self.values):
            if question.code not in self.known:
                return f"/vraag/{question.code}"
        return "/controle"

    @precondition(lambda self: not self.is_sent)
    @rule(device=device, number=choice, skip=st.booleans())
    def answers(self, device: int, number: int, skip: bool) -> None:
        person = self.devices[device]
        if person.path.startswith("/vraag/") and person.html.select("[name=answer]"):
            sheet = sheet_of(person, self.step)
            self.sheets.append(sheet)
            self._send(person, sheet, filled(sheet, number), skip and number > 6)

    @precondition(lambda self: self.sheets and not self.is_sent)
    @rule(device=device, which=st.integers(0, 99), number=choice)
    def sends_an_old_page(self, device: int, which: int, number: int) -> None:
        """Refresh, the back button, or a retry of a page whose reply got lost."""
        sheet = self.sheets[which % len(self.sheets)]
        self._send(self.devices[device], sheet, filled(sheet, number), skip=False)

    @precondition(lambda self: not self.is_sent)
    @rule(device=device, number=choice)
    def changes_an_answer_from_the_overview(self, device: int, number: int) -> None:
        person = self.devices[device].open("/controle")
        assert person.path == self.place
        links = person.html.select(".ts-check a")
        if links:
            person.open(str(links[number % len(links)]["href"]))
            assert person.path.startswith("/vraag/")

    @precondition(lambda self: not self.is_sent)
    @rule(device=device)
    def goes_back(self, device: int) -> None:
        person = self.devices[device]
        link = person.html.select_one(".ts-back a")
        if link is not None:
            person.open(str(link["href"]))
            if person.path == "/start":
                assert person.press("Begin").path == self.place

    @precondition(lambda self: not self.is_sent)
    @rule(device=device)
    def opens_the_link_again(self, device: int) -> None:
        self.devices[device] = self.someone().start(self.token)
        assert self.devices[device].path == self.place

    @precondition(lambda self: not self.is_sent and self.step > 15)
    @rule(device=device)
    def stops_and_begins_anew(self, device: int) -> None:
        self.devices[device].open("/stop").press("Ja, stop")
        self.known.clear()
        self.sheets.clear()
        self.devices = [self.someone().start(self.token) for _ in range(2)]

    @precondition(lambda self: not self.is_sent and self.step > 8)
    @rule(device=device, twice=st.booleans())
    def sends(self, device: int, twice: bool) -> None:
        person = self.devices[device].open("/controle")
        if person.path != "/controle":
            return
        data = form_of(person)
        person.press("Verstuur")
        assert person.path == "/klaar"
        self.is_sent = True
        if twice:
            again = person.client.post("/versturen", data=data)
            assert (again.status_code, again.location) == (303, "/klaar")

    @precondition(lambda self: self.is_sent)
    @rule(device=device)
    def comes_back_after_sending(self, device: int) -> None:
        late = self.someone().open(f"/v/{self.token}")
        assert late.page is not None
        assert late.page.status_code == 410

    def teardown(self) -> None:
        """Whatever happened: the person can finish, and what arrives is what was acknowledged."""
        if not self.is_sent:
            person = self.someone().start(self.token)
            while person.path.startswith("/vraag/"):
                self._send(person, sheet := sheet_of(person, self.step), filled(sheet, 0), False)
            person.press("Verstuur")
            assert person.path == "/klaar"
        arrived = self.fieldwork.submissions()
        assert len(arrived) == self.before + 1
        asked = {question.code: question for question in self.questionnaire.questions}
        expected = {
            code: value
            for code, value in on_path_answers(self.questionnaire, self.values).items()
            if asked[code].kind != "consent"
        }
        assert expected in [{**one.answers, **one.background} for one in arrived]
        self.fieldwork.execute("DELETE FROM inbox")

    def _send(self, person: Respondent, sheet: Sheet, raw: list[str], skip: bool) -> None:
        self.step += 1
        question = self.questionnaire.question(sheet.code)
        on_path = question in path(self.questionnaire, self.values)
        value = None if skip else parse_answer(question, raw)
        data = {**sheet.hidden, **({"skip": "1"} if skip else {"answer": raw})}
        reply = person.client.post(f"/vraag/{sheet.code}", data=data)
        if not on_path:
            assert reply.status_code == 404
            return
        key = str(sheet.hidden["key"])
        known = self.known.get(sheet.code)
        repeated = sheet.sent[-1:] == [value]
        if reply.status_code == 303:
            silently = known and known.step > sheet.fetched and known.key != key
            assert not silently or repeated or known.value == value, "overwritten silently"
            if not repeated or (known and known.key == key):
                self.known[sheet.code] = Known(value, self.step, key)
                sheet.sent.append(value)
            person.open(reply.location)
            return
        assert reply.status_code == 409, reply.get_data(as_text=True)
        assert known is not None
        assert known.value != value
        person.page = reply
        person.press("Houd het opgeslagen antwoord")
        assert person.page.status_code == 200


Steps = Callable[[Fieldwork, NewRespondent, int], None]


def walk(fieldwork: Fieldwork, someone: NewRespondent, walks: int) -> None:
    """So many walks of fifty steps."""
    run(
        lambda: Walk(fieldwork, someone),
        settings=settings(
            max_examples=walks,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # a walk that fails is told as it was walked
        ),
    )


def test_any_walk_ends_with_what_was_acknowledged(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    walk(fieldwork, someone, walks=5)


@pytest.mark.nightly
def test_ten_thousand_steps_end_with_what_was_acknowledged(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    walk(fieldwork, someone, walks=100)


def test_another_answer_on_a_page_from_the_back_button_is_kept(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    """Some browsers bring back the very page, with the key under which it was sent before."""
    person = someone().start(fieldwork.invite().token)
    page = form_of(person, answer="5")
    assert person.client.post("/vraag/C301", data=page).status_code == 303
    assert person.client.post("/vraag/C301", data={**page, "answer": "2"}).status_code == 303
    assert person.open("/vraag/C301").chosen == ["2"]
    assert person.client.post("/vraag/C301", data={**page, "answer": "2"}).status_code == 303
    assert person.open("/vraag/C301").chosen == ["2"]
