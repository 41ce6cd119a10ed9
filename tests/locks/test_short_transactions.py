"""No transaction that writes holds the others up for 50 ms, whatever the work (small sizes).

The full sizes, with real respondents beside them, run in the night: test_posts_meanwhile.py.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from survey_app.evaluation.publishing.services import publish_all
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.links.services import Personal, make_links
from survey_app.fieldwork.waves.services_changing import delete_wave
from survey_app.installation import Installation
from survey_app.intake.importing import import_answers
from survey_app.intake.services import close_wave, move_batches, rebuild_counts
from survey_app.messaging.letters.printing import print_all_letters
from survey_app.messaging.outbox.services_queue import queue_messages
from survey_app.rotation.services_replacing import replace_key
from tests.locks.holding import MOST_MILLISECONDS, Held, writing_transactions
from tests.locks.work import (
    answer_file,
    closed_waves,
    contact_file,
    fill_inbox,
    wave_beside,
)
from tests.respond.conftest import Fieldwork
from tests.services.product import Submit

WAVE = "Ernaast"
Work = Callable[[Installation, Path], object]

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def beside(fieldwork: Fieldwork) -> Installation:
    """An installation with a wave beside the one in which people answer."""
    installation = fieldwork.installation
    config = replace(installation.config, base_url="https://spiegel.example", live=True)
    wave_beside(installation, WAVE)
    return replace(installation, config=config)


def contacts(installation: Installation, folder: Path) -> None:
    assert not import_contacts(installation, contact_file(folder, 2000), WAVE).refused


def letters(installation: Installation, folder: Path) -> None:
    assert not import_contacts(installation, contact_file(folder, 8), WAVE).refused
    assert queue_messages(installation, WAVE, "letter").queued == 8
    print_all_letters(installation)


def links(installation: Installation, _folder: Path) -> None:
    assert len(list(make_links(installation, WAVE, Personal("K3-TIJDENS", 30, True)))) == 30


def answers(installation: Installation, folder: Path) -> None:
    assert import_answers(installation, answer_file(folder, 7000), WAVE).sheets == 1000
    assert move_batches(installation).moved == 1000


def closing(installation: Installation, _folder: Path) -> None:
    fill_inbox(installation, wave_beside(installation, "Dicht"), 2000)
    assert close_wave(installation, "Dicht").moved == 2000
    assert rebuild_counts(installation, "Dicht") == 2000


def publishing(installation: Installation, _folder: Path) -> None:
    closed_waves(installation, 2, 60)
    assert move_batches(installation).moved == 120
    assert len(publish_all(installation)) == 2


def deleting(installation: Installation, folder: Path) -> None:
    contacts(installation, folder)
    delete_wave(installation, WAVE)


def rotating(installation: Installation, folder: Path) -> None:
    contacts(installation, folder)
    fill_inbox(installation, wave_beside(installation, "Wacht"), 300)
    assert replace_key(installation, "contact").anew == 2000
    assert replace_key(installation, "worker_secret").anew == 300


def told(held: list[Held]) -> str:
    worst = sorted(held, key=lambda one: -one.milliseconds)[:5]
    return "\n".join(map(str, worst))


@pytest.mark.parametrize(
    "work", [contacts, letters, links, answers, closing, publishing, deleting, rotating]
)
def test_long_work_is_written_in_short_parts(
    work: Work, beside: Installation, tmp_path: Path
) -> None:
    with writing_transactions() as held:
        work(beside, tmp_path)
    assert held
    assert max(one.milliseconds for one in held) < MOST_MILLISECONDS, told(held)


def test_wrong_passwords_hold_nobody_up(
    beside: Installation, client: FlaskClient, submit: Submit
) -> None:
    with writing_transactions() as held:
        for _ in range(3):
            submit(client.get("/inloggen"), "Inloggen", name="Eva", password="geen van onze wegen")
    assert max((one.milliseconds for one in held), default=0) < MOST_MILLISECONDS, told(held)
