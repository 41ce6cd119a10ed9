"""A virtual screen reader (npm, pinned in tests/speech) that reads a page in Chromium aloud."""

import subprocess
from functools import cache
from pathlib import Path
from shutil import which

from playwright.sync_api import Page, Route

FOLDER = Path(__file__).parent.parent / "speech"
BUNDLE = FOLDER / "node_modules/@guidepup/virtual-screen-reader/lib/esm/index.browser.js"
ADDRESS = "/static/screen-reader.js"  # of the page itself: its policy lets in nothing else
READ = """async address => {
    const { virtual } = await import(address);
    await virtual.start({ container: document.body });
    for (let step = 0; step < 400; step += 1) {
        if (await virtual.lastSpokenPhrase() === 'end of document') break;
        await virtual.next();
    }
    const said = await virtual.spokenPhraseLog();
    await virtual.stop();
    return said;
}"""


@cache
def program() -> str:
    """The screen reader as one script; installed by npm from its lock when it is not there."""
    if not BUNDLE.exists():
        npm = which("npm")
        assert npm is not None, "install npm: the spoken output is tested with a package of it"
        subprocess.run([npm, "ci"], cwd=FOLDER, check=True, capture_output=True, timeout=300)
    return BUNDLE.read_text(encoding="utf-8")


def spoken(page: Page) -> list[str]:
    """Every phrase that is said from the top of the page to its end."""

    def give(route: Route) -> None:
        route.fulfill(body=program(), content_type="text/javascript")

    page.route(f"**{ADDRESS}", give)
    said: list[str] = page.evaluate(READ, ADDRESS)
    page.unroute(f"**{ADDRESS}")
    assert said[-1] == "end of document", said[-3:]
    return said
