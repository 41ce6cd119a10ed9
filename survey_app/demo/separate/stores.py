"""Invented people who want to tell more, and half-yearly needs forms with the names of contacts."""

from sqlalchemy import exists, insert, select

from survey_app.database import reading, writing
from survey_app.demo.municipality import Measurement, luck
from survey_app.installation import Installation
from survey_app.models import Invitation, NeedsResponse, Recontact
from survey_app.organisations.waves import find_wave
from survey_app.questionnaire.definition import Value
from survey_app.stores.separate import Offer, needs_row, recontact_row

NAMES = (
    *("Fatma", "Jan", "Els", "Yusuf", "Sanne", "Piet", "Amina", "Kees", "Olga", "Ben"),
    *("Mariam", "Henk", "Noor", "Tesfay"),
)
TIMES = ("liefst na vijven", "in de ochtend", "maakt niet uit")
# H1, H2, H4, H5: five who need the same, three who need something else, two on their own
NEEDS: tuple[tuple[int, tuple[int, ...] | None, int | None, int], ...] = (
    *((1, (1, 4), 1, 1), (1, (1, 4), 1, 1), (2, (1, 4, 7), 1, 2), (1, (1, 4), 1, 2)),
    *((3, (1, 4, 11), 1, 1), (2, (8,), 1, 2), (2, (8, 2), 1, 1), (1, (5,), 1, 1)),
    *((4, (10,), 2, 2), (5, None, None, 2)),
)


def bring_volunteers(installation: Installation, measurement: Measurement) -> None:
    """Fourteen volunteers in a wave, once; nobody drew yet."""
    with reading(installation.engine) as session:
        wave = find_wave(session, measurement.name)
        if session.scalar(select(exists().where(Recontact.wave_id == wave.id))):
            return
    rows = []
    for number, name in enumerate(NAMES):
        chance = luck(measurement.name, "volunteer", name)
        way = f"{name.lower()}@voorbeeld.example" if number % 3 == 0 else f"06-0000{number:04}"
        answers = {code: chance.randint(3, 9) for code in ("S1", "S2", "S3")}
        answers |= {"S5": chance.randint(1, 4), "S6": chance.randint(1, 4)}
        given: dict[str, Value] = {
            **answers,
            "S4": (1,),
            "S7": f"{name}, {way}, {chance.choice(TIMES)}",
        }
        row = recontact_row(installation, wave.id, Offer(given), "web")
        rows.append({**row, "organisation_id": wave.organisation_id})
    with writing(installation.engine).begin() as connection:
        connection.execute(insert(Recontact), rows)


def bring_needs(installation: Installation, measurement: Measurement) -> None:
    """Ten needs forms of contacts of a wave, once."""
    with reading(installation.engine) as session:
        wave = find_wave(session, measurement.name)
        if session.scalar(select(exists().where(NeedsResponse.wave_id == wave.id))):
            return
        known = (
            select(Invitation.contact_id)
            .where(Invitation.wave_id == wave.id, Invitation.contact_id.is_not(None))
            .where(Invitation.questionnaire == "K3-TIJDENS")
            .order_by(Invitation.contact_id)
            .distinct()
            .limit(len(NEEDS))
        )
        people = list(session.scalars(known))
    rows = []
    for contact_id, (wants, needs, together, talk) in zip(people, NEEDS, strict=False):
        given: dict[str, Value] = {"H1": wants, "H2": needs, "H4": together, "H5": talk}
        answers = {code: value for code, value in given.items() if value is not None}
        row = needs_row(wave.id, answers, "web", contact_id)
        rows.append({**row, "organisation_id": wave.organisation_id})
    if rows:
        with writing(installation.engine).begin() as connection:
            connection.execute(insert(NeedsResponse), rows)
