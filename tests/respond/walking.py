"""Somebody who answers in an order that nobody planned, and a model of what was acknowledged."""

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from survey_app.questionnaire.answers import parse_answer
from survey_app.questionnaire.definition import Circumstances, Questionnaire, Value
from survey_app.questionnaire.routing import on_path_answers, path, questions_for
from tests.respond.conftest import Fieldwork, NewRespondent, Respondent
from tests.respond.reading import newlines
from tests.respond.test_refusals import form_of

ROUTED = ("K3-TIJDENS", "K2-AANVANG", "W3-TIJDENS", "W4-EINDE", "K1-PRE", "K4-EINDE", "K5-POST")
WORDS = ("Goed geholpen.", "  twee\nregels ", "\u202eomgekeerd", "<b>dik</b>", "a" * 3_999)
LANGUAGES = ("nl", "en", "ar", "uk", "tr", "ti")
BEGIN, SUBMIT = ".utrecht-button--primary-action", "form[action='/versturen']"
device = st.integers(0, 1)
choice = st.integers(0, 9)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A question page somebody once had on a screen: its address and hidden fields."""

    code: str
    hidden: dict[str, str | list[str]]
    fields: tuple[str, ...]

    @property
    def key(self) -> str:
        return str(self.hidden["key"])


@dataclass(frozen=True, slots=True)
class Known:
    """What the server acknowledged for a question, at which step, from which page."""

    value: Value
    step: int
    key: str


@dataclass(slots=True)
class Device:
    """A browser of this person, and how it reads: nobody but they changes that."""

    person: Respondent
    language: str
    easy: bool = False


def sheet_of(person: Respondent) -> Sheet:
    fields = person.html.select("[name=answer]")
    kinds = tuple(str(one.get("value") or "") if one.name == "input" else "" for one in fields)
    return Sheet(person.path.rpartition("/")[2], form_of(person), kinds)


def filled(sheet: Sheet, number: int) -> list[str]:
    """The answer with this number: an option, or a text, or numbers."""
    if len(sheet.fields) == 1 and not sheet.fields[0]:
        return [WORDS[number % len(WORDS)]]
    if all(sheet.fields):
        return [sheet.fields[number % len(sheet.fields)]]
    return [str(number)] * len(sheet.fields)


def language_of(person: Respondent) -> str:
    assert person.html.html is not None
    return str(person.html.html["lang"])


def on_screen(person: Respondent) -> list[str]:
    """What is chosen or typed on the page."""
    if person.html.textarea is not None:
        return [newlines(person.html.textarea.get_text()).removeprefix("\n")]
    typed = person.html.select("input.ts-number")
    return [str(one["value"]) for one in typed] or person.chosen


@dataclass(frozen=True, slots=True)
class Poster(Fieldwork):
    """A wave in progress with open links: questionnaire -> token."""

    open_links: dict[str, str]


class Walk(RuleBasedStateMachine):
    """One invitation on two devices, or one visit by an open link."""

    done: ClassVar[Counter[str]] = Counter()  # over all walks: what was really done, by kind

    def __init__(self, fieldwork: Poster, someone: NewRespondent) -> None:
        super().__init__()
        self.fieldwork, self.someone = fieldwork, someone
        self.before = len(fieldwork.submissions())
        self.known: dict[str, Known] = {}
        self.sheets: list[Sheet] = []
        self.fetched: dict[str, int] = {}  # page key -> the step at which it was first seen
        self.sent: dict[str, Value] = {}  # page key -> what was last acknowledged of it
        self.step = 0
        self.is_sent = False
        self.easy: bool | None = False  # None: with or without, both are right

    @initialize(
        code=st.sampled_from(ROUTED), language=st.sampled_from(LANGUAGES), is_open=choice.map(bool)
    )
    def invited(self, code: str, language: str, is_open: bool) -> None:
        self.is_open = not is_open  # one in ten
        if self.is_open:
            self.token, self.code, language = self.fieldwork.open_links[code], None, "nl"
        else:
            ways = self.fieldwork.invite(code, with_code=True, language=language)
            self.token, self.code = ways.token, ways.code
        source = self.fieldwork.installation.catalogue.latest(code)
        self.questionnaire: Questionnaire = questions_for(source, Circumstances())
        offered = self.someone().open(f"/v/{self.token}")
        assert language_of(offered) == (language if self.offers(language, offered) else "nl")
        self.own_language = language_of(offered)
        self.devices = [self._fresh(None) for _ in range(1 if self.is_open else 2)]

    @staticmethod
    def offers(language: str, page: Respondent) -> bool:
        return bool(page.html.select(f".ts-languages [lang={language}]"))

    @property
    def values(self) -> dict[str, Value]:
        return {code: known.value for code, known in self.known.items()}

    @property
    def place(self) -> str:
        for question in path(self.questionnaire, self.values):
            if question.code not in self.known:
                return f"/vraag/{question.code}"
        return "/controle"

    def at(self, number: int) -> Device:
        return self.devices[number % len(self.devices)]

    @precondition(lambda self: not self.is_sent)
    @rule(number=device, answer=choice, skip=st.booleans())
    def answers(self, number: int, answer: int, skip: bool) -> None:
        one = self.at(number)
        if one.person.path.startswith("/vraag/") and one.person.html.select("[name=answer]"):
            sheet = self._sheet(one)
            self._send(one, sheet, filled(sheet, answer), skip and answer > 6)
            self.done["answers"] += 1

    @precondition(lambda self: self.sheets and not self.is_sent)
    @rule(number=device, which=st.integers(0, 99), answer=choice)
    def sends_an_old_page(self, number: int, which: int, answer: int) -> None:
        """Refresh, the back button, or a retry of a page whose reply got lost."""
        sheet = self.sheets[which % len(self.sheets)]
        self._send(self.at(number), sheet, filled(sheet, answer), skip=False)
        self.done["sends an old page"] += 1

    @precondition(lambda self: not self.is_sent)
    @rule(number=device, answer=choice)
    def changes_an_answer_from_the_overview(self, number: int, answer: int) -> None:
        person = self.at(number).person.open("/controle")
        assert person.path == self.place
        links = person.html.select(".ts-check a")
        if links:
            person.open(str(links[answer % len(links)]["href"]))
            assert person.path.startswith("/vraag/")
            self.done["changes from the overview"] += 1

    @precondition(lambda self: not self.is_sent)
    @rule(number=device)
    def goes_back(self, number: int) -> None:
        person = self.at(number).person
        link = person.html.select_one(".ts-back a")
        if link is not None:
            person.open(str(link["href"]))
            if person.path == "/start":
                assert press(person, BEGIN).path == self.place
            self.done["goes back"] += 1

    @precondition(lambda self: not self.is_sent)
    @rule(number=device, which=choice)
    def switches_language(self, number: int, which: int) -> None:
        """On a question what was filled in goes along; elsewhere the address says it."""
        one = self.at(number)
        person = one.person
        buttons = person.html.select("button[name=set][value^=taal]")
        links = person.html.select(".ts-languages a[href]")
        if person.path.startswith("/vraag/") and buttons and person.html.select("[name=answer]"):
            wish = str(buttons[which % len(buttons)]["value"])
            self._wishes(one, wish, which)
            one.language = wish.partition(":")[2]
        elif person.path == "/controle" and links:
            link = links[which % len(links)]
            one.language = str(link["lang"])
            person.open(str(link["href"]))
        else:
            return
        assert language_of(person) == one.language
        self.done[f"switches to {one.language}"] += 1

    @precondition(lambda self: not self.is_sent)
    @rule(number=device, answer=choice)
    def asks_for_easy_reading_or_large_letters(self, number: int, answer: int) -> None:
        one = self.at(number)
        buttons = one.person.html.select("button[name=set]:not([value^=taal])")
        if one.person.path.startswith("/vraag/") and one.person.html.select("[name=answer]"):
            wish = str(buttons[answer % len(buttons)]["value"])
            self._wishes(one, wish, answer)
            if wish.startswith("makkelijk"):
                one.easy = wish.endswith("1")
            self.done[wish] += 1

    @precondition(lambda self: not self.is_sent and not self.is_open)
    @rule(number=device, same=st.booleans(), by_code=st.booleans())
    def comes_in_again(self, number: int, same: bool, by_code: bool) -> None:
        """By the link or the letter code, in the same browser or in another one."""
        number %= len(self.devices)
        before = self.devices[number] if same else None
        self.devices[number] = self._fresh(before, by_code)
        assert self.devices[number].person.path == self.place
        self.done["comes in again by " + ("code" if by_code else "link")] += 1

    @precondition(lambda self: not self.is_sent and self.step > 15)
    @rule(number=device)
    def stops_and_begins_anew(self, number: int) -> None:
        press(self.at(number).person.open("/stop"), "form button")
        assert self.at(number).person.path == "/gestopt"
        for forgotten in (self.known, self.sheets, self.fetched, self.sent):
            forgotten.clear()
        self.easy = False
        self.devices = [self._fresh(None) for _ in self.devices]
        self.done["stops"] += 1

    @precondition(lambda self: not self.is_sent and self.step > 5)
    @rule(number=device)
    def answers_the_rest(self, number: int) -> None:
        self._answer_the_rest(self.at(number))
        self.done["answers the rest"] += 1

    @precondition(lambda self: not self.is_sent and self.step > 8)
    @rule(number=device, twice=st.booleans())
    def sends(self, number: int, twice: bool) -> None:
        one = self.at(number)
        person = one.person.open("/controle")
        if person.path != "/controle":
            return
        data = form_of(person)
        assert press(person, f"{SUBMIT} button").path == "/klaar"
        self.is_sent, self.sent_in = True, one.language
        if twice:
            again = person.client.post("/versturen", data=data)
            assert (again.status_code, again.location) == (303, "/klaar")
        self.done["sends twice" if twice else "sends"] += 1

    @precondition(lambda self: self.is_sent)
    @rule(number=device, by_code=st.booleans())
    def comes_back_after_sending(self, number: int, by_code: bool) -> None:
        """A way in of one's own is used now; an open link is there for the next person."""
        late = self.someone()
        if by_code and not self.is_open:
            late.open("/code").press(None, code=str(self.code))
        else:
            late.open(f"/v/{self.token}")
        assert late.page is not None
        assert late.page.status_code == (200 if self.is_open else 410)

    def teardown(self) -> None:
        """Whatever happened: the person can finish, and what arrives is what was acknowledged."""
        if not self.is_sent:
            one = self.devices[0] if self.is_open else self._fresh(None)
            self._answer_the_rest(one)
            assert press(one.person, f"{SUBMIT} button").path == "/klaar"
            self.sent_in = one.language
        arrived = self.fieldwork.submissions()
        assert len(arrived) == self.before + 1
        asked = {question.code: question for question in self.questionnaire.questions}
        expected = {
            code: value
            for code, value in on_path_answers(self.questionnaire, self.values).items()
            if asked[code].kind != "consent"
        }
        [sent] = [one for one in arrived if {**one.answers, **one.background} == expected]
        assert sent.language == self.sent_in
        assert self.easy is None or sent.easy_read == self.easy
        self.fieldwork.execute("DELETE FROM inbox")

    def _fresh(self, before: Device | None, by_code: bool = False) -> Device:
        """Come in, in this browser or in a new one."""
        one = before or Device(self.someone(), self.own_language)
        if by_code:
            one.person.open("/code").press(None, code=str(self.code))
            assert one.person.path == "/start"
        else:
            one.person.open(f"/v/{self.token}")
        assert language_of(one.person) == one.language
        press(one.person, BEGIN)
        return one

    def _answer_the_rest(self, one: Device) -> None:
        one.person.open("/controle")
        while one.person.path.startswith("/vraag/"):
            sheet = self._sheet(one)
            self._send(one, sheet, filled(sheet, 0), False)

    def _sheet(self, one: Device) -> Sheet:
        assert language_of(one.person) == one.language
        sheet = sheet_of(one.person)
        self.fetched.setdefault(sheet.key, self.step)
        self.sheets.append(sheet)
        return sheet

    def _wishes(self, one: Device, wish: str, answer: int) -> None:
        """Press a tool of the question page; what was filled in is still there."""
        sheet = self._sheet(one)
        raw, path = filled(sheet, answer), one.person.path
        one.person.page = one.person.client.post(
            path, data={**sheet.hidden, "answer": raw, "set": wish}
        )
        assert one.person.page.status_code == 200
        assert on_screen(one.person) == raw

    def _send(self, one: Device, sheet: Sheet, raw: list[str], skip: bool) -> None:
        self.step += 1
        question = self.questionnaire.question(sheet.code)
        on_path = question in path(self.questionnaire, self.values)
        value = None if skip else parse_answer(question, raw)
        data = {**sheet.hidden, **({"skip": "1"} if skip else {"answer": raw})}
        reply = one.person.client.post(f"/vraag/{sheet.code}", data=data)
        if not on_path:
            assert reply.status_code == 404
            return
        known = self.known.get(sheet.code)
        if reply.status_code == 303:
            self._acknowledged(one, sheet, value, known)
            one.person.open(reply.location)
            return
        assert reply.status_code == 409, reply.get_data(as_text=True)
        assert known is not None
        assert known.value != value
        one.person.page = reply
        press(one.person, "button[name=keep]")
        assert one.person.page.status_code == 200
        self.done["is told of another answer"] += 1

    def _acknowledged(self, one: Device, sheet: Sheet, value: Value, known: Known | None) -> None:
        repeated = sheet.key in self.sent and self.sent[sheet.key] == value
        same_page = known is not None and known.key == sheet.key
        silently = known and known.step > self.fetched[sheet.key] and not same_page
        assert not silently or repeated or known.value == value, "overwritten silently"
        if not repeated:  # the same page once more changes nothing, not even the moment
            self.known[sheet.code] = Known(value, self.step, sheet.key)
            self.sent[sheet.key] = value
        if one.easy and self.easy is not True:
            self.easy = None if repeated else True


def press(person: Respondent, selector: str) -> Respondent:
    """Press the button that is found so, whatever it is called in this language."""
    button = person.html.select_one(selector)
    assert button is not None, person.path
    return person.press(button.get_text(" ", strip=True))
