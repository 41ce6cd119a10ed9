"""A real headless Chromium: one per session, a new private context per page opener."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.services.processes import ServerFailed

MOBILE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
# No calls to the makers of the browser: tests see the requests of our pages only.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

OpenPage = Callable[..., Page]


def browser_program() -> str:
    """Where Chromium is. Raises ServerFailed naming what to install."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    raise ServerFailed("chromium not found: ./run test installs it (Debian: chromium)")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()  # Chromium refuses root otherwise
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser_program(), headless=True, args=[*FLAGS, *root]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """`open_page(mobile=True, javascript=True, dark=False, width=None, **context options)`.

    Each call is another person: a new context with its own cookies. Closed after the test.
    """
    with ExitStack() as contexts:

        def opened(
            mobile: bool = True,
            javascript: bool = True,
            dark: bool = False,
            width: int | None = None,
            **options: Any,
        ) -> Page:
            viewport = (MOBILE if mobile else DESKTOP).copy()
            viewport["width"] = width or viewport["width"]
            context = browser.new_context(
                viewport=viewport,
                is_mobile=mobile,
                has_touch=mobile,
                java_script_enabled=javascript,
                color_scheme="dark" if dark else "light",
                locale="nl-NL",
                timezone_id="Europe/Amsterdam",
                **options,
            )
            contexts.callback(context.close)
            context.set_default_timeout(30_000)
            return context.new_page()

        yield opened
