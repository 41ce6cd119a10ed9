"""A wave without answers goes with its draw and groups; the day comes for both stores."""

import datetime

from sqlalchemy import func, select

from survey_app.clock import now
from survey_app.database import reading, session_of
from survey_app.fieldwork.waves.services_changing import delete_wave
from survey_app.installation import Installation
from survey_app.models import (
    InterviewDraw,
    NeedsGroup,
    NeedsGrouping,
    NeedsResponse,
    Organisation,
    Recontact,
    Wave,
)
from survey_app.retention.services import keep_no_longer
from survey_app.separate.needs.services import ask_groups
from survey_app.separate.needs.services_grouping import propose_all
from survey_app.separate.recontact.services import ask_draw
from survey_app.separate.recontact.services_drawing import draw_all
from tests.fieldwork.conftest import WAVE


def number(installation: Installation, model: type) -> int:
    with reading(installation.engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_both_stores_are_wiped_on_their_day_and_the_wave_can_go(
    installation: Installation, pool: str, forms: str
) -> None:
    ask_draw(installation, pool, 4)
    ask_groups(installation, forms)
    assert (draw_all(installation), propose_all(installation)) == (1, 1)
    assert number(installation, NeedsGroup) == 1
    with session_of(installation.engine) as session:
        session.get_one(Wave, pool).closed_at = now() - datetime.timedelta(days=57)
        session.commit()
    done = keep_no_longer(installation)
    assert done["interviews"] == 6
    assert "needs" not in done
    with session_of(installation.engine) as session:
        session.get_one(Wave, pool).closed_at = now() - datetime.timedelta(days=190)
        session.commit()
    assert keep_no_longer(installation)["needs"] == 7
    assert [number(installation, one) for one in (Recontact, NeedsResponse)] == [0, 0]
    assert number(installation, InterviewDraw) == 1, "the numbers of the draw stay, sealed"
    with session_of(installation.engine) as session:
        session.get_one(Wave, pool).closed_at = None  # a closed wave is never deleted
        session.commit()
    delete_wave(installation, WAVE)
    left = (Wave, InterviewDraw, NeedsGrouping, NeedsGroup)
    assert [number(installation, one) for one in left] == [0, 0, 0, 0]
    assert number(installation, Organisation) == 1
