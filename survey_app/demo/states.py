"""Waves in the states that the yearly ones are not in: to be looked at, changed and tried."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from survey_app.clock import today
from survey_app.database import reading
from survey_app.demo.municipality import DOMAIN, NAME, size
from survey_app.demo.people import write_contacts
from survey_app.demo.queries import account_of, wave_names
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.live.services import check_plan, make_live
from survey_app.fieldwork.waves.population import People
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from survey_app.fieldwork.waves.services_changing import set_paused
from survey_app.installation import Installation

PAUSED = "Werkgevers, tweede ronde"
TESTERS = (f"tester@{DOMAIN}",)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a wave asks, and how many days from now it starts and how many it takes."""

    codes: tuple[str, ...]
    start: int
    days: int


PLANS: Mapping[str, Plan] = {
    "Voorjaarsmeting": Plan(("K3-TIJDENS", "K4-EINDE", "W3-TIJDENS"), 120, 42),  # a draft
    "Nazorgmeting": Plan(("K5-POST", "W5-POST"), 45, 28),  # checked
    "Metingen bij de start": Plan(("K2-AANVANG", "W2-AANVANG"), 10, 56),  # live, not begun
    PAUSED: Plan(("W3-TIJDENS",), -6, 35),
    "Proef met collega's": Plan(("K3-TIJDENS",), 0, 21),  # a test
}
DRAFT, CHECKED, PLANNED, _, TEST = PLANS


def bring_other_states(installation: Installation, files: Path, clients: int, seed: int) -> None:
    """Plan each of these waves that is not there yet, and bring it into its state."""
    with reading(installation.engine) as session:
        known, fieldworker = wave_names(session), account_of(session, "fieldworker")
    missing = [name for name in PLANS if name not in known]
    ids = {name: new_wave(installation, _plan(name, clients)) for name in missing}
    if CHECKED in ids:
        check_plan(installation, ids[CHECKED], fieldworker)
    for name in ids.keys() & {PLANNED, PAUSED, TEST}:
        make_live(installation, name)
    if PAUSED in ids:
        path = files / "werkgevers.csv"
        write_contacts(path, clients, seed, PLANS[PAUSED].codes)
        import_contacts(installation, path, PAUSED, NAME)
        set_paused(installation, ids[PAUSED], paused=True)


def _plan(name: str, clients: int) -> WavePlan:
    plan = PLANS[name]
    starts_on = today() + datetime.timedelta(days=plan.start)
    return WavePlan(
        name=name,
        organisation=NAME,
        starts_on=starts_on,
        ends_on=starts_on + datetime.timedelta(days=plan.days),
        population=tuple(People(code, size(code, clients).people, True, {}) for code in plan.codes),
        questionnaires=frozenset(plan.codes),
        draft=True,
        test_addresses=TESTERS if name == TEST else None,
    )
