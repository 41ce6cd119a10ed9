"""What takes turns: variants of a test that differ in what hardly matters, one of them a change.

`./run test` passes --turn=now: of each group one variant runs, and the next commit has the next
one. Without --turn (a developer's pytest, `./run nightly`) every variant runs. A group is:

- one test on SQLite and on PostgreSQL, where it looks at pages, forms and words (PAGES). What is
  about SQL, migrations, tenancy, locks, constraints and counts runs on both, always;
- one test marked `turns("language", ...)`, over the values of these parameters;
- the looks of one page (dark, 320 px, 200 %) that a test marked `turns()` takes from `looks`.
"""

import itertools
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

import pytest

T = TypeVar("T")
Looks = Callable[[Sequence[Any]], Sequence[Any]]
ROOT = Path(__file__).resolve().parents[2]
MARK = "turns"
PAGES = (
    "appearance/test_house_style.py",
    "evaluation/open_answers/test_reading.py",
    "evaluation/open_answers/test_told.py",
    "evaluation/test_cell_page.py",
    "evaluation/test_documents.py",
    "evaluation/test_evidence_documents.py",
    "evaluation/test_in_browser.py",
    "evaluation/test_judging.py",
    "evaluation/test_measures.py",
    "evaluation/test_own_norms.py",
    "evaluation/test_pages.py",
    "evaluation/test_providers.py",
    "evaluation/test_talks.py",
    "evaluation/test_trajectories_file.py",
    "evaluation/test_wave_pages.py",
    "fieldwork/test_call_notes.py",
    "fieldwork/test_contract.py",
    "fieldwork/test_frozen_providers.py",
    "fieldwork/test_going_live.py",
    "fieldwork/test_links.py",
    "fieldwork/test_office_files.py",
    "fieldwork/test_paper.py",
    "fieldwork/test_paper_faults.py",
    "fieldwork/test_paper_printing.py",
    "fieldwork/test_paper_twice.py",
    "fieldwork/test_people.py",
    "fieldwork/test_upload_faults.py",
    "guides/test_guides.py",
    "journeys/test_phone.py",
    "journeys/test_to_the_table.py",
    "messaging/replies/test_answers.py",
    "messaging/sending/test_letters_of_a_dispatch.py",
    "messaging/sending/test_own_words.py",
    "messaging/sending/test_pages.py",
    "messaging/sending/test_scheme.py",
    "messaging/test_languages.py",
    "messaging/test_letters.py",
    "messaging/test_looking.py",
    "messaging/test_notify.py",
    "messaging/test_recording.py",
    "messaging/test_rest.py",
    "messaging/test_sms_gateway.py",
    "organisations/test_looks.py",
    "organisations/test_recordings.py",
    "organisations/test_settings_page.py",
    "respond/test_circumstances.py",
    "respond/test_easy_reading.py",
    "respond/test_every_route.py",
    "respond/test_genuine.py",
    "respond/test_kept_pages.py",
    "respond/test_personal.py",
    "respond/test_recordings.py",
    "respond/test_refusals.py",
    "respond/test_scanners.py",
    "respond/test_walking.py",
    "respond/test_way_back.py",
    "separate/test_listing.py",
    "separate/test_needs.py",
    "separate/test_recontact.py",
    "services/test_services.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--turn=now` (the number of commits) or a number."""
    parser.addoption("--turn", help="run one variant of what takes turns: 'now' or a number")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Settle the number once: the processes that test beside each other get it from here."""
    if config.getoption("turn") == "now":
        config.option.turn = this_turn(ROOT)


def this_turn(folder: Path) -> int:
    """How many commits this folder has, or without git how many days there have been."""
    command = ["git", "-C", str(folder), "rev-list", "--count", "HEAD"]
    try:
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return int(time.time() // 86_400)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Pages take turns over the databases."""
    place = item.nodeid.partition("::")[0].removeprefix("tests/")
    if place in PAGES and "databases" in parameters(item):
        item.add_marker(pytest.mark.turns("databases"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the variants whose turn it is not."""
    if config.getoption("turn") is None:
        return
    waiting = others(items, int(config.getoption("turn")))
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in waiting])
    items[:] = [item for item in items if item.nodeid not in waiting]


def others(items: Iterable[pytest.Item], turn: int) -> set[str]:
    """The ids of all that take turns and have another one."""
    groups: dict[object, list[str]] = defaultdict(list)
    for item in items:
        names = {name for mark in item.iter_markers(MARK) for name in mark.args}
        values = parameters(item)
        if names & values.keys():
            # the values themselves may be anything; each is one object for all variants
            rest = frozenset((name, id(values[name])) for name in values.keys() - names)
            groups[item.nodeid.partition("[")[0], rest].append(item.nodeid)
    return {one for ids in groups.values() for one in ids if one != in_turn(ids[0], ids, turn)}


def parameters(item: pytest.Item) -> dict[str, object]:
    """The value of each parameter of a test."""
    call = getattr(item, "callspec", None)
    return call.params if call else {}


def in_turn(name: str, variants: Sequence[T], turn: int) -> T:
    """The variant that this turn has; names begin at different ones.

    >>> [in_turn("page", "abc", turn) for turn in (3, 4, 5)]
    ['b', 'c', 'a']
    """
    return variants[(crc32(name.encode()) + turn) % len(variants)]


@pytest.fixture
def looks(request: pytest.FixtureRequest) -> Looks:
    """`looks(every_look)`: those to take of the next page; the test is marked `turns()`."""
    assert request.node.get_closest_marker(MARK), "mark it turns(): nightly takes all looks"
    turn, pages = request.config.getoption("turn"), itertools.count()

    def chosen(every: Sequence[T]) -> Sequence[T]:
        page = f"{request.node.nodeid} {next(pages)}"
        return every if turn is None else (in_turn(page, every, int(turn)),)

    return chosen
