"""The fieldworker's pages, joined: waves, whom to call, a call, and paper."""

from flask import Blueprint

from survey_app.fieldwork.calls import views as views_calls
from survey_app.fieldwork.calls import views_interview, views_person
from survey_app.fieldwork.contacts.alike import views as views_alike
from survey_app.fieldwork.contacts.people import views as views_people
from survey_app.fieldwork.contacts.people import views_person as views_person_listed
from survey_app.fieldwork.contacts.uploading import views as views_uploading
from survey_app.fieldwork.live import views as views_live
from survey_app.fieldwork.monitor import views as views_monitor
from survey_app.fieldwork.paper import views as views_paper
from survey_app.fieldwork.paper import views_keying
from survey_app.fieldwork.waves import views as views_waves

blueprint = Blueprint("fieldwork", __name__, url_prefix="/veldwerk")
for part in (
    *(views_waves, views_live, views_calls, views_person, views_interview),
    *(views_paper, views_keying, views_people, views_person_listed, views_uploading, views_alike),
    views_monitor,
):
    part.add_to(blueprint)
