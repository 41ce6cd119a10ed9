"""The demo fills both stores once, with enough to draw and to propose a group."""

from sqlalchemy import func, select

from survey_app.clock import now, today
from survey_app.database import reading, session_of
from survey_app.demo.municipality import Measurement
from survey_app.demo.separate.stores import bring_needs, bring_volunteers
from survey_app.installation import Installation
from survey_app.models import NeedsGroup, NeedsResponse, Recontact, Wave
from survey_app.separate.needs.services import ask_groups
from survey_app.separate.needs.services_grouping import propose_all
from survey_app.separate.recontact.services import ask_draw
from survey_app.separate.recontact.services_drawing import draw_all
from tests.fieldwork.conftest import WAVE, ImportText

PEOPLE = "".join(f"An {chr(65 + one)}akker;06123456{one:02};K3-TIJDENS\n" for one in range(12))


def test_the_demo_has_eight_people_to_call_and_a_group_to_decide(
    installation: Installation, wave_id: str, import_text: ImportText
) -> None:
    import_text(f"naam;telefoon;vragenlijst\n{PEOPLE}")
    measurement = Measurement(WAVE, today(), today(), 0)
    for _ in range(2):
        bring_volunteers(installation, measurement)
        bring_needs(installation, measurement)
    with session_of(installation.engine) as session:
        session.get_one(Wave, wave_id).closed_at = now()
        session.commit()
    ask_draw(installation, wave_id, 8)
    ask_groups(installation, wave_id)
    assert (draw_all(installation), propose_all(installation)) == (1, 1)
    with reading(installation.engine) as session:
        states = select(Recontact.state, func.count()).group_by(Recontact.state)
        found = sorted(tuple(row) for row in session.execute(states))
        assert found == [("to_call", 8), ("waiting", 6)]
        forms = session.scalars(select(NeedsResponse)).all()
        assert len(forms) == 10
        assert all(one.contact_id for one in forms)
        [group] = session.scalars(select(NeedsGroup)).all()
        assert group.labels == ("Nederlands leren", "Vervoer")
