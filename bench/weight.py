"""What a phone must fetch: bytes over the line and requests, counted by Chromium itself."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.installations import Subject
from bench.pages import LONGEST_FORM, QUESTIONNAIRE
from bench.results import Result
from tests.services.browser import FLAGS, MOBILE, browser_program
from tests.services.web_server import serve

SUBJECT = "Weight"
FIRST_KB, FIRST_REQUESTS, LATER_KB = 20.0, 4, 4.0


def measure(subject: Subject) -> Iterator[Result]:
    """A form in a fresh browser: start page, first question with a cold cache, later pages."""
    start = subject.links(QUESTIONNAIRE, 1)[0]
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="trajectspiegel-bench-"))
        server = serve(Path(folder) / "log", subject.environment)
        opened.callback(server.program.stop)
        playwright = opened.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(
            executable_path=browser_program(), args=[*FLAGS, *root]
        )
        opened.callback(chromium.close)
        page = chromium.new_context(viewport=dict(MOBILE)).new_page()  # type: ignore[arg-type]
        yield from _weighed(subject.database, page, server.url + start)


def _weighed(database: str, page: Page, start: str) -> Iterator[Result]:
    devtools = page.context.new_cdp_session(page)
    scale = Scale(devtools)
    page.goto(start, wait_until="networkidle")
    yield from _first("Start page, cold cache", database, scale)
    _next(page)
    question = page.url
    devtools.send("Network.clearBrowserCache")
    page.goto("about:blank")
    scale.empty()
    page.goto(question, wait_until="networkidle")
    yield from _first("First question page, cold cache", database, scale)
    later = []
    for _ in range(LONGEST_FORM):
        if "/vraag/" not in page.url:
            break
        scale.empty()
        _answer(page)
        later.append(scale.kilobytes)
    note = f"{len(later)} pages, mean {sum(later) / len(later):.2f} kB, redirects included"
    yield Result(SUBJECT, "Heaviest later page", database, max(later), "kB", LATER_KB, note=note)


class Scale:
    """Adds up what came over the line, headers included; what the cache gave weighs nothing."""

    def __init__(self, devtools: CDPSession) -> None:
        self.sizes: dict[str, float] = {}
        self.redirected = 0.0
        devtools.on("Network.requestWillBeSent", self._sent)
        devtools.on("Network.loadingFinished", self._arrived)
        devtools.send("Network.enable")

    @property
    def kilobytes(self) -> float:
        return (sum(self.sizes.values()) + self.redirected) / 1000

    @property
    def requests(self) -> int:
        return sum(size > 0 for size in self.sizes.values())

    def empty(self) -> None:
        self.sizes.clear()
        self.redirected = 0.0

    def _sent(self, event: dict[str, Any]) -> None:
        if "redirectResponse" in event:
            self.redirected += event["redirectResponse"].get("encodedDataLength", 0)

    def _arrived(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]


def _first(what: str, database: str, scale: Scale) -> Iterator[Result]:
    yield Result(SUBJECT, what, database, scale.kilobytes, "kB", FIRST_KB)
    yield Result(SUBJECT, what, database, scale.requests, "requests", FIRST_REQUESTS)


def _next(page: Page) -> None:
    before = page.url
    page.locator("main form button:not([name]):not([type=button])").first.click()
    page.wait_for_url(lambda url: url != before)
    page.wait_for_load_state("networkidle")


def _answer(page: Page) -> None:
    choices = page.locator("input[name=answer][type=radio], input[name=answer][type=checkbox]")
    if choices.count():
        choices.first.check(force=True)
    else:
        for number in range(page.locator("[name=answer]").count()):
            field = page.locator("[name=answer]").nth(number)
            field.fill("3" if field.get_attribute("inputmode") == "numeric" else "goed")
    _next(page)
