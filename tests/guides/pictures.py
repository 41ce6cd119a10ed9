"""The pictures of the guides: `./run pictures` builds the demo and photographs it.

One list says which page of which role each picture shows. A picture is the page itself in a
window of 1280 px, cut off below what matters and kept small.
"""

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from survey_app.guides.reading import FOLDER
from tests.services.browser import browser_program
from tests.services.processes import spare_port, start_program, wait_until

ROOT = Path(__file__).resolve().parents[2]
PICTURES_IN = FOLDER / "plaatjes"
LOGINS = "first-logins.txt"
WIDTH, COLOURS, SECONDS = 1280, 96, 300


class Picture(NamedTuple):
    """A file in `plaatjes/`, the role that looks, and the way there from its first page.

    `way`: words of links to follow one after the other, or an address from the root. `height`:
    what is kept of the page, in pixels.
    """

    file: str
    role: str
    way: tuple[str, ...]
    height: int = 800


PICTURES = (
    Picture("metingen.png", "fieldworker", (), 1000),
    Picture("plan.png", "fieldworker", ("Nieuwe meting",), 900),
    Picture("nakijken.png", "fieldworker", ("Voorjaarsmeting",)),
    Picture("mensen.png", "fieldworker", ("Meting 2*", "Mensen")),
    Picture("versturen.png", "fieldworker", ("Versturen", "Meting 2*")),
    Picture("respons.png", "fieldworker", ("Meting 2*", "Respons"), 1100),
    Picture("bellen.png", "fieldworker", ("Bellen", "Meting 2*")),
    Picture("collegas.png", "organisation_admin", ("Mensen",)),
    Picture("huisstijl.png", "organisation_admin", ("Organisatie", "Huisstijl"), 900),
    Picture("organisaties.png", "platform_admin", (), 600),
    Picture("opvalt.png", "evaluator", ("Meting 2*",), 1000),
    Picture("tabel1.png", "evaluator", ("Meting 2*", "Tabel 1"), 1000),
    Picture("raad.png", "council_reader", ("Figuren met duiding",), 1000),
    Picture("open-antwoorden.png", "reviewer", (), 800),
    Picture("gesprekken.png", "interviewer", ("Gesprekken",), 700),
    Picture("halfjaar.png", "needs_worker", ("Halfjaargesprekken",), 700),
    Picture("logboek.png", "auditor", (), 700),
)


def main() -> int:
    """Make every picture anew; says which."""
    PICTURES_IN.mkdir(exist_ok=True)
    with TemporaryDirectory() as home, _demo(Path(home)) as url, sync_playwright() as playwright:
        logins = _logins(Path(home))
        chromium = playwright.chromium.launch(
            executable_path=browser_program(), args=["--no-sandbox"]
        )
        for picture in PICTURES:
            shot = _photographed(chromium, url, picture, logins[picture.role])
            kept = _small(shot, picture.height)
            (PICTURES_IN / picture.file).write_bytes(kept)
            print(f"{picture.file}  {len(kept) // 1000} kB", flush=True)
        chromium.close()
    return 0


@contextmanager
def _demo(home: Path) -> Iterator[str]:
    """The demo at an address of its own, with its tables published; stopped afterwards."""
    port = spare_port()
    command = [sys.executable, "-m", "survey_app.cli", "demo", "--out", str(home / "out")]
    environment = {**os.environ, "TRAJECTSPIEGEL_HOME": str(home / "home")}
    subprocess.run([*command, "--once"], env=environment, cwd=ROOT, check=True)
    command += ["--port", str(port)]
    program = start_program(command, home / "log", environment=environment, folder=ROOT)
    with closing(program):
        wait_until(lambda: "Ctrl-C" in program.log_text(), program, SECONDS)
        yield f"http://127.0.0.1:{port}"


def _logins(home: Path) -> dict[str, str]:
    text = (home / "home" / LOGINS).read_text(encoding="utf-8")
    return dict(re.findall(r"^(\w+)\s+(\S+)$", text, re.MULTILINE))


def _photographed(browser: Browser, url: str, picture: Picture, password: str) -> bytes:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": picture.height}, locale="nl-NL", color_scheme="light"
    )
    page = context.new_page()
    page.goto(f"{url}/inloggen")
    page.get_by_label("Naam").fill(picture.role)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(lambda address: "/inloggen" not in address)
    for words in picture.way:
        _follow(page, words)
    shot = page.screenshot()
    context.close()
    return shot


def _follow(page: Page, words: str) -> None:
    """Click the link, in the page before the menu; wait for one that the worker brings."""
    name = re.compile(f"^{re.escape(words.rstrip('*'))}") if words.endswith("*") else words
    found = page.locator("main a, nav a").filter(has_text=name)
    for _ in range(SECONDS):
        if found.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    inside = page.locator("main a").filter(has_text=name)
    (inside if inside.count() else found).first.click()
    page.wait_for_load_state()


def _small(shot: bytes, height: int) -> bytes:
    """The picture with as many colours as a page of ours needs."""
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    image = image.crop((0, 0, image.width, min(height, image.height)))
    found = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(found, "PNG", optimize=True)
    return found.getvalue()


if __name__ == "__main__":
    sys.exit(main())
