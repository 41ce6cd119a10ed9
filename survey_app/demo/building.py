"""Building Voorbeeldstad along the real path: import, invite, answer, mix, publish.

Every step looks at what is there already, so a demo that was cut off goes on where it was, and
one that is started again builds nothing twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from survey_app.clock import today
from survey_app.database import session_of
from survey_app.demo.answers import write_answers
from survey_app.demo.evidence import bring_evidence, bring_measures, bring_own_framework
from survey_app.demo.figures import write_figures, write_outside, write_trajectories
from survey_app.demo.judging import BACKGROUND
from survey_app.demo.municipality import (
    GROUPS,
    NAME,
    SETTINGS,
    SLUG,
    Measurement,
    measurements,
    size,
)
from survey_app.demo.online.answering import answer_by_link
from survey_app.demo.online.services_stops import bring_stops
from survey_app.demo.people import write_contacts
from survey_app.demo.queries import (
    answered_by_link,
    organisation_names,
    unanswered,
    wave_names,
)
from survey_app.demo.separate.stores import bring_needs, bring_volunteers
from survey_app.demo.states import PLANS, bring_other_states
from survey_app.demo.talks import bring_talks
from survey_app.documents.tabular import content_of
from survey_app.errors import BadInput
from survey_app.evaluation.figures.file import rows_of
from survey_app.evaluation.figures.import_figures_command import import_figures
from survey_app.evaluation.figures.outside import read_outside
from survey_app.evaluation.figures.services import store_outside
from survey_app.evaluation.providers.import_trajectories_command import import_trajectories
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.waves.population import People
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.intake.importing import import_answers
from survey_app.intake.services import close_wave
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_queue import queue_messages
from survey_app.operators.sentence import Sentence
from survey_app.organisations.waves import find_wave
from survey_app.ways_in.access import ways_of
from survey_app.ways_in.links import answer_link

# One answer short of a full batch: the visitor who fills in the form completes it.
BY_LINK, BY_LINK_FORM = 9, "K3-TIJDENS"
FRESH_LINKS = {"K3-TIJDENS": 5, "K4-EINDE": 2, "W3-TIJDENS": 2, "O-JAAR": 1, "G-ZELF": 1}
# The background answers and the breakdowns that population counts are given for.
BREAKDOWNS = {"B1": "doelgroep", "B2": "leeftijd", "B3": "duur"}
CLIENTS, SEED = 250, 2026
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How large the demo is, and the seed that decides who answers what."""

    clients: int = CLIENTS
    seed: int = SEED


GATHERED = "{wave}: answers gathered on paper and by telephone, closed"


def build(installation: Installation, plan: Size, say: Say) -> tuple[Measurement, Measurement]:
    """Make what is not there yet; returns the newest closed wave and the open one.

    Raises BadInput when this installation holds somebody else's data, or an old demo whose wave
    is over.
    """
    *over, current = _measurements(installation)
    files = installation.config.home / "demo-files"
    files.mkdir(parents=True, exist_ok=True)
    _prepare_organisation(installation)
    for measurement in (*over, current):
        _plan_wave(installation, measurement, plan)
        _bring_figures(installation, measurement, files)
        _bring_trajectories(installation, measurement, files)
        bring_evidence(installation, measurement)
    bring_measures(installation, over)
    bring_own_framework(installation, over[0])
    bring_talks(installation, over[-1])
    bring_volunteers(installation, over[-1])
    for measurement in over:
        say(Sentence(GATHERED, wave=measurement.name))
        _bring_answers(installation, measurement, plan, files)
        close_wave(installation, measurement.name)
    say(Sentence("{wave}: contacts, invitations, and open for answers", wave=current.name))
    contacts = files / "contacten.csv"
    write_contacts(contacts, plan.clients, plan.seed)
    import_contacts(installation, contacts, current.name, NAME)
    queue_messages(installation, current.name, "console")
    deliver_due(installation)
    _answer_online(installation, current, plan)
    bring_needs(installation, current)
    bring_other_states(installation, files, plan.clients, plan.seed)
    return over[-1], current


def fresh_links(installation: Installation, current: Measurement) -> list[tuple[str, str]]:
    """(Questionnaire, link) of invited people who have not answered."""
    links = []
    with session_of(installation.engine) as session:
        wave_id = find_wave(session, current.name).id
        for code, number in FRESH_LINKS.items():
            for access_id in unanswered(session, wave_id, code, number):
                ways = ways_of(installation, access_id)
                links.append((code, answer_link(installation.config.base_url, ways.token)))
    return links


def _measurements(installation: Installation) -> list[Measurement]:
    """The yearly waves of this demo: those already planned, with their own dates, or new ones."""
    with session_of(installation.engine) as session:
        others = [name for name in organisation_names(session) if name != NAME]
        yearly = [name for name in wave_names(session) if name not in PLANS]
        planned = [find_wave(session, name) for name in yearly]
        known = sorted(planned, key=lambda wave: wave.starts_on)
    if others:
        raise BadInput(
            "this installation holds {others!r}: a demo needs one of its own", others=others[0]
        )
    made = measurements(today())
    if len(known) != len(made):  # nothing yet, or cut off before all were planned
        return list(made)
    if known[-1].ends_on < today():
        raise BadInput(
            "the demo in {home} is over: remove that folder", home=installation.config.home
        )
    return [
        Measurement(wave.name, wave.starts_on, wave.ends_on, one.shift)
        for wave, one in zip(known, made, strict=True)
    ]


def _prepare_organisation(installation: Installation) -> None:
    settings = installation.config.home / "organisations" / f"{SLUG}.toml"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(SETTINGS, encoding="utf-8")
    with session_of(installation.engine) as session:
        known = organisation_names(session)
    if NAME not in known:
        new_organisation(installation, NAME)


def _plan_wave(installation: Installation, measurement: Measurement, plan: Size) -> None:
    with session_of(installation.engine) as session:
        if measurement.name in wave_names(session):
            return
    population = tuple(_people(code, plan.clients) for code in GROUPS)
    new_wave(
        installation,
        WavePlan(measurement.name, NAME, measurement.starts_on, measurement.ends_on, population),
    )


def _people(code: str, clients: int) -> People:
    """F01 of one questionnaire; for clients also per background, as a register would know it."""
    total = size(code, clients).people
    groups = {
        BREAKDOWNS[question]: {
            str(value): round(total * share) for value, share in enumerate(shares[:-1], start=1)
        }
        for question, shares in BACKGROUND.items()
    }
    return People(code, total, True, groups if code.startswith("K") else {})


def _bring_figures(installation: Installation, measurement: Measurement, files: Path) -> None:
    path = files / f"cijfers-{measurement.starts_on.year}.csv"
    write_figures(path, measurement)
    read = import_figures(installation, path, measurement.name)
    if read.refused:
        raise BadInput(
            "{file}, row {row}: {reason}",
            file=path.name,
            row=read.refused[0].row,
            reason=read.refused[0].reason,
        )
    path = files / f"van-buiten-{measurement.starts_on.year}.csv"
    write_outside(path, measurement)
    with session_of(installation.engine) as session:
        wave_id = find_wave(session, measurement.name).id
    outside = read_outside(path.name, rows_of(content_of(path), path.name))
    store_outside(installation.engine, wave_id, outside.lines)


def _bring_trajectories(installation: Installation, measurement: Measurement, files: Path) -> None:
    path = files / f"trajecten-{measurement.starts_on.year}.csv"
    if not path.exists():
        write_trajectories(path, measurement)
        import_trajectories(installation, path, measurement.name)


def _bring_answers(
    installation: Installation, measurement: Measurement, plan: Size, files: Path
) -> None:
    with session_of(installation.engine) as session:
        if find_wave(session, measurement.name).closed_at is not None:
            return
    path = files / f"antwoorden-{measurement.starts_on.year}.csv"
    if not path.exists():
        write_answers(path, installation.catalogue, measurement, plan.clients, plan.seed)
    import_answers(installation, path, measurement.name)
    bring_stops(installation, measurement, plan.clients)


def _answer_online(installation: Installation, current: Measurement, plan: Size) -> None:
    with session_of(installation.engine) as session:
        wave_id = find_wave(session, current.name).id
        missing = BY_LINK - answered_by_link(session, wave_id)
        people = unanswered(session, wave_id, BY_LINK_FORM, max(missing, 0))
    tokens = [ways_of(installation, access_id).token for access_id in people]
    answer_by_link(installation, tokens, current, plan.seed)
