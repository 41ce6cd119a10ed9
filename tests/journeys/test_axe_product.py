"""Every page of every questionnaire in every language and every state under axe (nightly)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from survey_app.installation import Installation
from survey_app.questionnaire.definition import Circumstances, Question, Questionnaire, Value
from survey_app.questionnaire.routing import path, questions_for
from tests.journeys.conftest import LOOK, Invite
from tests.journeys.test_every_questionnaire import CLIENTS, EMPLOYERS, LANGUAGES, OTHERS
from tests.journeys.test_phone import one_database
from tests.services.browser import MOBILE, OpenPage
from tests.services.web_server import WebServer

pytestmark = [pytest.mark.browser, one_database, pytest.mark.nightly]
NEXT = "button.utrecht-button--primary-action"
NARROW: ViewportSize = {"width": 320, "height": 740}
WRONG = {"open": "te lang " * 600, "numbers": "geen getal"}


@dataclass(slots=True)
class Inspector:
    """Looks at each page in each state and keeps what is wrong."""

    page: Page
    language: str
    looked: int = 0
    wrong: list[tuple[str, str, str, str]] = field(default_factory=list)

    def look(self, state: str) -> None:
        """One page as it stands."""
        self.looked += 1
        place = f"{self.page.url.rpartition('/')[2]} {self.language} {state}"
        assert self.page.locator("html").get_attribute("lang") == self.language, place
        self.wrong += [(place, *one) for one in self.page.evaluate(LOOK)]
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            self.wrong.append((place, "scrolls sideways", f"{wide} px", ""))

    def look_in_every_state(self, address: str) -> None:
        """This address plain, dark, at 320 px, with large letters and in easy reading."""
        self.page.goto(f"{address}?groter=0&makkelijk=0")
        self.look("plain")
        self.page.emulate_media(color_scheme="dark")
        self.look("dark")
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(NARROW)
        self.look("320 px")
        self.page.goto(f"{address}?groter=1")
        self.look("200 %")
        self.page.set_viewport_size(MOBILE)
        self.page.goto(f"{address}?groter=0&makkelijk=1")
        self.look("easy")
        self.page.goto(f"{address}?makkelijk=0")


def rounds(asked: Questionnaire) -> Iterator[dict[str, Value]]:
    """Answers that together lead along every question."""
    waiting = set(asked.codes)
    while waiting:
        answers: dict[str, Value] = {}
        for _ in asked.codes:
            question = next((one for one in path(asked, answers) if one.code not in answers), None)
            if question is not None:
                answers[question.code] = opening(asked, question, answers, waiting)
        on_path = {question.code for question in path(asked, answers)}
        assert waiting & on_path, f"nobody ever meets {waiting}"
        waiting -= on_path
        yield answers


def opening(
    asked: Questionnaire, question: Question, answers: dict[str, Value], waiting: set[str]
) -> Value:
    """The answer to this question that opens most of what was never seen."""

    def opened(value: Value) -> int:
        return len(waiting & {one.code for one in path(asked, {**answers, question.code: value})})

    wrapped = (lambda one: (one,)) if question.kind == "multiple" else (lambda one: one)
    return max((wrapped(one) for one in question.values), key=opened, default=None)


def answer(page: Page, question: Question, value: Value) -> None:
    """Fill in and go on."""
    if question.kind == "open":
        page.fill("textarea", "Het gaat goed.")
    elif question.kind == "numbers":
        for place in range(len(question.fields)):
            page.locator("[name=answer]").nth(place).fill(str(place))
    else:
        chosen = value[0] if isinstance(value, tuple) else value
        if not page.locator(f"#a{chosen}").is_checked():
            page.locator(f"label[for=a{chosen}]").click()
    before = page.url
    page.click(NEXT)
    page.wait_for_url(lambda url: url != before)


def make_wrong(page: Page, question: Question) -> None:
    """Send what cannot be accepted."""
    if question.kind in WRONG:
        page.locator("[name=answer]").first.fill(WRONG[question.kind])
    page.click(NEXT)
    page.wait_for_selector("#errors")


def inspect(inspector: Inspector, asked: Questionnaire, url: str, link: str) -> None:
    """From the start page to the thanks, along every question."""
    page, seen = inspector.page, set()
    inspector.look_in_every_state(url + link)
    page.click(NEXT)
    page.wait_for_url("**/vraag/**")
    for answers in rounds(asked):
        for question in path(asked, answers):
            place = f"{url}/vraag/{question.code}"
            if question.code in seen:
                page.goto(place)
                answer(page, question, answers[question.code])
                continue
            seen.add(question.code)
            inspector.look_in_every_state(place)
            make_wrong(page, question)
            inspector.look("error")
            answer(page, question, answers[question.code])
            page.goto(place)
            inspector.look("resumed")
    assert seen == set(asked.codes)
    inspector.look_in_every_state(f"{url}/stop")
    inspector.look_in_every_state(f"{url}/controle")
    page.click(NEXT)
    page.wait_for_url("**/klaar")
    inspector.look_in_every_state(f"{url}/klaar")


@pytest.mark.parametrize("code", [*CLIENTS, *EMPLOYERS, *OTHERS])
def test_every_page_in_every_language_and_state_has_no_violation(
    code: str,
    server: WebServer,
    invite: Invite,
    installation: Installation,
    open_page: OpenPage,
) -> None:
    asked = questions_for(installation.catalogue.latest(code), Circumstances())
    wrong: list[tuple[str, str, str, str]] = []
    looked = 0
    for language in LANGUAGES:
        page = open_page()
        page.add_init_script(Axe().axe_script)
        page.goto(f"{server.url}/v/{invite(code, language)}?taal={language}")
        offered = page.locator("html").get_attribute("lang")
        if offered != language:
            assert code not in CLIENTS, f"{code} is not offered in {language}"
            continue
        inspector = Inspector(page, language)
        inspect(inspector, asked, server.url, page.url.removeprefix(server.url).partition("?")[0])
        wrong += inspector.wrong
        looked += inspector.looked
        page.close()
    print(f"{code}: {looked} pages looked at")
    assert wrong == []
